"""Units of text cut and packed to sizes in syllables, with the recursive splitter of langchain-text-splitters.

The splitter sees a copy of the text of equal length in which separators of our own mark where it may cut, and returns
pieces that together are that copy; spans follow from their lengths (its own start indexes fail for sizes in words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.sentences import sentences
from corpus.trimming import trimmed

# A syllable is a run of letters or digits; long runs (English, addresses, text without spaces) count by length, and
# so do long rows of signs, so that a limit in syllables is also one in characters.
_SYLLABLE = re.compile(r"\w{1,8}|[^\w\s]{8}|(?<!\S)[^\w\s]{1,7}(?!\S)")
_CLAUSE = re.compile(r"[;:,]\s|\s[-–—]\s|\)\s")
_SPACE = re.compile(r"\s")
_BLANK = re.compile(r"[^\S\n\t]")
# Separators of our own, all white space, each in the place of one character.
_PARAGRAPH, _LINE, _ITEM, _SENTENCE, _PART = "\x1c", "\x1d", "\v", "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of passages in syllables: packed to between ``minimum`` and ``maximum``, near ``target`` where it can be.

    ``hard_maximum`` is never exceeded. A section with a heading line stands alone from ``fragment`` syllables on.
    """

    minimum: int = 60
    target: int = 120
    maximum: int = 220
    hard_maximum: int = 300
    fragment: int = 30

    def __post_init__(self) -> None:
        if not 0 < self.fragment <= self.minimum <= self.target <= self.maximum <= self.hard_maximum:
            raise ValueError(f"sizes must rise from fragment to hard_maximum: {self}")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is kept together: a paragraph with the heading or introduction before it, or a table."""

    start: int
    end: int
    size: int
    section: int
    heading_only: bool = False
    block: int = 0


def syllables(text: str) -> int:
    """How many syllables ``text`` counts for; never fewer than its words between white space."""
    return len(_SYLLABLE.findall(text))


def cut(text: str, unit: Unit, text_start: int, sizes: Sizes) -> Iterator[Unit]:
    """The unit itself, or, above the hard maximum, its pieces: rows, items, sentences, clauses, words, in this order.

    The lines before ``text_start`` (a heading, an introduction) stay with the first piece.
    """
    if unit.size <= sizes.hard_maximum:
        yield unit
        return
    body = text[unit.start : unit.end]
    lead = text_start - unit.start
    first_row = body.find("\n", lead)
    if first_row >= 0 and "\t" in body[lead:first_row]:
        lead = first_row + 1  # the header of a table stays with its first row
    masked = list(_SPACE.sub(" ", body[:lead]) + _BLANK.sub(" ", body[lead:]).replace("\n", _LINE))
    for sentence in sentences(body, lead):
        if sentence.end < len(body) and masked[sentence.end] != _LINE and body[sentence.end].isspace():
            masked[sentence.end] = _ITEM if body[sentence.end - 1] == ";" else _SENTENCE
    for clause in _CLAUSE.finditer(body, lead):
        if masked[clause.end() - 1] not in {_LINE, _ITEM, _SENTENCE}:
            masked[clause.end() - 1] = _PART
    pieces = max(2, round(unit.size / (sizes.target * 1.25)))
    limit = min(sizes.maximum, round(1.2 * unit.size / pieces))
    at = unit.start
    for length in _lengths("".join(masked), [_LINE, _ITEM, _SENTENCE, _PART, "\t", " "], limit):
        span = trimmed(text, at, at + length)
        at += length
        # What no separator divides is one word (encoded data, a script without spaces): it is cut by length.
        whole = syllables(text[span.start : span.end]) <= sizes.hard_maximum
        step = max(1, span.end - span.start) if whole else limit
        for start in range(span.start, span.end, step):
            end = min(span.end, start + step)
            yield Unit(start, end, syllables(text[start:end]), unit.section, False, unit.block)


def packed(text: str, units: Sequence[Unit], sizes: Sizes) -> list[tuple[Unit, ...]]:
    """Whole units put together to passages of even size; between blocks rather than inside one where both fit."""
    total = sum(unit.size for unit in units)
    if len(units) < 2 or total <= sizes.target:
        return [tuple(units)] if units else []
    start = units[0].start
    masked = list(_BLANK.sub(" ", text[start : units[-1].end]))
    for before, after in pairwise(units):
        # Where pieces of one word touch, the mark lies on the first character of the second; ends decide below.
        same = before.block == after.block and before.section == after.section
        masked[before.end - start] = _LINE if same else _PARAGRAPH
    limit = min(sizes.maximum, round(1.25 * total / max(1, round(total / sizes.target))))
    chunks: list[tuple[Unit, ...]] = []
    at, first = start, 0
    for length in _lengths("".join(masked), [_PARAGRAPH, _LINE], limit):
        at += length
        last = first
        while last < len(units) and units[last].end <= at:
            last += 1
        if last > first:
            chunks.append(tuple(units[first:last]))
        first = last
    return chunks


def _lengths(masked: str, separators: list[str], limit: int) -> list[int]:
    """The lengths of the pieces into which the recursive splitter cuts ``masked``; together they are its length."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # .6 s to import

    splitter = RecursiveCharacterTextSplitter(
        separators=separators,
        keep_separator="end",
        chunk_size=limit,
        chunk_overlap=0,
        length_function=_size,
        strip_whitespace=False,
    )
    return [len(piece) for piece in splitter.split_text(masked)]


def _size(piece: str) -> int:
    """As syllables, but no piece weighs nothing: the splitter would carry it over into the next chunk as well."""
    return syllables(piece) or min(1, len(piece))
