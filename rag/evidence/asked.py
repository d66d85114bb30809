"""A question read for its answer: which words tell, how near they stand to the word that asks, what form is asked for.

Vietnamese leaves the asking word where the answer would stand ("mở cửa năm nào", "do ai sáng lập"), so the words beside
it are those that a sentence with the answer is likeliest to keep.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, is_syllable, nfc
from index.commonness import passage_shares
from index.keys import codes
from rag.terms import ASKING, Idf, tokens


class Form(IntEnum):
    """The form that answering words take, finer than ``rag.evidence.kinds.Kind``: it steers evidence, not the layout."""

    DATE = 0
    DURATION = 1
    PERCENT = 2
    MONEY = 3
    SIZE = 4
    COUNT = 5
    REASON = 6
    PURPOSE = 7
    MANNER = 8
    PERSON = 9
    PLACE = 10
    NAME = 11
    LIST = 12
    DEFINITION = 13
    WHICH = 14
    WHAT = 15
    YES_NO = 16
    OTHER = 17


_UNIT_OF_TIME = r"(?:ngày|tháng|năm|giờ|phút|giây|tiếng|tuần|thập kỷ)"
# Tried in order: the first that matches decides.
_FORMS: Final = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        (Form.DEFINITION, r"^(?:thế nào là\b|.{1,80} (?:được hiểu|nghĩa) (?:như )?(?:thế nào|ra sao)$)"),
        (Form.DATE, r"\b(?:khi nào|bao giờ|lúc nào|hồi nào|thời (?:gian|điểm) nào|vào ngày"
         r"|(?:ngày|tháng|năm|thế kỷ|thời kỳ|giai đoạn|mùa) (?:nào|mấy|bao nhiêu)|when"
         r"|(?:what|which) (?:year|date|day|month|century))\b"),
        (Form.DURATION, rf"\b(?:bao lâu|(?:bao nhiêu|mấy) {_UNIT_OF_TIME}|how long)\b"),
        (Form.PERCENT, r"\b(?:bao nhiêu phần trăm|tỷ lệ|tỉ lệ|phần trăm|what percentage)\b"),
        (Form.MONEY, r"\b(?:bao nhiêu (?:tiền|đồng|usd|đô|triệu|tỷ)|chi phí|giá|trị giá|how much)\b"),
        (Form.SIZE, r"\b(?:bao xa|bao cao|bao dài|(?:cao|dài|rộng|nặng|sâu|xa) (?:bao nhiêu|mấy)|diện tích"
         r"|bao nhiêu (?:km|m|mét|kg|cm|độ)|how (?:far|tall|big|large|old))\b"),
        (Form.COUNT, r"\b(?:bao nhiêu|mấy|số lượng|how many|what number)\b"),
        (Form.REASON, r"\b(?:vì sao|tại sao|vì lý do gì|vì lí do gì|do đâu|lý do|nguyên nhân|vì đâu|sao lại|why)\b"),
        (Form.PURPOSE, r"\b(?:để làm gì|nhằm|mục đích|dùng để|để)\b"),
        (Form.MANNER, r"\b(?:(?:bằng|làm) cách nào|như thế nào|thế nào|ra sao|làm sao|bằng gì|how)\b"),
        (Form.PERSON, r"\b(?:ai|người nào|tên (?:của )?(?:ông|bà|người)|who|whom|whose|(?:nhà|tác giả|vua|vị|bác sĩ|học giả"
         r"|tổng thống|nhân vật|cầu thủ|ca sĩ|diễn viên|hoàng đế|chuyên gia) (?:\w+ ){0,3}nào)\b"),
        (Form.PLACE, r"\b(?:(?:ở|tại|từ|đến|nằm|đi|về|sang) đâu|nơi nào|đâu|where|(?:what|which) (?:country|city|place|state)"
         r"|(?:nước|quốc gia|thành phố|tỉnh|vùng|châu lục|khu vực|bệnh viện|trường|địa điểm|bang|huyện|quận|làng|đảo|nơi)"
         r" (?:\w+ ){0,2}nào)\b"),
        (Form.NAME, r"\b(?:tên (?:là )?gì|gọi là gì|tên gọi|(?:công ty|tổ chức|cơ quan|đội|giải|tác phẩm|phim|bài hát|cuốn sách"
         r"|triều đại|hãng|sông|núi|ngôn ngữ|tôn giáo|báo|tờ|nền tảng|hệ thống|loài|giống|loại) (?:\w+ ){0,3}nào)\b"),
        (Form.LIST, r"\b(?:(?:những|các) (?:\w+ ){1,6}(?:nào|gì)|gồm|liệt kê|kể tên|list)\b"),
        (Form.DEFINITION, r"\b(?:(?:là|nghĩa là) gì$|thế nào là\b|định nghĩa\b|what (?:is|are)\b)"),
        (Form.WHICH, r"\bnào\b"),
        (Form.WHAT, r"\bgì\b"),
        (Form.YES_NO, r"\b(?:có phải|phải không|đúng không|hay không|không$)"),
    )
)  # fmt: skip

_ASKS = re.compile(
    r"\b(?:bao (?:nhiêu|lâu|xa|giờ|cao|dài)|khi nào|lúc nào|như thế nào|thế nào|ra sao|vì sao|tại sao|(?:do|vì|ở|tại|từ) đâu"
    r"|nơi nào|là gì|là ai|ai|gì|nào|đâu|mấy|sao|how (?:many|much|long)|what|which|who|whom|whose|when|where|why|how)\b"
)
_COUNTING: Final = frozenset(("bao nhiêu", "mấy", "how many", "how much"))
_NO_FOCUS: Final = frozenset(["là", "của", "có", "những", "các", "bị", "được"])
# Canonical text; what stands around the term in questions for its definition.
_DEFINES: Final = re.compile(
    r"(?:thế nào là|(?:định nghĩa|khái niệm)(?: của| về)?|what (?:is|are|does)(?: an?| the)?|define(?: an?| the)?)"
    r" (?P<after>.+?)(?: là gì| nghĩa là gì| mean| stand for)?$"
    r"|(?P<before>.+?)(?:,? (?:có )?nghĩa| được hiểu| được định nghĩa)?(?: (?:như )?thế nào| ra sao| là gì| là thế nào)$"
)
_WORD = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"(?:1\d|20)\d\d")
_HAPPENED: Final = re.compile(
    r"(?<!\S)(?:sự kiện|biến cố|chuyện|việc)(?: lịch sử| quan trọng| nổi bật| lớn)*(?= (?:gì|nào))"
    r"|(?<!\S)(?:xảy ra|diễn ra)(?= (?:sự kiện|biến cố|chuyện|việc|những|gì))|(?<=gì )(?:đã )?(?:xảy ra|diễn ra)"
)
"""Words by which one asks what happened in a year: what did needs no word of them."""
_SIGNS: Final = re.compile(r"\W")
_ROMAN: Final = re.compile(r"[ivx]{2,6}")
GENERAL: Final = 200
"""Passages of Vietnamese at large that count beside the collection's own in what a word weighs."""
_LEAST: Final = 1e-3
LEAD: Final = 4
"""Words before the asking word that are looked for as they stand."""
_NEARNESS: Final = 3.0
"""Words from the asking word at which a telling word counts 1/e."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. ``words`` are its canonical syllables in order; shapes: t ``terms``, its distinct telling words.

    ``share`` is each term's part of the question's idf mass, ``near`` the same weighed by nearness to the asking word;
    ``known_share`` is the part that the collection holds at all; ``strangeness`` how rare its words are there on the whole,
    the little ones included, from 0 to 1 where it knows none of them; ``unheard`` the part of the heaviest name that it does
    not hold. ``left``, ``right`` and ``focus`` are terms: the three before the asking word, the three behind it, and those
    that name the thing asked for ("bệnh viện" of "bệnh viện nào").
    ``lead`` are the words before the asking word as they stand, four at most; ``defined`` those of the term whose definition
    is asked for, the last four at most. ``exact`` is what must be as it is written: years, Roman numerals, document numbers.
    """

    words: tuple[str, ...]
    terms: tuple[str, ...]
    idf: NDArray[np.float32]
    share: NDArray[np.float32]
    near: NDArray[np.float32]
    known_share: float
    strangeness: float
    unheard: float
    is_number: NDArray[np.bool_]
    is_name: NDArray[np.bool_]
    left: tuple[int, ...]
    right: tuple[int, ...]
    focus: tuple[int, ...]
    lead: tuple[str, ...]
    defined: tuple[str, ...]
    exact: frozenset[str]
    form: Form

    @property
    def place(self) -> dict[str, int]:
        """The number of each term."""
        return {term: number for number, term in enumerate(self.terms)}


