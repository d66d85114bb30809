"""Plain text into units: hard wraps and fragments joined, ornaments dropped, lists and tables kept as such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cleaning import marks
from corpus.cleaning.joining import Layout, layout_of, relations
from corpus.cleaning.lines import Interval, Kind, Line, Unit
from corpus.cleaning.notes import delete_note_numbers
from corpus.cleaning.pages import without_furniture
from corpus.cleaning.relations import Relation
from corpus.cleaning.tables import column_rows, comparison_tables

_ORNAMENTS = re.compile("[\ue000-\uf8ff\u2190-\u23ff\u2500-\u27bf\u2b00-\u2bff]+")


def plain_units(decoded: str, lines: Sequence[Line]) -> tuple[list[Unit], dict[str, str]]:
    """The units of a text without markup in file order, and what its page furniture says about it."""
    lines, metadata = without_furniture(lines)
    layout = layout_of(lines)
    units = _units(lines, layout)
    for unit in units:
        _delete_ornaments(decoded, unit)
    if layout is Layout.SLIDES:
        units = comparison_tables(decoded, units)
    delete_note_numbers(decoded, units)
    return units, metadata


def _units(lines: Sequence[Line], layout: Layout) -> list[Unit]:
    rows = column_rows(lines)
    units: list[Unit] = []
    for number, (line, relation) in enumerate(zip(lines, relations(lines, layout), strict=True)):
        if number in rows:
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
