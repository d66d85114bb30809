"""How outlines word things: who asks for "nhược điểm" finds the heading "Hạn chế", whatever number it begins with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from corpus.headings import COUNT, unnumbered
from index.readings.numerals import ONES
from rag.terms import ASKING, LIGHT, tokens

_ALIKE: Final = (
    ("đặc điểm", "đặc trưng", "đặc tính"),
    ("hạn chế", "nhược điểm", "điểm yếu", "mặt yếu", "yếu điểm", "khuyết điểm", "yếu kém", "bất cập"),
    ("ưu điểm", "điểm mạnh", "thế mạnh", "mặt mạnh"),
    ("kết quả", "thành tựu", "thành quả", "thành công"),
    ("giải pháp", "biện pháp"),
    ("nhân tố", "yếu tố"),
    ("nguyên nhân", "lý do"),
    ("ảnh hưởng", "tác động"),
    ("mục tiêu", "mục đích"),
    ("kiến nghị", "đề xuất", "khuyến nghị"),
    ("khái niệm", "định nghĩa"),
    ("lợi ích", "cái lợi", "điều lợi"),
)
"""Words for the parts of a text that stand for one another in its headings; the first of each stands for all."""
_TERMS: Final = frozenset(["khái niệm", "lợi ích"])
"""Those that are as often part of a name as they name a part."""
PARTS: Final = tuple(group[0] for group in _ALIKE if group[0] not in _TERMS)
_FIRST: Final = {word: group[0] for group in _ALIKE for word in group}
REQUESTS: Final = frozenset(
    ("nêu", "trình", "bày", "phân", "tích", "kể", "tên", "liệt", "kê", "cho", "biết", "hãy", "là", "còn", "có", "gồm", "bao",
     "khi", "với", "được", "đã", "trong", "ở", "ông", "bà")
)  # fmt: skip
"""Words by which the parts of a text are asked for."""
_WORDS = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(_FIRST, key=len, reverse=True))})(?!\S)")
_UNITS: Final = "|".join(ONES)
NUMERAL: Final = rf"(?:(?:(?:{_UNITS}) mươi|mười)(?: (?:{_UNITS}))?|\d{{1,2}}|{'|'.join(COUNT)})"
"""A number up to 99, in figures or in canonical words; for patterns."""
_COUNTED = re.compile(rf"^{NUMERAL} (?=\S)")


def value(numeral: str) -> int:
    """The value of what ``NUMERAL`` found."""
    if numeral.isdecimal():
        return int(numeral)
    first, *rest = numeral.split()
    if first == "mười":
        return 10 + sum(ONES[word] for word in rest)
    if rest:  # "hai mươi", "hai mươi mốt"
        return 10 * ONES[first] + sum(ONES[word] for word in rest[1:])
    return ONES[first]


def worded(text: str) -> str:
    """The canonical syllables of ``text``, with one word for all that outlines use for the same."""
    return _WORDS.sub(lambda found: _FIRST[found[0]], " ".join(tokens(text)))


def covers(heading: str, thing: frozenset[str], question: str, title: str) -> bool:
    """Whether a heading has all words of the thing asked for, and none but those of the question and of the document's title."""
    words = frozenset(heading_words(heading)) - LIGHT
    return bool(thing) and thing <= words <= said_by(question) | frozenset(worded(title).split())


def said_by(text: str) -> frozenset[str]:
    """The words of a question so, but those that ask or say little."""
    return frozenset(worded(text).split()) - ASKING - LIGHT


def parts_in(text: str) -> frozenset[str]:
    """The words of such parts that a text names: those of "đặc điểm" in "Ba đặc trưng của chủ quyền"."""
    return frozenset(" ".join(found[0] for found in _WORDS.finditer(worded(text))).split())


def ways_of(part: str) -> tuple[str, ...]:
    """All that outlines call a part of this kind, in small letters."""
    return next((group for group in _ALIKE if group[0] == part), (part,))


@lru_cache(maxsize=4096)
def heading_words(heading: str) -> tuple[str, ...]:
    """The words of a heading so, without its number and without how many things it counts ("Mười điều kiện ...")."""
    return tuple(_COUNTED.sub("", worded(unnumbered(heading))).split())
