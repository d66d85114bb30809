"""What the sheets of an Excel workbook say: the cells as they are shown, not as they are computed."""

from __future__ import annotations

import io
from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from corpus.extracting.archive import unfit
from corpus.extracting.numbers import Notation, shown

_MOST_CELLS: Final = 3_000_000


def extract(data: bytes) -> dict[str, Any]:
    """``sheets``, those that are not hidden, each with its ``name`` and its ``rows`` of cells: text, columns and rows that it
    takes up; an empty row has no cells."""
    import openpyxl

    if error := unfit(data):
        return error
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if sum(len(sheet._cells) for sheet in sheets) > _MOST_CELLS:
        return {"error": "large"}
    notation = Notation.of(
        cell.value for sheet in sheets for cell in sheet._cells.values() if isinstance(cell.value, str)
    )
    return {"sheets": [{"name": sheet.title, "rows": _rows(sheet, notation)} for sheet in sheets]}


def _rows(sheet: Any, notation: Notation) -> list[list[tuple[str, int, int]]]:
    """The rows down to the last that says anything. Only cells that exist are looked at: a sheet may have a million rows."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    said: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        if text := _text(cell, notation):
            said.setdefault(row, {})[column] = text
    if not said:
        return []
    there = sorted(said)

    def said_rows(area: Any) -> list[int]:
        """The rows of a merged cell that say anything, its first in any case: only those are written."""
        inside = there[bisect_right(there, area.min_row) : bisect_right(there, area.max_row)]
        return [area.min_row, *inside]

    covered = {
        (row, column)
        for area in merged.values()
        for row in said_rows(area)
        for column in range(area.min_col, area.max_col + 1)
        if (row, column) != (area.min_row, area.min_col)
    }
    first = min(min(cells) for cells in said.values())
    rows: list[list[tuple[str, int, int]]] = []
    before = 0
    for row in there:
        if before and row > before + 1:
            rows.append([])
        before = row
        last = max(said[row])
        cells = []
        for column in range(first, last + 1):
            if (row, column) in covered:
                continue
            area = merged.get((row, column))
            deep = 1 if area is None else len(said_rows(area))
            wide = 1 if area is None else area.max_col - area.min_col + 1
            cells.append((said[row].get(column, ""), wide, deep))
        rows.append(cells)
    return rows


def _text(cell: Any, notation: Notation) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":  # an error is shown, but says nothing
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float | datetime | date | time | timedelta):
        return shown(value, cell.number_format or "", notation)
    return " ".join(str(value).split())
