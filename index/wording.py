"""The words of pieces of text as numbers: which word each is, and what its spelling shows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, nfc

_BREAK: Final = "\x1f"
_PIECE = re.compile(r"\w+|\x1f")  # without underscores, which are taken out before: twice as fast as leaving them out

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


class Words(Protocol):
    """Canonical words and their numbers."""

    def find(self, word: str) -> int:
        """The number of ``word``, or -1."""
        ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of pieces of text: their numbers among ``known`` and their flags, shape (w,); piece ``i`` has the words
    ``starts[i]`` to ``starts[i + 1]``."""

    canonical: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    starts: NDArray[np.int64]
    known: Words

    @property
    def owner(self) -> NDArray[np.int64]:
        """The piece of each word."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


class Spellings(dict[str, int]):
    """Numbers the spellings of words as they come, from 1; each is looked at once. 0 ends a piece of text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}
        self.canonical = array("I", [0])
        self.flags = array("B", [0])
        self[_BREAK] = 0

    def __missing__(self, spelling: str) -> int:
        word = canonical(spelling)
        number = self[spelling] = len(self.flags)
        self.canonical.append(self.number(word))
        self.flags.append(_flags(spelling, word))
        return number

    def number(self, word: str) -> int:
        """The number of a canonical word."""
        return self.words.setdefault(word, len(self.words))

    def read(self, pieces: Sequence[str]) -> Iterable[int]:
        """The numbers of the spellings in ``pieces``, in order, a 0 between two pieces."""
        joined = _BREAK.join(pieces)
        if "_" in joined:
            joined = joined.replace("_", " ")
        if joined.count(_BREAK) != len(pieces) - 1:
            joined = _BREAK.join(piece.replace(_BREAK, " ").replace("_", " ") for piece in pieces)
        return map(self.__getitem__, _PIECE.findall(nfc(joined)))
