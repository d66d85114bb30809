"""What one line can be to the line before it, and what the lines joined so far leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_PAIRS = {"“": "”", "(": ")", "«": "»"}
_PAIR = re.compile("[“”()«»]")
_DEEPEST = 8


class Relation(Enum):
    """What the next line is to the one before it."""

    JOIN = "join"
    NEXT = "next"  # another item or fragment of the same block: the next line
    BREAK = "break"  # another block


@dataclass(slots=True)
class Opened:
    """The lines joined so far: the first of them, and the quotes and brackets still to close."""

    first: str = ""
    length: int = 0
    lines: int = 0
    closers: list[str] | None = None

    def add(self, text: str) -> None:
        """Takes one more line in."""
        self.first = self.first or text
        self.length += len(text) + 1
        self.lines += 1
        closers = self.closers or []
        for found in _PAIR.finditer(text):
            character = found.group()
            if character in _PAIRS:
                closers.append(_PAIRS[character])
                del closers[:-_DEEPEST]
            elif character in closers:
                del closers[closers.index(character) :]
        self.closers = closers