def form_of(text: str) -> Form:
    """The form that a question in canonical syllables asks for."""
    return next((form for form, pattern in _FORMS if pattern.search(text)), Form.OTHER)


def read(question: str, idf: Idf) -> Asked:
    """Reads a question. A syllable with the idf of one that nobody wrote is unknown to the collection."""
    written = _WORD.findall(nfc(question))
    words = tuple(canonical(word) for word in written)
    text = " ".join(words)
    begin, end, asks = asking_place(text, len(words))
    telling = [word for i, word in enumerate(words) if word not in ASKING and not begin <= i < end]
    happened = frozenset(" ".join(_HAPPENED.findall(text)).split()) if _YEAR.search(text) else frozenset()
    telling = [word for word in telling if word not in happened] or telling
    terms = tuple(dict.fromkeys(telling or words)) or ("",)
    place = {term: number for number, term in enumerate(terms)}
    found = np.asarray(idf((*terms, *words, "\0")), dtype=np.float32)
    raw, unknown = found[: len(terms)], float(found[-1])
    weights, known = _among_all(terms, raw, unknown), raw < unknown - 1e-6
    mass = float(weights.sum()) or 1.0
    distance = np.full(len(terms), np.inf)
    for i, word in enumerate(words):
        if word in place and not begin <= i < end:
            away = begin - i if i < begin else i - end + 1
            distance[place[word]] = min(distance[place[word]], away)
    near = np.exp(-distance / _NEARNESS) * weights
    # Every question begins with a capital: its first word is a name only where there are more ("EVFTA").
    names = {
        canonical(word) for i, word in enumerate(written) if word[0].isupper() and (i or word[1:] != word[1:].lower())
    }

    is_name = np.array([term in names for term in terms], np.bool_)
    unheard = is_name & ~known

    def numbers(some: Sequence[str]) -> tuple[int, ...]:
        return tuple(place[word] for word in some if word in place)

    return Asked(
        words,
        terms,
        weights,
        weights / np.float32(mass),
        (near / max(float(near.sum()), 1e-6)).astype(np.float32),
        float(weights[known].sum()) / mass,
        float(found[len(terms) : -1].mean()) / (unknown or 1.0) if words else 0.0,
        float(weights[unheard].max(initial=0.0)) / mass,
        np.array([term[:1].isdecimal() for term in terms], np.bool_),
        is_name,
        numbers(words[max(0, begin - 3) : begin]),
        numbers(words[end : end + 3]),
        numbers(_focus(words, begin, end, asks)),
        words[max(0, begin - LEAD) : begin] if begin < len(words) else (),
        _defined(text),
        frozenset(exact_in(question)),
        form_of(text),
    )


