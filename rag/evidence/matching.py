"""Where the words of a question stand in stretches of text, and how warm the words around them are.

Everything is asked of all stretches (n of them, w words together) at once. "Warm" is a word that stands near matched
ones: the answering words are seldom those that match, but stand beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.evidence.asked import Asked
from rag.evidence.words import Words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_REACH: Final = 12
_KERNEL: Final = np.exp(-np.abs(np.arange(-_REACH, _REACH + 1)) / 4.0).astype(np.float32)
_RUN: Final = 40
"""Matched words of a stretch that are looked at for their order."""


@dataclass(frozen=True, slots=True)
class Matches:
    """``term`` (w,) is the question's term that a word is, -1 for none; ``asked`` (w,) whether the question has the word
    at all. ``counts`` (n, t); ``pairs`` (n, p) says which neighbouring words of the question stand side by side, and
    ``pair_share`` (p,) what they weigh; ``warmth`` and ``near_warmth`` (w,) are idf mass, and mass near the asking word,
    around each word; ``order`` (n,) is the mass of the heaviest run of terms in the question's order; ``lead`` (w,) how many
    of the words before the asking word stand, as they stand there, up to and with this word."""

    term: Ints
    asked: NDArray[np.bool_]
    counts: Floats
    pairs: Floats
    pair_share: Floats
    warmth: Floats
    near_warmth: Floats
    order: Floats
    lead: Ints


def match(asked: Asked, words: Words) -> Matches:
    """Finds a question's words."""
    distinct = tuple(dict.fromkeys(asked.words))
    table = np.full(len(words.numbers) + 1, -1, np.int64)
    for number, word in zip(words.number_of(distinct), range(len(distinct)), strict=True):
        if number >= 0:
            table[number] = word
    spoken = table[words.word]
    place = asked.place
    term = np.array([*(place.get(word, -1) for word in distinct), -1], np.int64)[spoken]
    count = len(words.starts) - 1
    matched = term >= 0
    width = max(len(asked.terms), 1)
    counts = np.bincount(words.owner[matched] * width + term[matched], minlength=count * width)
    pairs, pair_share = _pairs(asked, distinct, spoken, words)
    return Matches(
        term,
        spoken >= 0,
        counts.reshape(count, width).astype(np.float32),
        pairs,
        pair_share,
        _warmth(asked.share, term, words),
        _warmth(asked.near, term, words),
        _in_order(asked, term, words),
        run_of(asked.lead, words),
    )


def run_of(wanted_words: Sequence[str], words: Words) -> Ints:
    """How many of the last of ``wanted_words`` stand, in their order, up to and with each word."""
    wanted = list(words.number_of(wanted_words))
    length = np.zeros(len(words.word), np.int64)
    alive = np.ones(len(words.word), np.bool_)
    for back, number in enumerate(reversed(wanted)):
        if number < 0 or back >= len(alive):
            break
        stands = np.zeros_like(alive)
        same = words.owner[back:] == words.owner[: len(alive) - back]
        stands[back:] = (words.word[: len(alive) - back] == number) & same
        alive &= stands
        length[alive] = back + 1
    return length


def largest(values: NDArray[Any], words: Words) -> Floats:
    """The largest value of each stretch's words; zero for a stretch without words."""
    return _reduced(np.maximum, values, words)


def total(values: NDArray[Any], words: Words) -> Floats:
    """The sum of each stretch's values."""
    return _reduced(np.add, values, words)


def _reduced(ufunc: np.ufunc, values: NDArray[Any], words: Words) -> Floats:
    result = np.zeros(len(words.starts) - 1, np.float32)
    filled = words.starts[1:] > words.starts[:-1]
    if filled.any():
        result[filled] = ufunc.reduceat(values.astype(np.float32), words.starts[:-1][filled])
    return result


def gathered(values: Floats, group: Ints, groups: int) -> Floats:
    """The largest value of each group's rows, column by column: shape (groups, columns)."""
    result = np.zeros((groups, *values.shape[1:]), np.float32)
    np.maximum.at(result, group, values)
    return result


def _pairs(asked: Asked, distinct: tuple[str, ...], spoken: Ints, words: Words) -> tuple[Floats, Floats]:
    number = {word: i for i, word in enumerate(distinct)}
    pairs = {pair: i for i, pair in enumerate(dict.fromkeys(pairwise(asked.words)))}
    side = len(distinct) + 1
    code = np.full(side * side, -1, np.int64)
    weight = dict(zip(asked.terms, asked.idf.tolist(), strict=True))
    share = np.zeros(len(pairs), np.float32)
    for (one, other), i in pairs.items():
        code[number[one] * side + number[other]] = i
        share[i] = np.sqrt(weight.get(one, 0.05) * weight.get(other, 0.05))
    held = np.zeros((len(words.starts) - 1, len(pairs)), np.float32)
    beside = (spoken[:-1] >= 0) & (spoken[1:] >= 0) & (words.owner[:-1] == words.owner[1:])
    at = np.flatnonzero(beside)
    found = code[spoken[at] * side + spoken[at + 1]]
    held[words.owner[at[found >= 0]], found[found >= 0]] = 1
    return held, share / max(float(share.sum()), 1e-6)


def _warmth(weights: Floats, term: Ints, words: Words) -> Floats:
    at = np.arange(len(term)) + words.owner * _REACH  # a gap between stretches, so that none warms the next
    mass = np.zeros(len(term) + len(words.starts) * _REACH, np.float32)
    matched = term >= 0
    mass[at[matched]] = weights[term[matched]]
    warm = np.convolve(mass, _KERNEL, "same")
    return np.asarray(warm[at], np.float32)


def _in_order(asked: Asked, term: Ints, words: Words) -> Floats:
    """Heaviest rising run: matched words whose places in the question rise."""
    first = {word: i for i, word in reversed(list(enumerate(asked.words)))}
    places = [first.get(word, 0) for word in asked.terms]
    shares = asked.share.tolist()
    at = np.flatnonzero(term >= 0)
    bounds = np.searchsorted(words.owner[at], np.arange(len(words.starts))).tolist()
    found = term[at].tolist()
    result = np.zeros(len(bounds) - 1, np.float32)
    for stretch, (begin, end) in enumerate(pairwise(bounds)):
        runs: list[tuple[int, float]] = []
        for one in found[begin : min(end, begin + _RUN)]:
            here = places[one]
            before = max((mass for place, mass in runs if place < here), default=0.0)
            runs.append((here, before + shares[one]))
        result[stretch] = max((mass for _, mass in runs), default=0.0)
    return result
