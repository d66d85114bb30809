"""Which lines belong to one sentence, paragraph or item: for text that was cut into lines by its layout.

Two layouts are told apart by the text itself. ``PROSE`` is hard-wrapped running text (articles from a PDF, mails):
a full line goes on in the next one. ``SLIDES`` are fragments, often with a blank line after each: a line goes on only
where its end or the next beginning says so. ``PLAIN`` text has one paragraph on each line and is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from corpus.cleaning import marks
from corpus.cleaning.lines import Line

_LONG_LINE = 240
_LOOK_AHEAD = 16
_LONGEST_QUOTE = 1600
_PAIRS = {"“": "”", "(": ")", "«": "»"}


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
    """The layout of ``lines``, by how often a line plainly goes on in the next."""
    adjacent = apart = running_on = running_over = long_lines = 0
    for before, line in zip(lines, lines[1:], strict=False):
        goes_on = (
            marks.starts_lower(line.text)
            and not marks.opens_item(line.text)
            and not marks.ends_sentence(before.text)
            and len(before.text) < _LONG_LINE
        )
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
        return Layout.SLIDES
    if (running_on + running_over) * 6 > pairs:
        return Layout.PROSE
    return Layout.PLAIN


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
        for character in text:
            if character in _PAIRS:
                closers.append(_PAIRS[character])
            elif closers and character == closers[-1]:
                closers.pop()
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
        self._slide_gap = _slide_gap(lines) if layout is Layout.SLIDES else 0
        self._dangling = 0

    def relations(self) -> list[Relation]:
        """The relation of each line to the one before it; the first is a BREAK."""
        if not self.lines:
            return []
        decide = {Layout.PROSE: self._prose, Layout.SLIDES: self._slides, Layout.PLAIN: self._plain}[self.layout]
        relations = [Relation.BREAK]
        opened = _Open()
        opened.add(self.lines[0].text)
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
        items = marks.opens_item(line.text) and (marks.opens_item(before.text) or before.text.endswith(":"))
        return Relation.NEXT if items and line.blanks == 0 else Relation.BREAK

    # -- hard-wrapped prose ---------------------------------------------------------------------------------------

    def _prose(self, number: int, opened: _Open) -> Relation:
        before, line = self.lines[number - 1], self.lines[number]
        near = line.blanks == 0
        ended = marks.ends_sentence(before.text)
        if marks.is_bullet(line.text) or marks.is_dated(line.text):
            return self._item(number)
        if marks.is_marked(line.text) and not (near and not ended and self._full(number, 0.9)):
            return self._item(number)
        if marks.is_letterhead(line.text) or marks.is_letterhead(before.text):
            return Relation.BREAK
        if marks.is_capitals(before.text):
            return Relation.JOIN if marks.is_capitals(line.text) and line.blanks <= 1 else Relation.BREAK
        if marks.is_capitals(line.text) and not marks.ends_open(before.text):
            return Relation.BREAK
        if ended:
            indented = line.indent > before.indent + 1
            return Relation.JOIN if near and not indented and self._full(number, 0.93) else Relation.BREAK
        return self._prose_open(number, opened)

    def _prose_open(self, number: int, opened: _Open) -> Relation:
        """The line before does not end a sentence."""
        before, line = self.lines[number - 1], self.lines[number]
        near = line.blanks == 0
        if marks.starts_lower(line.text) or marks.ends_open(before.text):
            return Relation.JOIN
        if before.text.endswith(":") and not (marks.starts_quoted(line.text) and self._full(number, 0.6)):
            return Relation.JOIN if near and self._full(number, 0.93) else Relation.BREAK
        heading = opened.lines == 1 and marks.is_marked(before.text)
        end_of_paragraph = before.trailing > self._usual_trailing and not before.text.endswith(";")
        if heading and (end_of_paragraph or not self._full(number, 1.0)):
            return Relation.BREAK
        return Relation.JOIN if self._full(number, 0.75) else Relation.BREAK

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
            self._dangling = 0
            return Relation.BREAK
        if marks.opens_item(line.text):
            self._count_labels(before)
            return self._fragment(number)
        if self._closes_later(number, opened) or marks.ends_open(before.text) or line.text.startswith("("):
            return Relation.JOIN
        if marks.is_capitals(before.text) or marks.is_capitals(line.text):
            both = marks.is_capitals(before.text) and marks.is_capitals(line.text)
            return Relation.JOIN if both else Relation.BREAK
        return self._slides_open(number)

    def _slides_open(self, number: int) -> Relation:
        before, line = self.lines[number - 1], self.lines[number]
        heading = marks.is_marked(before.text)
        if marks.starts_lower(line.text):
            if self._dangling and not marks.ends_sentence(before.text):
                self._dangling -= 1
                return Relation.NEXT
            return self._fragment(number) if marks.ends_sentence(before.text) else Relation.JOIN
        if marks.ends_sentence(before.text) or before.text.endswith((":", ";")):
            return self._fragment(number)
        if before.trailing and not heading:
            return Relation.JOIN
        return self._fragment(number)

    def _count_labels(self, before: Line) -> None:
        """A label at once followed by another item waits for its value, which may come later in file order."""
        if before.text.endswith(":") and marks.opens_item(before.text):
            self._dangling += 1

    def _fragment(self, number: int) -> Relation:
        return Relation.NEXT

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


def _column_widths(lines: Sequence[Line], reach: int = 3) -> list[int]:
    """How wide the column is at each line: the longest line near it, on the side where that is the shorter one."""
    lengths = [len(line.text) for line in lines]
    return [
        min(max(lengths[max(0, i - reach) : i + 1]), max(lengths[i : i + reach + 1]))
        for i in range(len(lengths))
    ]  # fmt: skip


def _slide_gap(lines: Sequence[Line]) -> int:
    """From how many blank lines on a gap separates two slides: more than the usual gap between fragments."""
    gaps = Counter(line.blanks for line in lines[1:] if line.blanks)
    usual = gaps.most_common(1)[0][0] if gaps else 1
    return usual + 1
