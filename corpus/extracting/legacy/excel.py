"""What the sheets of an Excel workbook of before XML say (``.xls``): the cells as they are shown, not as they are computed."""

from __future__ import annotations

import io
from typing import Any

from corpus.extracting.archive import wrapped
from corpus.extracting.cells import Area, rows_of
from corpus.extracting.lines import even
from corpus.extracting.numbers import Notation, shown


def extract(data: bytes) -> dict[str, Any]:
    """``sheets``, as of ``corpus.extracting.sheets``."""
    import xlrd

    if error := wrapped(data):
        return error
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        return {"error": "encrypted" if "encrypted" in str(error).lower() else "damaged"}
    sheets = [sheet for sheet in book.sheets() if not sheet.visibility]
    notation = Notation.of(
        str(cell.value)
        for sheet in sheets
        for row in range(sheet.nrows)
        for cell in sheet.row(row)
        if cell.ctype == xlrd.XL_CELL_TEXT
    )
    return {"sheets": [{"name": sheet.name, "rows": _rows(book, sheet, notation)} for sheet in sheets]}


def _rows(book: Any, sheet: Any, notation: Notation) -> list[list[tuple[str, int, int]]]:
    said: dict[int, dict[int, str]] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if text := _text(book, sheet.cell(row, column), notation):
                said.setdefault(row, {})[column] = text
    merged = (Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return rows_of(said, merged)


def _text(book: Any, cell: Any, notation: Notation) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return even(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(bool(cell.value)).upper()
    if cell.ctype not in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:  # an error is shown, but says nothing
        return ""
    form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        number = cell.value
        return shown(int(number) if number.is_integer() else number, form, notation)
    try:
        when = xlrd.xldate_as_datetime(cell.value, book.datemode)
    except (ValueError, OverflowError):
        return ""
    return shown(when if cell.value >= 1 else when.time(), form, notation)
