"""PowerPoint files: ``.pptx``. A slide is a page and a section under its title; tables, charts, diagrams and notes are read."""

from __future__ import annotations

from corpus.decoding import sound
from corpus.readers.apart import extract
from corpus.readers.grid import Cell
from corpus.readers.reading import Reading
from corpus.readers.writing import Block, table, written
from corpus.vietnamese import nfc

SUFFIXES = (".pptx", ".pptm")


def read(data: bytes) -> Reading:
    """Reads a PowerPoint file."""
    slides: list[list[Block]] = []
    for slide in extract("slides", data)["slides"]:
        blocks: list[Block] = []
        listed = False
        for line in slide:
            if "rows" in line:
                blocks += table([[Cell(*cell) for cell in row] for row in line["rows"]])
                listed = False
            else:
                item = bool(line.get("item"))
                level = 1 if line.get("title") else 0
                blocks.append(Block(nfc(line["text"]), tight=item and listed, level=level))
                listed = item
        slides.append(blocks)
    sound("\n".join(block.text for blocks in slides for block in blocks))
    title = next((block.text for blocks in slides for block in blocks if block.level), None)
    return written(slides, title)
