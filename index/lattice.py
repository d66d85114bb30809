"""Which accents a text most likely has: forward-backward over all the ways to accent it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.accents import BOUNDARY, QUESTION, AccentTable, Numbers, Probabilities

_KEEP = 6
_LEAST = 0.003


@dataclass(frozen=True, slots=True)
class Form:
    """A number of the accent table that may stand at a position, with its probability."""

    number: int
    probability: float


Position = tuple[Form, ...]
"""The forms of one position; as input their probabilities are priors, any positive numbers."""


def posterior(table: AccentTable, positions: Sequence[Position]) -> tuple[Position, ...]:
    """For each position its likely forms, best first, given the whole text, with probabilities that sum to one.

    Pairs decide first, over all forms; then triples among the few forms that remain. The text is taken as a question:
    it begins after a boundary and ends with a question mark.
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
    for column, gamma in zip(columns, _by_triples(table, [begin, *columns, end], [one, *priors, one]), strict=True):
        order = np.argsort(-gamma, kind="stable")
        found.append(tuple(Form(int(column[place]), float(gamma[place])) for place in order))
    return tuple(found)


def _pair_steps(table: AccentTable, columns: Sequence[Numbers]) -> list[Probabilities]:
    """P(right | left) for each pair of neighbouring columns, shape ``(left, right)``; one look-up for all of them."""
    joined = list(pairwise(columns))
    first = np.concatenate([left.repeat(len(right)) for left, right in joined])
    second = np.concatenate([np.tile(right, len(left)) for left, right in joined])
    flat = table.after_one(first, second)
    cuts = np.cumsum([len(left) * len(right) for left, right in joined])[:-1]
    return [
        step.reshape(len(left), len(right)) for step, (left, right) in zip(np.split(flat, cuts), joined, strict=True)
    ]


def _by_pairs(table: AccentTable, columns: Sequence[Numbers], priors: Sequence[Probabilities]) -> list[Probabilities]:
    """The probability of each form of the inner columns."""
    steps = [step * prior for step, prior in zip(_pair_steps(table, columns), priors[1:], strict=True)]
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


def _triple_steps(table: AccentTable, columns: Sequence[Numbers]) -> list[Probabilities]:
    """P(right | left, middle) for each three neighbouring columns, shape ``(left, middle, right)``."""
    pairs = _pair_steps(table, columns)[1:]
    joined = list(zip(columns, columns[1:], columns[2:], strict=False))
    shapes = [(len(left), len(middle), len(right)) for left, middle, right in joined]
    first = np.concatenate([left.repeat(size[1] * size[2]) for (left, _, _), size in zip(joined, shapes, strict=True)])
    second = np.concatenate(
        [np.tile(middle.repeat(size[2]), size[0]) for (_, middle, _), size in zip(joined, shapes, strict=True)]
    )
    third = np.concatenate(
        [np.tile(right, size[0] * size[1]) for (_, _, right), size in zip(joined, shapes, strict=True)]
    )
    backed = np.concatenate([np.tile(pair.ravel(), size[0]) for pair, size in zip(pairs, shapes, strict=True)])
    flat = table.after_two(first, second, third, backed)
    cuts = np.cumsum([a * b * c for a, b, c in shapes])[:-1]
    return [step.reshape(size) for step, size in zip(np.split(flat, cuts), shapes, strict=True)]


def _by_triples(table: AccentTable, columns: Sequence[Numbers], priors: Sequence[Probabilities]) -> list[Probabilities]:
    """The probability of each form of the inner columns; the state is a pair of neighbouring forms."""
    steps = [step * prior for step, prior in zip(_triple_steps(table, columns), priors[2:], strict=True)]
    first = _pair_steps(table, columns[:2])[0] * priors[1]
    forward = [first / first.sum()]
    for step in steps:
        state = (forward[-1][:, :, None] * step).sum(axis=0)
        forward.append(state / state.sum())
    backward = [np.ones((len(columns[-2]), len(columns[-1])))]
    for step in reversed(steps):
        state = (step * backward[-1]).sum(axis=2)
        backward.append(state / state.sum())
    gammas = []
    for ahead, behind in zip(forward[:-1], list(reversed(backward))[:-1], strict=True):
        gamma = (ahead * behind).sum(axis=0)
        gammas.append(gamma / gamma.sum())
    return gammas
