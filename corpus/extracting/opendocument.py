"""What an OpenDocument file says (``.odt``, ``.ods``, ``.odp``): its text, its sheets or its slides.

Source: the OASIS standard OpenDocument 1.2.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from corpus.extracting.archive import parsed, unfit
from corpus.extracting.cells import Area, rows_of
from corpus.extracting.counters import BULLET, Counters, Level, marks_item
from corpus.extracting.lines import even

_NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE = (
    f"{{{_NAMES}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style")
)
_SHOWN: Final = f"{{{_NAMES}presentation:1.0}}"
_MANIFEST: Final = f"{{{_NAMES}manifest:1.0}}"
_FORMS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "": "none",
}
_UNSAID: Final = frozenset(
    f"{name}{tag}"
    for name, tags in (
        (_TEXT, ("tracked-changes", "note", "page-number", "page-count")),
        (_OFFICE, ("annotation", "annotation-end", "forms")),
    )
    for tag in tags
)
_FURNITURE: Final = frozenset({"page-number", "header", "footer", "date-time", "page"})
"""What stands on every slide."""
_APART: Final = frozenset({f"{_DRAW}text-box", f"{_TABLE}table"})
_MOST: Final = 1000
"""Times that a row or a cell is repeated: more of them fill up a sheet."""
_ERROR: Final = re.compile(r"#[A-Z/0!?]{2,10}|Err:\d+")
_OUTLINE: Final = 0
"""The kind of list of numbered headings."""
_MARKED: Final = 1 << 30
"""The list of all items with marks."""

Line = dict[str, Any]


def extract(data: bytes) -> dict[str, Any]:
    """``blocks`` of a text as of ``corpus.extracting.legacy.word``, ``sheets`` as of ``corpus.extracting.sheets`` or ``slides``
    as of ``corpus.extracting.slides``."""
    if error := unfit(data):
        return error
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = set(parts.namelist())
        if "META-INF/manifest.xml" in names:
            told = parsed(parts.read("META-INF/manifest.xml"), huge=True)
            if next(told.iter(f"{_MANIFEST}encryption-data"), None) is not None:
                return {"error": "encrypted"}
        content = parsed(parts.read("content.xml"), huge=True)
        styles = [content, *(parsed(parts.read(name), huge=True) for name in ("styles.xml",) if name in names)]
    body = next(content.iter(f"{_OFFICE}body"))
    reader = _Reader.of(styles)
    if (sheets := body.find(f"{_OFFICE}spreadsheet")) is not None:
        shown = (
            one for one in sheets.iterfind(f"{_TABLE}table") if one.get(f"{_TABLE}style-name") not in reader.hidden
        )
        return {"sheets": [_sheet(one) for one in shown]}
    if (slides := body.find(f"{_OFFICE}presentation")) is not None:
        return {"slides": [list(reader.slide(one)) for one in slides.iterfind(f"{_DRAW}page")]}
    return {"blocks": [*reader.blocks(body), *reader.notes(body)]}


@dataclass(slots=True)
class _Reader:
    """Reads the blocks of a text; ``kinds`` are the numbers of its kinds of lists by their names, ``hidden`` the names of
    styles that do not show."""

    counters: Counters
    kinds: dict[str, int]
    hidden: frozenset[str]
    _open: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, roots: list[Any]) -> _Reader:
        levels: dict[int, list[Level]] = {}
        kinds: dict[str, int] = {}
        for root in roots:
            for one in root.iter(f"{_TEXT}list-style", f"{_TEXT}outline-style"):
                outline = one.tag == f"{_TEXT}outline-style"
                number = _OUTLINE if outline else kinds.setdefault(one.get(f"{_STYLE}name", ""), len(kinds) + 1)
                levels.setdefault(number, [_level(place, level) for place, level in enumerate(one)])
        return cls(Counters(levels), kinds, frozenset(one for root in roots for one in _hidden(root)))

    def blocks(self, element: Any, level: int = -1, item: bool = False) -> Iterator[Line]:
        """The paragraphs, lists and tables within an element; ``level`` of the list that it is an item of."""
        for one in element:
            if not isinstance(one.tag, str) or one.tag in _UNSAID or one.get(f"{_SHOWN}class") in _FURNITURE:
                continue
            if one.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                yield from self._paragraph(one, level, item=item)
                item = False
            elif one.tag == f"{_TEXT}list":
                yield from self._list(one, level + 1)
            elif one.tag == f"{_TABLE}table":
                if rows := [self._row(row) for row in one.iter(f"{_TABLE}table-row")]:
                    yield {"rows": rows}
            else:
                yield from self.blocks(one, level, item)

    def slide(self, page: Any) -> Iterator[Line]:
        """The title, the frames in their order, the notes."""
        titles = [one for one in page if one.get(f"{_SHOWN}class") == "title"]
        for title in titles:
            if said := " ".join(line["text"] for line in self.blocks(title) if "text" in line):
                yield {"text": said, "level": 1}
        for frame in page:
            if frame not in titles and frame.tag != f"{_SHOWN}notes" and frame.get(f"{_SHOWN}class") not in _FURNITURE:
                yield from self.blocks(frame)
        for notes in page.iterfind(f"{_SHOWN}notes"):
            yield from self.blocks(notes)

    def notes(self, element: Any) -> Iterator[Line]:
        """What stands at the foot of pages and at the end."""
        for body in element.iter(f"{_TEXT}note-body"):
            yield from self.blocks(body)

    def _list(self, element: Any, level: int) -> Iterator[Line]:
        name = element.get(f"{_TEXT}style-name")
        self._open.append(name or (self._open[-1] if self._open else ""))
        for one in element:
            if one.tag in {f"{_TEXT}list-item", f"{_TEXT}list-header"}:
                yield from self.blocks(one, level, item=one.tag == f"{_TEXT}list-item")
        self._open.pop()

    def _paragraph(self, element: Any, level: int, *, item: bool) -> Iterator[Line]:
        heading = _whole(element, f"{_TEXT}outline-level", 1) if element.tag == f"{_TEXT}h" else 0
        kind = self.kinds.get(self._open[-1], -1) if self._open else -1
        label = ""
        if heading:
            label = self.counters.label(_OUTLINE, heading - 1)
        elif item:
            label = self.counters.label(kind, level)
        said = "".join(_said(element, self.hidden))
        lines = [line for line in map(even, said.split("\n")) if line]
        for number, line in enumerate(lines):
            yield {
                "text": line if number else f"{label}{line}",
                "level": 0 if number else heading,
                "item": _list_of(kind, label) if marks_item(label) and not heading else 0,
                "goes_on": number > 0,
            }
        for box in element.iter(*_APART):
            yield from self.blocks(box)

    def _row(self, row: Any) -> list[tuple[str, int, int]]:
        return [
            (
                " ".join(line["text"] for line in self.blocks(cell) if "text" in line),
                _whole(cell, f"{_TABLE}number-columns-spanned", 1),
                _whole(cell, f"{_TABLE}number-rows-spanned", 1),
            )
            for cell in row.iterfind(f"{_TABLE}table-cell")
            for _ in range(min(_whole(cell, f"{_TABLE}number-columns-repeated", 1), _MOST))
        ]


def _list_of(kind: int, label: str) -> int:
    """Which list an item is of: slides have a list of their own for every item with a mark."""
    return kind if label.strip().isascii() else _MARKED


def _hidden(root: Any) -> Iterator[str]:
    """The names of the styles of text, and of sheets, that do not show."""
    for style in root.iter(f"{_STYLE}style"):
        for told in style:
            if told.get(f"{_TEXT}display") == "none" or told.get(f"{_TABLE}display") == "false":
                yield style.get(f"{_STYLE}name", "")


def _said(element: Any, hidden: frozenset[str]) -> Iterator[str]:
    """The words of a paragraph; what it holds that stands apart is left out."""
    yield element.text or ""
    for one in element:
        if one.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
            yield " "
        elif one.tag == f"{_TEXT}line-break":
            yield "\n"
        elif (
            isinstance(one.tag, str)
            and one.tag not in _UNSAID
            and one.tag not in _APART
            and one.get(f"{_TEXT}style-name") not in hidden
        ):
            yield from _said(one, hidden)
        yield one.tail or ""


def _level(place: int, level: Any) -> Level:
    """A level of a list. Of the levels above it shows as many numbers as it says, with points between them."""
    if level.tag.endswith("-bullet") or level.tag.endswith("-image"):
        return Level(1, BULLET, ())
    form = level.get(f"{_STYLE}num-format", "")
    shown = min(_whole(level, f"{_TEXT}display-levels", 1), place + 1)
    numbers: list[str | int] = []
    for number in range(place + 1 - shown, place + 1):
        numbers += [number] if not numbers else [".", number]
    text = (level.get(f"{_STYLE}num-prefix", ""), *(numbers if form else ()), level.get(f"{_STYLE}num-suffix", ""))
    return Level(
        _whole(level, f"{_TEXT}start-value", 1), _FORMS.get(form, "decimal"), tuple(part for part in text if part != "")
    )


def _sheet(table: Any) -> dict[str, Any]:
    """The cells of a sheet, as they are shown."""
    said: dict[int, dict[int, str]] = {}
    merged: list[Area] = []
    row = 0
    for one in table.iter(f"{_TABLE}table-row"):
        column = 0
        cells: dict[int, str] = {}
        for cell in one.iterfind("*"):
            times = _whole(cell, f"{_TABLE}number-columns-repeated", 1)
            parts = ("".join(_said(part, frozenset())) for part in cell.iterfind(f"{_TEXT}p"))
            text = " ".join(" ".join(parts).split())
            if text and not _ERROR.fullmatch(text):
                cells |= {column + more: text for more in range(min(times, _MOST))}
            wide, deep = (_whole(cell, f"{_TABLE}number-{way}-spanned", 1) for way in ("columns", "rows"))
            if wide > 1 or deep > 1:
                merged.append(Area(row, column, row + deep - 1, column + wide - 1))
            column += times
        times = _whole(one, f"{_TABLE}number-rows-repeated", 1)
        if cells:
            said |= {row + more: cells for more in range(min(times, _MOST))}
        row += times
    return {"name": table.get(f"{_TABLE}name", ""), "rows": rows_of(said, merged)}


def _whole(element: Any, name: str, otherwise: int) -> int:
    said = element.get(name) or ""
    return int(said) if said.isdecimal() and len(said) < 8 else otherwise
