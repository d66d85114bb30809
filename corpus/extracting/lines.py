"""What the lines of all office files have in common: one space between words, and the marks of lists."""

from __future__ import annotations

from typing import Final

BULLETS: Final = ("• ", "◦ ")
"""Before items of the first level, and of those below."""


def even(text: str) -> str:
    """Words with one space between them."""
    return " ".join(text.split())
