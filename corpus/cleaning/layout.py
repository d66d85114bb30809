"""Units laid out as the cleaned text, with the map back to the decoded text.

Contract of the layout: see ``corpus.document.Cleaned``. The only characters written here that are not copied from
the decoded text are a space, a tab or line breaks, each in the place of white space that was there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from corpus.cleaning.lines import Interval, Kind, Unit
from corpus.document import Heading, Run

_UNEVEN_SPACE = re.compile(r"[^\S ]|\s\s")
_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"\s")
# Invisible characters: soft hyphen, zero-width characters, direction marks, byte order mark, control characters.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]+"
)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The cleaned text, its map, and where declared headings and pages lie in it."""

    text: str
    runs: tuple[Run, ...]
    headings: tuple[Heading, ...]
    page_starts: tuple[int, ...]


def lay_out(decoded: str, units: Sequence[Unit]) -> LaidOut:
    """Writes ``units`` one after another; units that come out empty leave nothing."""
    writer = _Writer(decoded)
    headings: list[Heading] = []
    tight = True
    for unit in units:
        tight = tight and unit.tight if writer.skipped else unit.tight
        start = writer.write(unit, tight)
        if start is None:
            continue
        if unit.kind is Kind.HEADING and unit.level > 0:
            headings.append(Heading(start, writer.length, unit.level))
    text = "".join(writer.out)
    return LaidOut(text, tuple(writer.runs), tuple(headings), _page_starts(decoded, text, writer.runs))


def _page_starts(decoded: str, text: str, runs: Sequence[Run]) -> tuple[int, ...]:
    """Where pages begin in the text: at its start, and with the first run after each form feed; () without any."""
    starts = [0]
    feed = decoded.find("\f")
    while feed >= 0:
        following = bisect_left(runs, feed, key=attrgetter("decoded_start"))
        if following < len(runs):
            start = runs[following].text_start
            while text[start - 1 : start] == "\t":
                start -= 1
            starts.append(start)
        feed = decoded.find("\f", feed + 1)
    return tuple(starts) if len(starts) > 1 else ()


class _Writer:
    """The text so far, and its runs. ``skipped`` says that the last unit came out empty."""

    def __init__(self, decoded: str) -> None:
        self.decoded = decoded
        self.out: list[str] = []
        self.runs: list[Run] = []
        self.length = 0
        self.skipped = False
        self._decoded_end = 0

    def write(self, unit: Unit, tight: bool) -> int | None:
        """Appends one unit; its start in the text, or None where nothing of it is left."""
        start: int | None = None
        cells = deque(sorted(unit.cells))
        for first, last in _words(self.decoded, unit):
            if start is None:
                self._separate("" if not self.out else "\n" if tight else "\n\n")
                start = self.length
                self._separate("\t" * _passed(cells, first))
            elif passed := _passed(cells, first):
                self._separate("\t" * passed)
            elif _SPACE.search(self.decoded, self._decoded_end, first):
                self._separate(" ")
            self._copy(first, last)
        self.skipped = start is None
        return start

    def _separate(self, space: str) -> None:
        if space:
            self.out.append(space)
            self.length += len(space)

    def _copy(self, first: int, last: int) -> None:
        if self.runs:
            run = self.runs[-1]
            gap = self.length - run.text_start - run.length
            joined = first - (run.decoded_start + run.length) == gap
            if joined and (gap == 0 or (gap == 1 and self.decoded[first - 1] == " " == self.out[-1])):
                self.runs[-1] = Run(run.text_start, run.decoded_start, run.length + gap + last - first)
                self._append(first, last)
                return
        self.runs.append(Run(self.length, first, last - first))
        self._append(first, last)

    def _append(self, first: int, last: int) -> None:
        self.out.append(self.decoded[first:last])
        self.length += last - first
        self._decoded_end = last


def _passed(cells: deque[int], offset: int) -> int:
    """Takes off the cells that begin at or before ``offset``; how many they were: an empty cell keeps its tab."""
    passed = 0
    while cells and cells[0] <= offset:
        cells.popleft()
        passed += 1
    return passed


def _words(decoded: str, unit: Unit) -> Iterator[Interval]:
    """The stretches to copy: whole spans where their white space is even already, words otherwise."""
    cells = sorted(unit.cells)
    for start, end in _subtract(unit.spans, unit.deletions):
        for first, last in _visible(decoded, start, end):
            piece = decoded[first:last]
            trimmed = piece.strip()
            if not trimmed:
                continue
            inner_cell = any(first < cell < last for cell in cells)
            if inner_cell or _UNEVEN_SPACE.search(trimmed):
                yield from (word.span() for word in _WORD.finditer(decoded, first, last))
            else:
                begin = first + len(piece) - len(piece.lstrip())
                yield begin, begin + len(trimmed)


def _visible(decoded: str, start: int, end: int) -> Iterator[Interval]:
    """``[start, end)`` without invisible characters."""
    for found in _INVISIBLE.finditer(decoded, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end


def _subtract(spans: Sequence[Interval], deletions: Sequence[Interval]) -> Iterator[Interval]:
    """``spans`` without ``deletions``; both are in order of the decoded text, deletions may overlap."""
    pending = sorted(deletions)
    number = 0
    for begin, end in spans:
        start = begin
        while number < len(pending) and pending[number][1] <= start:
            number += 1
        look = number
        while look < len(pending) and pending[look][0] < end:
            cut_start, cut_end = pending[look]
            if cut_start > start:
                yield start, min(cut_start, end)
            start = max(start, cut_end)
            look += 1
        if start < end:
            yield start, end
