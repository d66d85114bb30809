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
    hashes = np.concatenate(whole)
    ends = np.cumsum([len(run) for run in whole])
    owner = np.repeat(np.arange(len(whole)), np.diff(ends, prepend=0))
    number = np.minimum(np.searchsorted(repeated, hashes), len(repeated) - 1)
    shared = repeated[number] == hashes
    held = np.zeros((len(whole), len(repeated)), np.bool_)
    held[owner[shared], number[shared]] = True
    said_of = np.zeros(len(said.body.known), np.bool_)
    said_of[[place for word in asked if (place := said.body.known.find(word)) >= 0]] = True
    kept: dict[int, list[int]] = {}
    for index, run in enumerate(whole):
        end = int(ends[index])
        begin = end - len(run)
        home = None
        if kept and shared[begin:end].any():
            start, stop = _best_paragraph(said, index, sentences[index], said_of)
            if stop - start >= SHINGLE:
                begin += start - bounds[index]
                end = begin + stop - start - SHINGLE + 1
            sought = np.unique(number[begin:end][shared[begin:end]])
            least = threshold * len(set(hashes[begin:end].tolist()))
            if len(sought) >= least:
                counts = held[:, sought].sum(axis=1)
                home = next((other for other in kept if counts[other] >= least), None)
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


def _best_paragraph(said: Said, index: int, spans: NDArray[np.uint32], asked: NDArray[np.bool_]) -> tuple[int, int]:
    """The words of one passage's best paragraph, from and to; ``asked`` says of each known word whether it was."""
    first, last = int(said.starts[index]), int(said.starts[index + 1])
    starts = said.body.starts[first : last + 1].tolist()
    breaks = [0, *(np.flatnonzero(said.new_line[first + 1 : last]) + 1).tolist(), last - first]
    best, most = (starts[0], starts[-1]), (-1, 0)
    if len(breaks) == 2:
        return best
    for opens, closes in pairwise(breaks):
        own = said.body.canonical[starts[opens] : starts[closes]]
        holds = (len(set(own[asked[own]].tolist())), int(spans[closes - 1, 1]) - int(spans[opens, 0]))
        if holds > most:
            best, most = (starts[opens], starts[closes]), holds
    return best


def shingles(words: NDArray[np.uint32], size: int) -> Hashes:
    """A number for each run of ``size`` numbered words, in order; of fewer words, or of none, nothing."""
    if not 0 < size <= len(words):
        return np.zeros(0, np.uint64)
    mixed = words.astype(np.uint64) + np.uint64(1)
    # Far from any word's number, else the first words of a vocabulary could undo it: one word would equal two.
    total = np.full(len(words) - size + 1, size, np.uint64) * _FACTOR
    for offset in range(size):
        total ^= mixed[offset : offset + len(total)]
        total *= _FACTOR
        total ^= total >> np.uint64(29)
    return total
