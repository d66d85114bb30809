"""Cleaning: a decoded text as a person would read it, found again in the original character by character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from corpus.cleaning.layout import lay_out
from corpus.cleaning.lines import Kind, Line, Unit, split_lines
from corpus.cleaning.markdown import is_markdown, markdown_units
from corpus.cleaning.metadata import FrontMatter, front_matter, stated
from corpus.cleaning.plain import plain_units
from corpus.cleaning.wiki import is_wiki_dump, wiki_units
from corpus.document import Cleaned, Heading


class Form(Enum):
    """What a reader knows about the text it hands over."""

    UNKNOWN = "unknown"  # found out from the content
    MARKDOWN = "markdown"
    PAGES = "pages"  # lines as they were printed, page after page
    BLOCKS = "blocks"  # markup already resolved: a line is a paragraph, an item or a row with tabs


def clean(
    decoded: str,
    *,
    form: Form = Form.UNKNOWN,
    headings: Sequence[Heading] = (),
    title: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Cleaned:
    """Cleans ``decoded`` (NFC). ``headings`` are those a reader found, by offsets in ``decoded``, for
    ``Form.BLOCKS`` and ``Form.PAGES``.

    ``title`` and ``metadata`` are what a reader found in the markup; they go before what the text states. Never
    raises on any text; linear in its length.
    """
    matter = FrontMatter() if form in {Form.BLOCKS, Form.PAGES} else front_matter(decoded)
    if form is Form.UNKNOWN and matter.title is None:  # two rules with labels between them, not a front matter
        matter = FrontMatter()
    lines = split_lines(decoded, matter.end)
    found_title, found = matter.title, dict(matter.metadata)
    if form is Form.BLOCKS:
        units = _block_units(decoded, lines, headings)
    elif form is Form.UNKNOWN and is_wiki_dump(lines):
        page = wiki_units(decoded, lines)
        units, found_title = page.units, found_title or page.title
    elif form is Form.MARKDOWN or (form is Form.UNKNOWN and is_markdown(lines)):
        units = markdown_units(decoded, lines)
    else:
        units, from_pages = plain_units(decoded, lines, headings, printed=form is Form.PAGES)
        found = {**from_pages, **found}
    laid = lay_out(decoded, units)
    says = stated(laid.text, laid.headings)
    return Cleaned(
        text=laid.text,
        runs=laid.runs,
        headings=laid.headings,
        page_starts=laid.page_starts,
        title=title or found_title or says.title,
        metadata={**says.metadata, **found, **(metadata or {})},
    )


def _block_units(decoded: str, lines: Sequence[Line], headings: Sequence[Heading]) -> list[Unit]:
    """One unit a line; tabs part cells, a heading is a line that begins where a declared one does."""
    declared = {heading.start: heading.level for heading in headings}
    units: list[Unit] = []
    for line in lines:
        level = declared.get(line.start, 0)
        cells = [line.start] * decoded.count("\t", line.start - line.indent, line.start)  # of empty cells
        offset = line.start
        for part in line.text.split("\t"):
            cells.append(offset + len(part) - len(part.lstrip()))
            offset += len(part) + 1
        kind = Kind.HEADING if level else Kind.ROW if len(cells) > 1 else Kind.PARAGRAPH
        tight = line.blanks == 0 and not level
        units.append(Unit([(line.start, line.end)], kind, level=level, tight=tight, cells=tuple(cells[1:])))
    return units
