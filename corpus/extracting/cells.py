"""The cells of a sheet as rows: what a person sees of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Area(NamedTuple):
    """A merged cell: its first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int


def rows_of(said: Mapping[int, Mapping[int, str]], merged: Iterable[Area]) -> list[list[tuple[str, int, int]]]:
    """The rows down to the last that says anything, each of cells: text, columns and rows that it takes up. ``said`` are the
    texts by row and column; an empty row, which parts tables, has no cells."""
    if not said:
        return []
    there = sorted(said)
    areas = {(area.top, area.left): area for area in merged}

    def said_rows(area: Area) -> list[int]:
        """The rows of a merged cell that say anything, its first in any case: only those are written."""
        return [area.top, *there[bisect_right(there, area.top) : bisect_right(there, area.bottom)]]

    first = min(min(cells) for cells in said.values())
    last_of_all = max(max(cells) for cells in said.values())
    covered = {
        (row, column)
        for area in areas.values()
        for row in said_rows(area)
        for column in range(area.left, min(area.right, last_of_all) + 1)
        if (row, column) != (area.top, area.left)
    }
    rows: list[list[tuple[str, int, int]]] = []
    before = 0
    for row in there:
        if rows and row > before + 1:
            rows.append([])
        before = row
        cells = []
        for column in range(first, max(said[row]) + 1):
            if (row, column) in covered:
                continue
            area = areas.get((row, column))
            deep = 1 if area is None else len(said_rows(area))
            wide = 1 if area is None else area.right - area.left + 1
            cells.append((said[row].get(column, ""), wide, deep))
        rows.append(cells)
    return rows
