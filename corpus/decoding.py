"""Bytes to text."""

from __future__ import annotations

import unicodedata

from corpus.errors import HoidapError


class DecodingError(HoidapError):
    """The bytes are not text, or text in an encoding that is not read here."""


def decode(data: bytes) -> str:
    """Decodes ``data``."""
    return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
