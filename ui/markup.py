"""Text to markup: escaping, and running text as paragraphs and tables. Pure functions, no Gradio.

Document text, titles, file names and questions are hostile. Every one of them passes through ``esc`` and lands only in
element content or in a double-quoted attribute; no address is ever made of them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ui.tables import grouped, padded

_MARKER = re.compile(r"\[(\d{1,3})\]")
_BULLETS = ("- ", "• ", "* ", "– ", "+ ")
_DEEPER = "◦ "
_BREAKS = re.compile(r"([\n\t])")
RECORD: Final = 4
"""Cells of a row from which it may be too wide for its place."""
_RULE = '<span class="tab">\t</span>'
"""Between the cells of a row that stands alone: a thin rule."""


def _harmful(char: str) -> bool:
    """Control characters, halves of surrogate pairs, and the controls that reorder the text around them."""
    category = unicodedata.category(char)
    return (
        category in ("Cc", "Cs")
        or char in "\u2028\u2029"
        or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u2069"
    )


class _Visible(dict[int, str]):
    """A translation table that decides each character once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = result = "\ufffd" if _harmful(char) else char
        return result


_VISIBLE = _Visible({9: "\t", 10: "\n", 13: " "})


def esc(text: str) -> str:
    """The one way from text to markup: ``& < > " '`` become entities, characters that hide or reorder others become �."""
    return html.escape(text.translate(_VISIBLE), quote=True)


def attributes(**values: object) -> str:
    """``data-`` attributes with escaped values."""
    return "".join(f' data-{key.replace("_", "-")}="{esc(str(value))}"' for key, value in values.items())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the class it is marked with, ``""`` for plain; ``markers`` says whether ``[n]`` links.

    ``number`` tells the marks of one page apart. ``aside`` is what an answer says besides, which hardly is what was asked for.
    """

    text: str
    kind: str = ""
    markers: bool = False
    number: int | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text: as it is, and the markup of each of its cells, one unless it is the row of a table; ``aside``
    where all that it says is."""

    raw: str
    cells: tuple[str, ...]
    aside: bool = False


def lines_of(pieces: Iterable[Piece], link: dict[int, str] | None = None) -> list[Line]:
    """The lines of running pieces. A piece that runs over the end of a line or a cell is reopened in the next."""
    lines: list[Line] = []
    raw, cells = "", [""]
    said: set[bool] = set()
    for piece in pieces:
        for part in _BREAKS.split(piece.text):
            if part.strip() and not piece.markers:
                said.add(piece.aside)
            if part == "\n":
                lines.append(Line(raw, tuple(cells), said == {True}))
                raw, cells, said = "", [""], set()
            elif part == "\t":
                raw += part
                cells.append("")
            elif part:
                raw += part
                cells[-1] += _marked(piece, part, link)
    return [*lines, Line(raw, tuple(cells), said == {True})]


def _marked(piece: Piece, part: str, link: dict[int, str] | None) -> str:
    body = _linked(part, link) if piece.markers and link is not None else esc(part)
    number = "" if piece.number is None else attributes(mark=piece.number)
    return f'<mark class="{piece.kind}"{number}>{body}</mark>' if piece.kind else body


def _linked(text: str, link: dict[int, str]) -> str:
    """Text with its ``[n]`` markers as links to the cards in ``link``; other brackets stay text."""
    parts, at = [], 0
    for match in _MARKER.finditer(text):
        if (target := link.get(int(match[1]))) is not None:
            before = text[at : match.start()]
            if before.endswith(" "):  # a marker never stands alone on a line
                before = before[:-1] + "\N{NO-BREAK SPACE}"
            parts += [esc(before), f'<sup><a class="ref" href="#{target}">[{int(match[1])}]</a></sup>']
            at = match.end()
    return "".join([*parts, esc(text[at:])])


def paragraphs(lines: Iterable[Line], *, records: bool = False, besides: str = "") -> str:
    """Lines as paragraphs, those that open with a bullet hanging; rows as a table. With ``records`` a single row of many
    cells is written downwards, each cell beside what the header calls it. ``besides`` stands above lines that are aside."""
    parts: list[str] = []
    aside = False
    for columns, group in grouped(lines, lambda line: len(line.cells)):
        if columns:
            downwards = records and len(group) == 2 and columns >= RECORD
            parts.append(_record(*group) if downwards else _table(group, columns))
            aside = False
        elif (line := group[0]).raw.strip():
            if line.aside and not aside:
                parts.append(f'<p class="besides">{esc(besides)}</p>')
            aside = line.aside
            parts.append(_paragraph(line))
    return "".join(parts)


def _paragraph(line: Line) -> str:
    said = line.raw.lstrip()
    hanging = "li" if said.startswith(_BULLETS) else "li deep" if said.startswith(_DEEPER) else ""
    kinds = " ".join(one for one in (hanging, "aside" if line.aside else "") if one)
    named = f' class="{kinds}"' if kinds else ""
    return f"<p{named}>{_RULE.join(line.cells)}</p>"


def _table(rows: Sequence[Line], columns: int) -> str:
    """Rows as a table; what the cells of the others are stands in the first."""
    head = "".join(f'<th scope="col">{cell}</th>' if cell else "<td></td>" for cell in rows[0].cells)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in padded(row.cells, columns))}</tr>" for row in rows[1:])
    # Where it is wider than its place it is moved sideways, with the keyboard too.
    moved = ' tabindex="0"' if columns >= RECORD else ""
    return f'<div class="table"{moved}><table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _record(head: Line, row: Line) -> str:
    pairs = zip(head.cells, padded(row.cells, len(head.cells)), strict=True)
    body = "".join(f'<tr><th scope="row">{name or "–"}</th><td>{cell}</td></tr>' for name, cell in pairs if cell)
    return f'<div class="table"><table class="rows"><tbody>{body}</tbody></table></div>'
