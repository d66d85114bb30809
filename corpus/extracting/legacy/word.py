"""What a Word file of the time before XML says (``.doc`` of Word 97 to 2003): paragraphs, lists and tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from corpus.extracting.archive import wrapped
from corpus.extracting.counters import marks_item
from corpus.extracting.legacy.word_format import Binary, Paragraph, Story
from corpus.extracting.lines import even

_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13\x14\x15"
_CELL_END: Final = "\x07"
_FIELDS: Final = re.compile("([\x13\x14\x15])")
_UNSAID: Final = re.compile("[\x00-\x06\x08\ufffc]")
"""Places of notes, pictures and comments."""
_HYPHENS: Final = {0x1E: "-", 0x1F: "\N{SOFT HYPHEN}"}
_SAME_EDGE: Final = 60
"""Twentieths of a point: cells whose edges lie no further apart stand in one column."""

Block = dict[str, Any]


def extract(data: bytes) -> dict[str, Any]:
    """``blocks`` in their order: ``text`` with the ``level`` of a heading (or 0), which list it is an ``item`` of (or 0) and
    whether it ``goes_on`` with the line before; or ``rows`` of cells, each with its text, columns and rows that it takes up."""
    import olefile

    if error := wrapped(data):
        return error
    with olefile.OleFileIO(io.BytesIO(data)) as parts:
        document = parts.openstream("WordDocument").read()
        if Binary.is_older(document):
            return {"error": "old"}
        if Binary.is_encrypted(document):
            return {"error": "encrypted"}
        binary = Binary(document, parts.openstream(Binary.table_name(document)).read())
    return {"blocks": [block for story in Story for block in _blocks(binary.paragraphs(story))]}


def _blocks(paragraphs: Iterable[Paragraph]) -> Iterator[Block]:
    """The blocks of one story, its tables put together."""
    table = _Table()
    for paragraph in _shown(paragraphs):
        if paragraph.in_table:
            table.add(paragraph)
            continue
        yield from table.taken()
        yield from _said(paragraph)
    yield from table.taken()


def _shown(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs with what is shown of fields: their results, not their instructions. Fields run over paragraphs."""
    instructions: list[bool] = []
    for paragraph in paragraphs:
        kept = []
        for part in _FIELDS.split(paragraph.text):
            if part == _FIELD_BEGIN:
                instructions.append(True)
            elif part == _FIELD_RESULT and instructions:
                instructions[-1] = False
            elif part == _FIELD_END and instructions:
                instructions.pop()
            elif part not in {_FIELD_RESULT, _FIELD_END} and not any(instructions):
                kept.append(part)
        yield paragraph.saying(_UNSAID.sub("", "".join(kept)).translate(_HYPHENS))


def _said(paragraph: Paragraph) -> Iterator[Block]:
    lines = [line for line in map(even, paragraph.text.split("\x0b")) if line]
    for number, line in enumerate(lines):
        yield {
            "text": line if number else f"{paragraph.label}{line}",
            "level": 0 if number else paragraph.heading,
            "item": paragraph.list_number if marks_item(paragraph.label) else 0,
            "goes_on": number > 0,
        }


@dataclass(slots=True)
class _Table:
    """The rows read so far of the table that is being read."""

    rows: list[tuple[list[str], Paragraph]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    def add(self, paragraph: Paragraph) -> None:
        """A paragraph of a cell, or the end of a row."""
        if paragraph.row_end:
            if self.cells:
                self.rows.append((self.cells, paragraph))
            self.cells, self.cell = [], []
            return
        self.cell += [block["text"] for block in _said(paragraph)]
        if paragraph.mark == _CELL_END and paragraph.depth <= 1:
            self.cells.append(" ".join(self.cell))
            self.cell = []

    def taken(self) -> Iterator[Block]:
        """The table, if there is one, which then is empty."""
        rows, self.rows = self.rows, []
        self.cells, self.cell = [], []
        if rows:
            yield {"rows": _grid(rows)}


def _grid(rows: list[tuple[list[str], Paragraph]]) -> list[list[tuple[str, int, int]]]:
    """The cells with the columns and rows that they take up, by where their edges lie."""
    edges: list[int] = []
    for edge in sorted({edge for _, end in rows for edge in end.edges}):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)

    def column(edge: int) -> int:
        return max((place for place, one in enumerate(edges) if one <= edge), default=0)

    grid: list[list[list[Any]]] = []
    above: dict[int, list[Any]] = {}
    for cells, end in rows:
        row: list[list[Any]] = []
        known = len(end.edges) == len(cells) + 1 and len(end.joined) == len(cells)
        for place, text in enumerate(cells):
            left = column(end.edges[place]) if known else place
            wide = max(column(end.edges[place + 1]) - left, 1) if known else 1
            joined = end.joined[place] if known else ""
            if joined == "left" and row:
                row[-1][1] += wide
            elif joined == "above" and left in above:
                above[left][2] += 1
            else:
                above[left] = [text, wide, 1]
                row.append(above[left])
        grid.append(row)
    return [[(text, wide, deep) for text, wide, deep in row] for row in grid]
