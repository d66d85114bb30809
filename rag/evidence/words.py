"""The words of many stretches of text as arrays: which word it is, and what it looks like.

Spellings are looked at once in a process and numbered; a stretch is then a run of numbers, so that everything that is
asked of its words is asked of all stretches at once.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, nfc

_WORD = re.compile(r"[^\W_]+|\x1f")
_BREAK: Final = "\x1f"
_MOST_SPELLINGS: Final = 400_000
"""Beyond that the memory starts anew: a hostile collection may hold any number."""


POINTING: Final = 6
"""Words at the beginning of a stretch among which one points back to what stands before it."""


class Look(IntFlag):
    """What a word looks like; hints, not meanings: "do" may be a name."""

    NUMBER = 1
    YEAR = 2
    CAPITAL = 4
    CALENDAR = 8
    LENGTH_OF_TIME = 16
    MEASURE = 32
    MONEY = 64
    NUMERAL = 128
    REASON = 256
    PURPOSE = 512
    MEANS = 1024
    COPULA = 2048
    POINTS_BACK = 4096


_LOOKS: Final = {
    Look.CALENDAR: "ngày tháng năm thế kỷ kỉ giờ sáng tối trưa chiều đêm tuần hôm qua mùa january february march april may"
    " june july august september october november december",
    Look.LENGTH_OF_TIME: "ngày tháng năm giờ phút giây tiếng tuần thập kỷ years months weeks days hours minutes",
    Look.MEASURE: "km m cm mm mét kilomet kilômét dặm ha hecta feet ft kg gram g mg tấn lít ml km2 m2 độ",
    Look.MONEY: "đồng usd đô euro vnd triệu tỷ tỉ nghìn ngàn million billion",
    Look.NUMERAL: "một hai ba bốn năm sáu bảy tám chín mười chục trăm nghìn ngàn triệu tỷ tỉ nhiều vài hàng",
    Look.REASON: "vì do bởi nhờ khiến nguyên gây dẫn làm because due",
    Look.PURPOSE: "để nhằm",
    Look.MEANS: "bằng cách qua thông by",
    Look.COPULA: "là gọi nghĩa tức gồm is are was were means",
    Look.POINTS_BACK: "ông bà anh cô chị họ nó này đó đây ấy bé cháu em chàng he she it they this these",
}
_BY_WORD: Final[dict[str, Look]] = {}
for _look, _listed in _LOOKS.items():
    for _word in _listed.split():
        _BY_WORD[canonical(_word)] = _BY_WORD.get(canonical(_word), Look(0)) | _look


def _look_of(word: str, plain: str) -> int:
    look = _BY_WORD.get(plain, Look(0))
    if word[0].isdecimal():
        look |= Look.NUMBER
        if len(word) == 4 and word.isdecimal() and "1000" <= word < "2200":
            look |= Look.YEAR
    elif word[0].isupper():
        look |= Look.CAPITAL
    return int(look)


class Spellings(dict[str, int]):
    """Numbers spellings as they come; for each, the number of its canonical word and its look."""

    def __init__(self) -> None:
        super().__init__()
        self.word: NDArray[np.int64] = np.zeros(1024, np.int64)
        self.look: NDArray[np.int64] = np.zeros(1024, np.int64)
        self.words: dict[str, int] = {}
        self._lock = threading.Lock()
        self[_BREAK] = 0
        self.words[_BREAK] = 0

    def __missing__(self, spelling: str) -> int:
        with self._lock:
            if spelling in self:
                return self[spelling]
            number = len(self)
            if number == len(self.look):
                self.word = np.concatenate([self.word, np.zeros_like(self.word)])
                self.look = np.concatenate([self.look, np.zeros_like(self.look)])
            plain = canonical(spelling)
            self.word[number] = self.words.setdefault(plain, len(self.words))
            self.look[number] = _look_of(spelling, plain)
            self[spelling] = number
            return number


_shared = Spellings()


def _spellings() -> Spellings:
    global _shared  # noqa: PLW0603 - a bounded memory that only saves time
    if len(_shared) > _MOST_SPELLINGS:
        _shared = Spellings()
    return _shared


@dataclass(frozen=True, slots=True)
class Words:
    """The words of n stretches: ``word`` and ``look`` of each of w words in order, ``starts`` (n + 1,) where each
    stretch begins, ``owner`` (w,) the stretch of each word."""

    word: NDArray[np.int64]
    look: NDArray[np.int64]
    starts: NDArray[np.int64]
    owner: NDArray[np.int64]
    numbers: dict[str, int]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words of each stretch."""
        return np.diff(self.starts)

    @property
    def place(self) -> NDArray[np.int64]:
        """The place of each word in its stretch, from 0, shape (w,)."""
        return np.arange(len(self.owner)) - self.starts[:-1][self.owner]

    def has(self, look: Look) -> NDArray[np.bool_]:
        """Which words have any of these looks, shape (w,)."""
        return (self.look & int(look)) > 0

    def number_of(self, words: Sequence[str]) -> Iterator[int]:
        """The numbers of canonical words; -1 for those that nobody wrote."""
        return (self.numbers.get(word, -1) for word in words)


def points_back(text: str) -> bool:
    """Whether one of the first words of ``text`` stands for a thing named before it."""
    return bool(words_of([text]).has(Look.POINTS_BACK)[:POINTING].any())


def words_of(texts: Sequence[str]) -> Words:
    """The words of ``texts``."""
    known = _spellings()
    joined = nfc(_BREAK.join(text.replace(_BREAK, " ") for text in texts))
    found = _WORD.findall(joined)
    numbers = np.fromiter(map(known.__getitem__, found), np.int64, len(found))
    breaks = numbers == 0
    owner = np.cumsum(breaks)[~breaks]
    inside = numbers[~breaks]
    starts = np.searchsorted(owner, np.arange(len(texts) + 1)).astype(np.int64)
    return Words(known.word[inside], known.look[inside], starts, owner, known.words)
