"""The measures of a text that was cut into lines: how wide its column is, how far apart its lines stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.cleaning import marks
from corpus.cleaning.lines import Line

_LONG_LINE = 240  # a line this long is a paragraph, not a part of one
_STEP, _REACH = 8, 12  # lines: how finely, and how far around, the column is measured


def is_long(line: Line) -> bool:
    """Whether the line is a paragraph by its length alone."""
    return len(line.text) >= _LONG_LINE


def goes_on(before: Line, line: Line) -> bool:
    """Whether a sentence plainly runs from one line into the next."""
    if not marks.starts_lower(line.text) or is_long(before):
        return False
    return not marks.opens_item(line.text) and not marks.ends_sentence(before.text)


def column_widths(lines: Sequence[Line]) -> list[int]:
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


def line_spacing(lines: Sequence[Line]) -> int:
    """How many blank lines stand between the lines of one paragraph: 0, or 1 where all is double-spaced."""
    spacings = Counter(line.blanks for before, line in pairwise(lines) if goes_on(before, line))
    return min(spacings.most_common(1)[0][0], 1) if spacings else 0
