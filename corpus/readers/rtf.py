"""Files in Rich Text Format: ``.rtf``, and many a ``.doc``."""

from __future__ import annotations

from corpus.readers.apart import extract
from corpus.readers.reading import Reading
from corpus.readers.told import reading_of

SUFFIXES = (".rtf",)
BEGINNING = b"{\\rtf"


def read(data: bytes) -> Reading:
    """Reads a file in Rich Text Format."""
    return reading_of([extract("rtf", data)["blocks"]])
