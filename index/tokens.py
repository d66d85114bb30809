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
        result[filled] = _nearness(like, ends - lengths, lengths)
        return result


def _nearness(like: Likeness, begins: Ints, lengths: Ints) -> Floats:
    """As ``TokenIndex.nearness`` has it, for texts whose tokens stand at ``begins`` in ``like``, none of them empty."""
    blocks = -(-lengths // BLOCK)
    first = np.cumsum(blocks) - blocks
    owner = np.repeat(np.arange(len(blocks)), blocks)
    joined = np.flatnonzero(owner[:-1] == owner[1:])
    covered, sums = _of_blocks(like, begins, lengths, owner, first)
    whole = like.share(np.maximum.reduceat(covered, first, axis=0).T)
    covered[joined] = np.maximum(covered[joined], covered[joined + 1])
    sums[joined] += sums[joined + 1]
    stretch = np.maximum.reduceat(like.share(covered.T), first)
    direct = np.maximum.reduceat(_cosines(sums), first)
    return np.asarray(direct + 2 * stretch + whole, np.float32)


def _of_blocks(like: Likeness, begins: Ints, lengths: Ints, owner: Ints, first: Ints) -> tuple[Floats, Floats]:
    """Of each block how well each of the question's tokens is met, (blocks, q), and what ``_cosines`` wants, (blocks, 3).

    All blocks take one step at a time, token by token: eight times as fast as ``reduceat``. A block that ends early goes
    on with a token that is like nothing and adds nothing.
    """
    asked = like.similar.shape[0]
    nothing = len(like.squares)
    rows = np.zeros((nothing + 1, asked + 3), np.float32)
    rows[:nothing, :asked] = like.similar.T
    rows[:nothing, asked:] = np.stack([like.along, like.squares, np.sqrt(like.squares)], axis=1)
    place = BLOCK * (np.arange(len(owner)) - first[owner])
    left = lengths[owner] - place
    at = begins[owner] + place
    total = rows.take(like.numbers[at], axis=0)
    for step in range(1, BLOCK):
        inside = step < left
        numbers = np.where(inside, like.numbers[np.where(inside, at + step, 0)], nothing)
        found = rows.take(numbers, axis=0)
        np.maximum(total[:, :asked], found[:, :asked], out=total[:, :asked])
        total[:, asked:] += found[:, asked:]
    return np.ascontiguousarray(total[:, :asked]), total[:, asked:].copy()


def _cosines(sums: Floats) -> Floats:
    """Cosines with the question from sums over tokens: products with its direction, squared lengths, lengths, (n, 3).

    The length of a stretch's vector is estimated from those of its tokens.
    """
    products, squares, lengths = sums.T
    squared = squares + SPREAD * np.maximum(lengths * lengths - squares, 0)
    return np.asarray(products / np.sqrt(np.maximum(squared, 1e-12)), np.float32)
