"""Tables that came out of a layout as lines: comparison tables of slides, and columns set with wide gaps.

Both are taken for tables only where every row has its cells; otherwise the lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.cleaning import marks
from corpus.cleaning.lines import Interval, Kind, Line, Unit

_COMPARISON = re.compile(
    r"(?:So sánh|Phân biệt|Đối chiếu)\s+(?:giữa\s+)?(\S.{0,60}?)\s+(?:và|với|vs\.?)\s+(\S.{0,60}?)\s*[?:.]?$"
)
_TAB = re.compile("\t")
_TABS = re.compile(r"\s*\t\s*")
_WIDE_GAP = re.compile(r" {3,}")
_INNER_CAPITAL = re.compile(r"(?<=[^\W\d_])\s+(?=[^\W\d_])")
_MOST_ROWS = 60


def column_rows(lines: Sequence[Line]) -> dict[int, list[Interval]]:
    """Lines set in columns by tabs or gaps of three spaces: line number -> its cells in the decoded text.

    At least two such lines with equally many cells must follow each other.
    """
    rows: dict[int, list[Interval]] = {}
    group: list[tuple[int, list[Interval]]] = []
    for number, line in enumerate(lines):
        cells = _wide_cells(line)
        if len(cells) >= 2 and (not group or (len(cells) == len(group[-1][1]) and line.blanks == 0)):
            group.append((number, cells))
            continue
        if len(group) >= 2:
            rows.update(group)
        group = [(number, cells)] if len(cells) >= 2 else []
    if len(group) >= 2:
        rows.update(group)
    return rows


def tabbed_rows(decoded: str, lines: Sequence[Line]) -> dict[int, list[Interval]]:
    """Lines with tabs: line number -> its cells in the decoded text, empty ones too."""
    rows: dict[int, list[Interval]] = {}
    for number, line in enumerate(lines):
        begin = line.start - line.indent
        tabs = [found.start() for found in _TAB.finditer(decoded, begin, line.end)]
        if tabs:
            rows[number] = [(start + 1, end) for start, end in pairwise([begin - 1, *tabs, line.end])]
    return rows


def _wide_cells(line: Line) -> list[Interval]:
    if "\t" not in line.text and "   " not in line.text:
        return []
    cells: list[Interval] = []
    start = 0
    for gap in (_TABS if "\t" in line.text else _WIDE_GAP).finditer(line.text):
        cells.append((line.start + start, line.start + gap.start()))
        start = gap.end()
    cells.append((line.start + start, line.end))
    return cells


def comparison_tables(decoded: str, units: list[Unit]) -> list[Unit]:
    """Finds the tables announced by a line such as "So sánh A và B" and makes rows of three cells of them."""
    done: list[Unit] = []
    names: tuple[str, str] | None = None
    number = 0
    while number < len(units):
        unit = units[number]
        text = unit.text(decoded)
        announced = _COMPARISON.search(text) if len(text) < 160 else None
        if announced:
            names = (announced[1], announced[2])
        elif names and (header := _header(decoded, unit, names)) is not None:
            rows, following = _rows(decoded, units, number + 1)
            if rows:
                done.append(_row([unit], header, tight=False))
                done.extend(rows)
                number, names = following, None
                continue
        done.append(unit)
        number += 1
    return done


def _header(decoded: str, unit: Unit, names: tuple[str, str]) -> list[int] | None:
    """The offsets at which the cells of the header begin, when the unit ends with both names."""
    words = [(m.group(), m.start()) for s, e in unit.spans for m in re.finditer(r"\S+", decoded[s:e])]
    if len(unit.spans) != 1 or not 2 <= len(words) <= 14:
        return None
    offset = unit.spans[0][0]
    second = _name_at_end([word for word, _ in words], names[1])
    first = _name_at_end([word for word, _ in words[: len(words) - second]], names[0]) if second else 0
    if not first:
        return None
    starts = [len(words) - second - first, len(words) - second]
    return [offset + words[start][1] for start in starts if start > 0]


def _name_at_end(words: Sequence[str], name: str) -> int:
    """How many of the last words are ``name``, or spell it by their initials; 0 for neither."""
    wanted = name.split()
    if [word.lower() for word in words[-len(wanted) :]] == [word.lower() for word in wanted]:
        return len(wanted)
    if len(wanted) == 1 and marks.is_abbreviation(name) and len(words) >= len(name):
        initials = "".join(word[0] for word in words[-len(name) :]).upper()
        return len(name) if initials == name else 0
    return 0


def _rows(decoded: str, units: Sequence[Unit], first: int) -> tuple[list[Unit], int]:
    """Rows of three cells from the units of the same slide; none when the cells do not come out even."""
    rows: list[Unit] = []
    members: list[Unit] = []
    cells: list[int] = []
    number = first
    while number < len(units) and units[number].tight and number - first < _MOST_ROWS * 3:
        unit = units[number]
        starts = [unit.spans[0][0], *_inner_starts(decoded, unit)]
        if len(cells) + len(starts) > 3:
            return [], first
        members.append(unit)
        cells += starts
        if len(cells) == 3:
            rows.append(_row(members, cells[1:], tight=True))
            members, cells = [], []
        number += 1
    return (rows, number) if rows and not members else ([], first)


def _inner_starts(decoded: str, unit: Unit) -> list[int]:
    """Where a capital begins another cell inside one line: after a word, not a name or an abbreviation."""
    starts: list[int] = []
    for start, end in unit.spans:
        text = decoded[start:end]
        for gap in _INNER_CAPITAL.finditer(text):
            word = text[gap.end() :].split(None, 1)[0]
            if word[0].isupper() and len(word) > 1 and word[1:].islower() and text[gap.start() - 1].islower():
                starts.append(start + gap.end())
    return starts


def _row(members: Sequence[Unit], cells: Sequence[int], *, tight: bool) -> Unit:
    return Unit(
        [span for unit in members for span in unit.spans],
        Kind.ROW,
        tight=tight,
        cells=tuple(cells),
        deletions=[cut for unit in members for cut in unit.deletions],
    )
