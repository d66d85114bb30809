"""Hard-wrapped prose: articles from a PDF, mails, laws. A full line goes on in the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.cleaning import marks
from corpus.cleaning.columns import column_widths, line_spacing
from corpus.cleaning.lines import Line
from corpus.cleaning.relations import Opened, Relation

_ALONE = (marks.is_letterhead, marks.is_byline)


class Prose:
    """Decides line by line, knowing the column of the whole text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._widths = column_widths(lines)
        self._spacing = line_spacing(lines)
        self._usual_trailing = Counter(line.trailing for line in lines).most_common(1)[0][0] if lines else 0

    def relation(self, number: int, opened: Opened) -> Relation:
        """What line ``number`` is to the one before it."""
        before, line = self.lines[number - 1], self.lines[number]
        near = line.blanks <= self._spacing
        ended = marks.ends_sentence(before.text)
        if marks.is_bullet(line.text) or marks.is_dated(line.text):
            return self._item(number, opened)
        if marks.is_marked(line.text) and not (near and not ended and self._runs_in(number)):
            return self._item(number, opened)
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
        return self._open_ended(number, opened)

    def _open_ended(self, number: int, opened: Opened) -> Relation:
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

    def _item(self, number: int, opened: Opened) -> Relation:
        """A marked line: the next line of a list, or a block of its own."""
        line = self.lines[number]
        listed = _is_listed(line.text) and _is_listed(opened.first)
        return Relation.NEXT if listed and line.blanks <= 1 else Relation.BREAK

    def _full(self, number: int, slack: float) -> bool:
        """Whether the first word of this line would not have fitted at the end of the line before it."""
        before, line = self.lines[number - 1], self.lines[number]
        first = len(line.text.split(None, 1)[0])
        return len(before.text) + 1 + first > self._widths[number - 1] * slack


def _is_listed(text: str) -> bool:
    """Whether the line opens an item of a list or an entry of a timeline."""
    return (marks.is_bullet(text) and not marks.is_sign(text)) or marks.is_dated(text)
