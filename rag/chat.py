"""A question in, events out: search, read the passages, compose an answer or say that there is none."""

from __future__ import annotations

from collections.abc import Collection as AbstractCollection
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import SearchResult, Vectors
from rag import confidence as confidences
from rag.compose import compose
from rag.features import NAMES, Terms, features, terms_of
from rag.phrases import NO_EVIDENCE
from rag.types import Answer, Delta, Done, Event, Found, Outcome, Searching, Turn
from rag.units import Unit, all_units
from rag.weights import load

READ_PASSAGES = 8
"""How many passages are read for sentences, whatever number is shown."""


class Library(Protocol):
    """What answering needs of a collection."""

    def search(  # noqa: D102
        self,
        question: str,
        k: int = 10,
        *,
        retriever: str = "hybrid",
        exact: bool = False,
        within: AbstractCollection[str] | None = None,
    ) -> SearchResult: ...

    def idf(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Inverse document frequencies of canonical syllables; the highest for unknown ones."""
        ...

    def encode(self, question: str, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Vectors of a question, shape (1, d), and of stretches of passages, shape (n, d)."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """How a question is to be answered."""

    k: int = 5
    retriever: str = "hybrid"
    exact: bool = False
    within: frozenset[str] | None = None
    lang: str = "vi"


@dataclass(frozen=True, slots=True)
class Reading:
    """The units of the passages found, with their features and their scores in log-odds."""

    terms: Terms
    units: tuple[Unit, ...]
    features: NDArray[np.float32]
    scores: NDArray[np.float32]


def read_passages(library: Library, result: SearchResult) -> Reading:
    """Scores every sentence, item and row of the passages found."""
    question = result.searched_as
    terms = terms_of(question, library.idf)
    hits = result.hits[:READ_PASSAGES]
    units = all_units(hits)
    asked, vectors = library.encode(question, [unit.text for unit in units])
    matrix = features(question, terms, hits, units, asked, vectors)
    return Reading(terms, tuple(units), matrix, load("sentence.json", NAMES).score(matrix))


class Chat:
    """Answers questions over one library; keeps nothing between questions, so it may serve many threads."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ask(self, question: str, history: Sequence[Turn] = (), options: Options | None = None) -> Iterator[Event]:
        """Yields Searching, Found, Delta..., Done. ``history`` are the turns before, oldest first."""
        options = options or Options()
        yield Searching(question)
        result = self.library.search(
            question,
            max(options.k, READ_PASSAGES),
            retriever=options.retriever,
            exact=options.exact,
            within=options.within,
        )
        shown = SearchResult(result.question, result.searched_as, result.hits[: options.k], result.milliseconds)
        yield Found(shown)
        answer = self._answer(result, shown, options)
        yield Delta(answer.text)
        yield Done(answer)

    def answer(self, question: str, history: Sequence[Turn] = (), options: Options | None = None) -> Answer:
        """The last event's answer, for callers that do not stream."""
        for event in self.ask(question, history, options):
            if isinstance(event, Done):
                return event.answer
        raise RuntimeError("ask ended without an answer")

    def _answer(self, result: SearchResult, shown: SearchResult, options: Options) -> Answer:
        reading = read_passages(self.library, result)
        sure = confidences.confidence(reading.terms, result.hits, reading.units, reading.features, reading.scores)
        text, citations = compose(result.searched_as, reading.terms, result.hits, reading.units, reading.scores)
        if sure < confidences.THRESHOLD or not citations:
            return Answer(
                result.question,
                result.searched_as,
                Outcome.NO_EVIDENCE,
                sure,
                NO_EVIDENCE[options.lang],
                (),
                shown.hits,
            )
        used = {citation.passage_id for citation in citations}
        hits = shown.hits + tuple(hit for hit in result.hits[options.k :] if hit.passage.id in used)
        return Answer(result.question, result.searched_as, Outcome.ANSWERED, sure, text, citations, hits)
