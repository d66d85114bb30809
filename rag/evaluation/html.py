"""Sections on answers for the HTML report: figures, when it abstains, reliability, risk against coverage, the misses.

Foreign text is escaped in ``index.evaluation.svg.escape``; plots are drawn there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from index.evaluation.svg import Line, curves, escape
from rag.evaluation import measures
from rag.evaluation.figures import figures, judged
from rag.evaluation.running import ANSWERABLE, AnswersEvaluated, Row

ROWS = 300
"""How many questions of each system are listed at most."""

_POINTS = 200
"""Points of a curve that are drawn at most."""

_SHARES: Final = (
    "first_contains",
    "whole_contains",
    "whole_contains_answered",
    "emphasis_f1",
    "emphasised",
    "citations_true",
    "citations_from_gold",
    "refused",
    "sentences_supported",
)
_WORDS = {
    "vi": {
        "lead": "Câu bị từ chối tính là không chứa câu trả lời mẫu. Tin cậy: xác suất được cho là tài liệu trả lời được.",
        "system": "Cách tìm · cách gõ",
        "questions": "câu hỏi",
        "first_contains": "Câu đầu chứa",
        "whole_contains": "Cả bài chứa",
        "whole_contains_answered": "Chứa, trong số đã trả lời",
        "emphasis_f1": "F1 phần nhấn",
        "emphasised": "Có nhấn",
        "citations_true": "Trích đúng từng chữ",
        "citations_from_gold": "Trích từ tài liệu mẫu",
        "refused": "Từ chối",
        "sentences_supported": "Câu có căn cứ (LLM)",
        "sentences": "Số câu",
        "syllables": "Số âm tiết",
        "unanswerable": "Câu hỏi không trả lời được",
        "kind": "Loại",
        "auroc": "AUROC",
        "reliability": "Độ tin cậy: dự đoán (ngang) và thực tế trả lời được (dọc)",
        "perfect": "lý tưởng",
        "risk": "Tỉ lệ sai (dọc) theo tỉ lệ câu được trả lời (ngang)",
        "misses": "Câu trả lời không chứa câu mẫu, tự tin nhất trước",
        "false": "Câu không trả lời được mà vẫn trả lời, tự tin nhất trước",
        "question": "Câu hỏi",
        "answer": "Trả lời",
        "confidence": "Tin cậy",
        "listed": "hiện {shown} trên {all}",
        "error": "sai số hiệu chỉnh",
        "area": "diện tích dưới đường",
    },
    "en": {
        "lead": "A refused question counts as one whose answer holds nothing. Confidence: how probable an answer was thought.",
        "system": "Retriever · typed",
        "questions": "questions",
        "first_contains": "First sentence contains",
        "whole_contains": "Whole answer contains",
        "whole_contains_answered": "Contains, of those answered",
        "emphasis_f1": "Emphasis F1",
        "emphasised": "Emphasised",
        "citations_true": "Citations true to the character",
        "citations_from_gold": "Citations from the gold document",
        "refused": "Refused",
        "sentences_supported": "Sentences supported (LLM)",
        "sentences": "Sentences",
        "syllables": "Syllables",
        "unanswerable": "Unanswerable questions",
        "kind": "Kind",
        "auroc": "AUROC",
        "reliability": "Reliability: confidence (across) and share answerable (up)",
        "perfect": "ideal",
        "risk": "Share wrong (up) by share of questions answered (across)",
        "misses": "Answers without a gold answer, the surest first",
        "false": "Unanswerable questions that were answered, the surest first",
        "question": "Question",
        "answer": "Answer",
        "confidence": "Confidence",
        "listed": "{shown} of {all}",
        "error": "calibration error",
        "area": "area under the curve",
    },
}


def answer_sections(results: Sequence[AnswersEvaluated], lang: str = "vi") -> str:
    """HTML for ``index.evaluation.html.page``, a section for each dataset."""
    words = _WORDS[lang]
    parts = [_section(name, list(group), words) for name, group in groupby(results, lambda result: result.dataset)]
    return f"<p>{words['lead']}</p>{''.join(parts)}"


def _section(name: str, results: Sequence[AnswersEvaluated], words: dict[str, str]) -> str:
    labels = [f"{result.retriever} · {result.typed}" for result in results]
    found = [figures(result) for result in results]
    holding = [
        [
            label,
            str(one["questions"]),
            *(_shown(one[key]) for key in _SHARES),
            *(_shown(one[key], 1) for key in ("sentences", "syllables")),
        ]
        for label, one in zip(labels, found, strict=True)
    ]
    abstaining = [
        [label, mode, str(part["questions"]), _shown(part["auroc"], 4), _shown(part["refused"])]
        for label, one in zip(labels, found, strict=True)
        for mode, part in one["unanswerable"].items()
    ]
    heads = [words[key] for key in ("system", "questions", *_SHARES, "sentences", "syllables")]
    below = [words[key] for key in ("system", "kind", "questions", "auroc", "refused")]
    return (
        f"<h2>{escape(name)}</h2>{_table(heads, holding)}<h3>{words['unanswerable']}</h3>{_table(below, abstaining)}"
        f"{_reliability(results, labels, words)}{_risk(results, labels, words)}"
        f"{''.join(_listed(result, label, words) for result, label in zip(results, labels, strict=True))}"
    )


def _reliability(results: Sequence[AnswersEvaluated], labels: Sequence[str], words: dict[str, str]) -> str:
    drawn = []
    for result, label in zip(results, labels, strict=True):
        pool = result.rows
        bins = measures.reliability([row.confidence for row in pool], [row.mode == ANSWERABLE for row in pool])
        error = measures.calibration_error(bins)
        points = tuple((one.confidence, one.answerable) for one in bins)
        drawn.append(Line(f"{label} ({words['error']} {error:.3f})", points))
    drawn.append(Line(words["perfect"], ((0.0, 0.0), (1.0, 1.0))))
    return f"<h3>{words['reliability']}</h3>{curves(drawn, words['reliability'])}"


def _risk(results: Sequence[AnswersEvaluated], labels: Sequence[str], words: dict[str, str]) -> str:
    drawn = []
    for result, label in zip(results, labels, strict=True):
        pool, right = judged(result)
        curve = measures.risk_coverage([row.confidence for row in pool], right)
        step = max(1, len(curve) // _POINTS)
        points = tuple((point.x, point.y) for point in (*curve[::step], *curve[-1:]))
        drawn.append(Line(f"{label} ({words['area']} {measures.area_under(curve):.3f})", points))
    return f"<h3>{words['risk']}</h3>{curves(drawn, words['risk'])}"


def _listed(result: AnswersEvaluated, label: str, words: dict[str, str]) -> str:
    misses = [row for row in result.of(ANSWERABLE) if not row.whole]
    false = [row for row in result.rows if row.mode != ANSWERABLE and row.answered]
    return "".join(
        _details(f"{words[key]}: {label}", rows, words) for key, rows in (("misses", misses), ("false", false))
    )


def _details(heading: str, rows: Sequence[Row], words: dict[str, str]) -> str:
    order = sorted(rows, key=lambda row: -row.confidence)[:ROWS]
    listed = words["listed"].format(shown=len(order), all=len(rows))
    cells = [[row.question, row.id, row.mode, f"{row.confidence:.3f}", row.text[:400]] for row in order]
    heads = [words["question"], "id", words["kind"], words["confidence"], words["answer"]]
    return f"<details><summary>{escape(heading)} ({listed})</summary>{_table(heads, cells)}</details>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td{_left(cell)}>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _left(cell: str) -> str:
    return ' class="text"' if any(letter.isalpha() for letter in cell) else ""


def _shown(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
