"""Numbers of congresses, terms and centuries, which are written in Roman numerals and typed in any others: "đại hội 13",
"đại hội lần thứ mười ba", "Đại hội XIII"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from corpus.headings import COUNT, roman_value
from index.readings.numerals import ONES

_WORDS: Final = {word: number for number, word in enumerate(COUNT, start=1)} | {"nhất": 1, "nhì": 2, "tư": 4}
_ONES: Final = ONES | {"nhất": 1, "nhì": 2}
_ONLY_ORDERED: Final = frozenset(["năm", "nhất", "nhì", "tư"])
"""What says something else where "thứ" does not stand before it: a year, most, private."""
_HEADS: Final = (("đại", "hội"), ("khóa",), ("thế", "kỷ"), ("thế", "kỉ"))
_BETWEEN: Final = frozenset(["đảng", "đại", "biểu", "toàn", "quốc", "cộng", "sản", "việt", "nam", "của", "lần", "thứ"])
"""Words that may stand between a head and its number."""
_ORDER: Final = frozenset(["lần", "thứ"])
_FARTHEST: Final = 9
MOST: Final = 39
_ROMAN: Final = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


class Ordinal(NamedTuple):
    """The number of a congress and the like: words ``first`` to ``last`` (left out), ``begin`` with "lần thứ" before them;
    the word ``head`` that it numbers; how it may be written too."""

    begin: int
    first: int
    last: int
    head: int
    other: str


def roman(value: int) -> str:
    """A number from 1 to 39 as a Roman numeral in small letters."""
    said = ""
    for sign, worth in _ROMAN:
        said += sign * (value // worth)
        value %= worth
    return said


def ordinals(words: Sequence[str]) -> Iterator[Ordinal]:
    """The numbers among canonical ``words`` that name a congress, a term or a century: Roman ones for those that are typed
    otherwise, figures for Roman ones."""
    at = 0
    while at < len(words):
        value, size = _number(words, at)
        other = roman(value)
        if not value and (value := roman_value(words[at])) <= MOST and roman(value) == words[at]:
            other = str(value)
        head = _head(words, at) if value else -1
        if head >= 0:
            begin = next(place for place in range(at, 0, -1) if words[place - 1] not in _ORDER)
            yield Ordinal(begin, at, at + size, head, other)
        at += size


def _number(words: Sequence[str], at: int) -> tuple[int, int]:
    """The number that begins at a word, in figures or in words, and how many words it takes; 0 where there is none."""
    if words[at].isdecimal():
        value = int(words[at]) if len(words[at]) < 3 else 0
        return (value if value <= MOST else 0), 1
    size = 2 if tuple(words[at : at + 2]) == ("hai", "mươi") else 1
    tens = 20 if size > 1 else 10 * (words[at] == "mười")
    ones = _ONES.get(words[at + size], 0) if tens and at + size < len(words) else 0
    if tens:
        return (tens + ones, size + 1) if ones else (tens, size)
    if words[at] in _ONLY_ORDERED and words[at - 1 : at] != ["thứ"]:
        return 0, 1
    return _WORDS.get(words[at], 0), 1


def _head(words: Sequence[str], at: int) -> int:
    """The last word of what the number at a word numbers; -1 where it numbers nothing of the kind."""
    for place in range(at, max(at - _FARTHEST, 0), -1):
        if any(tuple(words[max(place - len(head), 0) : place]) == head for head in _HEADS):
            return place - 1
        if words[place - 1] not in _BETWEEN:
            break
    return -1
