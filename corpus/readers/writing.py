"""Blocks of text written one after the other: what a reader of marked-up files hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.cleaning import Form
from corpus.decoding import sound_lines
from corpus.document import Heading
from corpus.readers.grid import Cell, lines
from corpus.readers.reading import Reading
from corpus.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page, NFC; ``tight`` when it follows the one before without a gap; ``level`` of a heading, or 0."""

    text: str
    tight: bool = False
    level: int = 0


def table(rows: Sequence[Sequence[Cell]], *, tight: bool = False) -> list[Block]:
    """The rows of a table; ``tight`` where a caption stands above it."""
    return [Block(nfc(row), tight=number > 0 or tight) for number, row in enumerate(lines(rows))]


def sounded(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The blocks of all pages, those in a font of old converted."""
    lines = iter(sound_lines([block.text for page in pages for block in page]))
    return [[replace(block, text=next(lines)) for block in page] for page in pages]


def written(
    pages: Sequence[Sequence[Block]], title: str | None = None, metadata: Mapping[str, str] | None = None
) -> Reading:
    """The blocks of all pages as one text, form feeds between pages, and where its headings stand."""
    out: list[str] = []
    headings: list[Heading] = []
    length = 0
    for number, page in enumerate(pages):
        for place, block in enumerate(page):
            separator = "" if not out or (number and not place) else "\n" if block.tight else "\n\n"
            length += len(separator)
            if block.level:
                headings.append(Heading(length, length + len(block.text), block.level))
            out += (separator, block.text)
            length += len(block.text)
        if number + 1 < len(pages):
            out.append("\n\n\f")
            length += 3
    return Reading("".join(out), Form.BLOCKS, tuple(headings), title, metadata or {})
