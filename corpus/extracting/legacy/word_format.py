"""The binary format of Word 97 to 2003: text out of its pieces, and how its paragraphs are formatted.

Source: Microsoft's open specification [MS-DOC]. Offsets are named after its structures.
"""

from __future__ import annotations

import enum
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from corpus.extracting.legacy.word_lists import Lists
from corpus.extracting.legacy.word_properties import (
    DELETED,
    DEPTH,
    HIDDEN,
    IN_TABLE,
    LIST,
    LIST_LEVEL,
    OUTLINE,
    ROW_CELLS,
    ROW_END,
    cells_of,
    number_at,
    properties_of,
)

_MAGIC: Final = 0xA5EC
_WORD_97: Final = 0x00C1
_PAGE: Final = 512
_MARKS: Final = "\r\x07\x0c\x0e"
_STYLE_HEADINGS: Final = range(1, 10)
_STYLE_TITLE: Final = 62

# Fields of the file information block, and the pairs (place, size) of the parts of the table stream.
_FLAGS, _LENGTHS, _PAIRS = 0x0A, 0x4C, 0x9A
_STYLES, _CHARACTERS, _PARAGRAPHS, _PIECES, _LIST_FORMATS, _LISTS = 1, 12, 13, 33, 73, 74

_BODY_TEXT: Final = 9


class Story(enum.IntEnum):
    """Texts of a document, by the place of their length in the file information block."""

    MAIN = 0
    FOOTNOTES = 1
    ENDNOTES = 5
    BOXES = 6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text`` without its ``mark``; ``heading`` is 1 to 9, or 0; ``list_number`` says which list it is in, ``label`` what
    stands before it there. Of the end of a row, ``edges`` are those of its cells, and ``joined`` says which go on with the
    one on their "left" or "above"."""

    text: str
    mark: str
    heading: int = 0
    list_number: int = 0
    label: str = ""
    in_table: bool = False
    row_end: bool = False
    depth: int = 0
    edges: tuple[int, ...] = ()
    joined: tuple[str, ...] = ()

    def saying(self, text: str) -> Paragraph:
        """The same with another text."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class _Segment:
    """Text that lies at ``place`` in the file, ``width`` bytes a letter."""

    text: str
    place: int
    width: int


