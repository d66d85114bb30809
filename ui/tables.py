"""Which lines of running text are a table together: for the page and for the downloaded history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def grouped(lines: Iterable[T], cells: Callable[[T], int]) -> Iterator[tuple[int, list[T]]]:
    """Lines in their order: rows of a table with the number of its columns, any other line by itself with 0.

    ``cells`` tells how many a line has. A table is two rows or more; its first has as many cells as any: a row may lack its
    last ones, where they are empty.
    """
    rows: list[T] = []
    for line in lines:
        count = cells(line)
        if rows and not 1 < count <= cells(rows[0]):
            yield from _table(rows, cells)
            rows = []
        if count > 1:
            rows.append(line)
        else:
            yield 0, [line]
    yield from _table(rows, cells)


def padded(cells: Sequence[str], columns: int) -> tuple[str, ...]:
    """The cells of a row with the empty ones that it lacks."""
    return (*cells, *[""] * (columns - len(cells)))


def _table(rows: list[T], cells: Callable[[T], int]) -> Iterator[tuple[int, list[T]]]:
    if len(rows) > 1:
        yield cells(rows[0]), rows
    elif rows:
        yield 0, rows
