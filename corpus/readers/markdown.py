"""Markdown: ``.md`` and ``.markdown``. The marks stay in the decoded text; the cleaning deletes them."""

from __future__ import annotations

from corpus.cleaning import Form
from corpus.decoding import decode
from corpus.readers.reading import Reading

SUFFIXES = (".md", ".markdown")


def read(data: bytes) -> Reading:
    """Decodes ``data``."""
    return Reading(decode(data), Form.MARKDOWN)