def _among_all(terms: Sequence[str], idf: NDArray[np.float32], unknown: float) -> NDArray[np.float32]:
    """The idf of terms among the collection's passages and ``GENERAL`` more of Vietnamese at large, shape (len(terms),).

    ``idf`` are those in the collection, of which ``unknown`` is that of a term in none: they say how many passages there are.
    """
    passages = 0.5 * math.exp(unknown)
    held = passages / np.exp(idf.astype(np.float64)) - 0.5 + GENERAL * passage_shares(terms)
    return np.maximum(np.log((passages + GENERAL) / (held + 0.5)), _LEAST).astype(np.float32)


def exact_in(text: str) -> Iterator[str]:
    """The years, the Roman numerals (none that are Vietnamese syllables as well) and the document numbers of a text, these
    without their signs, which people mix up ("22/NQ-TW")."""
    for word in tokens(text):
        if _YEAR.fullmatch(word) or (_ROMAN.fullmatch(word) and not is_syllable(word)):
            yield word
    yield from (_SIGNS.sub("", code) for code in codes(nfc(text)))


def asking_place(text: str, count: int) -> tuple[int, int, str]:
    """The half-open place of the last asking words among the words, and what they are; the end where nothing asks."""
    found = None
    for found in _ASKS.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    if found is None:
        return count, count, ""
    begin = text.count(" ", 0, found.start())
    return begin, begin + found[0].count(" ") + 1, found[0]


def _defined(text: str) -> tuple[str, ...]:
    """The words of the term in "... là gì", "thế nào là ..." and the like."""
    found = _DEFINES.match(text)
    return tuple((found["after"] or found["before"]).split()[-LEAD:]) if found else ()


def _focus(words: Sequence[str], begin: int, end: int, asks: str) -> list[str]:
    if asks in _COUNTING:
        return list(words[end : end + 2])
    if asks.rpartition(" ")[2] in {"gì", "nào", "ai"}:
        return [word for word in words[max(0, begin - 2) : begin] if word not in _NO_FOCUS]
    return []
