"""Which lines belong to one sentence, paragraph or item: for text that was cut into lines by its layout.

The layout is told by the text itself: hard-wrapped ``PROSE``, ``SLIDES``, or ``PLAIN`` text with one paragraph on each
line, which is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import Protocol

from corpus.cleaning import marks
from corpus.cleaning.columns import column_widths, goes_on, is_long
from corpus.cleaning.lines import Line
from corpus.cleaning.prose import Prose
from corpus.cleaning.relations import Opened, Relation
from corpus.cleaning.slides import Slides

_VERSE = 60  # a line of verse or of an address is no longer


class Layout(Enum):
    """How a text was cut into lines."""

    PLAIN = "plain"
    PROSE = "prose"
    SLIDES = "slides"


class _Joiner(Protocol):
    def relation(self, number: int, opened: Opened) -> Relation: ...


def layout_of(lines: Sequence[Line]) -> Layout:
    """The layout of ``lines``, by how often a line plainly goes on in the next, and by how many lines are full."""
    adjacent = apart = running_on = running_over = long_lines = 0
    for before, line in pairwise(lines):
        running = goes_on(before, line)
        if line.blanks == 0:
            adjacent += 1
            running_on += running
        else:
            apart += 1
            running_over += running
        long_lines += is_long(before)
    pairs = adjacent + apart
    if pairs == 0 or long_lines * 3 > pairs:
        return Layout.PLAIN
    if running_over * 4 > apart and running_over > running_on:
        widths = column_widths(lines)
        full = sum(len(line.text) >= 0.8 * width for line, width in zip(lines, widths, strict=True))
        return Layout.SLIDES if full < 0.65 * len(lines) else Layout.PROSE  # prose with double spacing
    return Layout.PROSE if (running_on + running_over) * 6 > pairs else Layout.PLAIN


def relations(lines: Sequence[Line], layout: Layout) -> list[Relation]:
    """The relation of each line to the one before it; the first is a BREAK."""
    if not lines:
        return []
    joiners: dict[Layout, type[Prose | Slides | _Plain]] = {
        Layout.PROSE: Prose,
        Layout.SLIDES: Slides,
        Layout.PLAIN: _Plain,
    }
    joiner: _Joiner = joiners[layout](lines)
    found = [Relation.BREAK]
    opened = Opened()
    opened.add(lines[0].text)
    for number in range(1, len(lines)):
        relation = joiner.relation(number, opened)
        found.append(relation)
        if relation is not Relation.JOIN:
            opened = Opened()
        opened.add(lines[number].text)
    return found


class _Plain:
    """One paragraph a line; lists and verse stay together."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._spaced = sum(line.blanks > 0 for line in lines) * 8 > len(lines)  # blank lines part its blocks

    def relation(self, number: int, opened: Opened) -> Relation:
        """What line ``number`` is to the one before it."""
        before, line = self.lines[number - 1], self.lines[number]
        if line.page_top and marks.starts_lower(line.text) and not marks.ends_sentence(before.text):
            return Relation.JOIN
        if line.blanks or marks.is_section_marked(line.text) or marks.is_section_marked(before.text):
            return Relation.BREAK
        if marks.opens_item(line.text):
            return Relation.NEXT if marks.opens_item(before.text) else Relation.BREAK
        verse = self._spaced and max(len(before.text), len(line.text)) <= _VERSE and not marks.opens_item(before.text)
        letterhead = marks.is_letterhead(before.text) or marks.is_letterhead(line.text)
        return Relation.NEXT if verse and not letterhead else Relation.BREAK
