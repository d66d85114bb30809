"""Word files: ``.docx``. Headings, lists, tables and notes by their styles, read as the HTML that says the same."""

from __future__ import annotations

import re
from typing import Final

from corpus.readers import html
from corpus.readers.apart import extract
from corpus.readers.reading import Reading

SUFFIXES = (".docx",)

_NOTE_MARK: Final = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]{1,40}" id="[^"]{1,60}">\[\d{1,4}\]</a></sup>')
_NOTE_BACK: Final = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]{1,40}">\u2191</a>')


def read(data: bytes) -> Reading:
    """Reads a Word file."""
    found: str = extract("word", data)["html"]
    body = _NOTE_BACK.sub("", _NOTE_MARK.sub("", found))
    return html.read(f'<!doctype html><meta charset="utf-8"><body>{body}</body>'.encode())
