"""Sentences of cleaned text, Vietnamese and English, as exact spans.

A line is a paragraph, a list item, a heading or a table row, so every line break is a boundary; inside a line the
stops ``. ! ? …`` are, unless what stands around them says otherwise. One pass, linear in the length of the text.
"""

from __future__ import annotations

import re

from corpus.document import Span
from corpus.headings import marker

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# Each alternative starts at a place where the one before cannot have failed half-way, so that runs of stops or of
# blanks cost no second look. A semicolon ends a unit only where an enumeration goes on: "...; ii) ...".
_BOUNDARY = re.compile(
    r"(?P<line>[\n\r\f\v\u0085\u2028\u2029])"
    rf"|(?P<stop>(?<![.!?…])[.!?…]++)(?P<close>[\"'”’»)\]]{{0,4}}+)(?=\s|[{_UPPER}“«]|$)"
    r"|(?P<item>;)(?=\s{1,3}\(?(?:[ivx]{1,5}|[1-9]\d?|[a-zđ])\)\s?\S|\s{1,3}[1-9]\d?\.\s)"
    r"|(?P<cjk>[。！？][”’」』)]{0,2})"
)
_NEXT = re.compile(r"\s*+([\"'“‘«(\[]{0,3}+)(.?)", re.DOTALL)
_WORD = re.compile(r"[^\s\"'“‘«(\[]*$")
_BEFORE = re.compile(r"(\S+)\s+$")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Abbreviations that stand before a name: no sentence ends there when they are capitalised.
_TITLES = _set(
    "tp th ths ts tskh pgs gs ncs bs bsck ds ks kts ls nsnd nsưt ngnd ngưt nxb tx tt ph"
    " mr mrs ms dr prof st mt gen col sen rep gov capt lt sgt rev hon"
)
# Abbreviations that stand before a number.
_BEFORE_NUMBER = _set("tr trg p pp no nos fig figs vol ch sec art q b c sđt đt tel")
_NEVER_LAST = _set("cf eg ie vs al viz approx www e.g i.e")
# Words after which a single capital is a number or a name of its own, not the initial of a person.
_LETTERED = _set(
    "khóa khoá thứ hội kỷ kỉ lần loại cấp nhóm hạng bậc phần chương mục quý lớp vitamin điểm án bảng khối tuýp vùng khu"
    " bên ty văn thị type class part"
)
_EARLY = 40  # a marker such as "Điều 12." ends within so many characters of its line


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of ``text[start:end]``: spans in ``text`` that do not overlap, without outer white space.

    Together they cover every character that is not white space. Items of an enumeration inside a line
    (``i) ...; ii) ...``) are units of their own; the words that introduce it stay with its first item.
    """
    end = len(text) if end is None else min(end, len(text))
    start = max(0, start)
    spans: list[Span] = []
    at = line = start
    first = 0  # of the spans of this line
    for found in _BOUNDARY.finditer(text, start, end):
        if found["line"]:
            _append(spans, text, at, found.start())
            _keep_row(spans, first, text, line, found.start())
            at = line = found.end()
            first = len(spans)
        elif not found["stop"] or _ends(text, found, line, end):
            _append(spans, text, at, found.end())
            at = found.end()
    _append(spans, text, at, end)
    _keep_row(spans, first, text, line, end)
    return spans


def _keep_row(spans: list[Span], first: int, text: str, line: int, end: int) -> None:
    """A row of a table, whose cells a tab separates, is one unit."""
    if len(spans) > first + 1 and text.find("\t", line, end) >= 0:
        spans[first:] = [Span(spans[first].start, spans[-1].end)]


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        spans.append(Span(start, start + len(stripped)))


def _ends(text: str, found: re.Match[str], line: int, end: int) -> bool:
    """Whether the stop that was found ends a sentence."""
    after = _NEXT.match(text, found.end(), end)
    opening, following = (after[1], after[2]) if after else ("", "")
    if following and not (following.isupper() or following.isdigit() or opening or following in "-–—•+*"):
        return False
    if opening and following.islower() and found["stop"] != "?":
        return False
    position, stop = found.start(), found["stop"]
    if found.end() < end and not text[found.end()].isspace() and not _glued(text, found, line, end):
        return False
    if position - line <= _EARLY and stop == "." and not found["close"] and _in_marker(text, line, position, end):
        return False
    return stop != "." or bool(found["close"]) or not _abbreviated(text, position, line, following)


def _glued(text: str, found: re.Match[str], line: int, end: int) -> bool:
    """Whether the next sentence follows without a space (``thiên tai.Chủ động``), which names and codes do as well."""
    position = found.start()
    before, after = text[max(line, position - 2) : position], text[found.end() : min(end, found.end() + 2)]
    return len(before) == 2 and before.islower() and before.isalpha() and after[:1].isupper() and after[1:].islower()


def _in_marker(text: str, line: int, position: int, end: int) -> bool:
    found = marker(text[line : min(end, line + 3 * _EARLY)].partition("\n")[0])
    return found is not None and line + found.start + len(found.label) > position


def _abbreviated(text: str, position: int, line: int, following: str) -> bool:
    """Whether the full stop at ``position`` belongs to the word before it."""
    tail = text[max(line, position - 24) : position]
    found = _WORD.search(tail)
    word = found[0] if found else ""
    before = tail[: len(tail) - len(word)]
    if word.isdigit():
        # "; 2. Thúc đẩy": the number of an item, not the end of what came before.
        return len(word) <= 2 and before.rstrip()[-1:] in {";", ":"}
    piece = word.rpartition(".")[2]
    key = piece.lower()
    if len(piece) == 1 and piece.isupper():
        previous = _BEFORE.search(before)
        return word != piece or not (previous and previous[1].lower() in _LETTERED)
    if key in _TITLES and piece[0].isupper():
        return True
    return key in _NEVER_LAST or word.lower() in _NEVER_LAST or (key in _BEFORE_NUMBER and following.isdigit())
