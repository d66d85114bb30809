"""The words of candidate passages as numbers, sentence by sentence."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, nfc
from index.ranker.segments import Ints, starts_of

_BREAK: Final = "\x1f"
_PIECE = re.compile(r"\w+|\x1f")  # without underscores, which are taken out before: twice as fast as leaving them out
_MOST_WORDS: Final = 400_000
"""Distinct spellings that are kept; beyond, the memory starts anew (a hostile collection may hold any number)."""

NUMBER: Final = 1
YEAR: Final = 2
CAPITAL: Final = 4
CALENDAR: Final = 8
REASON: Final = 16
COPULA: Final = 32

_CALENDAR = frozenset(["ngày", "tháng", "năm", "thế", "kỷ", "giờ", "january", "february", "march", "april", "june"])
_REASON = frozenset(["vì", "do", "bởi", "nhờ", "nhằm", "nên", "because", "due", "since", "therefore"])
_COPULA = frozenset(["là", "gọi", "nghĩa", "is", "are", "was", "were", "means"])


def _flags(word: str, plain: str) -> int:
    if word.isdecimal():
        return NUMBER | (YEAR if len(word) == 4 and "1000" <= word < "2200" else 0)
    flags = NUMBER if word[0].isdecimal() else 0
    flags |= CAPITAL if word[0].isupper() else 0
    flags |= CALENDAR if plain in _CALENDAR else 0
    flags |= REASON if plain in _REASON else 0
    return flags | (COPULA if plain in _COPULA else 0)


class Spellings(dict[str, int]):
    """Numbers the spellings of words as they come; for each its canonical word's number and its flags.

    One object serves all questions of a process, so that a word is looked at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.canonical: NDArray[np.int32] = np.zeros(1024, np.int32)
        self.flags: NDArray[np.uint8] = np.zeros(1024, np.uint8)
        self.words: dict[str, int] = {}
        self._lock = threading.Lock()
        self[_BREAK] = 0
        self.words[_BREAK] = 0

    def __missing__(self, word: str) -> int:
        with self._lock:
            found = self.get(word)
            if found is not None:
                return found
            number = len(self)
            if number == len(self.flags):
                self.canonical = np.concatenate([self.canonical, np.zeros_like(self.canonical)])
                self.flags = np.concatenate([self.flags, np.zeros_like(self.flags)])
            plain = canonical(word)
            self.canonical[number] = self.words.setdefault(plain, len(self.words))
            self.flags[number] = _flags(word, plain)
            self[word] = number
            return number


_shared = Spellings()


def shared_spellings() -> Spellings:
    """The spellings of this process."""
    global _shared  # noqa: PLW0603 - a bounded memory that only saves time
    if len(_shared) > _MOST_WORDS:
        _shared = Spellings()
    return _shared


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of pieces of text: ``canonical`` numbers and ``flags`` of each word, shape (w,); piece ``i`` has the words
    ``starts[i]`` to ``starts[i + 1]``."""

    canonical: NDArray[np.int32]
    flags: NDArray[np.uint8]
    starts: Ints
    numbers: dict[str, int]

    @property
    def owner(self) -> Ints:
        """The piece of each word."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def wording(pieces: Sequence[str], spellings: Spellings | None = None) -> Wording:
    """The words of ``pieces``, in order."""
    known = spellings or shared_spellings()
    joined = _BREAK.join(pieces)
    if "_" in joined:
        joined = joined.replace("_", " ")
        pieces = [piece.replace("_", " ") for piece in pieces]
    if joined.count(_BREAK) != len(pieces) - 1:
        joined = _BREAK.join(piece.replace(_BREAK, " ") for piece in pieces)
    found = _PIECE.findall(nfc(joined))
    numbers = np.fromiter(map(known.__getitem__, found), np.int64, len(found))
    breaks = np.flatnonzero(numbers == 0)
    ends = np.append(breaks, len(numbers)) - np.arange(len(breaks) + 1)
    inside = numbers[numbers != 0]
    lengths = np.diff(ends, prepend=0) if pieces else np.zeros(0, np.int64)
    return Wording(known.canonical[inside], known.flags[inside], starts_of(lengths), known.words)
