"""Reductions over consecutive segments of rows: the sentences of passages, the words of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def starts_of(lengths: Sequence[int] | NDArray[Any]) -> Ints:
    """Where each segment begins, shape (n + 1,): the last entry is the number of rows."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def sums(values: Floats, starts: Ints) -> Floats:
    """The sum of each segment's rows; an empty one gives zeros."""
    return _reduced(np.add, values, starts)


def largest(values: Floats, starts: Ints) -> Floats:
    """The largest of each segment's rows, column by column; an empty one gives zeros."""
    return _reduced(np.maximum, values, starts)


def _reduced(ufunc: np.ufunc, values: Floats, starts: Ints) -> Floats:
    """``reduceat`` takes an empty segment for its first row, so empty ones are left out and put back as zeros."""
    result = np.zeros((len(starts) - 1, *values.shape[1:]), np.float32)
    filled = starts[1:] > starts[:-1]
    if filled.any():
        result[filled] = ufunc.reduceat(values, starts[:-1][filled], axis=0)
    return result


def place_of_largest(values: Floats, starts: Ints) -> Ints:
    """The row of each segment's first largest value (values of shape (rows,)); an empty one gives -1."""
    best = largest(values, starts)
    owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    at = np.full(len(starts) - 1, -1, np.int64)
    rows = np.flatnonzero(values >= best[owner])[::-1]  # the first one is written last
    at[owner[rows]] = rows
    return at


def joined_with_next(values: Floats, owner: Ints, *, maximum: bool = False) -> Floats:
    """Each row with the following one of the same owner: their sum, or the larger value of each column."""
    result = values.copy()
    same = owner[:-1] == owner[1:]
    if maximum:
        result[:-1][same] = np.maximum(values[:-1][same], values[1:][same])
    else:
        result[:-1][same] += values[1:][same]
    return result
