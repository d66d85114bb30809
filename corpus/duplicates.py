"""The same paragraph in several passages or documents: recognised by shingles of eight syllables.

Shingles ignore case, punctuation and where a tone mark is placed (``hoà``, ``hòa``), so that copies of a text which
differ in spelling habits or in a few words are still seen as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.document import Passage, Span
from corpus.vietnamese import canonical_tones

SHINGLE = 8
"""Syllables in a shingle."""
THRESHOLD = 0.8
"""The share of a paragraph's shingles from which on it occurs in a text."""

_SYLLABLE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ranked passage and the text of the paragraph that matched best in it."""

    passage: Passage
    paragraph: str


@dataclass(frozen=True, slots=True)
class Collapsed:
    """A passage that is kept: its place in the ranking it came from, and the places of those it stands for."""

    index: int
    also_in: tuple[int, ...]


def keys(text: str) -> list[str]:
    """The syllables of ``text`` as they are compared: case-folded, tone marks placed one way, no punctuation."""
    return [_key(syllable) for syllable in _SYLLABLE.findall(text.casefold())]


@lru_cache(maxsize=20_000)
def _key(syllable: str) -> str:
    return canonical_tones(syllable)


def shingles(text: str, size: int = SHINGLE) -> frozenset[tuple[str, ...]]:
    """All runs of ``size`` syllables of ``text``; of a shorter text, the whole."""
    return _runs(keys(text), size)


def contains(paragraph: str, text: str) -> float:
    """The share of the paragraph's shingles that occur in ``text``, 0 to 1.

    A paragraph shorter than a shingle must occur as it is; one without a syllable occurs nowhere.
    """
    return _share(keys(paragraph), keys(text))


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The paragraphs of cleaned text: its lines, without outer white space; spans in ``text``."""
    end = len(text) if end is None else min(end, len(text))
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        stripped = line.strip()
        if stripped:
            first = start + len(line) - len(line.lstrip())
            yield Span(first, first + len(stripped))
        start = stop + 1


def collapse(ranked: Sequence[Candidate], threshold: float = THRESHOLD) -> list[Collapsed]:
    """Collapses near-duplicates in a ranking: what is kept, in order, each with what it stands for.

    A candidate collapses into the best-ranked kept one in which its paragraph occurs. A paragraph shorter than a
    shingle (a heading, a label) says too little: there the whole passage must occur.
    """
    kept: list[tuple[int, list[int]]] = []
    holders: dict[tuple[str, ...], list[int]] = {}  # of a shingle: positions in ``kept``, rising
    for index, candidate in enumerate(ranked):
        own = keys(candidate.passage.text)
        own_runs = _runs(own, SHINGLE)
        wanted = own if candidate.paragraph == candidate.passage.text else keys(candidate.paragraph)
        wanted_runs = _runs(wanted, SHINGLE) if len(wanted) >= SHINGLE and wanted is not own else own_runs
        held = Counter(place for run in wanted_runs for place in holders.get(run, ()))
        better = [place for place, count in held.items() if count >= threshold * len(wanted_runs)]
        if better:
            kept[min(better)][1].append(index)
            continue
        for run in own_runs:
            holders.setdefault(run, []).append(len(kept))
        kept.append((index, []))
    return [Collapsed(index, tuple(also_in)) for index, also_in in kept]


def _runs(syllables: Sequence[str], size: int) -> frozenset[tuple[str, ...]]:
    if not syllables:
        return frozenset()
    size = min(size, len(syllables))
    return frozenset(zip(*(syllables[offset:] for offset in range(size)), strict=False))


def _share(paragraph: Sequence[str], text: Sequence[str]) -> float:
    size = min(SHINGLE, len(paragraph))
    if not size or len(text) < size:
        return 0.0
    wanted = _runs(paragraph, size)
    return len(wanted & _runs(text, size)) / len(wanted)
