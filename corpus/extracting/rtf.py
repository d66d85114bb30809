"""What a file in Rich Text Format says: its paragraphs, headings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from corpus.extracting.lines import BULLETS, even

_PLAIN, _IN_TABLE, _CELL, _ROW = "\ue0e0\ue0e1\ue0e2\ue0e3"
_HEADING: Final = 0xE0F0
"""Letters of nobody's. They carry through the library what it says nothing of: that what holds of a paragraph no longer
does, that it is in a table, that a cell or a row ends, and a heading's level."""
_CARRIED: Final = {"pard": _PLAIN, "intbl": _IN_TABLE, "cell": _CELL, "nestcell": " ", "row": _ROW, "nestrow": " "}
_WORD: Final = re.compile(rf"(?<!\\)((?:\\\\)*)\\(?:({'|'.join(_CARRIED)})|outlinelevel([0-8]))(?![a-z0-9]) ?")
_HIDDEN: Final = re.compile(r"\{(?:\\[a-z0-9]{1,30} ?){0,12}\\(?:deleted|v)(?![a-z0-9])[^{}]{0,5000}\}")
_LABEL: Final = re.compile(r"(\{\\(?:listtext|pntext)(?:\\plain ?)?)\\pard(?![a-z0-9])")
"""What stands before an item is formatted for itself."""
_ITEM: Final = re.compile(r"\s*(?:([•◦▪·§o–-]|[\uf000-\uf0ff])|(\(?\w{1,5}[.)]))\t\s*(?=\S)")

Block = dict[str, Any]


def extract(data: bytes) -> dict[str, Any]:
    """``blocks`` in their order: ``text`` with the ``level`` of a heading (or 0) and whether it is an ``item``, or ``rows`` of
    cells, each with its text, one column and one row large."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        return {"error": "damaged"}
    told = _LABEL.sub(r"\1", _HIDDEN.sub("", data.decode("cp1252", "replace")))
    carried = _WORD.sub(_carried, told)
    text = rtf_to_text(carried, errors="ignore").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {"blocks": list(_blocks(text))}


def _carried(found: re.Match[str]) -> str:
    before, word, level = found.groups()
    letter = _CARRIED[word] if word else chr(_HEADING + int(level))
    return f"{before}{{\\uc0\\u{ord(letter)} }}"


def _blocks(text: str) -> Iterator[Block]:
    """The text with what was carried, as blocks."""
    rows: list[list[tuple[str, int, int]]] = []
    cells: list[tuple[str, int, int]] = []
    said: list[str] = []
    in_table, level = False, 0
    for part in re.split("([\n\ue0e0-\ue0e3\ue0f0-\ue0f8])", text):
        if part == _PLAIN:
            in_table, level = False, 0
        elif part == _IN_TABLE:
            in_table = True
        elif part == _CELL:
            cells.append((" ".join("".join(said).split()), 1, 1))
            said = []
        elif part == _ROW:
            rows += [cells] if cells else []
            cells, said = [], []
        elif len(part) == 1 and ord(part) >= _HEADING and ord(part) <= _HEADING + 8:
            level = ord(part) - _HEADING + 1
        elif part != "\n" or in_table:
            said.append(part)
        else:
            if "".join(said).strip():
                yield from _table(rows)
                rows = []
                yield _paragraph("".join(said), level)
            said = []
    yield from _table(rows)
    if "".join(said).strip():
        yield _paragraph("".join(said), level)


def _table(rows: list[list[tuple[str, int, int]]]) -> Iterator[Block]:
    if rows:
        yield {"rows": rows}


def _paragraph(text: str, level: int) -> Block:
    item = _ITEM.match(text)
    if item:
        text = (BULLETS[0] if item[1] else f"{item[2]} ") + text[item.end() :]
    return {"text": even(text), "level": level, "item": item is not None}
