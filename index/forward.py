"""The words of every passage in their order, sentence by sentence: what a second look and the folding of duplicates read.

Nothing is taken apart when a question is asked: numbers are looked up in arrays that are mapped from the index's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.wording import Wording, Words


@dataclass(frozen=True, slots=True)
class Row:
    """A passage to be indexed: title and section as ``head``, its text, and the spans of its sentences, shape (n, 2 or
    more): start and end in the text."""

    head: str
    text: str
    spans: NDArray[np.uint32]

    @classmethod
    def whole(cls, text: str) -> Row:
        """A text as a single sentence."""
        return cls("", text, np.array([[0, len(text)]], np.uint32))


@dataclass(frozen=True, slots=True)
class Said:
    """The words of passages. ``heads`` has a piece for each passage; ``body`` one for each sentence, passage ``i`` having
    ``starts[i]`` to ``starts[i + 1]``; ``new_line`` (sentences,) says before which ones a line ends."""

    heads: Wording
    body: Wording
    starts: NDArray[np.int64]
    new_line: NDArray[np.bool_]


class ForwardIndex:
    """Over the arrays that ``index.lexical_build`` makes:

    ``stream`` are the numbers of the spellings of all words; ``piece_starts`` where each piece (a head or a sentence)
    begins in it; ``row_pieces`` the first piece of each row, which is its head; ``new_line`` a flag for each piece.
    ``spelling_words`` is the word of each spelling, ``spelling_flags`` its flags.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], known: Words) -> None:
        self._stream: NDArray[np.uint32] = arrays["stream"]
        self._piece_starts: NDArray[np.uint32] = arrays["piece_starts"]
        self._row_pieces: NDArray[np.uint32] = arrays["row_pieces"]
        self._new_line: NDArray[np.uint8] = arrays["new_line"]
        self._words: NDArray[np.uint32] = arrays["spelling_words"]
        self._flags: NDArray[np.uint8] = arrays["spelling_flags"]
        self._known = known

    def said(self, rows: NDArray[np.int64]) -> Said:
        """The words of ``rows``, in that order."""
        first, end = self._row_pieces[rows].astype(np.int64), self._row_pieces[rows + 1].astype(np.int64)
        pieces = end - first
        bounds = np.concatenate(
            [
                np.zeros(0, np.uint32),
                *(self._piece_starts[a : b + 1] for a, b in zip(first.tolist(), end.tolist(), strict=True)),
            ]
        ).astype(np.int64)
        opens = np.cumsum(pieces + 1) - pieces - 1  # of each row in ``bounds``: its head
        is_head = np.zeros(len(bounds), np.bool_)
        is_head[opens] = True
        is_last = np.zeros(len(bounds), np.bool_)
        is_last[opens + pieces] = True
        lengths = np.zeros(len(bounds), np.int64)
        lengths[:-1] = bounds[1:] - bounds[:-1]
        begins, middles, ends = bounds[opens], bounds[opens + 1], bounds[opens + pieces]
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(pieces - 1, out=starts[1:])
        lines = [self._new_line[a + 1 : b] for a, b in zip(first.tolist(), end.tolist(), strict=True)]
        return Said(
            self._wording(begins, middles, lengths[is_head]),
            self._wording(middles, ends, lengths[~is_head & ~is_last]),
            starts,
            np.concatenate([np.zeros(0, np.uint8), *lines]) > 0,
        )

    def _wording(self, begins: NDArray[np.int64], ends: NDArray[np.int64], lengths: NDArray[np.int64]) -> Wording:
        spans = zip(begins.tolist(), ends.tolist(), strict=True)
        spelt = np.concatenate([np.zeros(0, np.uint32), *(self._stream[a:b] for a, b in spans)])
        starts = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=starts[1:])
        return Wording(self._words[spelt], self._flags[spelt], starts, self._known)
