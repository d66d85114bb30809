"""Plain text into units: hard wraps and fragments joined, ornaments dropped, lists and tables kept as such."""

from __future__ import annotations

import re
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

    ``headings`` are those that a reader found, a line each; ``printed`` says that it joined lines and made
    tables too: a tab begins a cell.
    """
    lines, metadata = without_furniture(lines)
    layout = Layout.PLAIN if printed else layout_of(lines)
    rows = tabbed_rows(decoded, lines) if printed else column_rows(lines)
    units = _units(lines, layout, rows, {heading.start: heading.level for heading in headings})
    for unit in units:
        _delete_ornaments(decoded, unit)
    if layout is Layout.SLIDES:
        units = comparison_tables(decoded, units)
    delete_note_numbers(decoded, units)
    return units, metadata


def _units(
    lines: Sequence[Line], layout: Layout, rows: Mapping[int, Sequence[Interval]], levels: Mapping[int, int]
) -> list[Unit]:
    """The units; ``rows`` are the cells of rows by the line's number, ``levels`` those of headings by where they start."""
    units: list[Unit] = []
    for number, (line, relation) in enumerate(zip(lines, relations(lines, layout), strict=True)):
        level = levels.get(line.start, 0)
        alone = level > 0 or (bool(units) and units[-1].level > 0)
        if number in rows:
            cells = rows[number]
            above = rows.get(number - 1, ())
            # A table goes on behind the end of a page and the page number that stood there.
            tight = bool(above) and (line.blanks == 0 or (line.page_top and len(above) == len(cells)))
            starts = tuple(start for start, _ in cells[1:])
            units.append(Unit(list(cells), Kind.ROW, tight=tight, cells=starts))
        elif relation is Relation.JOIN and not alone and units and number - 1 not in rows:
            units[-1].spans.append((line.start, line.end))
        else:
            kind = Kind.HEADING if level else Kind.ITEM if marks.opens_item(line.text) else Kind.PARAGRAPH
            tight = relation is Relation.NEXT and not alone
            units.append(Unit([(line.start, line.end)], kind, level=level, tight=tight))
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
