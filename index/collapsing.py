"""Near-duplicates among ranked passages: what ``corpus.duplicates.collapse`` finds, over numbers instead of strings.

A shingle is a number made of those of its words, so that thirty passages are compared in about a millisecond. Words are
compared in their canonical form.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.duplicates import SHINGLE, THRESHOLD, Collapsed, paragraphs
from index.ranker.wording import wording

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)

Slice = tuple[int, int]


def collapse(texts: Sequence[str], asked: Collection[str], threshold: float = THRESHOLD) -> list[Collapsed]:
    """What is kept of ranked ``texts``, in order, each with what it stands for.

    A passage collapses into the best-ranked kept one that holds the shingles of its best paragraph: the one that shares
    most distinct words with ``asked`` (canonical), the longer one where they tie. Where that paragraph is shorter than a
    shingle, the whole passage must occur.
    """
    spans = [[text[start:end] for start, end in paragraphs(text)] or [text] for text in texts]
    said = wording([part for own in spans for part in own])
    wanted = np.zeros(len(said.numbers), np.bool_)
    numbers = [said.numbers[word] for word in asked if word in said.numbers]
    wanted[[number for number in numbers if number < len(wanted)]] = True
    shared = np.where(wanted[said.canonical], said.canonical, -1)
    whole, looked_for = [], []
    first = 0
    for own in spans:
        bounds = said.starts[first : first + len(own) + 1].tolist()
        first += len(own)
        holds = [(len({*shared[bounds[i] : bounds[i + 1]].tolist()} - {-1}), len(text)) for i, text in enumerate(own)]
        best = max(range(len(own)), key=holds.__getitem__) if len(own) > 1 else 0
        whole.append((bounds[0], bounds[-1]))
        long_enough = bounds[best + 1] - bounds[best] >= SHINGLE
        looked_for.append((bounds[best], bounds[best + 1]) if long_enough else whole[-1])
    occurs = _occurring(said.canonical, looked_for, whole) >= threshold
    kept: dict[int, list[int]] = {}
    for index in range(len(texts)):
        home = next((other for other in kept if occurs[index, other]), None)
        if home is None:
            kept[index] = []
        else:
            kept[home].append(index)
    return [Collapsed(index, tuple(also_in)) for index, also_in in kept.items()]


def _occurring(words: NDArray[np.int32], wanted: Sequence[Slice], texts: Sequence[Slice]) -> NDArray[np.float32]:
    """Which share of the shingles of each of ``wanted`` each of ``texts`` holds, shape (wanted, texts)."""
    stream = shingles(words, SHINGLE)
    runs = [
        stream[start : end - SHINGLE + 1] if end - start >= SHINGLE else shingles(words[start:end], end - start)
        for start, end in (*wanted, *texts)
    ]
    if not runs:
        return np.zeros((0, 0), np.float32)
    distinct, number = np.unique(np.concatenate(runs), return_inverse=True)
    run_of = np.repeat(np.arange(len(runs)), [len(run) for run in runs])
    held = np.zeros((len(runs), len(distinct)), np.bool_)
    held[run_of, number] = True
    asked, places = np.nonzero(held[: len(wanted)])  # each shingle of a paragraph once
    found = held[len(wanted) :, places]
    sizes = np.bincount(asked, minlength=len(wanted))
    counts = np.stack([np.bincount(asked[row], minlength=len(wanted)) for row in found], axis=1)
    return np.asarray(counts / np.maximum(sizes, 1)[:, None], np.float32)


def shingles(words: NDArray[np.int32], size: int) -> NDArray[np.uint64]:
    """A number for each run of ``size`` numbered words, in order; of fewer words, or of none, nothing."""
    if not 0 < size <= len(words):
        return np.zeros(0, np.uint64)
    mixed = words.astype(np.uint64) + np.uint64(1)
    total = np.full(len(words) - size + 1, size, np.uint64)
    for offset in range(size):
        total = (total ^ mixed[offset : offset + len(total)]) * _FACTOR
        total ^= total >> np.uint64(29)
    return total
