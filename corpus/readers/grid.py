"""The rows of a table as lines of text: every cell under the one of the header that it belongs to, merged cells too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDEST: Final = 1000
"""Columns over which a cell may go."""
_MOST_FILLED: Final = 50_000
"""Places of a table that its merged cells may fill, beside four for each cell: a small file could ask for billions."""
_SAID_AGAIN: Final = 80
"""Letters: a longer cell that runs over several rows stands in the first of them only."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and how many columns and rows it takes up, each at least 1."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of the grid: what is written there, and what covers it."""

    written: str
    covering: str


_EMPTY: Final = _Place("", "")


def lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The rows that say anything, tabs between their cells; an empty cell keeps its tab, also the first of a row.

    A cell over several rows is said in each of them, one over several columns in the first. A header of several rows, which
    is one that has both, becomes one: "2020" above "kế hoạch" is "2020 kế hoạch".
    """
    grid, own = _placed(rows)
    top = next((number for number, row in enumerate(grid) if sum(bool(place.written) for place in row) > 1), 0)
    deep = _header_rows(rows[top]) if rows else 1
    if deep > 1:
        head = [_joined(column) for column in zip(*_even(grid[top : top + deep]), strict=True)]
        grid[top : top + deep] = [[_Place(text, text) for text in head]]
        own[top : top + deep] = [True]
    said = ("\t".join(place.written for place in row).rstrip("\t") for row, says in zip(grid, own, strict=True) if says)
    return [line for line in said if line.strip()]


def _placed(rows: Sequence[Sequence[Cell]]) -> tuple[list[list[_Place]], list[bool]]:
    """The grid, and whether each row says anything that is not said again from above."""
    left = _MOST_FILLED + 4 * sum(map(len, rows))
    below = _Below({})
    grid: list[list[_Place]] = []
    own: list[bool] = []
    for row in rows:
        places: list[_Place] = []
        for cell in row:
            below.go_past(places)
            columns = min(cell.columns, WIDEST - len(places), left) if len(places) < WIDEST else 1
            for offset in range(max(1, columns)):
                below.keep(len(places), cell, first=offset == 0)
                places.append(_Place("" if offset else cell.text, cell.text))
        below.go_past(places, to_the_end=True)
        left = max(0, left - len(places))
        if not left:
            below.columns.clear()
        grid.append(places)
        own.append(any(cell.text for cell in row))
    return grid, own


@dataclass(frozen=True, slots=True)
class _Below:
    """What cells of the rows above take up: by column what is written there, what covers it, and in how many more rows."""

    columns: dict[int, tuple[_Place, int]]

    def keep(self, column: int, cell: Cell, *, first: bool) -> None:
        """A cell of this row, or a further column of it, may go on below."""
        if cell.rows > 1:
            again = cell.text if first and len(cell.text) <= _SAID_AGAIN else ""
            self.columns[column] = (_Place(again, cell.text), cell.rows - 1)

    def go_past(self, places: list[_Place], *, to_the_end: bool = False) -> None:
        """Fills the columns from here on that are taken up; ``to_the_end`` also those behind free ones."""
        if to_the_end:
            last = max(self.columns, default=-1)
            while len(places) <= last:
                self._fill(places)
        while len(places) in self.columns:
            self._fill(places)

    def _fill(self, places: list[_Place]) -> None:
        place, more = self.columns.pop(len(places), (_EMPTY, 0))
        if more > 1:
            self.columns[len(places)] = (place, more - 1)
        places.append(place)


def _header_rows(row: Sequence[Cell]) -> int:
    """How many rows the header takes up that begins with this one."""
    wide = any(cell.columns > 1 and cell.text for cell in row)
    return min(max(cell.rows for cell in row), 4) if wide and len(row) > 1 else 1


def _even(grid: Sequence[Sequence[_Place]]) -> list[list[_Place]]:
    width = max(map(len, grid))
    return [[*row, *[_EMPTY] * (width - len(row))] for row in grid]


def _joined(column: Sequence[_Place]) -> str:
    """What stands one above the other, each once."""
    return " ".join(dict.fromkeys(place.covering for place in column if place.covering))
