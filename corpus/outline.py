"""The outline of a document: its sections, with the path of headings a reader would cite.

Headings come from markup (``Cleaned.headings``) or from the wording of lines: named ones (Phần, Chương, Mục, Điều),
numbered ones (``I –``, ``1-``, ``1.1.``, ``a/``, ``Thứ nhất``) and a few standing names (Kết luận, Tham khảo). Which kind
is above which is read from the document (``corpus.levels``). Dashes and bullets are items, never sections; so are
numbered lines that follow one another as a list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from corpus.casing import Casing
from corpus.document import Cleaned, Section
from corpus.headings import NAMED_KINDS, Marker, letter_value, marker
from corpus.labels import declared_label, is_standing, label, standing_label
from corpus.levels import LevelClass, Sequel, plausible, ranks, sequels

_SHORT_ITEM = 80  # code points: numbered paragraphs of this length, one after the other, are a list
_INNER = 99  # rank of the clauses and points of a statute: below every other kind
_TOP = 0
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|_{4,})\s*\d{0,4}\s*$")  # of a table of contents, before the page


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    block: int
    marker: Marker | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading that was found: where its section starts, how deep it is (to be compared) and what it is called."""

    start: int
    depth: tuple[int, int, int]
    label: str


def outline(cleaned: Cleaned) -> tuple[Section, ...]:
    """The sections of ``cleaned.text``, in order, covering it without gaps; each begins with its own heading line.

    The path of the text before the first heading is ``()``. A heading that only repeats the document's title opens no
    section. Of a run-in heading the path holds the first clause; of a clause or point of a statute, its number.
    """
    if not cleaned.text:
        return ()
    lines = _lines(cleaned.text)
    casing = Casing(cleaned.text)
    declared = _declared(cleaned, lines)
    entries = [
        _Entry(lines[place].start, (0, level, 0), declared_label(lines[place].text, lines[place].marker, casing))
        for place, level in declared.items()
        if level
    ]
    entries += _inferred(lines, declared, casing)
    return tuple(_sections(sorted(entries, key=lambda entry: entry.start), len(cleaned.text)))


def _lines(text: str) -> list[_Line]:
    lines, at, block = [], 0, 0
    letters: dict[str, int] = {}
    for line in text.split("\n"):
        if line.strip():
            lines.append(_Line(at, line, block, _as_letter(marker(line), letters)))
        else:
            block += 1
        at += len(line) + 1
    return lines


def _as_letter(mark: Marker | None, letters: dict[str, int]) -> Marker | None:
    """Reads ``i)`` after ``h)`` as a letter; ``letters`` remembers the last one of each style."""
    if mark is None or mark.kind not in {"letter", "lower_roman"}:
        return mark
    written = mark.label.strip("()./ ")
    value = letter_value(written) if len(written) == 1 else 0
    if mark.kind == "lower_roman":
        if not 0 < value - letters.get(mark.style, -9) <= 2:
            return mark
        mark = replace(mark, kind="letter", number=(value,))
    letters[mark.style] = value
    return mark


def _sections(entries: Iterable[_Entry], length: int) -> Iterator[Section]:
    at = 0
    path: list[_Entry] = []
    for entry in entries:
        if entry.start > at:
            yield Section(tuple(step.label for step in path), at, entry.start)
            at = entry.start
        while path and path[-1].depth >= entry.depth:
            path.pop()
        path.append(entry)
    if at < length:
        yield Section(tuple(step.label for step in path), at, length)


