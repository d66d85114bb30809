"""The same paragraph in several passages or documents: recognised by shingles of eight syllables.

Shingles ignore case, punctuation and where a tone mark is placed (``hoà``, ``hòa``), so that copies of a text which
differ in spelling habits or in a few words are still seen as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    return _SYLLABLE.findall(canonical_tones(text).casefold())


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
    kept: list[tuple[int, frozenset[tuple[str, ...]], list[int]]] = []
    for index, candidate in enumerate(ranked):
        own = keys(candidate.passage.text)
        wanted = keys(candidate.paragraph)
        wanted_runs = _runs(wanted if len(wanted) >= SHINGLE else own, SHINGLE)
        for _, runs, also_in in kept:
            if wanted_runs and len(wanted_runs & runs) >= threshold * len(wanted_runs):
                also_in.append(index)
                break
        else:
            kept.append((index, _runs(own, SHINGLE), []))
    return [Collapsed(index, tuple(also_in)) for index, _, also_in in kept]


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
