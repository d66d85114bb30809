"""Regular expressions for names: runs of capitalised words and abbreviations, Vietnamese capitals included."""

from __future__ import annotations

from typing import Final

UPPER: Final = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper())
"""The inside of a character class of capital letters: Latin ranges mix both cases, so they are listed."""

CAPITALISED: Final = rf"[{UPPER}][\w.-]*"
NAME: Final = rf"{CAPITALISED}(?:\s+{CAPITALISED})+|\b[A-ZĐ]{{2,8}}\b"
"""Two or more capitalised words in a row, or an abbreviation."""
