"""An HTML tree as blocks of text: paragraphs, headings, items, rows. What only serves the page is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.readers.grid import Cell
from corpus.readers.writing import Block, table
from corpus.vietnamese import nfc

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NEVER = frozenset(
    {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video"}
    | {"map", "select", "datalist", "textarea", "head", "title"}
)
_CHROME = frozenset({"nav", "footer", "aside", "button", "dialog", "menu"})  # not form: some pages are one form
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"})
# Names that wiki software and common page builders give to what is not the text.
_CHROME_NAMES = frozenset(
    {"mw-editsection", "mw-jump-link", "mw-cite-backlink", "noprint", "navbox", "vertical-navbox", "toc", "catlinks"}
    | {
        "printfooter",
        "reference",
        "sistersitebox",
        "metadata",
        "mw-indicators",
        "siteSub",
        "contentSub",
        "mw-navigation",
    }
    | {"breadcrumb", "breadcrumbs", "sidebar", "cookie", "share", "social", "advertisement", "ads"}
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "center",
    }
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "li",
        "dt",
        "dd",
        "table",
        "caption",
        "tr",
        "hr",
        "details",
    }
    | {
        "summary",
        "fieldset",
        "legend",
        "thead",
        "tbody",
        "tfoot",
        "body",
        "html",
        "option",
        "nav",
        "footer",
        "aside",
        "form",
    }
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADING = re.compile(r"^h([1-6])$")
_TIGHT = frozenset({"li", "tr", "dt", "dd"})
_CELLS = frozenset({"td", "th"})


def page_blocks(root: Element, *, with_chrome: bool = False) -> list[Block]:
    """The blocks of the page in order; ``with_chrome`` keeps navigation and its kind."""
    from lxml.etree import iterwalk

    builder = _Builder()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _NEVER or _is_hidden(element) or (not with_chrome and _is_chrome(element, tag)):
                walk.skip_subtree()
                builder.skipped = element
                continue
            builder.start(element, tag)
        else:
            if builder.skipped is element:
                builder.skipped = None
            else:
                builder.end(element, tag)
            builder.write(element.tail)
    builder.flush()
    return builder.blocks


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _is_chrome(element: Element, tag: str) -> bool:
    if tag in _CHROME or (element.get("role") or "").lower() in _CHROME_ROLES:
        return True
    names = (element.get("class") or "").split()
    return not _CHROME_NAMES.isdisjoint(names) or (element.get("id") or "") in _CHROME_NAMES


class _Builder:
    """Collects text; a block element, a line break or a row ends the line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.skipped: Element | None = None
        self._parts: list[str] = []
        self._cells: list[Cell] = []
        self._rows: list[list[Cell]] = []
        self._above = 0  # blocks above the open table
        self._level = 0
        self._tight = False
        self._tables: list[bool] = []  # of the open tables: whether it holds data, not layout
        self._in_row = False
        self._numbers: list[int | None] = []  # of the open lists: the next number, None for bullets
        self._verbatim = 0
        self._marker = ""  # of the item that has begun, until its first words come

    def write(self, text: str | None) -> None:
        """Adds running text."""
        if not text:
            return
        if not self._verbatim or self._in_row:
            self._parts.append(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush(tight=True)
            self._parts.append(line)

    def start(self, element: Element, tag: str) -> None:
        heading = _HEADING.match(tag)
        if tag == "table":
            self.flush()
            self._tables.append(_is_data(element))
            self._above = len(self.blocks)
        elif tag in _CELLS and self._data():
            self._parts = []
        elif tag == "tr" and self._data():
            self.flush()
            self._in_row, self._cells = True, []
        elif self._in_row:
            self._parts.append(" ")
        elif tag == "br":
            self._break()
        elif tag in _BLOCKS or tag in _CELLS:
            self.flush()
            self._open_block(element, tag)
            self._level = int(heading[1]) if heading else self._level
        self.write(element.text)

    def end(self, element: Element, tag: str) -> None:
        if tag == "table":
            self.flush()
            self._write_rows()
            self._in_row = False
            if self._tables:
                self._tables.pop()
        elif tag in _CELLS and self._data():
            words = _even("".join(self._parts))
            self._cells.append(Cell(words, _span(element, "colspan"), _span(element, "rowspan")))
            self._parts = []
        elif tag == "tr" and self._data():
            self._row()
        elif self._in_row:
            self._parts.append(" ")
        elif tag in _BLOCKS or tag in _CELLS:
            self.flush()
            self._close_block(tag)

    def flush(self, *, tight: bool = False) -> None:
        """Ends the line; ``tight`` is for the line that comes next."""
        text = _even("".join(self._parts))
        self._parts = []
        if text:
            text, self._marker = self._marker + text, ""
            self.blocks.append(Block(nfc(text), self._tight and bool(self.blocks), self._level))
            self._tight = False
        self._tight = self._tight or tight
        self._level = 0

    def _open_block(self, element: Element, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._numbers.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li":
            self._tight = bool(self.blocks) and (len(self._numbers) > 1 or _follows_sibling(element))
            self._marker = self._next_marker(element)
        elif tag in {"dt", "dd"}:
            self._tight = _follows_sibling(element)
        elif tag == "pre":
            self._verbatim += 1

    def _close_block(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._numbers:
            self._numbers.pop()
        elif tag == "pre":
            self._verbatim -= 1
        elif tag == "li":
            self._marker = ""
        self._tight = False

    def _next_marker(self, element: Element) -> str:
        """What a browser shows before the item."""
        if not self._numbers or self._numbers[-1] is None:
            return "◦ " if len(self._numbers) > 1 else "• "
        value = element.get("value") or ""
        number = int(value) if value.isdecimal() and len(value) < 7 else self._numbers[-1]
        self._numbers[-1] = number + 1
        return f"{number}. "

    def _break(self) -> None:
        """``<br>``: the next line of the block; two of them part blocks."""
        if _even("".join(self._parts)):
            level = self._level
            self.flush(tight=True)
            self._level = level
        else:
            self._tight = False

    def _row(self) -> None:
        self._rows.append(self._cells)
        self._tight, self._in_row, self._cells, self._parts = False, False, [], []

    def _write_rows(self) -> None:
        """The table that ends here."""
        self.blocks += table(self._rows, tight=len(self.blocks) > self._above)
        self._rows = []

    def _data(self) -> bool:
        return bool(self._tables) and self._tables[-1]


def _even(text: str) -> str:
    return " ".join(text.split())


def _span(cell: Element, name: str) -> int:
    """How many columns or rows a cell takes up."""
    said = (cell.get(name) or "").strip()
    return max(1, int(said)) if said.isdecimal() and len(said) < 5 else 1


def _first_number(element: Element) -> int:
    start = element.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _follows_sibling(element: Element) -> bool:
    before = element.getprevious()
    return before is not None and before.tag in _TIGHT


def _is_data(table: Element) -> bool:
    """Whether the table holds data: no table and no heading inside, and a row of two cells or more."""
    if next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None:
        return False
    return any(sum(1 for cell in row if cell.tag in _CELLS) > 1 for row in table.iter("tr"))
