"""Slides: fragments, often with a blank line after each. A line goes on only where its end or the next beginning says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.cleaning import marks
from corpus.cleaning.lines import Line
from corpus.cleaning.relations import Opened, Relation

_LOOK_AHEAD = 16
_LONGEST_QUOTE = 1600
_LONGEST_LABEL = 60


class Slides:
    """Decides line by line, remembering what the slide has shown so far."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._slide_gap = _slide_gap(lines)
        self._neighbours = _neighbours(lines)
        self._dangling = 0  # labels that wait for their values
        self._outer = self._glyph = ""  # the first bullet of the slide, and the last
        if lines:
            self._bulleted(lines[0])

    def relation(self, number: int, opened: Opened) -> Relation:
        """What line ``number`` is to the one before it."""
        before, line = self.lines[number - 1], self.lines[number]
        if line.page_top or line.blanks >= self._slide_gap:
            self._dangling, self._outer, self._glyph = 0, "", ""
            self._bulleted(line)
            return Relation.BREAK
        if marks.opens_item(line.text):
            self._count_labels(before, line)
            return self._item_of_slide(before, line)
        if self._closes_later(number, opened) or marks.ends_open(before.text) or line.text.startswith("("):
            return Relation.JOIN
        if marks.is_capitals(before.text) or marks.is_capitals(line.text):
            both = marks.is_capitals(before.text) and marks.is_capitals(line.text)
            return Relation.JOIN if both else Relation.BREAK
        return self._unmarked(number)

    def _unmarked(self, number: int) -> Relation:
        """No marker, nothing open: the first letter and the end of the line before must tell."""
        before, line = self.lines[number - 1], self.lines[number]
        section = marks.is_section_marked(before.text)
        apart = Relation.BREAK if section else Relation.NEXT
        if marks.ends_sentence(before.text):
            return apart
        if marks.starts_lower(line.text):
            if self._dangling:
                self._dangling -= 1
                return apart
            return Relation.JOIN
        if before.text.endswith(":"):
            return Relation.JOIN if self._label_and_value(number) else apart
        if before.text.endswith(";"):
            return apart
        goes_on = before.trailing > 0 or marks.ends_counting(before.text, line.text) or self._abbreviated(before, line)
        return Relation.JOIN if goes_on and not section else apart

    def _item_of_slide(self, before: Line, line: Line) -> Relation:
        """A new item: a block of its own where a section begins or a list goes back to its outer bullet."""
        before_glyph, glyph = self._glyph, self._bulleted(line)
        if marks.is_section_marked(line.text) != marks.is_section_marked(before.text) or marks.is_capitals(before.text):
            return Relation.BREAK
        changed = bool(glyph and before_glyph) and glyph != before_glyph
        return Relation.BREAK if changed and (glyph == self._outer or line.text.endswith(":")) else Relation.NEXT

    def _bulleted(self, line: Line) -> str:
        """Remembers the bullet of an item; the first one of a slide is the outer one."""
        glyph = marks.glyph(line.text)
        self._outer = self._outer or glyph
        self._glyph = glyph or self._glyph
        return glyph

    def _count_labels(self, before: Line, line: Line) -> None:
        """Empty labels in a row ("+ Mục đích:", "+ Hành vi:") wait for values that come later in file order."""
        same = marks.glyph(before.text) == marks.glyph(line.text) and before.text[0] == line.text[0]
        if same and before.text.endswith(":") and (self._dangling or line.text.endswith(":")):
            self._dangling += 1

    def _label_and_value(self, number: int) -> bool:
        """Whether label and value alternate here: "Trưởng ban:", "Thủ tướng", "Phó ban:", "Phó Thủ tướng"."""
        return self._is_pair(number - 1) and (self._is_pair(number - 3) or self._is_pair(number + 1))

    def _is_pair(self, number: int) -> bool:
        if number < 0 or number + 1 >= len(self.lines):
            return False
        label, value = self.lines[number], self.lines[number + 1]
        plain = not (marks.opens_item(label.text) or marks.opens_item(value.text) or value.text.endswith(":"))
        short = len(label.text) <= _LONGEST_LABEL and len(value.text) <= _LONGEST_LABEL
        return plain and short and label.text.endswith(":") and value.blanks < self._slide_gap and not value.page_top

    def _abbreviated(self, before: Line, line: Line) -> bool:
        """Whether an abbreviation goes on with the line before: known as its neighbour, or alone after a phrase."""
        first = line.text.split(None, 1)[0]
        if not marks.is_abbreviation(first) or marks.is_abbreviation(before.text):
            return False
        last = before.text.rsplit(None, 1)[-1]
        alone = line.text == first and not marks.opens_item(before.text) and len(before.text.split()) <= 3
        return alone or (last, first) in self._neighbours

    def _closes_later(self, number: int, opened: Opened) -> bool:
        """Whether a quote or bracket is open that one of the next lines closes."""
        if not opened.closers or opened.length > _LONGEST_QUOTE:
            return False
        closer = opened.closers[-1]
        for ahead in range(number, min(number + _LOOK_AHEAD, len(self.lines))):
            line = self.lines[ahead]
            if line.page_top or line.blanks >= self._slide_gap or marks.opens_item(line.text):
                return False
            if closer in line.text:
                return True
        return False


def _neighbours(lines: Sequence[Line]) -> frozenset[tuple[str, str]]:
    """Words that stand before an abbreviation on the same line, with it."""
    found: set[tuple[str, str]] = set()
    for line in lines:
        words = line.text.split()
        found.update(pair for pair in pairwise(words) if marks.is_abbreviation(pair[1]))
    return frozenset(found)


def _slide_gap(lines: Sequence[Line]) -> int:
    """From how many blank lines on a gap separates two slides: more than the usual gap between fragments."""
    gaps = Counter(line.blanks for line in lines[1:] if line.blanks)
    usual = gaps.most_common(1)[0][0] if gaps else 1
    return usual + 1
