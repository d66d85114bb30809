"""What the slides of a PowerPoint file of before XML say (``.ppt`` of PowerPoint 97 to 2003). Source: [MS-PPT]."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from corpus.extracting.archive import wrapped
from corpus.extracting.legacy.powerpoint_records import Parts, Record
from corpus.extracting.legacy.powerpoint_text import BODY, NOTES, OTHER, TITLE, TITLES, Line, Text, read_into
from corpus.extracting.lines import even

_ENCRYPTED: Final = 0xF3D1C4DF
# Types of records.
_DOCUMENT_SLIDES, _SLIDE_PLACE, _SLIDE = 0x0FF0, 0x03F3, 0x03EF
_DRAWING, _GROUP, _SHAPE, _TEXT_BOX, _SHAPE_DATA = 0x040C, 0xF003, 0xF004, 0xF00D, 0xF011
_ANCHOR, _CHILD_ANCHOR, _OUTLINE_TEXT, _PLACEHOLDER = 0xF010, 0xF00F, 0x0F9E, 0x0BC3
_SLIDES, _NOTES = 0, 2
_PLACEHOLDERS: Final = {12: NOTES, 13: TITLE, 14: BODY, 15: TITLE, 16: OTHER, 17: TITLE, 18: BODY, 19: BODY}
"""The kinds of texts that stand in placeholders."""
_FURNITURE: Final = frozenset({7, 8, 9, 10})
"""Placeholders of the date, the number, the foot and the head."""
_ROWS: Final = 12
"""Into how many rows a slide is parted: boxes whose tops lie in the same one are read from left to right."""
_HEIGHT: Final = 4320
"""Of a slide, in the units of anchors: 576 to the inch."""
_DEEPEST: Final = 16


def extract(data: bytes) -> dict[str, Any]:
    """``slides``, for each its lines: ``text``, that of a title with the ``level`` of a heading, with ``item`` set or not, or
    ``rows`` of cells, each with its text, one column and one row large."""
    import olefile

    if error := wrapped(data):
        return error
    with olefile.OleFileIO(io.BytesIO(data)) as parts:
        current = parts.openstream("Current User").read()
        document = memoryview(parts.openstream("PowerPoint Document").read())
    token, latest = struct.unpack_from("<II", current, 12)
    if token == _ENCRYPTED:
        return {"error": "encrypted"}
    return {"slides": _slides(Parts(document, latest))}


@dataclass(slots=True)
class _Outlined:
    """A slide as the outline has it: the number of its part, its own, and its texts."""

    part: int
    number: int
    texts: list[Text] = field(default_factory=list)


def _slides(parts: Parts) -> list[list[Line]]:
    lists = {one.instance: one for one in parts[parts.root].records() if one.kind == _DOCUMENT_SLIDES}
    notes = {one.number: one.part for one in _outlined(lists[_NOTES])} if _NOTES in lists else {}
    slides = []
    for one in _outlined(lists[_SLIDES]) if _SLIDES in lists else ():
        slide = parts[one.part]
        lines = list(_lines(slide, one.texts))
        about = next((record for record in slide.records() if record.kind == _SLIDE), None)
        number = struct.unpack_from("<I", about.body, 16)[0] if about is not None and len(about.body) >= 20 else 0
        if number in notes and notes[number] in parts:
            told = _shown(parts[notes[number]], [])
            lines += [line for box in told for line in box.lines() if box.kind == NOTES]
        slides.append(lines)
    return slides


def _outlined(listed: Record) -> Iterator[_Outlined]:
    slide: _Outlined | None = None
    for record in listed.records():
        if record.kind == _SLIDE_PLACE:
            if slide is not None:
                yield slide
            part, _, _, number = struct.unpack_from("<IIiI", record.body)
            slide = _Outlined(part, number)
        elif slide is not None:
            read_into(record, slide.texts)
    if slide is not None:
        yield slide


def _lines(slide: Record, outlined: list[Text]) -> Iterator[Line]:
    """The title, then all else in the order in which it is seen."""
    shown = list(_shown(slide, outlined))
    yield from (line for box in shown for line in box.lines() if box.kind in TITLES)
    yield from (line for box in shown for line in box.lines() if box.kind not in TITLES)


@dataclass(frozen=True, slots=True)
class _Box:
    """A text and where it stands, or a table of texts."""

    row: int
    left: int
    kind: int
    text: Text | None = None
    rows: tuple[tuple[str, ...], ...] = ()

    def lines(self) -> Iterator[Line]:
        """What it says."""
        if self.rows:
            yield {"rows": [[(cell, 1, 1) for cell in row] for row in self.rows]}
        elif self.text is not None:
            yield from self.text.lines(self.kind)


def _shown(slide: Record, outlined: list[Text]) -> list[_Box]:
    """What is on a slide, from above to below, row by row."""
    whole = next((record for record in slide.records() if record.kind == _DRAWING), None)
    groups = [] if whole is None else list(whole.within(_GROUP))
    boxes = [box for group in groups for box in _boxes(group, outlined, 0)]
    step = _HEIGHT // _ROWS
    return sorted(boxes, key=lambda box: (box.row // step, box.left))


def _boxes(group: Record, outlined: list[Text], depth: int) -> Iterator[_Box]:
    """The shapes of a group; those of a group within it are a table if they stand in rows and columns."""
    for record in group.records():
        if record.kind == _SHAPE:
            yield from _box(record, outlined)
        elif record.kind == _GROUP and depth < _DEEPEST:
            boxes = list(_boxes(record, outlined, depth + 1))
            rows, columns = sorted({box.row for box in boxes}), sorted({box.left for box in boxes})
            if len(rows) > 1 and len(columns) > 1 and 2 * len(boxes) > len(rows) * len(columns):
                texts = {(box.row, box.left): even(box.text.text if box.text else "") for box in boxes}
                cells = tuple(tuple(texts.get((row, column), "") for column in columns) for row in rows)
                yield _Box(rows[0], columns[0], OTHER, rows=cells)
            else:
                yield from boxes


def _box(shape: Record, outlined: list[Text]) -> Iterator[_Box]:
    row, left, placeholder = 0, 0, 0
    text: Text | None = None
    for part in shape.records():
        if part.kind in {_ANCHOR, _CHILD_ANCHOR}:
            row, left = _place(part)
        elif part.kind == _SHAPE_DATA:
            told = (one.body[4] for one in part.records() if one.kind == _PLACEHOLDER and len(one.body) > 4)
            placeholder = next(told, 0)
        elif part.kind == _TEXT_BOX:
            text = _boxed(part, outlined)
    if text is not None and text.text.strip() and placeholder not in _FURNITURE:
        yield _Box(row, left, _PLACEHOLDERS.get(placeholder, text.kind), text)


def _place(anchor: Record) -> tuple[int, int]:
    """The upper and the left edge of a shape."""
    if anchor.kind == _ANCHOR and len(anchor.body) == 8:
        top, left = struct.unpack_from("<hh", anchor.body)
    elif anchor.kind == _ANCHOR:
        top, left = struct.unpack_from("<ii", anchor.body)
    else:
        left, top = struct.unpack_from("<ii", anchor.body)
    return top, left


def _boxed(box: Record, outlined: list[Text]) -> Text | None:
    """The text of a box, which may stand in the outline."""
    texts: list[Text] = []
    for part in box.records():
        if part.kind == _OUTLINE_TEXT:
            number = struct.unpack_from("<I", part.body)[0]
            return outlined[number] if number < len(outlined) else None
        read_into(part, texts)
    return texts[0] if texts else None
