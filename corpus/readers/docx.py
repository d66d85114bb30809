"""Word files since XML. Headings, lists, tables and notes by their styles, read as the HTML that says the same."""

from __future__ import annotations

import re
from typing import Final

from corpus.readers import html
from corpus.readers.apart import extract
from corpus.readers.reading import Reading

_NOTE_MARK: Final = re.compile(r'<sup><a href="#(?:foot|end)note-[^"]{1,40}" id="[^"]{1,60}">\[\d{1,4}\]</a></sup>')
_NOTE_BACK: Final = re.compile(r' ?<a href="#(?:foot|end)note-ref-[^"]{1,40}">\u2191</a>')
_NOTES: Final = re.compile(r'<ol>(?=\s*<li id="(?:foot|end)note-)(.*)</ol>\s*\Z', re.DOTALL)
_BLOCK_END: Final = re.compile(r"(?<=</p>)|(?<=</li>)|(?<=</h\d>)")


def read(data: bytes) -> Reading:
    """Reads a Word file."""
    found: str = extract("docx", data)["html"]
    # Fonts of old are told line by line.
    body = _NOTE_BACK.sub("", _NOTE_MARK.sub("", _BLOCK_END.sub("\n", found)))
    # Without marks, the numbers of notes say nothing.
    body = _NOTES.sub(lambda notes: re.sub("<(/?)li\\b", r"<\1div", notes[1]), body)
    return html.read(f'<!doctype html><meta charset="utf-8"><body>{body}</body>'.encode())
