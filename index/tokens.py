"""The tokens of all passages in one mapped file, and late interaction over them: the dense channel's closer look.

A passage's own vector is the mean of all it says; the few words that answer a question drown in it. So the passages whose
vectors are near are read again by their tokens: the best short stretch of each against the question, as a whole and word
by word. What it costs depends on how many passages are read, not on the collection.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.arrays import DamagedArraysError, read_arrays, write_arrays
from index.likeness import Floats, Ints, Likeness
from index.types import TokenTable

BLOCK: Final = 12
"""Tokens of a block; two neighbouring blocks are a stretch, about a short sentence."""
SPREAD: Final = 0.0155
"""Mean cosine of two tokens of one stretch in the bundled model: its length is estimated from theirs."""
_VERSION: Final = "1"


class TokenIndex:
    """The tokens of n passages. Immutable once built; searching from several threads is safe."""

    def __init__(self, tokens: NDArray[np.uint16], starts: Ints) -> None:
        self._tokens, self._starts = tokens, starts

    @classmethod
    def build(cls, passages: Iterable[NDArray[np.uint16]]) -> TokenIndex:
        """From the tokens of each passage; none for a collection that another model has encoded."""
        parts = list(passages)
        lengths = np.array([len(part) for part in parts], np.int64)
        tokens = np.concatenate(parts) if parts else np.zeros(0, np.uint16)
        return cls(tokens, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))

    def save(self, path: Path) -> None:
        """Writes the file."""
        write_arrays(path, {"tokens": self._tokens, "starts": self._starts}, {"version": _VERSION})

    @classmethod
    def load(cls, path: Path) -> TokenIndex:
        """Maps the file at ``path``. Raises DamagedArraysError when it is not one."""
        arrays, metadata = read_arrays(path)
        if metadata.get("version") != _VERSION or not {"tokens", "starts"} <= arrays.keys():
            raise DamagedArraysError(f"{path}: not a token index")
        return cls(arrays["tokens"], np.array(arrays["starts"]))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def of(self, position: int) -> NDArray[np.uint16]:
        """The tokens of one passage."""
        return self._tokens[self._starts[position] : self._starts[position + 1]]

    def nearness(self, table: TokenTable, asked: NDArray[np.uint16], positions: Ints) -> Floats:
        """How near each passage comes to the question in its best stretch and word by word, shape (n,), from 0 to 4.

        The cosine of the best stretch, twice the share of the question that the best stretch covers, and the share that
        the whole passage covers: the weights were chosen on the tuning sets. Zero for passages without tokens.
        """
        result = np.zeros(len(positions), np.float32)
        begins = self._starts[positions]
        lengths = self._starts[positions + 1] - begins
        filled = lengths > 0
        if not len(asked) or not filled.any():
            return result
        begins, lengths = begins[filled], lengths[filled]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(begins - (ends - lengths), lengths)
        like = Likeness.of(table, asked, self._tokens[at])
        blocks = np.maximum((lengths + BLOCK // 2) // BLOCK, 1)  # the last one takes what is left over
        owner = np.repeat(np.arange(len(blocks)), blocks)
        first = np.cumsum(blocks) - blocks
        starts = (ends - lengths)[owner] + BLOCK * (np.arange(len(owner)) - first[owner])
        joined = np.flatnonzero(owner[:-1] == owner[1:])

        near = np.maximum.reduceat(like.similar[:, like.numbers], starts, axis=1)
        whole = like.share(np.maximum.reduceat(near, first, axis=1))
        near[:, joined] = np.maximum(near[:, joined], near[:, joined + 1])
        stretch = np.maximum.reduceat(like.share(near), first)
        direct = np.maximum.reduceat(_cosines(like, starts, joined), first)
        result[filled] = direct + 2 * stretch + whole
        return result


def _cosines(like: Likeness, starts: Ints, joined: Ints) -> Floats:
    """Cosines with the question of each block together with the next one of its passage; lengths are estimated."""
    of_token = np.stack([like.along, like.squares, np.sqrt(like.squares)])
    sums = np.add.reduceat(of_token[:, like.numbers], starts, axis=1)
    sums[:, joined] += sums[:, joined + 1]
    products, squares, lengths = sums
    squared = squares + SPREAD * np.maximum(lengths * lengths - squares, 0)
    return np.asarray(products / np.sqrt(np.maximum(squared, 1e-12)), np.float32)
