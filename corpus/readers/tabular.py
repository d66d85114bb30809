"""The cells of a whole sheet as blocks of text: tables, letterheads, captions, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Final

from corpus.readers.grid import Cell
from corpus.readers.writing import Block, table

_FULL: Final = 0.6
"""Share of the cells of a usual row from which a row may be the header; above it stand letterheads and captions."""


def blocks_of(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """The tables of a sheet, and what stands between them; a row without cells parts them."""
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
    yield from table(rows[top:])