def _declared(cleaned: Cleaned, lines: Sequence[_Line]) -> dict[int, int]:
    """The places of the lines that markup declares headings, with their levels; 0 for the title, which is none."""
    starts = [line.start for line in lines]
    found: dict[int, int] = {}
    for heading in sorted(cleaned.headings, key=lambda heading: heading.start):
        place = bisect_right(starts, heading.start) - 1
        if place >= 0 and cleaned.text[heading.start : heading.end].strip():
            found[place] = max(1, heading.level)
    levels = list(found.values())
    if len(levels) > 1 and 0 in found and levels[0] == 1 and min(levels[1:]) > 1:
        found[0] = 0
    title = (cleaned.title or "").casefold().split()
    words: list[str] = []
    for place in found:  # the title may stand on several lines, each declared
        words += lines[place].text.casefold().split()
        if not title or title[: len(words)] != words:
            break
        found[place] = 0
    return found


def _inferred(lines: Sequence[_Line], declared: dict[int, int], casing: Casing) -> list[_Entry]:
    """The headings that only wording shows; they lie below those that markup declares."""
    marked = any(declared.values())
    like = _declared_kinds(lines, declared)
    statute = _statute_items(lines, declared)
    candidates = [
        (place, line.marker)
        for place, line in enumerate(lines)
        if line.marker is not None
        and (place not in declared or line.marker.level_class in like)
        and place not in statute
        and line.marker.kind != "bullet"
        and (not marked or line.marker.level_class in like or _unmistakable(line.marker))
        and not _in_list(lines, place)
    ]
    candidates = _separate_lists(candidates)
    marks = [mark for _, mark in candidates]
    groups = _headings_only(lines, candidates, declared)
    rank = ranks(groups, marks)
    entries = [
        _Entry(
            lines[candidates[item][0]].start,
            like.get(group.level_class, (1, rank[group.level_class], 0)),
            _named(lines, candidates[item], casing),
        )
        for group in groups
        for item in group.items
        if candidates[item][0] not in declared
    ]
    entries += [_Entry(lines[place].start, (1, _INNER, inner), name) for place, (inner, name) in statute.items()]
    if not marked:
        entries += _standing(lines, {entry.start for entry in entries}, casing)
    return entries


def _declared_kinds(lines: Sequence[_Line], declared: dict[int, int]) -> dict[LevelClass, tuple[int, int, int]]:
    """The depth of kinds of marker that markup declares somewhere: ``**1- Mục tiêu**`` speaks for a bare ``2-`` too."""
    found: dict[LevelClass, tuple[int, int, int]] = {}
    for place, level in declared.items():
        mark = lines[place].marker
        if level and mark is not None and mark.kind != "bullet":
            found.setdefault(mark.level_class, (0, level, 0))
    return found


def _unmistakable(mark: Marker) -> bool:
    """Whether the marker opens a section even where markup declares the headings."""
    return mark.kind in {"roman", *NAMED_KINDS} or len(mark.number) > 1


def _named(lines: Sequence[_Line], candidate: tuple[int, Marker], casing: Casing) -> str:
    place, mark = candidate
    following = [line.text for line in takewhile(lambda line: line.marker is None, lines[place + 1 : place + 4])]
    return label(mark, following, casing)


def _statute_items(lines: Sequence[_Line], declared: dict[int, int]) -> dict[int, tuple[int, str]]:
    """The clauses (Khoản 1) and points (Điểm a) under the articles of a statute: depth below the article, and name."""
    articles = sum(line.marker is not None and line.marker.kind == "article" for line in lines)
    found: dict[int, tuple[int, str]] = {}
    inside, clause, point = False, 0, 0
    for place, line in enumerate(lines if articles > 1 else ()):
        mark = line.marker
        if mark is None:
            inside = inside and place not in declared
        elif mark.kind in NAMED_KINDS[:7] or place in declared:
            inside, clause, point = mark.kind == "article", 0, 0
        elif inside and mark.kind == "decimal" and len(mark.number) == 1 and 0 < mark.number[0] - clause <= 2:
            clause, point = mark.number[0], 0
            found[place] = 1, f"Khoản {clause}"
        elif inside and mark.kind == "letter" and 0 < mark.number[0] - point <= 2:
            point = mark.number[0]
            found[place] = 2, f"Điểm {mark.label.strip('()./ ')}"
    return found


