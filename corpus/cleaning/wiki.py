"""Dumps of wiki pages: the page's chrome goes, the line above an edit link is a heading, note marks go.

The dump is recognised by its edit links, ``[sửa | sửa mã nguồn]``, which no other text carries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cleaning import marks
from corpus.cleaning.lines import Kind, Line, Unit

_EDIT = r"\[\s*(?:sửa(?: \| sửa mã nguồn| mã nguồn)?|edit(?: \| edit source| source)?)\s*\]"
_EDIT_LINE = re.compile(rf"^{_EDIT}$")
_EDIT_TAIL = re.compile(rf"\s*{_EDIT}\s*$")
_NOTE_MARK = re.compile(r"\[(?:\d{1,3}|[a-z]|(?:chú thích|ct|note) \d{1,3}|cần dẫn nguồn|citation needed)\]")
_BACK_LINK = re.compile(r"^(\d{1,3}\.\s+|[•*-]\s+)?((?:\^|↑)(?:\s+[a-z](?=\s))*\s*)")
_CHROME = re.compile(
    r"^(?:Bước tới (?:nội dung|điều hướng|tìm kiếm)|Jump to (?:content|navigation|search)|Bách khoa toàn thư mở Wikipedia"
    r"|(?:From |Từ )?Wikipedia, (?:the free encyclopedia|bách khoa toàn thư.*)|Mục lục(?: \[?ẩn\]?)?|Thanh công cụ.*|Công cụ"
    r"|\d+ ngôn ngữ|Thêm ngôn ngữ|Sửa liên kết|Bài viết|Thảo luận|Đọc|Xem lịch sử|Lịch sử trang|Mã nguồn"
    r"|Lấy từ [“\"]?https?://.*|Trang này được sửa đổi lần cuối.*|Thể loại ?:.*)$"
)
_SERIES = re.compile(r"^(?:Bài này nằm trong loạt bài về|Một phần của loạt bài về|Part of a series on)\s*:?\s*(.*)$")


@dataclass(frozen=True, slots=True)
class WikiPage:
    """The units of the page and its title, where the dump shows one."""

    units: list[Unit]
    title: str | None


def is_wiki_dump(lines: Sequence[Line]) -> bool:
    """Whether edit links stand in the text."""
    return sum(bool(_EDIT_LINE.match(line.text) or _EDIT_TAIL.search(line.text[-48:])) for line in lines) >= 2


def wiki_units(decoded: str, lines: Sequence[Line]) -> WikiPage:
    """The page without its chrome, one unit for each line."""
    title_line, dropped = _page_head(lines)
    units: list[Unit] = []
    for number, line in enumerate(lines):
        if number in dropped or _CHROME.match(line.text):
            continue
        if _EDIT_LINE.match(line.text):
            if units and units[-1].kind is Kind.PARAGRAPH and len(units[-1].spans) == 1:
                units[-1].kind, units[-1].level, units[-1].tight = Kind.HEADING, 2, False
            continue
        units.append(_unit(decoded, line, units[-1] if units else None, number == title_line))
    return WikiPage(units, lines[title_line].text if title_line is not None else None)


def _unit(decoded: str, line: Line, before: Unit | None, is_title: bool) -> Unit:
    item = marks.opens_item(line.text)
    tight = item and before is not None and before.kind is Kind.ITEM and line.blanks == 0
    unit = Unit([(line.start, line.end)], Kind.ITEM if item else Kind.PARAGRAPH, tight=tight)
    if is_title:
        unit.kind, unit.level = Kind.HEADING, 1
    tail = _EDIT_TAIL.search(line.text)
    if tail:
        unit.kind, unit.level, unit.tight = Kind.HEADING, 2, False
        unit.deletions.append((line.start + tail.start(), line.end))
    for mark in _NOTE_MARK.finditer(line.text):
        if mark.start() > 0 and not line.text[mark.start() - 1].isspace():
            unit.deletions.append((line.start + mark.start(), line.start + mark.end()))
    back = _BACK_LINK.match(line.text)
    if back:
        unit.deletions.append((line.start + back.start(2), line.start + back.end(2)))
    return unit


def _page_head(lines: Sequence[Line]) -> tuple[int | None, set[int]]:
    """The number of the title's line, and the lines of the series box below it."""
    title: int | None = None
    dropped: set[int] = set()
    head = next((n for n, line in enumerate(lines) if len(line.text) > 160), min(len(lines), 20))
    for number in range(min(head, 40)):
        text = lines[number].text
        series = _SERIES.match(text)
        if series:
            dropped.add(number)
            below = number + 1
            while below < head and lines[below].blanks == 0:
                dropped.add(below)
                below += 1
        elif title is None and number not in dropped and not _CHROME.match(text) and not _EDIT_LINE.match(text):
            following = lines[number + 1].text if number + 1 < len(lines) else ""
            if not _EDIT_LINE.match(following):
                title = number
    return title, dropped
