"""Questions that people ask as the reader sees them: stretches of the passages found, and where in them the answer is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.collection import Collection
from index.encoders.static import StaticEncoder
from index.reader.network import QUESTION_PLACES, Piece
from index.reader.windows import joined, pieces_of, windows_of
from index.types import Hit, SearchResult
from rag.evidence.reading import READ_PASSAGES
from rag.evidence.units import Unit, all_units
from rag.training.tuning import Asked, TuningSet, gold_units

FOLDS: Final = 5
HELD: Final = 0
"""The fold of the written questions that a network which goes on does not see: there it is measured."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of one passage, and whether the answer begins and ends at each of its units (tokens of the model)."""

    document: str
    piece: Piece
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the fold ``fold``, over the passages found for it. ``own`` are the sources of its documents."""

    piece: Piece
    own: frozenset[str]
    fold: int
    stretches: tuple[Stretch, ...]
    taken_out: tuple[Stretch, ...]
    """What is read where the own document is left out."""

    @property
    def answerable(self) -> bool:
        """Whether an answer stands in what is read."""
        return any(bool(one.begins.any()) for one in self.stretches)


def folds_of(one: TuningSet) -> dict[str, int]:
    """The fold of each source: all questions over one document, and over all paragraphs of one article, are of one fold."""
    articles: dict[str, int] = {}
    return {source: articles.setdefault(source.partition(".")[0], len(articles)) % FOLDS for source in one.texts}


def questions(collection: Collection, one: TuningSet, encoder: StaticEncoder) -> Iterator[Question]:
    """All questions of a set, asked of its documents."""
    folds = folds_of(one)
    ids = {info.source: info.id for info in collection.documents()}
    for asked in one.asked:
        result = collection.search(
            asked.question, READ_PASSAGES + len(asked.sources), retriever="fusion", collapse=False
        )
        hits = list(result.hits)
        read = hits[:READ_PASSAGES]
        if all(hit.source not in asked.sources for hit in read):
            read += _own(collection, asked, ids)
        others = [hit for hit in hits if hit.source not in asked.sources][:READ_PASSAGES]
        piece = pieces_of([asked.question], encoder.units([asked.question]))[0]
        yield Question(
            piece.cut(QUESTION_PLACES),
            asked.sources,
            folds[asked.source],
            tuple(_stretches(read, asked, encoder)),
            tuple(_stretches(others, asked, encoder)),
        )


def _own(collection: Collection, asked: Asked, ids: dict[str, str]) -> Sequence[Hit]:
    result: SearchResult = collection.search(asked.question, 1, collapse=False, within={ids[asked.source]})
    return result.hits


def _stretches(hits: Sequence[Hit], asked: Asked, encoder: StaticEncoder) -> Iterator[Stretch]:
    units = all_units(hits)
    if not units:
        return
    texts = [unit.read_as for unit in units]
    taken = encoder.units(texts)
    pieces = pieces_of(texts, taken)
    own = np.array([hits[unit.hit].source in asked.sources for unit in units])
    gold = gold_units(units, own, asked)
    marks = [
        _marked(unit, piece, taken.begins[start:end], asked, gold=bool(holds))
        for unit, piece, (start, end), holds in zip(units, pieces, pairwise(taken.starts.tolist()), gold, strict=True)
    ]
    best = max(exact for *_, exact in marks)  # where an answer stands word for word, whole sentences are none
    marks = [mark if mark[2] == best else _unmarked(piece) for mark, piece in zip(marks, pieces, strict=True)]
    group = np.array([unit.hit for unit in units], np.int64)
    for window in windows_of([len(piece) for piece in pieces], group):
        chosen = slice(window.first, window.last)
        piece = joined(pieces[chosen])
        begins, ends = (np.concatenate([mark[side] for mark in marks[chosen]])[: len(piece)] for side in (0, 1))
        yield Stretch(hits[units[window.first].hit].source, piece, begins, ends)


Mark = tuple[NDArray[np.bool_], NDArray[np.bool_], int]
"""Where answers begin and end, and how: 2 as whole words, 1 letter for letter, 0 in other words."""


def _unmarked(piece: Piece) -> Mark:
    return np.zeros(len(piece), np.bool_), np.zeros(len(piece), np.bool_), 0


def _marked(unit: Unit, piece: Piece, begins: NDArray[np.uint32], asked: Asked, *, gold: bool) -> Mark:
    """Where answers begin and end in a unit, and whether they stand there word for word; if not, anywhere in it."""
    starts, stops, _ = _unmarked(piece)
    if not gold or not len(piece):
        return starts, stops, 0
    text = unit.read_as.lower()
    places = [_places(text, answer) for answer in {answer.lower().strip(" .,") for answer in asked.answers} if answer]
    exact = max((how for _, how in places), default=0)
    if not exact:
        return np.ones_like(starts), stops, 0
    for spans, how in places:
        for start, end in spans if how == exact else ():
            starts[max(int(np.searchsorted(begins, start, side="right")) - 1, 0)] = True
            stops[max(int(np.searchsorted(begins, end)) - 1, 0)] = True
    return starts, stops, exact


def _places(text: str, answer: str) -> tuple[list[tuple[int, int]], int]:
    """Where an answer stands: as whole words wherever it does ("5", not the end of "15"), else its first letters' place."""
    whole = [found.span() for found in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", text)]
    if whole:
        return whole, 2
    at = text.find(answer)
    return ([(at, at + len(answer))], 1) if at >= 0 else ([], 0)
