"""The vocabulary of retrieval: queries, hits, runs, and the narrow protocols at the seams.

Names are those of TREC, BEIR, pyserini and ir_measures.
"""

from __future__ import annotations

from collections.abc import Collection as AbstractCollection
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage

Vectors = NDArray[np.float32]
"""Shape ``(n, dimension)``; rows have unit length, or are zero for text without known units."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the id a dataset gives it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Qrel:
    """One relevance judgement."""

    query_id: str
    document_id: str
    relevance: int


Run = Mapping[str, Sequence[tuple[str, float]]]
"""Query id to (document id, score), best first."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known of a stored document without its text. ``added`` is an ISO 8601 UTC time; sizes in code points."""

    id: str
    title: str
    source: str
    metadata: Mapping[str, str]
    length: int
    passages: int
    added: str
    digest: str


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Ids of documents whose file has other bytes now, and of those whose file is gone; ``new`` are files beside them, in
    folders that were added, which are no documents yet."""

    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    new: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.new)


@dataclass(frozen=True, slots=True)
class Location:
    """Another place that holds the same words as a hit."""

    document_id: str
    title: str
    source: str
    section: tuple[str, ...]
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableHeader:
    """The header row of a table: ``document.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage. ``rank`` counts from 1; scores fall strictly with the rank. Where nothing was searched for, as for the
    provision that a question names, the rank is the order of reading and every score 0.

    ``title`` and ``source`` are those of the passage's document. ``reasons`` are words for people on why it matched,
    empty unless asked for. ``header`` is that of the table whose further rows the passage begins with, if it does.
    """

    passage: Passage
    title: str
    source: str
    score: float
    rank: int
    also_in: tuple[Location, ...] = ()
    reasons: tuple[str, ...] = ()
    header: TableHeader | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer of a search. ``searched_as`` is the question as it was understood, equal to ``question`` when nothing
    was changed; ``milliseconds`` the time of each stage, in their order: read, encode, retrieve, rank
    and settle (where there is a second look), collapse. ``wordings`` gives how this collection may put words of the
    question, abbreviations above all, with the question's own. ``from_english`` says that an English one was asked
    in Vietnamese words too, since no passage has its own."""

    question: str
    searched_as: str
    hits: tuple[Hit, ...]
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    from_english: bool = False


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What must agree between the vectors of a collection and those of a question.

    ``weights`` is a sha256 hex over the model's weight and tokenizer files.
    """

    name: str
    weights: str
    dimension: int
    query_prefix: str = ""
    passage_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """What texts are made of under a static model: unit ``j`` of all is row ``ids[j]`` of its table and begins at the
    character ``begins[j]`` of its text; text ``i`` has the units ``starts[i]`` to ``starts[i + 1]``."""

    ids: NDArray[np.uint16]
    begins: NDArray[np.uint32]
    starts: NDArray[np.int64]


class Encoder(Protocol):
    """Turns text into vectors. Queries and passages may be encoded differently (prefixes)."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row for each question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each passage."""
        ...


class Retriever(Protocol):
    """Finds passages for a question, best first.

    ``exact`` takes the question as typed; ``within`` limits the search to documents with these ids.
    """

    def search(
        self, question: str, k: int = 10, *, exact: bool = False, within: AbstractCollection[str] | None = None
    ) -> SearchResult:
        """The ``k`` best passages."""
        ...


class Reranker(Protocol):
    """Reorders candidate hits for a question."""

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits in a better order, with new scores and ranks."""
        ...


@runtime_checkable
class TokenTable(Protocol):
    """A static model: a vector for each token. ``index.encoders.static`` is one."""

    @property
    def rows(self) -> NDArray[np.int8]:
        """The table, shape (units, d)."""
        ...

    @property
    def scales(self) -> NDArray[np.float32]:
        """The scale of each row, shape (units,)."""
        ...

    def token_ids(self, texts: Sequence[str]) -> Sequence[NDArray[np.uint16]]:
        """The rows of each text's units."""
        ...


_TABLES: dict[type, bool] = {}


def token_table(encoder: Encoder | None) -> TokenTable | None:
    """``encoder`` where it is a static model, else None.

    Each class is looked at once: to ask a protocol takes a tenth of what a small collection's search does.
    """
    if encoder is None:
        return None
    kind = type(encoder)
    if kind not in _TABLES:
        _TABLES[kind] = isinstance(encoder, TokenTable)
    return cast(TokenTable, encoder) if _TABLES[kind] else None
