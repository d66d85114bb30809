"""Plain text into units: hard wraps and fragments joined, ornaments dropped, lists and tables kept as such."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from corpus.cleaning import marks
from corpus.cleaning.joining import Layout, layout_of, relations
from corpus.cleaning.lines import Interval, Kind, Line, Unit
from corpus.cleaning.notes import delete_note_numbers
from corpus.cleaning.pages import without_furniture
from corpus.cleaning.relations import Relation
from corpus.cleaning.tables import column_rows, comparison_tables, tabbed_rows
from corpus.document import Heading

_ORNAMENTS = re.compile("[\ue000-\uf8ff\u2190-\u23ff\u2500-\u27bf\u2b00-\u2bff]+")


def plain_units(
    decoded: str, lines: Sequence[Line], headings: Sequence[Heading] = (), *, printed: bool = False
) -> tuple[list[Unit], dict[str, str]]:
    """The units of a text without markup in file order, and what its page furniture says about it.

    ``headings`` are those that a reader found, each of one line or more; ``printed`` says that it joined lines and made
    tables too: a tab begins a cell.
    """
    lines, metadata = without_furniture(lines)
    layout = Layout.PLAIN if printed else layout_of(lines)
    rows = tabbed_rows(lines) if printed else column_rows(lines)
    units = _units(lines, layout, rows, _declared(lines, headings))
    for unit in units:
        _delete_ornaments(decoded, unit)
    if layout is Layout.SLIDES:
        units = comparison_tables(decoded, units)
    delete_note_numbers(decoded, units)
    return units, metadata


def _declared(lines: Sequence[Line], headings: Sequence[Heading]) -> dict[int, Heading]:
    """The heading that each line is of, by the line's number."""
    starts = [line.start for line in lines]
    found: dict[int, Heading] = {}
    for heading in headings:
        first, last = bisect_left(starts, heading.start), bisect_left(starts, heading.end)
        found.update(dict.fromkeys(range(first, last), heading))
    return found


def _units(
    lines: Sequence[Line], layout: Layout, rows: Mapping[int, Sequence[Interval]], declared: Mapping[int, Heading]
) -> list[Unit]:
    units: list[Unit] = []
    for number, (line, relation) in enumerate(zip(lines, relations(lines, layout), strict=True)):
        heading = declared.get(number)
        if heading is not None or (number - 1 in declared and number not in rows):
            if heading is not None and heading == declared.get(number - 1):
                units[-1].spans.append((line.start, line.end))
            else:
                kind = Kind.HEADING if heading else Kind.ITEM if marks.opens_item(line.text) else Kind.PARAGRAPH
                units.append(Unit([(line.start, line.end)], kind, level=heading.level if heading else 0))
        elif number in rows:
            cells = rows[number]
            tight = number - 1 in rows and line.blanks == 0
            starts = tuple(start for start, _ in cells[1:])
            units.append(Unit(list(cells), Kind.ROW, tight=tight, cells=starts))
        elif relation is Relation.JOIN and units and number - 1 not in rows:
            units[-1].spans.append((line.start, line.end))
        else:
            kind = Kind.ITEM if marks.opens_item(line.text) else Kind.PARAGRAPH
            tight = relation is Relation.NEXT
            units.append(Unit([(line.start, line.end)], kind, tight=tight))
    return units


def _delete_ornaments(decoded: str, unit: Unit) -> None:
    """Bullets without a font, and signs that only decorate the beginning or the end of a paragraph."""
    start, end = unit.spans[0][0], unit.spans[-1][1]
    for begin, stop in unit.spans:
        for found in _ORNAMENTS.finditer(decoded, begin, stop):
            cut: Interval = found.span()
            at_edge = cut[0] == start or not decoded[cut[1] : end].strip() or not decoded[start : cut[0]].strip()
            private = "\ue000" <= found.group()[0] <= "\uf8ff"
            if private or (at_edge and all(marks.is_ornament(character) for character in found.group())):
                unit.deletions.append(cut)
