"""What ``corpus.extracting`` tells of a page or a slide, line by line, as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.readers.grid import Cell
from corpus.readers.reading import Reading
from corpus.readers.writing import Block, sounded, table, written
from corpus.vietnamese import nfc

Line = Mapping[str, Any]
"""``text``, and where they are told the ``level`` of a heading, which list it is an ``item`` of, whether it ``goes_on`` with
the line before; or ``rows`` of cells: text, columns and rows that one takes up."""


def reading_of(pages: Sequence[Sequence[Line]]) -> Reading:
    """The lines of all pages. The title is the heading that they begin with; of several pages it may come later."""
    blocks = sounded([_blocks(page) for page in pages])
    said = [block for page in blocks for block in page]
    title = next((block.text for block in said[: None if len(pages) > 1 else 1] if block.level == 1), None)
    return written(blocks, title)


def _blocks(page: Sequence[Line]) -> list[Block]:
    blocks: list[Block] = []
    listed = 0
    for line in page:
        if "rows" in line:
            blocks += table([[Cell(nfc(text), *size) for text, *size in row] for row in line["rows"]])
            listed = 0
        else:
            item = int(line.get("item", 0))
            tight = bool(line.get("goes_on")) or (item > 0 and item == listed)
            blocks.append(Block(nfc(line["text"]), tight=tight, level=line.get("level", 0)))
            listed = item
    return blocks
