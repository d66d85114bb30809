"""The vocabulary of answers: turns, citations, answers and the events of a conversation.

Promise: every stretch of an extractive answer is copied from a passage, so for each citation
``answer.text[answer_start:answer_end] == document.text[start:end] == quote``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Span
from index.types import Hit, SearchResult


class Outcome(StrEnum):
    """Whether the collection answers the question."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Citation:
    """One copied stretch of an answer and the place it was copied from.

    ``marker`` is the number of the source card, from 1; several citations may share it. ``emphasis`` are the spans of
    ``Answer.text`` inside this citation that hold the answering words. ``likely`` is the probability that of all that was
    read this stretch is what answers; 1 where nothing was weighed: lists, summaries, what a language model cites.
    """

    marker: int
    answer_start: int
    answer_end: int
    passage_id: str
    document_id: str
    title: str
    source: str
    section: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    emphasis: tuple[Span, ...] = ()
    likely: float = 1.0


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence that a language model wrote, ``Answer.text[start:end]``, held against the passages.

    ``supported`` means that the passages under ``markers`` say it; ``missing`` are its numbers, dates and names that no
    passage holds.
    """

    start: int
    end: int
    supported: bool
    markers: tuple[int, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question.

    ``hits`` are the passages behind it in rank order (for ``no_evidence`` the nearest ones, offered as such).
    ``confidence`` is in [0, 1]. An answer written by a language model has ``checked`` sentences, and its citations quote
    the passages without being copied into the text (``answer_start == answer_end``, right behind the marked sentence).
    """

    question: str
    searched_as: str
    outcome: Outcome
    confidence: float
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    checked: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what was answered."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Searching:
    """The question is being searched."""

    question: str


@dataclass(frozen=True, slots=True)
class Found:
    """Passages were found; the answer is being read out of them."""

    result: SearchResult


@dataclass(frozen=True, slots=True)
class Delta:
    """The answer so far grew by ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class Restart:
    """What was streamed is taken back: the language model failed, and the extractive answer follows.

    ``vi`` and ``en`` say why, one line each.
    """

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer. Always the last event."""

    answer: Answer


Event = Searching | Found | Delta | Restart | Done
"""``ask`` yields Searching, Found, any number of Delta, Done; Restart only where a language model failed."""
