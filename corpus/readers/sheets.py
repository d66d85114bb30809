"""Excel workbooks: ``.xlsx`` and ``.xls``. A sheet is a section; rows without a gap between them are a table.

Many an ``.xls`` is a web page or a text inside, and is read as that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from corpus.readers import delimited, html
from corpus.readers.apart import OLE, ZIP, extract
from corpus.readers.grid import Cell
from corpus.readers.reading import FILE_NAME, Reading
from corpus.readers.tabular import blocks_of
from corpus.readers.writing import Block, sounded, written
from corpus.vietnamese import nfc

SUFFIXES = (".xlsx", ".xlsm", ".xls")

_UNNAMED: Final = re.compile(r"(?:sheet|trang[ _]?tính|trang)[ _]?\d{0,3}", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """Reads a workbook, whatever it is inside."""
    if data.startswith((OLE, ZIP)):
        return workbook(extract("legacy.excel" if data.startswith(OLE) else "sheets", data)["sheets"])
    return html.read(data) if data.lstrip().startswith(b"<") else delimited.read(data)


def workbook(sheets: Sequence[Mapping[str, Any]]) -> Reading:
    """Sheets with their names and their rows of cells as one text."""
    blocks: list[Block] = []
    for sheet in sheets:
        own = list(blocks_of([[Cell(nfc(text), *size) for text, *size in row] for row in sheet["rows"]]))
        name = nfc(" ".join(sheet["name"].split()))
        if own and not _UNNAMED.fullmatch(name):
            blocks.append(Block(name, level=1))
        blocks += own
    return written(sounded([blocks]), title=FILE_NAME)
