"""What the sheets of an Excel workbook say: the cells as they are shown, not as they are computed."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from corpus.extracting.archive import unfit
from corpus.extracting.cells import Area, rows_of
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
    """Only cells that exist are looked at: a sheet may have a million rows."""
    said: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet._cells.items():
        if text := _text(cell, notation):
            said.setdefault(row, {})[column] = text
    merged = (Area(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges)
    return rows_of(said, merged)


def _text(cell: Any, notation: Notation) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":  # an error is shown, but says nothing
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float | datetime | date | time | timedelta):
        return shown(value, cell.number_format or "", notation)
    return " ".join(str(value).split())
