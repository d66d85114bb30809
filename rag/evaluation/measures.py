"""What an answer is measured by. Pure: texts, spans and numbers in, numbers out.

Texts are compared as runs of canonical syllables, so punctuation, case and the placement of tones decide nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.sentences import sentences
from corpus.vietnamese import canonical, syllables
from rag.phrases import PHRASES
from rag.types import Answer

_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve, both in [0, 1]."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of nearly one confidence: their mean confidence, the share that can be answered, how many they are."""

    confidence: float
    answerable: float
    count: int


def words_of(text: str) -> list[str]:
    """The canonical syllables of a text."""
    return syllables(canonical(text))


def contains(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the gold answers stands in the text, word for word and in its order."""
    padded = f" {' '.join(words_of(text))} "
    return any(f" {' '.join(gold)} " in padded for answer in answers if (gold := words_of(answer)))


def token_f1(text: str, answers: Sequence[str]) -> float:
    """The best F1 of the words of ``text`` against a gold answer (Rajpurkar et al. 2016)."""
    said = Counter(words_of(text))
    best = 0.0
    for answer in answers:
        gold = Counter(words_of(answer))
        shared = (said & gold).total()
        if shared:
            best = max(best, 2 * shared / (said.total() + gold.total()))
    return best


def first_sentence(answer: Answer) -> str:
    """The first sentence that the answer copied; empty when it copied none."""
    for citation in answer.citations:
        spans = sentences(citation.quote)
        if spans:
            return citation.quote[spans[0].start : spans[0].end]
    return ""


def copied(answer: Answer) -> str:
    """All that the answer copied, one stretch per line."""
    return "\n".join(citation.quote for citation in answer.citations)


def emphasised(answer: Answer) -> str:
    """The words that the answer shows as answering."""
    return " ".join(answer.text[start:end] for citation in answer.citations for start, end in citation.emphasis)


def sentence_count(answer: Answer) -> int:
    """How many sentences, items and rows the answer copied."""
    return sum(max(1, len(sentences(citation.quote))) for citation in answer.citations)


def keeps_promise(answer: Answer, text_of: Callable[[str], str]) -> bool:
    """Promise 3: every citation is copied to the character, and nothing else stands in the answer but fixed phrases.

    ``text_of`` gives a document's text by its id. Answers of a language model quote without copying.
    """
    at = 0
    rest: list[str] = []
    for citation in answer.citations:
        quoted = text_of(citation.document_id)[citation.start : citation.end]
        if quoted != citation.quote or not quoted:
            return False
        if answer.checked:
            continue
        if citation.answer_start < at or answer.text[citation.answer_start : citation.answer_end] != quoted:
            return False
        rest.append(answer.text[at : citation.answer_start])
        at = citation.answer_end
    if answer.checked:
        return True
    left = _MARKER.sub(" ", " ".join((*rest, answer.text[at:])))
    for phrase in PHRASES:
        left = left.replace(phrase, " ")
    return not left.strip(" \n-")


def auroc(answerable: Sequence[float], others: Sequence[float]) -> float:
    """The chance that an answerable question is surer than another one, ties counted half (Mann-Whitney)."""
    if not answerable or not others:
        return float("nan")
    lower = np.sort(np.asarray(others, dtype=np.float64))
    values = np.asarray(answerable, dtype=np.float64)
    below, through = np.searchsorted(lower, values, "left"), np.searchsorted(lower, values, "right")
    return float((below + through).sum() / (2 * len(values) * len(lower)))


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[Point]:
    """Share of wrong answers (y) among the surest share of the questions (x), the surest first (El-Yaniv 2010)."""
    if not confidences:
        return []
    order = np.argsort(-np.asarray(confidences), kind="stable")
    wrong = np.cumsum(~np.asarray(right, dtype=np.bool_)[order])
    counts = np.arange(1, len(order) + 1)
    return [Point(float(n / len(order)), float(w / n)) for n, w in zip(counts, wrong, strict=True)]


def area_under(curve: Sequence[Point]) -> float:
    """The mean height of a risk-coverage curve: lower is better."""
    return float(np.mean([point.y for point in curve])) if curve else float("nan")


def reliability(confidences: Sequence[float], answerable: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Questions in ``bins`` equal steps of confidence; empty steps are left out."""
    values, truth = np.asarray(confidences, dtype=np.float64), np.asarray(answerable, dtype=np.float64)
    if not len(values):
        return []
    step = np.minimum((values * bins).astype(int), bins - 1)
    return [
        Bin(float(values[step == number].mean()), float(truth[step == number].mean()), int((step == number).sum()))
        for number in range(bins)
        if (step == number).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of confidence from the share that can be answered, weighted by count (ECE)."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.confidence - one.answerable) for one in bins) / total if total else float("nan")
