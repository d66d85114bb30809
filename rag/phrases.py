"""The only words of ours that may stand in an answer: markers, bullets, the ellipsis and these phrases.

Everything else in an answer is copied from a passage; a test holds answers against this list.
"""

from __future__ import annotations

from typing import Final

NO_EVIDENCE: Final = {
    "vi": "Tài liệu không nói đến điều này.",
    "en": "The documents do not say.",
}
"""The whole text of an answer without evidence."""

ELLIPSIS: Final = "…"
BULLET: Final = "- "

PHRASES: Final = (*NO_EVIDENCE.values(), ELLIPSIS, BULLET.strip())


def marker(number: int) -> str:
    """The marker of source card ``number``, from 1."""
    return f"[{number}]"
