"""Excel workbooks: ``.xlsx``. A sheet is a section; rows without a gap between them are a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Final

from corpus.decoding import sound
from corpus.readers.apart import extract
from corpus.readers.grid import Cell, lines
from corpus.readers.reading import FILE_NAME, Reading
from corpus.readers.writing import Block, written
from corpus.vietnamese import nfc

SUFFIXES = (".xlsx", ".xlsm")

_UNNAMED: Final = re.compile(r"(?:sheet|trang[ _]?tính|trang)[ _]?\d{0,3}", re.IGNORECASE)
_FULL: Final = 0.6
"""Share of the cells of a usual row from which a row may be the header; above it stand letterheads and captions."""


def read(data: bytes) -> Reading:
    """Reads a workbook."""
    blocks: list[Block] = []
    for sheet in extract("sheets", data)["sheets"]:
        own = list(_blocks([[Cell(nfc(text), *size) for text, *size in row] for row in sheet["rows"]]))
        name = nfc(" ".join(sheet["name"].split()))
        if own and not _UNNAMED.fullmatch(name):
            blocks.append(Block(name, level=1))
        blocks += own
    sound("\n".join(block.text for block in blocks))
    return written([blocks], title=FILE_NAME)


def _blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    for filled, group in groupby(rows, key=bool):
        if filled:
            yield from _table(list(group))


def _table(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """Rows without a gap between them: what stands above the header is no part of the table."""
    filled = [sum(bool(cell.text) for cell in row) for row in rows]
    usual = max(2, _FULL * median(filled))
    alone = sum(count > 1 for count in filled) < 2
    top = len(rows) if alone else next((number for number, count in enumerate(filled) if count >= usual), len(rows))
    for row in rows[:top]:
        yield from (Block(cell.text) for cell in row if cell.text)
    for number, line in enumerate(lines(rows[top:])):
        yield Block(line, tight=number > 0)
