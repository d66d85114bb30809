"""Word files: ``.docx``, and ``.doc`` of before XML. Many a ``.doc`` is of another kind, and is read as what it is."""

from __future__ import annotations

from corpus.readers import docx, mhtml, rtf, text
from corpus.readers.apart import OLE, ZIP, extract
from corpus.readers.reading import Reading
from corpus.readers.told import reading_of

SUFFIXES = (".docx", ".docm", ".dotx", ".doc", ".dot")


def read(data: bytes) -> Reading:
    """Reads a Word file, whatever it is inside."""
    if data.startswith(OLE):
        return reading_of([extract("legacy.word", data)["blocks"]])
    if data.startswith(ZIP):
        return docx.read(data)
    if data.lstrip().startswith(rtf.BEGINNING):
        return rtf.read(data)
    return mhtml.read(data) if mhtml.is_mhtml(data) else text.read(data)
