"""TREC files: runs and judgements, out and in.

Scores in a run fall strictly, also after rounding to the 32 bits that trec_eval keeps: tied scores would let two
tools order, and so measure, one run differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.evaluation.datasets import DatasetError, Qrels, one_line
from index.types import Run

_SPACE = re.compile(r"\s")


def trec_id(text: str) -> str:
    """An id as one TREC field: white space, which separates fields, becomes ``%XX``."""
    return _SPACE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), text)


def strictly_decreasing(scores: Iterable[float]) -> list[float]:
    """The scores, each lowered where needed so that each is below the one before as a 32-bit float.

    Scores that are not finite take part by their place alone.
    """
    falling: list[float] = []
    ceiling = np.float32(np.finfo(np.float32).max)
    for score in scores:
        wanted = np.float32(np.clip(score, -1e30, 1e30)) if np.isfinite(score) else ceiling
        ceiling = min(wanted, np.nextafter(ceiling, np.float32(-np.inf))) if falling else min(wanted, ceiling)
        falling.append(float(ceiling))
    return falling


def as_trec(run: Run) -> dict[str, list[tuple[str, float]]]:
    """The run under TREC ids with strictly falling scores, as it is written and measured."""
    return {
        trec_id(query): list(
            zip(
                [trec_id(document) for document, _ in ranking],
                strictly_decreasing(score for _, score in ranking),
                strict=True,
            )
        )
        for query, ranking in run.items()
    }


def as_trec_qrels(qrels: Qrels) -> dict[str, dict[str, int]]:
    """The judgements under TREC ids. Raises ``DatasetError`` when two ids become one."""
    renamed = {trec_id(query): {trec_id(key): value for key, value in rows.items()} for query, rows in qrels.items()}
    if len(renamed) != len(qrels) or any(len(renamed[trec_id(query)]) != len(rows) for query, rows in qrels.items()):
        raise DatasetError(
            "Hai mã chỉ khác nhau ở khoảng trắng mã hóa (%20). Hãy đổi tên một trong hai.",
            "Two ids differ only in coded white space (%20). Rename one of them.",
        )
    return renamed


def write_run(path: Path, run: Run, tag: str) -> None:
    """Writes ``query Q0 document rank score tag`` lines."""
    lines = [
        f"{query} Q0 {document} {rank} {np.float32(score)!s} {trec_id(tag)}\n"
        for query, ranking in as_trec(run).items()
        for rank, (document, score) in enumerate(ranking, start=1)
    ]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Writes ``query 0 document relevance`` lines."""
    lines = [
        f"{query} 0 {document} {relevance}\n"
        for query, rows in as_trec_qrels(qrels).items()
        for document, relevance in rows.items()
    ]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def read_run(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Reads a TREC run, each ranking ordered by score as trec_eval does; the rank column is not used.

    Raises ``DatasetError`` on a malformed line or a document listed twice for one query.
    """
    rankings: dict[str, dict[str, float]] = {}
    for number, fields in _lines(path):
        try:
            query, _, document, _, score, *_ = fields
            value = float(score)
        except ValueError as exc:
            raise _bad_line(path, number, "query Q0 document rank score tag") from exc
        ranking = rankings.setdefault(query, {})
        if document in ranking:
            raise DatasetError(
                f"{one_line(path.name)}:{number}: tài liệu «{one_line(document)}» xuất hiện hai lần cho một câu hỏi.",
                f"{one_line(path.name)}:{number}: document '{one_line(document)}' is listed twice for one query.",
            )
        ranking[document] = value
    # trec_eval orders equal scores by document id, last first
    return {
        query: sorted(ranking.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        for query, ranking in rankings.items()
    }


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Reads judgements: BEIR's three columns (with or without its header) or TREC's four.

    Raises ``DatasetError`` on a malformed line or on one pair judged twice with different relevance.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, fields in _lines(path):
        if number == 1 and fields[-1] in {"score", "relevance"}:
            continue
        try:
            query, document, relevance = fields if len(fields) == 3 else _four(fields)
            value = int(relevance)
        except ValueError as exc:
            raise _bad_line(path, number, "query-id document-id relevance") from exc
        rows = qrels.setdefault(query, {})
        if rows.setdefault(document, value) != value:
            raise DatasetError(
                f"{one_line(path.name)}:{number}: cặp «{one_line(query)}», «{one_line(document)}» được chấm hai lần "
                "với điểm khác nhau.",
                f"{one_line(path.name)}:{number}: '{one_line(query)}', '{one_line(document)}' is judged twice with "
                "different relevance.",
            )
    return qrels


def _four(fields: Sequence[str]) -> tuple[str, str, str]:
    query, _, document, relevance = fields
    return query, document, relevance


def _lines(path: Path) -> Iterable[tuple[int, list[str]]]:
    """Line numbers and fields: split at tabs where the line has any (BEIR ids may hold blanks), else at blanks."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise DatasetError(
            f"{one_line(str(path), 200)}: không đọc được tệp ({one_line(str(exc))}).",
            f"{one_line(str(path), 200)}: the file cannot be read ({one_line(str(exc))}).",
        ) from exc
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, [part.strip() for part in line.split("\t")] if "\t" in line else line.split()


def _bad_line(path: Path, number: int, shape: str) -> DatasetError:
    return DatasetError(
        f"{one_line(path.name)}:{number}: dòng sai dạng, cần «{shape}».",
        f"{one_line(path.name)}:{number}: malformed line, expected '{shape}'.",
    )


def as_scores(run: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, dict[str, float]]:
    """The run as nested mappings, the shape that measuring libraries take."""
    return {query: dict(ranking) for query, ranking in run.items()}
