"""What stands around each unit of the passages: what was read before it, and what follows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evidence.matching import Ints
from rag.evidence.units import Unit


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Shapes (u,): ``group`` is the passage of each unit; ``one`` and ``two`` are the units read before it and before that
    one, ``after`` the one that follows in its passage; -1 where there is none.

    What is read before an item or a row is what introduces it, however many others stand between.
    """

    group: Ints
    one: Ints
    two: Ints
    after: Ints

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Neighbours:
        """The neighbours of at least one unit."""
        group = np.array([unit.hit for unit in units], np.int64)
        one = np.array(_before(units), np.int64)
        two = np.where(one >= 0, one[one], -1)
        after = np.append(np.where(group[1:] == group[:-1], np.arange(1, len(group)), -1), -1)
        return cls(group, one, two, after)


def taken(values: NDArray[np.float32], rows: Ints) -> NDArray[np.float32]:
    """The given row of ``values`` for each; zeros where it is below zero."""
    result = np.zeros((len(rows), *values.shape[1:]), values.dtype)
    there = rows >= 0
    result[there] = values[rows[there]]
    return result


def _before(units: Sequence[Unit]) -> list[int]:
    found = [-1] * len(units)
    first = 0
    for i, unit in enumerate(units):
        if i and unit.hit != units[i - 1].hit:
            first = i
        elif i:
            found[i] = i - 1
        if unit.lead is not None and i > first:
            place = bisect_right(units, unit.lead.start, first, i, key=lambda one: one.start) - 1
            if place >= first and units[place].end > unit.lead.start:
                found[i] = place
    return found
