"""Near-duplicates among ranked passages: what ``corpus.duplicates.collapse`` finds, over numbers instead of strings.

A shingle is a number made of those of its words. Most rankings hold no shingle twice: that is seen by sorting, and only
where there is one are passages compared. Words are compared in their canonical form.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.duplicates import SHINGLE, THRESHOLD, Collapsed
from index.forward import Said

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


def collapse(
    said: Said, sentences: Sequence[NDArray[np.uint32]], asked: Collection[str], threshold: float = THRESHOLD
) -> list[Collapsed]:
    """What is kept of ranked passages, in order, each with what it stands for.

    ``sentences`` are the spans of each passage's sentences in its text. A passage collapses into the best-ranked kept one
    that holds the shingles of its best paragraph (line): the one that shares most distinct words with ``asked``
    (canonical), the longer one where they tie. Where that paragraph is shorter than a shingle, the whole passage must occur.
    """
    words = said.body.canonical
    bounds = said.body.starts[said.starts].tolist()  # of passages, in words
    stream = shingles(words, SHINGLE)
    whole = [_run(words, stream, start, end) for start, end in pairwise(bounds)]
    repeated = _repeated(whole)
    if not len(repeated):
        return [Collapsed(index, ()) for index in range(len(whole))]
    wanted = []
    for own, (start, end) in zip(whole, _best_paragraphs(said, sentences, asked), strict=True):
        wanted.append(stream[start : end - SHINGLE + 1] if end - start >= SHINGLE else own)
    held = np.stack([np.isin(repeated, own) for own in whole])
    kept: dict[int, list[int]] = {}
    for index, own in enumerate(wanted):
        sought = np.unique(own)
        counts = held[:, np.isin(repeated, sought)].sum(axis=1)
        found = counts >= threshold * len(sought) if len(sought) else np.zeros(len(whole), np.bool_)
        home = next((other for other in kept if found[other]), None)
        if home is None:
            kept[index] = []
        else:
            kept[home].append(index)
    return [Collapsed(index, tuple(also_in)) for index, also_in in kept.items()]


def _run(words: NDArray[np.uint32], stream: Hashes, start: int, end: int) -> Hashes:
    """The shingles of the words from ``start`` to ``end``: all of them together where they are fewer than a shingle."""
    if end - start >= SHINGLE:
        return stream[start : end - SHINGLE + 1]
    return shingles(words[start:end], end - start)


def _repeated(runs: Sequence[Hashes]) -> Hashes:
    """The shingles that more than one of ``runs`` holds, rising."""
    bits = np.uint64(len(runs).bit_length())
    owner = np.repeat(np.arange(len(runs), dtype=np.uint64), [len(run) for run in runs])
    hashes = np.concatenate([np.zeros(0, np.uint64), *runs])
    keyed = np.sort(hashes << bits | owner)  # the upper bits give way to the owner: 50 and more tell shingles apart
    twice = (keyed[1:] >> bits == keyed[:-1] >> bits) & (keyed[1:] != keyed[:-1])
    if not twice.any():
        return np.zeros(0, np.uint64)
    return np.unique(hashes[np.isin(hashes << bits >> bits, keyed[1:][twice] >> bits)])


def _best_paragraphs(
    said: Said, sentences: Sequence[NDArray[np.uint32]], asked: Collection[str]
) -> list[tuple[int, int]]:
    """The words of each passage's best paragraph, from and to."""
    wanted = np.zeros(len(said.body.known), np.bool_)
    numbers = [said.body.known.find(word) for word in asked]
    wanted[[number for number in numbers if number >= 0]] = True
    canonical, starts = said.body.canonical, said.body.starts
    found = []
    for first, last, spans in zip(said.starts.tolist(), said.starts[1:].tolist(), sentences, strict=False):
        breaks = [first, *(first + np.flatnonzero(said.new_line[first + 1 : last]) + 1).tolist(), last]
        best, most = (int(starts[first]), int(starts[last])), (-1, 0)
        for opens, closes in pairwise(breaks):
            if closes == opens:
                continue
            start, end = int(starts[opens]), int(starts[closes])
            own = canonical[start:end]
            shared = len(np.unique(own[wanted[own]]))
            holds = (shared, int(spans[closes - first - 1, 1]) - int(spans[opens - first, 0]))
            if holds > most:
                best, most = (start, end), holds
        found.append(best)
    return found


def shingles(words: NDArray[np.uint32], size: int) -> Hashes:
    """A number for each run of ``size`` numbered words, in order; of fewer words, or of none, nothing."""
    if not 0 < size <= len(words):
        return np.zeros(0, np.uint64)
    mixed = words.astype(np.uint64) + np.uint64(1)
    total = np.full(len(words) - size + 1, size, np.uint64)
    for offset in range(size):
        total ^= mixed[offset : offset + len(total)]
        total *= _FACTOR
        total ^= total >> np.uint64(29)
    return total
