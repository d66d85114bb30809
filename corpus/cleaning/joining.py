"""Which lines belong to one sentence, paragraph or item: for text that was cut into lines by its layout.

Two layouts are told apart by the text itself. ``PROSE`` is hard-wrapped running text (articles from a PDF, mails):
a full line goes on in the next one. ``SLIDES`` are fragments, often with a blank line after each: a line goes on only
where its end or the next beginning says so. ``PLAIN`` text has one paragraph on each line and is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from corpus.cleaning import marks
from corpus.cleaning.lines import Line

_LONG_LINE = 240
_LOOK_AHEAD = 16
_LONGEST_QUOTE = 1600
_LONGEST_LABEL = 60
_VERSE = 60  # a line of verse or of an address is no longer
_STEP, _REACH = 8, 12  # lines: how finely, and how far around, the column is measured
_PAIRS = {"“": "”", "(": ")", "«": "»"}
_ALONE = (marks.is_letterhead, marks.is_byline)
_PAIR = re.compile("[“”()«»]")
_DEEPEST = 8


class Layout(Enum):
    """How a text was cut into lines."""

    PLAIN = "plain"
    PROSE = "prose"
    SLIDES = "slides"


class Relation(Enum):
    """What the next line is to the one before it."""

    JOIN = "join"
    NEXT = "next"  # another item or fragment of the same block: the next line
    BREAK = "break"  # another block


def layout_of(lines: Sequence[Line]) -> Layout:
    """The layout of ``lines``, by how often a line plainly goes on in the next, and by how many lines are full."""
    adjacent = apart = running_on = running_over = long_lines = 0
    for before, line in pairwise(lines):
        goes_on = _goes_on(before, line)
        if line.blanks == 0:
            adjacent += 1
            running_on += goes_on
        else:
            apart += 1
            running_over += goes_on
        long_lines += len(before.text) >= _LONG_LINE
    pairs = adjacent + apart
    if pairs == 0 or long_lines * 3 > pairs:
        return Layout.PLAIN
    if running_over * 4 > apart and running_over > running_on:
        widths = _column_widths(lines)
        full = sum(len(line.text) >= 0.8 * width for line, width in zip(lines, widths, strict=True))
        return Layout.SLIDES if full < 0.65 * len(lines) else Layout.PROSE  # prose with double spacing
    return Layout.PROSE if (running_on + running_over) * 6 > pairs else Layout.PLAIN


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a sentence plainly runs from one line into the next."""
    if not marks.starts_lower(line.text) or len(before.text) >= _LONG_LINE:
        return False
    return not marks.opens_item(line.text) and not marks.ends_sentence(before.text)


@dataclass(slots=True)
class _Open:
    """What the lines joined so far leave open."""

    length: int = 0
    lines: int = 0
    closers: list[str] | None = None

    def add(self, text: str) -> None:
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


