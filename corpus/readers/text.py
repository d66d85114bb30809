"""Plain text: ``.txt``. What it holds (prose, Markdown, a page dump, slides) the cleaning finds out."""

from __future__ import annotations

from corpus.decoding import decode
from corpus.readers.reading import Reading

SUFFIXES = (".txt",)


def read(data: bytes) -> Reading:
    """Decodes ``data``."""
    return Reading(decode(data))
