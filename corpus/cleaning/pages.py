"""Page furniture of paged texts: running headers, running footers and page numbers.

Text taken from a PDF carries them in the middle of sentences. They are recognised by what makes them furniture: they
stand at page edges, or return through the document with a number that grows. A line that merely repeats stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from corpus.cleaning import marks
from corpus.cleaning.lines import Line, without

_LONGEST = 130
_EDGE_LINES = 4  # of furniture at one edge of a page, each found when the one outside it is gone
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—|]\s*)?(?:(?:Trang|trang|Page|page|Tr\.)\s*)?(\d{1,4})(?:\s*(?:/|of|trên)\s*\d{1,4})?(?:\s*[-–—|])?$"
)
# The head of a journal page: a name, the issue with its year, the page number before or after them.
_JOURNAL = re.compile(
    r"^(?:(?P<before>\d{1,4})\s+)?(?P<name>\S.{3,90}?)[\s,.–|-]+"
    r"(?P<issue>(?:Số|SỐ|số|Tập|TẬP|Vol\.?|No\.?)\s*\d{1,4}[^\n]{0,30}?\d{4}\)?)(?:[\s|–-]+(?P<after>\d{1,4}))?$"
)


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines without page furniture and drawn rules, and what the furniture says about the document."""
    journal, metadata = _journal_heads(lines)
    kept = without(lines, journal | {n for n, line in enumerate(lines) if marks.is_rule(line.text)})
    for _ in range(_EDGE_LINES):
        dropped = _running(kept) | _page_numbers(kept)
        if not dropped:
            break
        kept = without(kept, dropped)
    return kept, metadata


def _edges(lines: Sequence[Line]) -> set[int]:
    """The first and the last line of every page, where form feeds tell pages apart."""
    edges: set[int] = set()
    for number, line in enumerate(lines):
        if line.page_top:
            edges.update((number, number - 1) if number else (number,))
    if edges:
        edges.update((0, len(lines) - 1))
    return edges


def _running(lines: Sequence[Line]) -> set[int]:
    """Lines that are the same but for their numbers, at page edges or with a number that grows."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if 4 <= len(line.text) <= _LONGEST and any(character.isalpha() for character in line.text):
            groups[_NUMBER.sub("#", line.text)].append(number)
    edges = _edges(lines)
    dropped: set[int] = set()
    for key, members in groups.items():
        at_edges = [number for number in members if number in edges]
        if len(at_edges) >= 2 and len(at_edges) * 2 > len(members):
            dropped.update(at_edges)
        elif len(members) >= 3 and "#" in key and _counts_pages([lines[number] for number in members], members):
            dropped.update(members)
    return dropped


def _counts_pages(lines: Sequence[Line], numbers: Sequence[int]) -> bool:
    """Whether lines far apart, no items, carry a number that grows."""
    if marks.opens_item(lines[0].text):
        return False
    return _far_apart(numbers) and _one_number_grows([line.text for line in lines])


def _one_number_grows(texts: Sequence[str]) -> bool:
    """Whether the last or the first number of the lines, at the line's edge, grows from each to the next."""
    for pattern in (re.compile(r"(\d{1,4})\W*$"), re.compile(r"^\W*(\d{1,4})\b")):
        found = [pattern.search(text) for text in texts]
        values = [int(match.group(1)) for match in found if match]
        if len(values) == len(texts) and all(a < b <= a + 4 for a, b in pairwise(values)):
            return True
    return False


def _far_apart(members: Sequence[int], least: int = 8) -> bool:
    gaps = [b - a for a, b in pairwise(members)]
    return all(gap >= least for gap in gaps)


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that hold a page number only: at page edges, or a series far apart that counts up by one."""
    edges = _edges(lines)
    candidates = [
        (number, int(found.group(1)))
        for number, line in enumerate(lines)
        if len(line.text) <= 24 and (found := _PAGE_NUMBER.match(line.text))
    ]
    series: list[tuple[int, int]] = []
    dropped: set[int] = set()
    for number, value in [*candidates, (-1, -1)]:
        if series and value == series[-1][1] + 1 and (number - series[-1][0] >= 8 or number in edges):
            series.append((number, value))
            continue
        if len(series) >= 3 or (len(series) >= 2 and all(member in edges for member, _ in series)):
            dropped.update(member for member, _ in series)
        series = [(number, value)]
    return dropped


def _journal_heads(lines: Sequence[Line]) -> tuple[set[int], dict[str, str]]:
    """Heads of journal pages, with the rubric in capitals that stands above the first of them."""
    dropped: set[int] = set()
    metadata: dict[str, str] = {}
    for number, line in enumerate(lines):
        found = _JOURNAL.match(line.text) if len(line.text) <= _LONGEST else None
        if found is None or not (found["before"] or found["after"]):
            continue
        if not (marks.is_capitals(found["name"]) or line.indent >= 20):
            continue
        dropped.add(number)
        if not metadata:
            metadata = {"journal": found["name"].rstrip(" ,.–-"), "issue": found["issue"]}
            if number == 1 and marks.is_capitals(lines[0].text):
                dropped.add(0)
                metadata["rubric"] = lines[0].text
    return dropped, metadata
