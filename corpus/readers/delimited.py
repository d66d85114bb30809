"""Tables as text: ``.csv`` and ``.tsv``, whatever parts the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from corpus.decoding import decode
from corpus.readers.grid import Cell
from corpus.readers.reading import FILE_NAME, Reading
from corpus.readers.tabular import blocks_of
from corpus.readers.writing import written
from corpus.vietnamese import nfc

SUFFIXES = (".csv", ".tsv")

_DELIMITERS: Final = ",;\t|"
_LOOKED_AT: Final = 20_000
"""Characters by which the delimiter is told."""


def read(data: bytes) -> Reading:
    """Reads a table; lines that nothing parts stay lines."""
    text = decode(data)
    rows = _rows(text, _delimiter(text[:_LOOKED_AT]))
    cells = [[Cell(" ".join(nfc(cell).split())) for cell in row] if any(map(str.strip, row)) else [] for row in rows]
    return written([list(blocks_of(cells))], title=FILE_NAME)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(2**31 - 1)  # a file is no larger
    return list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter))


def _delimiter(text: str) -> str:
    """The one by which most rows have equally many cells, at least two; of several the one with the most cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(row) for row in _rows(text, delimiter) if row)
        columns, rows = max(counts.items(), key=lambda one: (one[0] > 1, one[1], one[0]), default=(1, 0))
        return (rows, columns) if columns > 1 else (0, 0)

    return max(_DELIMITERS, key=fit)