class Binary:
    """A document by its two streams."""

    def __init__(self, document: bytes, table: bytes) -> None:
        self._document, self._table = document, table

    @staticmethod
    def is_older(document: bytes) -> bool:
        """Whether Word 95 or an older one wrote it."""
        magic, version = struct.unpack_from("<HH", document)
        return bool(magic != _MAGIC or version < _WORD_97)

    @staticmethod
    def is_encrypted(document: bytes) -> bool:
        """Whether it has a password."""
        return bool(number_at(document, "<H", _FLAGS) & 0x0100)

    @staticmethod
    def table_name(document: bytes) -> str:
        """The name of the stream that says where things are."""
        return "1Table" if number_at(document, "<H", _FLAGS) & 0x0200 else "0Table"

    def paragraphs(self, story: Story) -> Iterator[Paragraph]:
        """The paragraphs of one text, those that were deleted or are hidden left out."""
        lengths = struct.unpack_from("<8i", self._document, _LENGTHS)
        start = sum(lengths[: story.value])
        pending: list[str] = []
        for segment in self._segments(start, start + lengths[story.value]):
            begun = 0
            for place, letter in enumerate(segment.text):
                if letter in _MARKS:
                    pending.append(segment.text[begun:place])
                    yield self._formatted("".join(pending), letter, segment.place + place * segment.width)
                    pending, begun = [], place + 1
            pending.append(segment.text[begun:])
        if "".join(pending):
            yield Paragraph("".join(pending), "\r")

    def _part(self, pair: int) -> bytes:
        place, end = self._place(pair)
        return self._table[place:end]

    def _place(self, pair: int) -> tuple[int, int]:
        """Where a part of the table begins and ends."""
        place, size = struct.unpack_from("<II", self._document, _PAIRS + 8 * pair)
        return place, place + size

    def _segments(self, start: int, end: int) -> Iterator[_Segment]:
        """What is shown between two places of the text, each stretch of one formatting."""
        hidden = self._hidden
        starts = [one for one, _ in hidden]
        for first, last, place, width in self._pieces:
            low, high = max(first, start), min(last, end)
            at, stop = place + (low - first) * width, place + (high - first) * width
            while at < stop:
                run = bisect_right(starts, at) - 1
                until = starts[run + 1] if run + 1 < len(starts) else stop
                until = min(max(until, at + width), stop)
                until = at + (until - at + width - 1) // width * width
                if run < 0 or not hidden[run][1]:
                    raw = self._document[at:until]
                    yield _Segment(raw.decode("utf-16-le", "replace") if width == 2 else _ansi(raw), at, width)
                at = until

    @cached_property
    def _pieces(self) -> list[tuple[int, int, int, int]]:
        """First and last letter of each piece, its place in the file, and the bytes of a letter."""
        data = self._part(_PIECES)
        at = 0
        while data[at] == 1:
            at += 3 + number_at(data, "<H", at + 1)
        size = number_at(data, "<I", at + 1)
        table = data[at + 5 : at + 5 + size]
        count = (len(table) - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", table)
        pieces = []
        for number in range(count):
            place = number_at(table, "<I", 4 * (count + 1) + 8 * number + 2)
            width = 1 if place & 0x40000000 else 2
            place &= 0x3FFFFFFF
            pieces.append((bounds[number], bounds[number + 1], place // 2 if width == 1 else place, width))
        return pieces

    def _runs(self, pair: int) -> Iterator[tuple[int, bytes, int]]:
        """Where each run of formatting begins, the page that tells of it, and which run of the page it is."""
        table = self._part(pair)
        count = (len(table) - 4) // 8
        for number in range(count):
            page = number_at(table, "<I", 4 * (count + 1) + 4 * number) & 0x3FFFFF
            told = self._document[page * _PAGE : (page + 1) * _PAGE]
            for run in range(told[-1]):
                yield number_at(told, "<I", 4 * run), told, run

    @cached_property
    def _hidden(self) -> list[tuple[int, bool]]:
        """From where on letters are not shown, or are again."""
        found = []
        for start, page, run in self._runs(_CHARACTERS):
            at = page[4 * (page[-1] + 1) + run] * 2
            properties = properties_of(page[at + 1 : at + 1 + page[at]]) if at else {}
            unseen = any(properties.get(one, b"\0")[0] & 1 for one in (DELETED, HIDDEN))
            found.append((start, unseen))
        return sorted(found)

    @cached_property
    def _formats(self) -> tuple[list[int], list[tuple[int, bytes]]]:
        """From where on which style and properties hold."""
        found: list[tuple[int, tuple[int, bytes]]] = []
        for start, page, run in self._runs(_PARAGRAPHS):
            at = page[4 * (page[-1] + 1) + 13 * run] * 2
            if not at:
                found.append((start, (0, b"")))
                continue
            size = page[at] * 2 - 1
            if not page[at]:
                at += 1
                size = page[at] * 2
            told = page[at + 1 : at + 1 + size]
            found.append((start, (number_at(told, "<H", 0), told[2:])))
        found.sort(key=lambda one: one[0])
        return [start for start, _ in found], [told for _, told in found]

    @cached_property
    def _styles(self) -> list[tuple[int, int, dict[int, bytes]]]:
        """Of each style its number among the built-in ones, the style it is based on, and what it says of paragraphs."""
        data = self._part(_STYLES)
        at = 2 + number_at(data, "<H", 0)
        count, size = struct.unpack_from("<HH", data, 2)
        found: list[tuple[int, int, dict[int, bytes]]] = []
        for _ in range(count):
            length = number_at(data, "<H", at)
            one = data[at + 2 : at + 2 + length]
            at += 2 + length
            if not length:
                found.append((-1, 0xFFF, {}))
                continue
            built_in, kind = struct.unpack_from("<HH", one)
            told: dict[int, bytes] = {}
            if kind & 0xF == 1:  # of paragraphs
                place = size + 2 + 2 * number_at(one, "<H", size) + 2
                told = properties_of(one[place + 4 : place + 2 + number_at(one, "<H", place)])
            found.append((built_in & 0xFFF, kind >> 4, told))
        return found

    def _of_style(self, style: int) -> dict[int, bytes]:
        """What a style and those it is based on say."""
        told: dict[int, bytes] = {}
        for _ in range(12):
            if style >= len(self._styles):
                break
            _, below, own = self._styles[style]
            told = own | told
            style = below
        return told

    @cached_property
    def _lists(self) -> Lists:
        return Lists(self._part(_LIST_FORMATS), self._table, self._place(_LIST_FORMATS)[1], self._part(_LISTS))

    def _formatted(self, text: str, mark: str, place: int) -> Paragraph:
        starts, told = self._formats
        run = bisect_right(starts, place) - 1
        style, own = told[run] if run >= 0 else (0, b"")
        properties = self._of_style(style) | properties_of(own)

        def value(code: int, form: str = "<B") -> int:
            return number_at(properties[code], form, 0) if code in properties else 0

        number = max(value(LIST, "<h"), 0)
        label = self._lists.label(number, value(LIST_LEVEL)) if number else ""
        said = Paragraph(text, mark, 0, number, label)
        if not value(IN_TABLE):
            return replace(said, heading=self._heading(style, properties))
        edges, joined = cells_of(properties.get(ROW_CELLS, b""))
        depth = value(DEPTH, "<i") or 1
        row_end = bool(value(ROW_END)) and depth <= 1
        return replace(said, in_table=True, row_end=row_end, depth=depth, edges=edges, joined=joined)

    def _heading(self, style: int, properties: dict[int, bytes]) -> int:
        built_in = self._styles[style][0] if style < len(self._styles) else -1
        if built_in in _STYLE_HEADINGS:
            return built_in
        if built_in == _STYLE_TITLE:
            return 1
        outline = properties.get(OUTLINE, b"\x09")[0]
        return outline + 1 if outline < _BODY_TEXT else 0


def _ansi(raw: bytes) -> str:
    """windows-1252; the five bytes that it lacks are left out."""
    return raw.decode("cp1252", "ignore")
