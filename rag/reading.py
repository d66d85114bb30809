"""Reading the passages that were found: every sentence, item and row with its evidence and its score."""

from __future__ import annotations

from collections.abc import Collection as AbstractCollection
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.document import Loaded, Passage, Span
from corpus.headings import is_references
from index.ranker.headings import REFERENCES, may_be_in_references
from index.types import DocumentInfo, Encoder, SearchResult, Vectors
from rag.abbreviated import in_text, written_out
from rag.asked import Asked, exact_in, read
from rag.features import Matrix, features
from rag.meaning import meaning_of
from rag.neighbours import Neighbours
from rag.reader.network import Network
from rag.reader.windows import read as read_by_network
from rag.rows import as_sentence
from rag.units import Unit, all_units
from rag.weights import sentence_model

READ_PASSAGES = 8
"""How many passages are read for sentences, whatever number is shown."""
_BEFORE: Final = 3
"""Units before one that are read for the year it speaks of."""
_ELSEWHERE: Final = 1.0
"""In log-odds: how far behind the best unit about the year that is asked for the others stand."""


class Library(Protocol):
    """What answering needs of a collection."""

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        retriever: str = "hybrid",
        exact: bool = False,
        within: AbstractCollection[str] | None = None,
    ) -> SearchResult:
        """The passages for a question, best first."""
        ...

    def idf(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Inverse document frequencies of canonical syllables; the highest for unknown ones."""
        ...

    def encode(self, question: str, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Vectors of a question, shape (1, d), and of stretches of passages, shape (n, d)."""
        ...

    def encoder_for(self) -> Encoder:
        """The encoder that made those vectors."""
        ...

    def following(self, passage: Passage, most: int) -> Sequence[Passage]:
        """Up to ``most`` passages behind this one in its document, in their order."""
        ...

    def documents(self) -> Sequence[DocumentInfo]:
        """All documents."""
        ...

    def loaded(self, document_id: str) -> Loaded:
        """Everything stored of a document."""
        ...

    def page_at(self, document_id: str, offset: int) -> int | None:
        """The page on which an offset of a document lies; None where none is stated."""
        ...


def passages_of(library: Library, document_id: str, most: int) -> Sequence[Passage]:
    """The first ``most`` passages of a document, in their order."""
    return library.following(Passage("", document_id, "", 0, 0), most)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question and the units of the passages found for it; ``matrix`` has a row for each unit, None without units.

    ``words`` are those of a unit's text that the network takes for the answer; ``heads`` what stands above the passages:
    titles, headings, names of files; ``aside`` are the hits that list other works, where the question is not about such.
    """

    asked: Asked
    units: tuple[Unit, ...]
    matrix: Matrix | None
    words: Mapping[Unit, Span] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    aside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence weighed: ``scores`` (units,) are log-odds of answering, up to a constant of the question."""

    evidence: Evidence
    scores: NDArray[np.float32]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of all passages read, in reading order."""
        return self.evidence.units


def gather(library: Library, result: SearchResult, network: Network | None = None) -> Evidence:
    """What the units of the first passages show; ``network`` reads them, the bundled one if None."""
    question = result.searched_as
    asked = read(question, library.idf)
    hits = result.hits[:READ_PASSAGES]
    units = written_out(all_units(hits), result.wordings)
    if not units:
        return Evidence(asked, (), None)
    near = Neighbours.of(units)
    meaning = meaning_of(library.encoder_for(), question, asked, units, near)
    texts = [as_sentence(unit, question) for unit in units]
    told = read_by_network(question, texts, near.group, meaning.covered, network)
    placed = {
        unit: in_text(unit, text, span, result.wordings)
        for unit, text, span in zip(units, texts, told.words, strict=True)
    }
    words = {unit: span for unit, span in placed.items() if span.end > span.start}
    heads = tuple(" ".join((hit.title, *hit.passage.section, PurePath(hit.source).stem)) for hit in hits)
    listing = frozenset(place for place, hit in enumerate(hits) if any(map(is_references, hit.passage.section)))
    aside = frozenset() if may_be_in_references(asked.words) else listing
    return Evidence(asked, units, features(asked, hits, units, near, meaning, told), words, heads, aside)


def weigh(evidence: Evidence) -> Reading:
    """Scores the units by the learnt weights; names of other works and those about another year than the question's go behind."""
    if evidence.matrix is None:
        return Reading(evidence, np.zeros(0, np.float32))
    scores = sentence_model(evidence.matrix.names).scores(evidence.matrix.values)
    if evidence.aside:
        scores = scores - REFERENCES * np.array([unit.hit in evidence.aside for unit in evidence.units], np.float32)
    near = np.fromiter(_near_exact(evidence), np.bool_, len(scores))
    if near.any() and not near[int(np.argmax(scores))]:
        scores = np.where(near, scores, scores - (scores.max() - scores[near].max()) - _ELSEWHERE)
    return Reading(evidence, scores)


def _near_exact(evidence: Evidence) -> Iterator[bool]:
    """For each unit whether it, what is read right before it or what stands above its passage has a year, a Roman numeral or a
    document number of the question. Of 182 questions of the tuning sets with one, the best unit has none for three."""
    exact = evidence.asked.exact
    written = [exact.intersection(exact_in(unit.read_as)) for unit in evidence.units] if exact else []
    above = [bool(exact.intersection(exact_in(head))) for head in evidence.heads] if exact else []
    for number, unit in enumerate(evidence.units):
        before = range(max(0, number - _BEFORE), number + 1)
        yield bool(exact) and (
            above[unit.hit] or any(written[one] for one in before if evidence.units[one].hit == unit.hit)
        )


def read_passages(library: Library, result: SearchResult) -> Reading:
    """Scores every sentence, item and row of the passages found."""
    return weigh(gather(library, result))
