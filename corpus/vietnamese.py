"""Pure text functions for Vietnamese: they take and return strings and import nothing of ours."""

from __future__ import annotations

import unicodedata


def nfc(text: str) -> str:
    """Canonical composition: the one form in which text enters the product."""
    return unicodedata.normalize("NFC", text)
