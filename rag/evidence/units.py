"""The pieces an answer is made of: sentences, list items and table rows of the passages that were found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from typing import Final, NamedTuple

from corpus.document import Span
from corpus.headings import NAMED_KINDS, marker
from corpus.sentences import sentences
from corpus.trimming import trimmed
from index.types import Hit

_DATED: Final = re.compile(r"\W*(?:\d{1,2}[/-]){0,2}\d{4}\s*[:–-]")


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
    introduces the list, or the header of the table; ``header`` are the words of the latter; ``said`` is the text with
    abbreviations written out, where there are any.
    """

    hit: int
    start: int
    end: int
    text: str
    kind: UnitKind
    block: int
    lead: Span | None = None
    header: str = ""
    said: str = ""

    @property
    def introduces(self) -> bool:
        """Whether the unit ends in a colon: what it says stands behind it."""
        return self.text.rstrip().endswith(":")

    @property
    def dated(self) -> bool:
        """Whether the unit is an item labelled with a year, as on a timeline: "1925: ..."."""
        return self.kind is UnitKind.ITEM and _DATED.match(self.text) is not None

    @property
    def stands(self) -> bool:
        """Whether the unit stands in the passage: the title of a document is read before each, but stands in one of them."""
        return self.end > self.start

    @property
    def read_as(self) -> str:
        """What the unit says: its text, and for a row each cell behind that of the header."""
        text = self.said or self.text
        if not self.header:
            return text
        pairs = zip_longest(self.header.split("\t"), text.split("\t"), fillvalue="")
        return ", ".join(f"{name} {cell}".strip() for name, cell in pairs if cell)


class _Listed(NamedTuple):
    """A list whose items are paragraphs of their own: the block they share, its lead, the kind of their markers."""

    block: int
    lead: Span
    level: tuple[str, str, int]


LONG_ITEM: Final = 400
"""Code points: of a longer item its first sentence stands for it, and the others are units of their own."""


def _lines(text: str) -> Iterator[Span]:
    """The non-empty lines of ``text``, and an empty span for each blank one."""
    at = 0
    for line in text.split("\n"):
        yield trimmed(text, at, at + len(line))
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


def is_named_heading(line: str) -> bool:
    """Whether a line is the heading of an article or a chapter: "Điều 4. Nguyên tắc bồi thường"."""
    found = marker(line) if _looks_like_heading(line) else None
    return found is not None and found.kind in NAMED_KINDS and found.text[:1].isupper()


def is_note(line: str) -> bool:
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


@dataclass(slots=True)
class _Reader:
    """Grows the units of one passage, block by block."""

    hit: Hit
    position: int
    blocks: Sequence[Sequence[Span]]
    found: list[Unit] = field(default_factory=list)
    lead: Span | None = None  # the line before, where it introduces a list
    listed: _Listed | None = None
    opening: bool = True  # nothing but headings so far

    @property
    def text(self) -> str:
        return self.hit.passage.text

    def read(self, number: int) -> None:
        """Reads a block: a paragraph, a list or a table."""
        block = self.blocks[number]
        rows = [place for place, line in enumerate(block) if "\t" in self.text[line.start : line.end]]
        header = self.hit.header if number == 0 else None
        if header is not None or (len(rows) >= 2 and len(rows) * 2 >= len(block)):
            self.listed = self.lead = None
            if header is None:
                self.read_table(number, block, rows[0])
            else:
                base = self.hit.passage.start
                self.add_rows(block, number, Span(header.start - base, header.end - base), header.text)
        else:
            self.read_lines(number, block)
        self.opening = self.opening and bool(self.found) and self.found[-1].kind is UnitKind.HEADING

    def read_table(self, number: int, block: Sequence[Span], top: int) -> None:
        """Reads a table whose header is line ``top``: what stands above it is what the table is called."""
        for line in block[:top]:
            if _looks_like_heading(self.text[line.start : line.end]):
                self.add(line, UnitKind.HEADING, number, None)
            else:
                self.add_sentences(line, UnitKind.SENTENCE, number, None)
        self.add(block[top], UnitKind.HEADER, number, None)
        self.add_rows(block[top + 1 :], number, block[top], self.text[slice(*block[top])])

    def read_lines(self, number: int, block: Sequence[Span]) -> None:
        """Reads a paragraph or a list. A line that ends in a colon introduces what follows it, in its block or the next."""
        alone = len(block) == 1 and number + 1 < len(self.blocks)
        heads = self.opening and alone and bool(self.hit.passage.section)
        self.listed = _listed(self.text, block, number, self.lead, self.listed)
        home, lead = (self.listed.block, self.listed.lead) if self.listed else (number, self.lead)
        self.lead = None
        for place, line in enumerate(block, start=1):
            words = self.text[line.start : line.end]
            introduces = words.endswith(":")
            if self.says_nothing(words) or (heads and _looks_like_heading(words)):
                self.add(line, UnitKind.HEADING, number, None)
            elif introduces and place < len(block):
                self.add_sentences(line, UnitKind.SENTENCE, number, None)
            elif self.listed is not None or len(block) > 1:
                self.add_item(line, home, lead)
            else:
                self.add_sentences(line, UnitKind.SENTENCE, number, None)
            if introduces:
                lead = trimmed(self.text, *sentences(self.text, line.start, line.end)[-1])
                self.lead = lead if place == len(block) else None

    def says_nothing(self, words: str) -> bool:
        """Whether a line is a heading, as the passage's title or section path says or its own number does, or a note."""
        return (
            _is_heading(words, (self.hit.title, *self.hit.passage.section)) or is_note(words) or is_named_heading(words)
        )

    def add_rows(self, lines: Sequence[Span], block: int, lead: Span, header: str) -> None:
        """Adds the rows below a header, which a printed table repeats on every page."""
        for line in lines:
            again = self.text[line.start : line.end] == header
            self.add(line, UnitKind.HEADING if again else UnitKind.ROW, block, lead, header)

    def add(self, span: Span, kind: UnitKind, block: int, lead: Span | None, header: str = "") -> None:
        """Adds a unit; ``span`` and ``lead`` are relative to the passage."""
        if span.end <= span.start:
            return
        base = self.hit.passage.start
        words = self.text[span.start : span.end]
        shifted = Span(lead.start + base, lead.end + base) if lead else None
        self.found.append(Unit(self.position, span.start + base, span.end + base, words, kind, block, shifted, header))

    def add_sentences(self, line: Span, kind: UnitKind, block: int, lead: Span | None) -> None:
        """Adds the sentences of a line; the first of them is of this kind."""
        for sentence in sentences(self.text, line.start, line.end):
            span = trimmed(self.text, *sentence)
            note = is_note(self.text[span.start : span.end])
            self.add(span, UnitKind.HEADING if note else kind, block, lead)
            kind = UnitKind.SENTENCE

    def add_item(self, line: Span, block: int, lead: Span | None) -> None:
        """Adds an item of a list, or the sentences of a long one."""
        if line.end - line.start <= LONG_ITEM:
            self.add(line, UnitKind.ITEM, block, lead)
        else:
            self.add_sentences(line, UnitKind.ITEM, block, lead)


def units_of(hit: Hit, position: int) -> list[Unit]:
    """The units of one hit's passage, in reading order. ``position`` becomes ``Unit.hit``."""
    reader = _Reader(hit, position, list(_blocks(hit.passage.text)))
    for number in range(len(reader.blocks)):
        reader.read(number)
    return reader.found


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
