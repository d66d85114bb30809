"""Lines of a decoded text, and the units (paragraphs, headings, items, rows) that cleaning makes of them.

Both speak of the decoded text by offsets only, so that nothing can be inserted, moved or altered on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

# Not str.splitlines: it also splits at the separators U+001C to U+001E, which are mere control characters here.
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")

Interval = tuple[int, int]


@dataclass(slots=True)
class Line:
    """A line that holds something: ``decoded[start:end] == text``, trimmed.

    ``blanks`` counts the empty lines before it, ``indent`` and ``trailing`` the white space around it;
    ``page_top`` marks the first line after a form feed.
    """

    start: int
    end: int
    text: str
    blanks: int
    indent: int
    trailing: int
    page_top: bool = False


class Kind(Enum):
    """What a unit is to a reader."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"


@dataclass(slots=True)
class Unit:
    """One line of the cleaned text: stretches of the decoded text, in order.

    ``cells`` are the decoded offsets at which a further cell of a table row begins; ``tight`` says that the unit follows
    the one before it on the next line, with no blank line between; ``level`` is a declared heading's, from 1.
    """

    spans: list[Interval]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    tight: bool = False
    cells: tuple[int, ...] = ()
    deletions: list[Interval] = field(default_factory=list)

    def text(self, decoded: str) -> str:
        """The unit as one line, before inline deletions: for looking at, not for offsets."""
        return " ".join(" ".join(decoded[start:end] for start, end in self.spans).split())


def split_lines(decoded: str, start: int = 0) -> list[Line]:
    """The non-empty lines of ``decoded[start:]``."""
    lines: list[Line] = []
    position, blanks, page_top = start, 0, False
    size = len(decoded)
    while position <= size:
        found = _LINE_BREAK.search(decoded, position)
        end, following = (found.start(), found.end()) if found else (size, size + 1)
        raw = decoded[position:end]
        text = raw.strip()
        if text:
            indent = len(raw) - len(raw.lstrip())
            first = position + indent
            lines.append(Line(first, first + len(text), text, blanks, indent, len(raw) - indent - len(text), page_top))
            blanks, page_top = 0, False
        elif found is None or found.group() != "\f":
            blanks += 1
        if found is not None and found.group() == "\f":
            page_top = True
        position = following
    return lines


def without(lines: Iterable[Line], dropped: set[int]) -> list[Line]:
    """The lines whose number is not in ``dropped``; the blank lines around a dropped one count for the next."""
    kept: list[Line] = []
    blanks, page_top = 0, False
    for number, line in enumerate(lines):
        if number in dropped:
            blanks, page_top = max(blanks, line.blanks), page_top or line.page_top
            continue
        line.blanks, line.page_top = max(blanks, line.blanks), page_top or line.page_top
        blanks, page_top = 0, False
        kept.append(line)
    return kept
