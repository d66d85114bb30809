"""Which accents a text most likely has: forward-backward over all the ways to accent it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np

from index.readings.accents import BOUNDARY, QUESTION, AccentTable, Numbers, Probabilities

_KEEP = 6
_LEAST = 0.003


class Form(NamedTuple):
    """A number of the accent table that may stand at a position, with its probability."""

    number: int
    probability: float


Position = tuple[Form, ...]
"""The forms of one position; as input their probabilities are priors, any positive numbers."""


Evidence = Callable[[Numbers, Numbers], Probabilities]
"""How much more likely the second form after the first is here than the table says, elementwise over numbers."""


def posterior(
    table: AccentTable, positions: Sequence[Position], evidence: Evidence | None = None
) -> tuple[Position, ...]:
    """For each position its likely forms, best first, given the whole text, with probabilities that sum to one.

    Pairs decide first, over all forms; then triples, and ``evidence``, among the few forms that remain. The text is
    taken as a question: it begins after a boundary and ends with a question mark.
    """
    if not positions:
        return ()
    columns = [np.array([form.number for form in position], np.int64) for position in positions]
    priors = [np.array([form.probability for form in position]) for position in positions]
    begin, end, one = np.array([BOUNDARY]), np.array([QUESTION]), np.ones(1)
    for index, gamma in enumerate(_by_pairs(table, [begin, *columns, end], [one, *priors, one])):
        order = np.argsort(-gamma, kind="stable")[:_KEEP]
        order = order[gamma[order] >= _LEAST * gamma[order[0]]]
        columns[index], priors[index] = columns[index][order], priors[index][order]
    found = []
    gammas = _by_triples(table, [begin, *columns, end], [one, *priors, one], evidence)
    for column, gamma in zip(columns, gammas, strict=True):
        order = np.argsort(-gamma, kind="stable")
        found.append(tuple(Form(int(column[place]), float(gamma[place])) for place in order))
    return tuple(found)


def _expand(counts: Numbers) -> tuple[Numbers, Numbers]:
    """For items with ``counts`` continuations each: the item of every continuation, and its place among the item's."""
    item = np.repeat(np.arange(len(counts)), counts)
    return item, np.arange(len(item)) - np.repeat(np.cumsum(counts) - counts, counts)


class _Steps:
    """The transitions between neighbouring columns, looked up for all columns at once.

    ``pairs`` are those of (left, right), the columns one after another, left slowest; ``triples`` likewise.
    """

    def __init__(self, table: AccentTable, columns: Sequence[Numbers]) -> None:
        self._table = table
        self._sizes = np.array([len(column) for column in columns])
        self._flat = np.concatenate(columns)
        starts = np.cumsum(self._sizes) - self._sizes
        column = np.repeat(np.arange(len(columns)), self._sizes)
        inner = int(starts[-1])  # forms of all but the last column begin a pair
        follow = self._sizes[column[:inner] + 1]
        self._left, place = _expand(follow)
        self._right = starts[column[self._left] + 1] + place
        self._column, self._starts = column, starts
        self.pairs = table.after_one(self._flat[self._left], self._flat[self._right])

    def weigh(self, evidence: Evidence) -> list[Probabilities]:
        """What ``evidence`` says of the pairs, by column."""
        factors = evidence(self._flat[self._left], self._flat[self._right])
        return _cut(factors, list(pairwise(self._sizes.tolist())))

    def by_column(self) -> list[Probabilities]:
        """The pairs of each two neighbouring columns, shape ``(left, right)``."""
        shapes = list(pairwise(self._sizes.tolist()))
        return _cut(self.pairs, shapes)

    def triples(self) -> list[Probabilities]:
        """P(right | left, middle) for each three neighbouring columns, shape ``(left, middle, right)``."""
        sizes = self._sizes.tolist()
        last = int(self._starts[-2])  # pairs that end before the last column begin a triple
        heads = int(np.searchsorted(self._left, last))
        middle = self._right[:heads]
        head, place = _expand(self._sizes[self._column[middle] + 1])
        first, second = self._left[head], middle[head]
        third = self._starts[self._column[second] + 1] + place
        begins = np.searchsorted(self._left, second)  # the pairs that begin with the middle form, in order of the right
        backed = self.pairs[begins + place]
        flat = self._table.after_two(self._flat[first], self._flat[second], self._flat[third], backed)
        return _cut(flat, list(zip(sizes, sizes[1:], sizes[2:], strict=False)))


def _cut(flat: Probabilities, shapes: Sequence[tuple[int, ...]]) -> list[Probabilities]:
    blocks, at = [], 0
    for shape in shapes:
        end = at + prod(shape)
        blocks.append(flat[at:end].reshape(shape))
        at = end
    return blocks


def _by_pairs(table: AccentTable, columns: Sequence[Numbers], priors: Sequence[Probabilities]) -> list[Probabilities]:
    """The probability of each form of the inner columns."""
    steps = [step * prior for step, prior in zip(_Steps(table, columns).by_column(), priors[1:], strict=True)]
    forward = [np.ones(1)]
    for step in steps:
        column = forward[-1] @ step
        forward.append(column / column.sum())
    backward = [np.ones(1)]
    for step in reversed(steps):
        column = step @ backward[-1]
        backward.append(column / column.sum())
    gammas = [ahead * behind for ahead, behind in zip(forward, reversed(backward), strict=True)]
    return [gamma / gamma.sum() for gamma in gammas[1:-1]]


def _by_triples(
    table: AccentTable,
    columns: Sequence[Numbers],
    priors: Sequence[Probabilities],
    evidence: Evidence | None,
) -> list[Probabilities]:
    """The probability of each form of the inner columns; the state is a pair of neighbouring forms."""
    transitions = _Steps(table, columns)
    here = transitions.weigh(evidence) if evidence else None
    steps = [step * prior for step, prior in zip(transitions.triples(), priors[2:], strict=True)]
    if here is not None:
        steps = [step * factor for step, factor in zip(steps, here[1:], strict=True)]
    first = transitions.by_column()[0] * priors[1]
    forward = [first / first.sum()]
    for step in steps:
        state = np.add.reduce(forward[-1][:, :, None] * step)
        forward.append(state / state.sum())
    backward = [np.ones((len(columns[-2]), len(columns[-1])))]
    for step in reversed(steps):
        state = np.add.reduce(step * backward[-1], axis=2)
        backward.append(state / state.sum())
    gammas = []
    for ahead, behind in zip(forward[:-1], backward[:0:-1], strict=True):
        gamma = np.add.reduce(ahead * behind)
        gammas.append(gamma / gamma.sum())
    return gammas
