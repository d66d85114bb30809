"""Words of the collection that a mistyped word was probably meant to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.vocabulary import Vocabulary

SHORTEST = 4
_TWO_SLIPS = 8
_COMPARED = 300


@dataclass(frozen=True, slots=True)
class Signatures:
    """Which letters each word has, as bits, and how long it is: a cheap way to skip words that cannot be near."""

    letters: NDArray[np.uint32]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, block: NDArray[np.uint8], offsets: NDArray[np.uint32]) -> Signatures:
        """The signatures of the words packed in ``block`` (see ``Vocabulary``). Lengths are in bytes."""
        bits = np.uint32(1) << (block & np.uint8(31)).astype(np.uint32)
        letters = np.bitwise_or.reduceat(bits, offsets[:-1]) if len(offsets) > 1 else np.empty(0, np.uint32)
        return cls(letters.astype(np.uint32), np.diff(offsets.astype(np.int64)).astype(np.int32))


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold: none below four letters, two from eight."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < _TWO_SLIPS else 2


def near(word: str, words: Vocabulary, signatures: Signatures) -> list[tuple[int, int]]:
    """The numbers of ``words`` within the allowed slips of ``word`` and their distances, the nearest first.

    ``words`` are lower case and without accents, as is ``word``.
    """
    limit = slips_allowed(word)
    if not limit or not word.isascii() or not len(signatures.letters):
        return []
    mask = np.uint32(0)
    for letter in word.encode():
        mask |= np.uint32(1) << np.uint32(letter & 31)
    close = np.flatnonzero(np.abs(signatures.lengths - len(word)) <= limit)
    differences = _bit_count(signatures.letters[close] ^ mask)
    near_enough = differences <= 2 * limit
    close, differences = close[near_enough], differences[near_enough]
    close = close[np.argsort(differences, kind="stable")[:_COMPARED]]
    found = [(number, distance(word, words[number], limit)) for number in close.tolist()]
    return sorted((pair for pair in found if pair[1] <= limit), key=lambda pair: (pair[1], pair[0]))


def _bit_count(values: NDArray[np.uint32]) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.unpackbits(values.view(np.uint8).reshape(-1, 4), axis=1).sum(axis=1, dtype=np.int64)
    return counts


def distance(left: str, right: str, limit: int) -> int:
    """Letters inserted, dropped, replaced or swapped with their neighbour between the two; above ``limit``, more than it."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
