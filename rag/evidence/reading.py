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
from index.glossing import glossed
from index.ranker.headings import REFERENCES, may_be_in_references
from index.reader.network import Network
from index.reader.windows import read as read_by_network
from index.types import DocumentInfo, Encoder, Hit, SearchResult, Vectors
from rag.evidence.abbreviated import in_text, written_out
from rag.evidence.asked import Asked, exact_in, read
from rag.evidence.features import Matrix, features
from rag.evidence.meaning import meaning_of
from rag.evidence.neighbours import Neighbours
from rag.evidence.rows import as_sentence
from rag.evidence.units import Unit, UnitKind, all_units
from rag.evidence.weights import sentence_model

READ_PASSAGES = 8
"""How many passages are read for sentences, whatever number is shown."""
_BEHIND: Final = 1.0
"""In log-odds: how far behind all else rows about another year stand."""
_SPAN_OF_TIME: Final = frozenset(
    ["sau", "trước", "từ", "đến", "tới", "giữa", "after", "before", "since", "until", "between"]
)
"""Words by which a question asks for what lies beside the year that it names."""


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
    ``question`` is as it was compared with these: ``glossed`` says that it was put into their language word by word.
    """

    question: str
    asked: Asked
    units: tuple[Unit, ...]
    matrix: Matrix | None
    words: Mapping[Unit, Span] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    aside: frozenset[int] = frozenset()
    glossed: bool = False


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
    question, glosses = result.searched_as, result.from_english
    if glosses:
        question = glossed(question, [hit.passage.text for hit in result.hits])
    asked = read(question, library.idf)
    hits = result.hits[:READ_PASSAGES]
    units = written_out(_titled(all_units(hits), hits), result.wordings)
    if not units:
        return Evidence(question, asked, (), None)
    near = Neighbours.of(units)
    meaning = meaning_of(library.encoder_for(), question, asked, units, near)
    texts = [as_sentence(unit, question) for unit in units]
    told = read_by_network(question, texts, near.group, meaning.covered, network)
    if glosses:  # crude as it is, it is read beside the question itself
        told = told.mean(read_by_network(result.searched_as, texts, near.group, meaning.covered, network))
    placed = {
        unit: in_text(unit, text, span, result.wordings)
        for unit, text, span in zip(units, texts, told.words, strict=True)
    }
    words = {unit: span for unit, span in placed.items() if span.end > span.start}
    heads = tuple(" ".join((hit.title, *hit.passage.section, PurePath(hit.source).stem)) for hit in hits)
    listing = frozenset(place for place, hit in enumerate(hits) if any(map(is_references, hit.passage.section)))
    aside = frozenset() if may_be_in_references(asked.words) else listing
    matrix = features(asked, hits, units, near, meaning, told)
    return Evidence(question, asked, units, matrix, words, heads, aside, glosses)


def _titled(units: Sequence[Unit], hits: Sequence[Hit]) -> Sequence[Unit]:
    """The units, each passage's behind the title of its document: what it is about, which the first passage alone begins with."""
    found: list[Unit] = []
    last = -1
    for unit in units:
        title = hits[unit.hit].title
        if unit.hit != last and title and not (unit.kind is UnitKind.HEADING and unit.text.strip() == title):
            found.append(Unit(unit.hit, unit.start, unit.start, title, UnitKind.HEADING, unit.block))
        last = unit.hit
        found.append(unit)
    return found


def weigh(evidence: Evidence) -> Reading:
    """Scores the units by the learnt weights; names of other works and rows about another year than the question's go behind."""
    if evidence.matrix is None:
        return Reading(evidence, np.zeros(0, np.float32))
    scores = sentence_model(evidence.matrix.names).scores(evidence.matrix.values)
    if evidence.aside:
        scores = scores - REFERENCES * np.array([unit.hit in evidence.aside for unit in evidence.units], np.float32)
    elsewhere = np.fromiter(_of_another_year(evidence), np.bool_, len(scores))
    if elsewhere.any() and not elsewhere.all():
        scores = np.where(
            elsewhere, scores - max(0.0, scores[elsewhere].max() - scores[~elsewhere].max()) - _BEHIND, scores
        )
    return Reading(evidence, scores)


def _of_another_year(evidence: Evidence) -> Iterator[bool]:
    """For each unit whether it is a row, or an item labelled with a year ("1925: ..."), about another year, Roman numeral or
    document number than the question's, where there are words about that. Sentences are left alone: what they go on with may
    have been dated long before."""
    exact = evidence.asked.exact
    told = [frozenset(exact_in(unit.read_as)) if exact else frozenset() for unit in evidence.units]
    there = any(exact & one for one in told) and _SPAN_OF_TIME.isdisjoint(evidence.asked.words)
    for unit, own in zip(evidence.units, told, strict=True):
        yield there and (unit.kind is UnitKind.ROW or unit.dated) and bool(own) and not own & exact


def read_passages(library: Library, result: SearchResult) -> Reading:
    """Scores every sentence, item and row of the passages found."""
    return weigh(gather(library, result))