class Joiner:
    """Decides line by line; a whole text at a time, since neighbours tell how wide the column is."""

    def __init__(self, lines: Sequence[Line], layout: Layout) -> None:
        self.lines = lines
        self.layout = layout
        self._widths = _column_widths(lines)
        self._usual_trailing = Counter(line.trailing for line in lines).most_common(1)[0][0] if lines else 0
        self._spaced = sum(line.blanks > 0 for line in lines) * 8 > len(lines)  # blank lines part its blocks
        self._spacing = _line_spacing(lines)
        self._slide_gap = _slide_gap(lines) if layout is Layout.SLIDES else 0
        self._dangling = 0
        self._outer = self._glyph = ""
        self._neighbours = _neighbours(lines) if layout is Layout.SLIDES else frozenset()

    def relations(self) -> list[Relation]:
        """The relation of each line to the one before it; the first is a BREAK."""
        if not self.lines:
            return []
        decide = {Layout.PROSE: self._prose, Layout.SLIDES: self._slides, Layout.PLAIN: self._plain}[self.layout]
        relations = [Relation.BREAK]
        opened = _Open()
        opened.add(self.lines[0].text)
        self._bulleted(self.lines[0])
        for number in range(1, len(self.lines)):
            relation = decide(number, opened)
            relations.append(relation)
            if relation is not Relation.JOIN:
                opened = _Open()
            opened.add(self.lines[number].text)
        return relations

    # -- one paragraph a line -------------------------------------------------------------------------------------

    def _plain(self, number: int, opened: _Open) -> Relation:
        before, line = self.lines[number - 1], self.lines[number]
        if line.blanks or marks.is_section_marked(line.text) or marks.is_section_marked(before.text):
            return Relation.BREAK
        if marks.opens_item(line.text):
            return Relation.NEXT if marks.opens_item(before.text) else Relation.BREAK
        verse = self._spaced and max(len(before.text), len(line.text)) <= _VERSE and not marks.opens_item(before.text)
        letterhead = marks.is_letterhead(before.text) or marks.is_letterhead(line.text)
        return Relation.NEXT if verse and not letterhead else Relation.BREAK

    # -- hard-wrapped prose ---------------------------------------------------------------------------------------

    def _prose(self, number: int, opened: _Open) -> Relation:
        before, line = self.lines[number - 1], self.lines[number]
        near = line.blanks <= self._spacing
        ended = marks.ends_sentence(before.text)
        if marks.is_bullet(line.text) or marks.is_dated(line.text):
            return self._item(number)
        if marks.is_marked(line.text) and not (near and not ended and self._runs_in(number)):
            return self._item(number)
        if any(stands_alone(text) for text in (before.text, line.text) for stands_alone in _ALONE):
            return Relation.BREAK
        if marks.is_capitals(before.text):
            return (
                Relation.JOIN if marks.is_capitals(line.text) and line.blanks <= self._spacing + 1 else Relation.BREAK
            )
        if marks.is_capitals(line.text) and not marks.ends_open(before.text):
            return Relation.BREAK
        if ended:
            indented = line.indent > before.indent + 1
            return Relation.JOIN if near and not indented and self._full(number, 0.93) else Relation.BREAK
        return self._prose_open(number, opened)

    def _prose_open(self, number: int, opened: _Open) -> Relation:
        """The line before does not end a sentence."""
        before, line = self.lines[number - 1], self.lines[number]
        near = line.blanks <= self._spacing
        if marks.starts_lower(line.text) or (marks.ends_open(before.text) and self._full(number, 0.6)):
            return Relation.JOIN
        if before.text.endswith(":") and not (marks.starts_quoted(line.text) and self._full(number, 0.6)):
            return Relation.JOIN if near and self._full(number, 0.93) else Relation.BREAK
        heading = opened.lines == 1 and marks.is_marked(before.text)
        end_of_paragraph = before.trailing > self._usual_trailing and not before.text.endswith(";")
        if heading and (end_of_paragraph or not self._full(number, 1.0)):
            return Relation.BREAK
        return Relation.JOIN if self._full(number, 0.75) else Relation.BREAK

    def _runs_in(self, number: int) -> bool:
        """Whether a marker at the beginning of a line is one inside a paragraph: a full line stands before it.

        After a colon or a semicolon only ``i)`` does so: articles enumerate with it inside a sentence.
        """
        before, line = self.lines[number - 1], self.lines[number]
        if before.text.endswith((":", ";")) and not marks.is_run_in(line.text):
            return False
        return self._full(number, 0.9)

    def _item(self, number: int) -> Relation:
        """A marked line: the next line of a list, or a block of its own."""
        before, line = self.lines[number - 1], self.lines[number]
        listed = marks.is_bullet(line.text) or marks.is_dated(line.text)
        return Relation.NEXT if listed and line.blanks <= 1 and marks.opens_item(before.text) else Relation.BREAK

    def _full(self, number: int, slack: float) -> bool:
        """Whether the first word of this line would not have fitted at the end of the line before it."""
        before, line = self.lines[number - 1], self.lines[number]
        first = len(line.text.split(None, 1)[0])
        return len(before.text) + 1 + first > self._widths[number - 1] * slack

    # -- slides ---------------------------------------------------------------------------------------------------

    def _slides(self, number: int, opened: _Open) -> Relation:
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
        return self._slides_open(number)

    def _slides_open(self, number: int) -> Relation:
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

    def _closes_later(self, number: int, opened: _Open) -> bool:
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


def _column_widths(lines: Sequence[Line]) -> list[int]:
    """How wide the column is at each line: what four lines in five around it do not exceed.

    Never less than half of what holds for the whole text, so that a run of short lines does not count as full.
    """
    lengths = [len(line.text) for line in lines]
    if not lengths:
        return []
    least = _most(lengths) // 2
    widths: list[int] = []
    for start in range(0, len(lengths), _STEP):
        width = max(least, _most(lengths[max(0, start - _REACH) : start + _STEP + _REACH]))
        widths += [width] * min(_STEP, len(lengths) - start)
    return widths


def _most(lengths: Sequence[int]) -> int:
    return sorted(lengths)[len(lengths) * 4 // 5]


def _line_spacing(lines: Sequence[Line]) -> int:
    """How many blank lines stand between the lines of one paragraph: 0, or 1 where all is double-spaced."""
    spacings = Counter(line.blanks for before, line in pairwise(lines) if _goes_on(before, line))
    return min(spacings.most_common(1)[0][0], 1) if spacings else 0


def _slide_gap(lines: Sequence[Line]) -> int:
    """From how many blank lines on a gap separates two slides: more than the usual gap between fragments."""
    gaps = Counter(line.blanks for line in lines[1:] if line.blanks)
    usual = gaps.most_common(1)[0][0] if gaps else 1
    return usual + 1
