"""The figures of an answer evaluation: numbers for JSON, a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from statistics import fmean
from typing import Any

from index.evaluation.datasets import one_line
from index.evaluation.report import aligned
from rag.evaluation import measures
from rag.evaluation.running import ADVERSARIAL, ANSWERABLE, TAKEN_OUT, WRONG_COLLECTION, AnswersEvaluated, Row
from rag.evidence.confidence import threshold

UNANSWERABLE = (WRONG_COLLECTION, TAKEN_OUT, ADVERSARIAL)

_HEADERS = {
    "vi": (
        "tập",
        "cách tìm",
        "cách gõ",
        "câu hỏi",
        "câu đầu chứa",
        "cả bài chứa",
        "F1 nhấn",
        "câu",
        "âm tiết",
        "trích đúng",
        "từ đúng tài liệu",
        "từ chối",
    ),
    "en": (
        "dataset",
        "retriever",
        "typed",
        "questions",
        "first contains",
        "whole contains",
        "emphasis F1",
        "sentences",
        "syllables",
        "true citations",
        "gold citations",
        "refused",
    ),
}
_ABSTAINING = {
    "vi": ("tập", "cách tìm", "cách gõ", "không trả lời được", "câu hỏi", "AUROC", "từ chối"),
    "en": ("dataset", "retriever", "typed", "unanswerable", "questions", "AUROC", "refused"),
}


def figures(result: AnswersEvaluated) -> dict[str, Any]:
    """Everything that is measured of one result; shares in [0, 1], None where nothing was asked.

    A refused question counts as one whose answer holds nothing. ``emphasis_f1`` is over the answers that emphasise.
    """
    asked = result.of(ANSWERABLE)
    answered = [row for row in asked if row.answered]
    shown = [row for row in asked if row.emphasised]
    pool, right = judged(result)
    bins = measures.reliability([row.confidence for row in pool], [row.mode == ANSWERABLE for row in pool])
    checked = sum(row.checked for row in result.rows)
    return {
        "questions": len(asked),
        "first_contains": _share(row.first for row in asked),
        "whole_contains": _share(row.whole for row in asked),
        "whole_contains_answered": _share(row.whole for row in answered),
        "emphasis_f1": _mean([row.f1 for row in shown]),
        "emphasised": _share(row.emphasised for row in answered),
        "sentences": _mean([row.sentences for row in answered]),
        "syllables": _mean([row.syllables for row in answered]),
        "answers": len(result.rows),
        "citations_true": _share(row.kept for row in result.rows),
        "citations_from_gold": _ratio(sum(row.from_gold for row in asked), sum(row.citations for row in asked)),
        "threshold": threshold(),
        "refused": _share(not row.answered for row in asked),
        "unanswerable": {
            mode: {
                "questions": len(rows),
                "auroc": _number(measures.auroc([r.confidence for r in asked], [r.confidence for r in rows])),
                "refused": _share(not row.answered for row in rows),
            }
            for mode in UNANSWERABLE
            if (rows := result.of(mode))
        },
        "area_under_risk_coverage": _number(
            measures.area_under(measures.risk_coverage([row.confidence for row in pool], right))
        ),
        "calibration_error": _number(measures.calibration_error(bins)),
        "sentences_supported": _ratio(sum(row.supported for row in result.rows), checked),
    }


def judged(result: AnswersEvaluated) -> tuple[list[Row], list[bool]]:
    """All rows, and whether answering was right: a gold answer stands in it, and the question can be answered."""
    pool = list(result.rows)
    return pool, [row.mode == ANSWERABLE and row.whole for row in pool]


def answer_records(results: Iterable[AnswersEvaluated]) -> list[dict[str, Any]]:
    """The records of ``eval --answers --json``."""
    return [
        {
            "dataset": result.dataset,
            "documents": result.documents,
            "passages": result.passages,
            "queries": len(result.of(ANSWERABLE)),
            "retriever": result.retriever,
            "typed": result.typed,
            "split": result.split,
            "answers": figures(result),
        }
        for result in results
    ]


def answer_table(results: Sequence[AnswersEvaluated], lang: str = "vi") -> str:
    """What answers hold, one line per system, and below it when they abstain, one line per kind of question."""
    holding = [list(_HEADERS[lang])]
    abstaining = [list(_ABSTAINING[lang])]
    for result in results:
        found = figures(result)
        name = [one_line(result.dataset), result.retriever, result.typed]
        holding.append(
            [
                *name,
                str(found["questions"]),
                *(_shown(found[key], 3) for key in ("first_contains", "whole_contains", "emphasis_f1")),
                *(_shown(found[key], 1) for key in ("sentences", "syllables")),
                *(_shown(found[key], 3) for key in ("citations_true", "citations_from_gold", "refused")),
            ]
        )
        for mode, part in found["unanswerable"].items():
            abstaining.append(
                [*name, mode, str(part["questions"]), _shown(part["auroc"], 4), _shown(part["refused"], 3)]
            )
    tables = [aligned(holding), *([aligned(abstaining)] if len(abstaining) > 1 else [])]
    return "\n\n".join(tables)


def _share(values: Iterable[bool]) -> float | None:
    return _mean([float(value) for value in values])


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 6) if values else None


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def _number(value: float) -> float | None:
    return round(value, 6) if isfinite(value) else None


def _shown(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
