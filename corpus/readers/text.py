"""Plain text: ``.txt``. What it holds (prose, Markdown, a page dump, slides) the cleaning finds out; HTML is passed on."""

from __future__ import annotations

import re

from corpus.decoding import decode
from corpus.readers import html
from corpus.readers.reading import Reading

SUFFIXES = (".txt",)

_HTML = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """Decodes ``data``."""
    text = decode(data)
    return html.read(data) if _HTML.match(text) else Reading(text)
