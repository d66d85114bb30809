"""The pieces an answer is made of: sentences, list items and table rows of the passages that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from corpus.document import Span
from corpus.headings import marker
from corpus.sentences import sentences
from index.types import Hit


class UnitKind(StrEnum):
    """What a unit is; it decides how units are put together."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    HEADER = "header"  # the first row of a table
    HEADING = "heading"  # also notes in brackets: they are shown, but answer nothing


@dataclass(frozen=True, slots=True)
class Unit:
    """One citable stretch of a document.

    ``hit`` is the index of its hit; ``start`` and ``end`` are document offsets; ``block`` numbers the paragraph, list or
    table it belongs to inside its passage, and items that are paragraphs of their own share it; ``lead`` is the line that
    introduces the list, or the header of the table.
    """

    hit: int
    start: int
    end: int
    text: str
    kind: UnitKind
    block: int
    lead: Span | None = None


class _Listed(NamedTuple):
    """A list whose items are paragraphs of their own: the block they share, its lead, the kind of their markers."""

    block: int
    lead: Span
    level: tuple[str, str, int]


LONG_ITEM: Final = 400
"""Code points: of a longer item its first sentence stands for it, and the others are units of their own."""


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _lines(text: str) -> Iterator[Span]:
    """The non-empty lines of ``text``, and an empty span for each blank one."""
    at = 0
    for line in text.split("\n"):
        yield _trimmed(text, at, at + len(line))
        at += len(line) + 1


def _is_heading(line: str, labels: tuple[str, ...]) -> bool:
    """Whether a passage's line only says what its title or section path says already."""
    plain = line.strip(" .…:").casefold()
    return any(
        label and len(line) <= len(label) + 8 and (label in plain or plain in label)
        for label in (given.strip(" .…:").casefold() for given in labels)
    )


def _looks_like_heading(line: str) -> bool:
    """Whether a line that stands before all text is a heading though the path does not name it: short, without a stop."""
    return len(line) <= 120 and line[-1:] not in '.!?:;…”"’)'


def _is_note(line: str) -> bool:
    """Whether a line is a note about the text, such as its source: wholly in brackets."""
    return line.startswith("(") and line.endswith(")") and line.find(")") == len(line) - 1


def _blocks(text: str) -> Iterator[list[Span]]:
    block: list[Span] = []
    for line in _lines(text):
        if line.start == line.end:
            if block:
                yield block
            block = []
        else:
            block.append(line)
    if block:
        yield block


def units_of(hit: Hit, position: int) -> list[Unit]:
    """The units of one hit's passage, in reading order. ``position`` becomes ``Unit.hit``."""
    passage = hit.passage
    text, base = passage.text, passage.start
    found: list[Unit] = []
    lead: Span | None = None
    listed: _Listed | None = None

    def add(span: Span, kind: UnitKind, block: int, introduced_by: Span | None) -> None:
        if span.end > span.start:
            shifted = Span(introduced_by.start + base, introduced_by.end + base) if introduced_by else None
            found.append(
                Unit(position, span.start + base, span.end + base, text[span.start : span.end], kind, block, shifted)
            )

    def add_sentences(line: Span, kind: UnitKind, block: int, introduced_by: Span | None) -> None:
        """The sentences of a line; the first of them is of this kind."""
        for sentence in sentences(text, line.start, line.end):
            span = _trimmed(text, *sentence)
            note = _is_note(text[span.start : span.end])
            add(span, UnitKind.HEADING if note else kind, block, introduced_by)
            kind = UnitKind.SENTENCE

    def add_item(line: Span, block: int, introduced_by: Span | None) -> None:
        if line.end - line.start <= LONG_ITEM:
            add(line, UnitKind.ITEM, block, introduced_by)
        else:
            add_sentences(line, UnitKind.ITEM, block, introduced_by)

    blocks = list(_blocks(text))
    opening = True
    for number, block in enumerate(blocks):
        rows = sum("\t" in text[line.start : line.end] for line in block)
        table = rows >= 2 and rows * 2 >= len(block)
        heads = opening and bool(passage.section) and number + 1 < len(blocks)
        listed = _listed(text, block, number, lead, listed)
        for place, line in enumerate(block):
            words = text[line.start : line.end]
            if table:
                add(line, UnitKind.ROW if place else UnitKind.HEADER, number, block[0] if place else None)
            elif (
                _is_heading(words, (hit.title, *passage.section))
                or _is_note(words)
                or (heads and _looks_like_heading(words))
            ):
                add(line, UnitKind.HEADING, number, None)
            elif listed is not None or len(block) > 1:
                add_item(line, *((listed.block, listed.lead) if listed else (number, lead)))
            else:
                add_sentences(line, UnitKind.SENTENCE, number, None)
        opening = opening and bool(found) and found[-1].kind is UnitKind.HEADING
        last = block[-1]
        # A paragraph that ends in a colon introduces the list that follows it.
        closes = text[last.start : last.end].endswith(":")
        lead = _trimmed(text, *sentences(text, last.start, last.end)[-1]) if closes else None
    return found


def _listed(text: str, block: Sequence[Span], number: int, lead: Span | None, before: _Listed | None) -> _Listed | None:
    """The list that a paragraph is an item of: behind a line that ends in a colon, or behind another item."""
    found = marker(text[block[0].start : block[0].end]) if len(block) == 1 else None
    if found is None:
        return None
    if lead is not None:
        return _Listed(number, lead, found.level_class)
    return before if before is not None and before.level == found.level_class else None


def all_units(hits: Sequence[Hit]) -> list[Unit]:
    """The units of all hits, hit by hit."""
    return [unit for position, hit in enumerate(hits) for unit in units_of(hit, position)]
