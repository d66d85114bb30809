"""The phrases that occur often in a collection: runs of plain syllables, counted as numbers."""

from __future__ import annotations

import re
from array import array
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import is_syllable

LEAST: Final = 3
"""How often a phrase must occur to be frequent."""
LONGEST: Final = 7
"""Syllables of the longest phrase that is counted."""

FUNCTION: Final = frozenset(
    {
        "và", "của", "các", "những", "là", "trong", "cho", "với", "có", "được", "này", "đó", "một", "từ", "đến", "khi",
        "để", "về", "theo", "tại", "ở", "trên", "dưới", "ra", "vào", "như", "mà", "thì", "do", "bởi", "cũng", "đã",
        "đang", "sẽ", "không", "phải", "nào", "gì", "ai", "hay", "hoặc", "nếu", "nên", "vì", "còn", "rất", "nhiều", "ta",
        "sự", "việc", "bị", "lại", "thành", "qua", "sau", "trước", "giữa", "mọi", "mỗi", "đều", "chỉ", "cả", "năm", "số",
    }
)  # fmt: skip
"""Words that no phrase holds."""

# A word, or a character that ends a clause.
_PIECE = re.compile(r"[^\W_]+|[.,;:!?()\[\]{}\"“”\n\t/–—=>•|]")
_GAP: Final = 0


class _Numbers(dict[str, int]):
    """Numbers the words that a phrase may hold, by their lower case; anything else is a gap. Each is looked at once."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {"": _GAP}

    def __missing__(self, word: str) -> int:
        lower = word.lower()
        abbreviation = word.isupper() and len(word) > 1
        plain = not abbreviation and lower not in FUNCTION and is_syllable(word)
        number = self[word] = self.words.setdefault(lower, len(self.words)) if plain else _GAP
        return number


class Phrases:
    """Counts phrases: stretches of plain syllables between punctuation, function words and abbreviations."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._stream = array("I", [_GAP])

    def read(self, text: str) -> None:
        """Counts the phrases of ``text`` (NFC) too."""
        self._stream.extend(map(self._numbers.__getitem__, _PIECE.findall(text)))
        self._stream.append(_GAP)

    def frequent(self) -> dict[tuple[str, ...], int]:
        """The phrases of two to ``LONGEST`` syllables, in lower case, that occur at least ``LEAST`` times.

        A phrase can only be frequent when the two of one syllable less in it are, so each length looks only at the
        places that the shorter one left.
        """
        words = list(self._numbers.words)
        stream = np.frombuffer(self._stream, np.uint32)
        found: dict[tuple[str, ...], int] = {}
        numbers, places = stream, np.flatnonzero((stream[:-1] != _GAP) & (stream[1:] != _GAP))
        for length in range(2, LONGEST + 1):
            places, number, first, counts = _grouped(numbers, places)
            if not len(places):
                break
            spelt = stream[first[:, None] + np.arange(length)].tolist()
            found |= {tuple(words[one] for one in own): n for own, n in zip(spelt, counts.tolist(), strict=True)}
            numbers = np.zeros(len(stream), np.uint32)  # of the frequent phrase that begins here, from 1
            numbers[places] = number + 1
            places = places[numbers[places + 1] > 0]
        return found


def _grouped(
    numbers: NDArray[np.uint32], places: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The ``places`` whose number and next number together are frequent and the new number of each; for each new number
    a place that has it, and how many do."""
    keys = numbers[places].astype(np.uint64) << np.uint64(32) | numbers[places + 1]
    _, first, inverse, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    kept = counts >= LEAST
    renumbered = np.cumsum(kept) - 1
    often = kept[inverse]
    return places[often], renumbered[inverse[often]], places[first[kept]], counts[kept]
