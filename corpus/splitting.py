"""Passages: stretches of a document of the size that retrieval wants, with exact spans.

A passage is packed from whole paragraphs of one section. Sections too small to stand alone are packed together with
what follows under the same heading: clauses and other run-in items below ``minimum`` syllables, sections with a heading
line of their own only below ``fragment``. A heading goes with the text after it, the words that introduce a list with
its first item, the header of a table with its first row. Only a paragraph above ``hard_maximum`` is cut, at sentences.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Document, Passage, Section, Span, page_at, passage_id
from corpus.labels import heading_end
from corpus.packing import Sizes, Unit, cut, packed, syllables
from corpus.trimming import trimmed

__all__ = ["Sizes", "split", "syllables"]

_SHARE = 0.8  # of a passage's syllables: a path must cover as much


@dataclass(frozen=True, slots=True)
class _Part:
    """A section with its units, and the size of all that lies under its heading."""

    section: Section
    units: tuple[Unit, ...]
    subtree: int
    titled: bool


def split(
    document: Document, sections: Sequence[Section], page_starts: Sequence[int] = (), sizes: Sizes | None = None
) -> tuple[Passage, ...]:
    """The passages of ``document``, in order: every character that is not white space lies in exactly one.

    ``sections`` cover the text in order (``corpus.outline``); ``page_starts`` are the offsets at which pages begin.
    ``document.text[p.start:p.end] == p.text`` for each. The path of a passage is the deepest that covers four
    fifths of its syllables; its page is that of its first character.
    """
    sizes = sizes or Sizes()
    text = document.text
    sections = sections or (Section((), 0, len(text)),)
    parts = _parts(text, sections, sizes)
    chunks: list[tuple[Unit, ...]] = []
    for group in _groups(parts, sizes):
        chunks += packed(text, list(_with_text(text, group, sizes)), sizes)
    passages = []
    for chunk in _settled(chunks, parts, sizes):
        start, end = chunk[0].start, chunk[-1].end
        page = page_at(page_starts, start)
        name = passage_id(document.id, start, end)
        passages.append(Passage(name, document.id, text[start:end], start, end, _path(chunk, sections), page))
    return tuple(passages)


def _parts(text: str, sections: Sequence[Section], sizes: Sizes) -> list[_Part]:
    units = [tuple(_units(text, section, number, sizes)) for number, section in enumerate(sections)]
    own = [sum(unit.size for unit in some) for some in units]
    subtree = list(own)
    above: list[int] = []  # the sections whose subtree is still open
    for number, section in enumerate(sections):
        while above and not _under(section.path, sections[above[-1]].path):
            above.pop()
        for ancestor in above:
            subtree[ancestor] += own[number]
        above.append(number)
    titled = [not section.path or heading_end(text, section) > section.start for section in sections]
    return [_Part(*values) for values in zip(sections, units, subtree, titled, strict=True)]


def _under(path: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(path) > len(other) and path[: len(other)] == other and bool(other)


def _groups(parts: Sequence[_Part], sizes: Sizes) -> Iterator[list[_Part]]:
    """Consecutive sections that are packed together: one that is large enough, or several small ones of one parent."""
    group: list[_Part] = []
    root: tuple[str, ...] = ()
    only_headings = True
    for part in parts:
        path = part.section.path
        if group:
            large = part.subtree >= (sizes.fragment if part.titled else sizes.minimum)
            if len(group) == 1 and not _under(path, root):
                root = root[:-1]
            inside = path[: len(root)] == root
            if not inside or (large and not only_headings):
                yield group
                group, only_headings = [], True
        if not group:
            root = path
        group.append(part)
        only_headings = only_headings and all(unit.heading_only for unit in part.units)
    if group:
        yield group


def _with_text(text: str, group: Sequence[_Part], sizes: Sizes) -> Iterator[Unit]:
    """The units of a group; a heading with no text of its own goes with the unit after it."""
    start, waiting = -1, 0
    last: Unit | None = None
    for unit in (unit for part in group for unit in part.units):
        if unit.heading_only:
            start = unit.start if start < 0 else start
            waiting += unit.size
            last = replace(unit, start=start, size=waiting)
            continue
        if last is not None:
            yield from cut(text, replace(unit, start=start, size=waiting + unit.size), unit.start, sizes)
            start, waiting, last = -1, 0, None
        else:
            yield unit
    if last is not None:
        yield from cut(text, last, last.start, sizes)


def _units(text: str, section: Section, number: int, sizes: Sizes) -> Iterator[Unit]:
    """The units of a section, none larger than the hard maximum."""
    head = heading_end(text, section)
    pending: list[Span] = []  # a heading or an introduction waits for what follows
    waiting, last = 0, 0
    for block, paragraph in _paragraphs(text, section):
        size = syllables(text[paragraph.start : paragraph.end])
        is_heading = paragraph.end <= head
        if pending and not is_heading and waiting + size > sizes.maximum and pending[-1].end > head:
            yield from cut(
                text, Unit(pending[0].start, pending[-1].end, waiting, number, False, last), pending[-1].start, sizes
            )
            pending, waiting = [], 0
        last = block
        pending.append(paragraph)
        waiting += size
        introduces = text[paragraph.end - 1] == ":" and waiting < sizes.maximum
        if not is_heading and not introduces:
            yield from cut(
                text, Unit(pending[0].start, paragraph.end, waiting, number, False, block), paragraph.start, sizes
            )
            pending, waiting = [], 0
    if pending:
        only = pending[-1].end <= head
        yield from cut(
            text, Unit(pending[0].start, pending[-1].end, waiting, number, only, last), pending[-1].start, sizes
        )


def _paragraphs(text: str, section: Section) -> Iterator[tuple[int, Span]]:
    """The lines of a section with the number of their block; a table comes whole."""
    at, block = section.start, 0
    table: Span | None = None
    while at < section.end:
        end = text.find("\n", at, section.end)
        end = section.end if end < 0 else end
        line = trimmed(text, at, end)
        row = text.find("\t", line.start, line.end) >= 0
        if table is not None and not row:
            yield block, table
            table = None
        if line.start == line.end:
            block += 1
        elif row:
            table = Span(line.start if table is None else table.start, line.end)
        else:
            yield block, line
        at = end + 1
    if table is not None:
        yield block, table


def _settled(chunks: Sequence[tuple[Unit, ...]], parts: Sequence[_Part], sizes: Sizes) -> list[tuple[Unit, ...]]:
    """Chunks that came out too small joined to a neighbour: in their own section first, then beside it."""
    joined = list(chunks)
    for across in (False, True):
        before, joined = joined, []
        for chunk in before:
            if joined and _joinable(joined[-1], chunk, parts, sizes, across):
                joined[-1] += chunk
            else:
                joined.append(chunk)
    return joined


def _joinable(one: tuple[Unit, ...], two: tuple[Unit, ...], parts: Sequence[_Part], sizes: Sizes, across: bool) -> bool:
    size_one, size_two = sum(unit.size for unit in one), sum(unit.size for unit in two)
    if size_one + size_two > sizes.maximum:
        return False
    if one[-1].section == two[0].section:
        return min(size_one, size_two) < sizes.minimum
    # The section in which the second begins: its first unit may open with the heading of another.
    place = bisect_right(parts, two[0].start, key=lambda part: part.section.start) - 1
    before, after = parts[one[-1].section], parts[place]
    p, q = before.section.path, after.section.path
    # Siblings, a parent and what lies under it, or the end of one branch and the beginning of the next.
    related = q[: len(p)] == p or p[: len(q) - 1] == q[:-1]
    enough = sizes.fragment if before.titled or after.titled else sizes.minimum
    return across and related and min(size_one, size_two) < enough


def _path(chunk: Sequence[Unit], sections: Sequence[Section]) -> tuple[str, ...]:
    """The deepest path under which nearly all of the passage lies."""
    weight: Counter[tuple[str, ...]] = Counter()
    for unit in chunk:
        path = sections[unit.section].path
        for depth in range(1, len(path) + 1):
            weight[path[:depth]] += unit.size
    enough = _SHARE * sum(unit.size for unit in chunk)
    return max((path for path, size in weight.items() if size >= enough), key=len, default=())
