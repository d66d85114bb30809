"""What the slides of a PowerPoint file say, in the order in which they are seen."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from corpus.extracting.archive import parsed, unfit
from corpus.extracting.lines import BULLETS, even
from corpus.extracting.numbers import Notation, shown

_ROWS: Final = 12
"""Into how many rows a slide is parted: shapes whose tops lie in the same one are read from left to right."""
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Line = dict[str, Any]


def extract(data: bytes) -> dict[str, Any]:
    """``slides``, for each its lines: ``text``, that of a title with the ``level`` of a heading, with ``item`` set or not, or
    ``rows`` of cells, each with its text, how many columns and how many rows it takes up."""
    import pptx

    if error := unfit(data):
        return error
    presentation = pptx.Presentation(io.BytesIO(data))
    reader = _Reader(presentation.slide_height or 1)
    slides = [list(reader.slide(slide)) for slide in presentation.slides]
    notation = Notation.of(line["text"] for slide in slides for line in slide if "text" in line)
    for line in (line for slide in slides for line in slide if "values" in line):
        line["rows"] = [[(_value(one, notation), 1, 1) for one in row] for row in line.pop("values")]
    return {"slides": slides}


def _value(value: str | float | None, notation: Notation) -> str:
    return "" if value is None else value if isinstance(value, str) else shown(value, "General", notation)


class _Reader:
    """Reads slides of one height."""

    def __init__(self, height: int) -> None:
        from pptx.enum.shapes import PP_PLACEHOLDER as KIND

        self._row = max(1, height // _ROWS)
        self._furniture = {KIND.DATE, KIND.FOOTER, KIND.HEADER, KIND.SLIDE_NUMBER}
        self._bodies = {KIND.BODY, KIND.OBJECT, KIND.VERTICAL_BODY, KIND.VERTICAL_OBJECT}

    def slide(self, slide: Any) -> Iterator[Line]:
        """The title, the shapes, the notes."""
        title = slide.shapes.title
        if title is not None and (said := even(title.text_frame.text)):
            yield {"text": said, "level": 1}
        for shape in self._in_order(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                yield from self._shape(shape)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
                yield from _said(paragraph.text)

    def _in_order(self, shapes: Iterable[Any]) -> list[Any]:
        return sorted(shapes, key=lambda shape: ((shape.top or 0) // self._row, shape.left or 0))

    def _shape(self, shape: Any) -> list[Line]:
        """What a shape says; nothing where it is of a kind that the library stumbles over, so that the others are kept."""
        try:
            return list(self._read(shape))
        except MemoryError:
            raise
        except Exception:
            return []

    def _read(self, shape: Any) -> Iterator[Line]:
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in self._furniture:
            return
        if hasattr(shape, "shapes"):  # a group
            for one in self._in_order(shape.shapes):
                yield from self._shape(one)
        elif shape.has_text_frame:
            yield from _paragraphs(shape.text_frame.paragraphs, listed=kind in self._bodies)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield {"rows": [[cell for cell in map(_cell, row.cells) if cell] for row in shape.table.rows]}
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            yield from _chart(shape.chart)
        else:
            yield from _diagram(shape)


def _paragraphs(paragraphs: Iterable[Any], *, listed: bool) -> Iterator[Line]:
    """The paragraphs of a shape. Those of a ``listed`` one are items, where it has several."""
    some = [one for one in paragraphs if one.text.strip()]
    numbers: dict[int, int] = {}
    for paragraph in some:
        form = paragraph._p.pPr
        has = {child.tag for child in form} if form is not None else set()
        level = paragraph.level
        for deeper in [one for one in numbers if one > level]:
            del numbers[deeper]
        if f"{_DRAWING}buAutoNum" in has:
            numbers[level] = numbers.get(level, 0) + 1
            yield from _said(f"{numbers[level]}. {paragraph.text}", item=True)
        elif f"{_DRAWING}buChar" in has or (
            f"{_DRAWING}buNone" not in has and (level > 0 or (listed and len(some) > 1))
        ):
            yield from _said(BULLETS[min(level, 1)] + paragraph.text, item=True)
        else:
            numbers.clear()
            yield from _said(paragraph.text)


def _cell(cell: Any) -> tuple[str, int, int] | None:
    """A cell of a table; None where another one covers it."""
    if cell.is_spanned:
        return None
    columns, rows = (cell.span_width, cell.span_height) if cell.is_merge_origin else (1, 1)
    return even(cell.text_frame.text), columns, rows


def _chart(chart: Any) -> Iterator[Line]:
    """The title of a chart, and its values as a table."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield from _said(chart.chart_title.text_frame.text)
    for plot in chart.plots:
        names = [even(str(series.name or "")) for series in plot.series]
        columns = [list(series.values) for series in plot.series]
        rows: list[list[str | float | None]] = [["", *names]]
        for place, category in enumerate(plot.categories):
            rows.append([even(str(category)), *(column[place] if place < len(column) else None for column in columns)])
        if len(rows) > 1:
            yield {"values": rows}


def _diagram(shape: Any) -> Iterator[Line]:
    """The points of a diagram (SmartArt), in the order in which they were written."""
    place = next(shape._element.iter(f"{_DIAGRAM}relIds"), None)
    if place is None:
        return
    key = next((value for name, value in place.attrib.items() if name.endswith("}dm")), "")
    root = parsed(shape.part.related_part(key).blob)
    for point in root.iter(f"{_DIAGRAM}pt"):
        if point.get("type", "node") == "node":
            for paragraph in point.iter(f"{_DRAWING}p"):
                words = "".join(text.text or "" for text in paragraph.iter(f"{_DRAWING}t"))
                yield from _said(f"{BULLETS[0]}{words}" if words.strip() else "", item=True)


def _said(text: str, *, item: bool = False) -> Iterator[Line]:
    if words := even(text):
        yield {"text": words, "item": item}