def _in_list(lines: Sequence[_Line], place: int) -> bool:
    """Whether the line is a row of a table, or an item next to an item of the same list."""
    line, mark = lines[place], lines[place].marker
    if mark is None or "\t" in line.text or _LEADER.search(mark.text[-40:]):
        return True
    if mark.kind in NAMED_KINDS or len(mark.number) > 1:
        return False
    for other, step in ((place - 1, -1), (place + 1, 1)):
        if 0 <= other < len(lines) and lines[other].block == line.block:
            beside = lines[other].marker
            if (
                beside
                and beside.level_class == mark.level_class
                and 0 < (beside.number[0] - mark.number[0]) * step <= 2
            ):
                return True
    return False


def _separate_lists(candidates: list[tuple[int, Marker]]) -> list[tuple[int, Marker]]:
    """Keeps ``1.`` from standing above ``1.1.`` where the two do not belong together (a list under ``1.2.``)."""
    last, fitting = 0, 0
    for _, mark in candidates:
        if mark.kind == "decimal" and len(mark.number) == 1:
            last = mark.number[0]
        elif mark.kind == "decimal" and last:
            fitting += 1 if mark.number[0] == last else -1
    if fitting >= 0:
        return candidates
    return [
        (place, replace(mark, kind="arabic", style="dot") if mark.kind == "decimal" and len(mark.number) == 1 else mark)
        for place, mark in candidates
    ]


def _headings_only(
    lines: Sequence[_Line], candidates: Sequence[tuple[int, Marker]], declared: dict[int, int]
) -> list[Sequel]:
    """The sequences of candidates that are headings."""
    places, marks = [place for place, _ in candidates], [mark for _, mark in candidates]

    def is_list(group: Sequel) -> bool:
        own = [places[item] for item in group.items]
        if all(lines[place].text.rstrip().endswith(";") for place in own[:-1]):
            return True
        tight = group.level_class[0] not in {"ordinal", "cardinal"} and all(
            after == before + 1 for before, after in pairwise(own)
        )
        return tight and all(len(lines[place].text) <= _SHORT_ITEM for place in own)

    # Romans that never start anew stand above the rest; those that do are themselves inside something.
    romans = [item for item, mark in enumerate(marks) if mark.kind == "roman"]
    groups = sequels([marks[item] for item in romans], [0] * len(romans))
    long = [group for group in groups if len(group.items) > 1]
    walls = {romans[item] for group in long for item in group.items} if len(long) == 1 else set()
    walls |= {item for item, mark in enumerate(marks) if mark.kind in NAMED_KINDS}
    own = {mark.level_class for place, mark in candidates if place in declared}
    declared_places = sorted(place for place in declared if not _of(lines[place], own))
    barriers, passed = [], 0
    for item, place in enumerate(places):
        passed += item in walls
        barriers.append(passed + bisect_right(declared_places, place))
    return [group for group in sequels(marks, barriers) if plausible(group, marks, is_list)]


def _of(line: _Line, kinds: set[LevelClass]) -> bool:
    return line.marker is not None and line.marker.level_class in kinds


def _standing(lines: Sequence[_Line], taken: set[int], casing: Casing) -> list[_Entry]:
    """Lines that are headings by name (Kết luận); in a text with no others, also lone lines in capitals."""
    found = [line for line in lines if line.start not in taken and is_standing(line.text)]
    if not found and not taken:
        found = _capital_lines(lines)
    return [_Entry(line.start, (1, _TOP, 0), standing_label(line.text, casing)) for line in found]


def _capital_lines(lines: Sequence[_Line]) -> list[_Line]:
    found = []
    running = False  # the lines in capitals that open a document are its title
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        running = running or not before.text.isupper()
        alone = before.block < line.block < after.block
        if (
            running
            and alone
            and line.text.isupper()
            and not after.text.isupper()
            and len(line.text.split()) in range(2, 21)
        ):
            found.append(line)
    return found if len(found) > 1 else []
