"""OpenDocument files, as LibreOffice writes them: ``.odt``, ``.ods`` and ``.odp``."""

from __future__ import annotations

from corpus.readers.apart import extract
from corpus.readers.reading import Reading
from corpus.readers.sheets import workbook
from corpus.readers.told import reading_of

SUFFIXES = (".odt", ".ods", ".odp")


def read(data: bytes) -> Reading:
    """Reads a text, a workbook or slides."""
    found = extract("opendocument", data)
    if "sheets" in found:
        return workbook(found["sheets"])
    return reading_of(found["slides"] if "slides" in found else [found["blocks"]])
