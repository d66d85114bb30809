"""Web pages in one file: ``.mht`` and ``.mhtml``, as browsers and office programs save them, and many a ``.doc``."""

from __future__ import annotations

import email
import re
from typing import Final

from corpus.decoding import decode
from corpus.readers import html
from corpus.readers.reading import Reading

SUFFIXES = (".mht", ".mhtml")

_BEGINNING: Final = re.compile(
    rb"\s*(?:[\w-]{1,40}:[^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n)*){0,8}MIME-Version:", re.IGNORECASE
)


def is_mhtml(data: bytes) -> bool:
    """Whether a file is one of these, whatever it is called."""
    return _BEGINNING.match(data[:20_000]) is not None


def read(data: bytes) -> Reading:
    """Reads the page, and nothing that came with it."""
    for part in email.message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            return html.read(content)
    return Reading(decode(data))
