"""Results as text tables, JSON records and files. Pure, except ``write_files``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index.evaluation.comparing import Comparison
from index.evaluation.datasets import one_line
from index.evaluation.measures import MEASURES
from index.evaluation.running import TOTAL, Evaluated
from index.evaluation.trec import trec_id, write_qrels, write_run

_HEADERS = {
    "vi": ("tập", "tài liệu", "đoạn", "câu hỏi", "cách tìm", "cách gõ", "p50 ms", "p95 ms", "lập chỉ mục s"),
    "en": ("dataset", "documents", "passages", "queries", "retriever", "typed", "p50 ms", "p95 ms", "indexing s"),
}
_COMPARED = {
    "vi": ("độ đo", "A", "B", "B - A", "khoảng 95 %", "p", "hơn", "kém", "bằng"),
    "en": ("measure", "A", "B", "B - A", "95 % interval", "p", "better", "worse", "equal"),
}


def records(results: Iterable[Evaluated]) -> list[dict[str, Any]]:
    """The records of ``eval --json``."""
    return [
        {
            "dataset": result.dataset,
            "documents": result.documents,
            "passages": result.passages,
            "queries": len(result.qrels),
            "retriever": result.retriever,
            "typed": result.typed,
            "split": result.split,
            "metrics": {name: round(result.metrics[name], 6) for name in MEASURES},
            "latency_ms": _latency(result),
            "index_seconds": None if result.index_seconds is None else round(result.index_seconds, 3),
        }
        for result in results
    ]


def table(results: Sequence[Evaluated], lang: str = "vi") -> str:
    """One line per system; below nDCG@10 the half width of its 95 % confidence interval after ±."""
    header = _HEADERS[lang]
    rows = [[*header[:6], "nDCG@10", "±", *MEASURES[1:], *header[6:]]]
    for result in results:
        interval = result.intervals["nDCG@10"]
        latency = _latency(result)
        rows.append(
            [
                one_line(result.dataset),
                str(result.documents),
                str(result.passages),
                str(len(result.qrels)),
                result.retriever,
                result.typed,
                f"{result.metrics['nDCG@10']:.4f}",
                f"{(interval.high - interval.low) / 2:.3f}",
                *(f"{result.metrics[name]:.4f}" for name in MEASURES[1:]),
                _number(latency["p50"], 1),
                _number(latency["p95"], 1),
                _number(result.index_seconds, 1),
            ]
        )
    return aligned(rows)


def stages(results: Sequence[Evaluated], lang: str = "vi") -> str:
    """The median milliseconds of every stage, one line per system; stages are named as the search names them."""
    names = list(dict.fromkeys(stage for result in results for stage in result.latency))
    header = _HEADERS[lang]
    rows = [[header[0], header[4], header[5], *(f"{name} ms" for name in names)]]
    for result in results:
        medians = [result.latency[name].p50 if name in result.latency else None for name in names]
        rows.append([one_line(result.dataset), result.retriever, result.typed, *(_number(p50, 2) for p50 in medians)])
    return aligned(rows)


def compared_records(comparison: Comparison) -> list[dict[str, Any]]:
    """The records of ``eval --compare --json``: a list of one."""
    return [
        {
            "dataset": comparison.dataset,
            "queries": comparison.queries,
            "run_a": comparison.run_a,
            "run_b": comparison.run_b,
            "metrics": {
                name: {
                    "a": round(test.a, 6),
                    "b": round(test.b, 6),
                    "difference": round(test.difference, 6),
                    "interval": [round(test.interval.low, 6), round(test.interval.high, 6)],
                    "p": round(test.p, 6),
                    "better": test.better,
                    "worse": test.worse,
                    "equal": test.equal,
                }
                for name, test in comparison.measures.items()
            },
        }
    ]


def compared_table(comparison: Comparison, lang: str = "vi") -> str:
    """Run b against run a, one line per measure."""
    rows = [list(_COMPARED[lang])]
    for name, test in comparison.measures.items():
        rows.append(
            [
                name,
                f"{test.a:.4f}",
                f"{test.b:.4f}",
                f"{test.difference:+.4f}",
                f"[{test.interval.low:+.4f}, {test.interval.high:+.4f}]",
                f"{test.p:.4f}",
                str(test.better),
                str(test.worse),
                str(test.equal),
            ]
        )
    heading = (
        f"{one_line(comparison.dataset)}, {comparison.queries} queries. "
        if lang == "en"
        else f"{one_line(comparison.dataset)}, {comparison.queries} câu hỏi. "
    )
    return f"{heading}A = {one_line(comparison.run_a)}, B = {one_line(comparison.run_b)}\n{aligned(rows)}"


def per_query(result: Evaluated) -> str:
    """Tab-separated: query id, question as typed, every measure, and the first document of the ranking."""
    lines = ["\t".join(["query", "question", *MEASURES, "first"])]
    for query in result.qrels:
        ranking = result.run.get(query, [])
        cells = [
            trec_id(query),
            one_line(result.asked.get(query, ""), 1000),
            *(f"{result.values[name][query]:.4f}" for name in MEASURES),
            trec_id(ranking[0][0]) if ranking else "",
        ]
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def write_files(folder: Path, results: Iterable[Evaluated]) -> list[Path]:
    """Writes a run, the judgements and a per-query table for each system; returns the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for result in results:
        name = system_name(result)
        run, qrels, rows = folder / f"{name}.run", folder / f"{result_name(result)}.qrels", folder / f"{name}.tsv"
        write_run(run, result.run, name)
        write_qrels(qrels, result.qrels)
        rows.write_text(per_query(result), encoding="utf-8", newline="\n")
        written.extend(path for path in (run, qrels, rows) if path not in written)
    return written


def result_name(result: Evaluated) -> str:
    """The dataset's name as a part of a file name."""
    return re.sub(r"[^\w-]+", "_", result.dataset)[:80]


def system_name(result: Evaluated) -> str:
    """Names the system in files: dataset, retriever, way of typing, cut or whole."""
    return ".".join([result_name(result), result.retriever, result.typed, *(["split"] if result.split else [])])


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """A table in columns: text to the left, numbers (by the second row) to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    right = [len(rows) > 1 and rows[-1][column][:1] in "+-.0123456789–" for column in range(len(widths))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    )


def _latency(result: Evaluated) -> dict[str, float | None]:
    total = result.latency.get(TOTAL)
    return {
        "p50": None if total is None else round(total.p50, 3),
        "p95": None if total is None else round(total.p95, 3),
    }


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
