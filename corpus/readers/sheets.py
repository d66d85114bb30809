"""Excel workbooks: ``.xlsx``. A sheet is a section; rows without a gap between them are a table."""

from __future__ import annotations

import re
from typing import Final

from corpus.decoding import sound
from corpus.readers.apart import extract
from corpus.readers.grid import Cell
from corpus.readers.reading import FILE_NAME, Reading
from corpus.readers.tabular import blocks_of
from corpus.readers.writing import Block, written
from corpus.vietnamese import nfc

SUFFIXES = (".xlsx", ".xlsm")

_UNNAMED: Final = re.compile(r"(?:sheet|trang[ _]?tính|trang)[ _]?\d{0,3}", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """Reads a workbook."""
    blocks: list[Block] = []
    for sheet in extract("sheets", data)["sheets"]:
        own = list(blocks_of([[Cell(nfc(text), *size) for text, *size in row] for row in sheet["rows"]]))
        name = nfc(" ".join(sheet["name"].split()))
        if own and not _UNNAMED.fullmatch(name):
            blocks.append(Block(name, level=1))
        blocks += own
    sound("\n".join(block.text for block in blocks))
    return written([blocks], title=FILE_NAME)
