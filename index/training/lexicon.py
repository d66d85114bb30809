"""A bilingual word list learnt from the sentence pairs: which English unit stands where which Vietnamese unit stands.

The expectation-maximisation of the simplest alignment model (Brown et al. 1993, model 1), run in both directions and
multiplied, so that only what explains each other remains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.training.store import HELD_OUT_EVERY, Ids, Store
from index.training.units import SPACE

_ROUNDS = 4
_CHOICES = 3
_LONGEST = 40
"""Sentences with more units are left out: they align badly and cost most."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``choices[v]`` are up to three English units for Vietnamese unit ``v`` (0: none) with their ``shares``.

    ``english[u]`` says whether the unit occurs in English text at all, such as names and numbers.
    ``pairs`` are all links kept, as (English, Vietnamese), with their ``weights``.
    """

    choices: NDArray[np.uint16]
    shares: NDArray[np.float32]
    english: NDArray[np.bool_]
    pairs: NDArray[np.int64]
    weights: NDArray[np.float64]

    def to_english(self, rng: np.random.Generator, ids: Ids) -> Ids:
        """The units put into English one by one; what has no counterpart stays if English text has it, or goes."""
        draw = rng.random(len(ids))
        cumulative = np.cumsum(self.shares[ids], axis=1)
        column = (draw[:, None] >= cumulative).sum(axis=1)
        chosen = self.choices[ids, np.minimum(column, _CHOICES - 1)]
        found = (column < _CHOICES) & (chosen > SPACE)
        result = np.where(found, chosen, ids)
        kept: Ids = result[found | self.english[ids]].astype(np.uint16)
        return kept


def learn_lexicon(store: Store, rows: int) -> Lexicon:
    """Learns from the training part of the translations. Deterministic."""
    at, tokens = store.translation_at, store.translations
    left: list[NDArray[np.int64]] = []
    right: list[NDArray[np.int64]] = []
    of_english: list[NDArray[np.int64]] = []
    of_vietnamese: list[NDArray[np.int64]] = []
    words = [0, 0]
    for number in range((len(at) - 1) // 2):
        english = np.unique(tokens[at[2 * number] : at[2 * number + 1]]).astype(np.int64)
        vietnamese = np.unique(tokens[at[2 * number + 1] : at[2 * number + 2]]).astype(np.int64)
        size = len(english) * len(vietnamese)
        if number % HELD_OUT_EVERY == 0 or not size or len(english) > _LONGEST or len(vietnamese) > _LONGEST:
            continue
        left.append(np.repeat(english, len(vietnamese)))
        right.append(np.tile(vietnamese, len(english)))
        of_english.append(words[0] + np.repeat(np.arange(len(english)), len(vietnamese)))
        of_vietnamese.append(words[1] + np.tile(np.arange(len(vietnamese)), len(english)))
        words = [words[0] + len(english), words[1] + len(vietnamese)]
    if not left:
        empty = np.zeros((rows, _CHOICES))
        flags = np.zeros(rows, dtype=np.bool_)
        return Lexicon(
            empty.astype(np.uint16), empty.astype(np.float32), flags, np.zeros((0, 2), np.int64), np.zeros(0)
        )
    e, v = np.concatenate(left), np.concatenate(right)
    keys, link = np.unique(e * rows + v, return_inverse=True)
    forward = _align(keys // rows, link, np.concatenate(of_vietnamese), rows)
    backward = _align(keys % rows, link, np.concatenate(of_english), rows)
    joint = np.sqrt(forward * backward)
    keep = joint > 0.5
    pairs = np.stack([keys[keep] // rows, keys[keep] % rows], axis=1)
    return _lexicon(pairs, joint[keep], np.bincount(e, minlength=rows) > 0, rows)


def _align(
    given: NDArray[np.int64], link: NDArray[np.int64], word: NDArray[np.int64], rows: int
) -> NDArray[np.float64]:
    """Expected counts of each link when every ``word`` (a place in a sentence) is explained by one unit across."""
    counts: NDArray[np.float64] = np.bincount(link).astype(np.float64)
    for _ in range(_ROUNDS):
        chance = counts / np.bincount(given, counts, minlength=rows)[given]
        each = chance[link]
        each /= np.bincount(word, each)[word]
        counts = np.bincount(link, each).astype(np.float64)
    return counts


def _lexicon(pairs: NDArray[np.int64], weights: NDArray[np.float64], english: NDArray[np.bool_], rows: int) -> Lexicon:
    choices = np.zeros((rows, _CHOICES), dtype=np.uint16)
    shares = np.zeros((rows, _CHOICES), dtype=np.float32)
    total = np.bincount(pairs[:, 1], weights, minlength=rows)
    order = np.lexsort((pairs[:, 0], -weights, pairs[:, 1]))
    first = np.concatenate([[True], np.diff(pairs[order, 1]) > 0]) if len(order) else np.zeros(0, dtype=np.bool_)
    rank = np.arange(len(order)) - np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    for row, place in zip(order, rank, strict=True):
        v = pairs[row, 1]
        if place < _CHOICES and weights[row] >= 0.1 * total[v]:
            choices[v, place], shares[v, place] = pairs[row, 0], weights[row] / total[v]
    filled = shares.sum(axis=1, keepdims=True)
    shares /= np.where(filled > 0, filled, 1)
    return Lexicon(choices, shares, english, pairs, weights)
