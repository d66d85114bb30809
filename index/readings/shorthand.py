"""Words as they are shortened in messages: "j" for "gì", "ntn" for "như thế nào".

Only words that no document is about: abbreviations of things are the collection's own (``index.abbreviations``), but where
the number beside one tells what it is: "ĐH IX", "NQ22".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from corpus.vietnamese import canonical, is_accented, strip_accents
from index.keys import code_spans, word_spans

SHORTHAND: Final = {
    "ko": "không",
    "k": "không",
    "hok": "không",
    "đc": "được",
    "dc": "được",
    "j": "gì",
    "ntn": "như thế nào",
    "bn": "bao nhiêu",
    "bh": "bao giờ",
    "vs": "với",
    "trc": "trước",
    "mk": "mình",
    "mik": "mình",
    "mn": "mọi người",
    "ng": "người",
    "cx": "cũng",
    "đg": "đang",
    "tsao": "tại sao",
}
"""What is typed in small letters, and what is meant."""
_NAMED: Final = (
    "vitamin nhóm nhom lớp lop bảng bang khối khoi hạng hang điểm diem loại loai mục muc phần phan hệ he khu tuýp"
)
_NAMED_BY_LETTER: Final = frozenset(_NAMED.split())
"""Behind these a single letter is a name."""
_CONGRESS: Final = re.compile(
    r"(?<![\w/.-])(?:ĐH|đh|DH|dh)(?=\s+(?:lần|lan) |\s*(?:\d{1,2}|[IVX]+|[ivx]{2,})(?![\w/-]))"
)
"""Before a number a congress is meant, not a university."""
_PAPER: Final = re.compile(r"(?<![\w/.-])(?P<kind>NQ|NĐ|ND|QĐ|QD)(?P<number>\d{1,3})(?![\w/-])", re.IGNORECASE)
_PAPERS: Final = {"nq": "nghị quyết", "nđ": "nghị định", "nd": "nghị định", "qđ": "quyết định", "qd": "quyết định"}


class WrittenOut(NamedTuple):
    """``typed`` at ``[start, end)`` of a text means ``meant``."""

    start: int
    end: int
    typed: str
    meant: str


def written_out(text: str) -> list[WrittenOut]:
    """The shortened words of ``text`` (NFC), in order; without accents where the text has none.

    Whether the text is Vietnamese at all is for the caller to say: "vs" and "ng" are also English and a name.
    """
    words = word_spans(text)
    short = [place for place, (start, end) in enumerate(words) if text[start:end] in SHORTHAND]
    return sorted([*(_meant(text, words, short) if short else ()), *_numbered(text)])


def _meant(text: str, words: Sequence[tuple[int, int]], short: Sequence[int]) -> Iterator[WrittenOut]:
    codes = code_spans(text)
    for place in short:
        start, end = words[place]
        if any(begin < end and start < stop for begin, stop in codes):
            continue
        before = canonical(text[slice(*words[place - 1])]) if place else ""
        if end - start == 1 and (not before or before in _NAMED_BY_LETTER or before.isdecimal()):
            continue
        typed = text[start:end]
        yield WrittenOut(start, end, typed, _as_written(SHORTHAND[typed], text))


def _numbered(text: str) -> Iterator[WrittenOut]:
    for found in _CONGRESS.finditer(text):
        yield WrittenOut(*found.span(), found[0], _as_written("đại hội", text))
    for found in _PAPER.finditer(text):
        said = f"{_PAPERS[found['kind'].lower()]} {found['number']}"
        yield WrittenOut(*found.span(), found[0], _as_written(said, text))


def _as_written(meant: str, text: str) -> str:
    """Without accents where ``text`` has none."""
    return meant if is_accented(text) else strip_accents(meant)
