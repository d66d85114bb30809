"""How paragraphs and letters of Word 97 to 2003 are formatted: properties and their operands. Source: [MS-DOC]."""

from __future__ import annotations

import struct
from typing import Final

DELETED, HIDDEN = 0x0800, 0x083C
IN_TABLE, ROW_END, DEPTH = 0x2416, 0x2417, 0x6649
LIST, LIST_LEVEL, OUTLINE, ROW_CELLS = 0x460B, 0x260A, 0x2640, 0xD608
"""The properties that are looked at."""
_OPERANDS: Final = (1, 1, 2, 4, 2, 2, -1, 3)
"""Bytes of an operand, by the last three bits of its property; -1 where it says so itself."""


def properties_of(told: bytes) -> dict[int, bytes]:
    """The operands of the properties, the last of each kind."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 <= len(told):
        code = number_at(told, "<H", at)
        at += 2
        size = _OPERANDS[code >> 13]
        if size < 0:
            if code == ROW_CELLS:
                size = number_at(told, "<H", at) + 1
            elif at < len(told):
                size = told[at] + 1
            else:
                break
        found[code] = told[at : at + size]
        at += size
    return {code: operand for code, operand in found.items() if operand}


def cells_of(told: bytes) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The edges of a row's cells, and which of them go on with another one."""
    if len(told) < 3:
        return (), ()
    count = told[2]
    edges = struct.unpack_from(f"<{count + 1}h", told, 3)
    joined = []
    for number in range(count):
        at = 3 + 2 * (count + 1) + 20 * number
        flags = number_at(told, "<H", at) if at + 2 <= len(told) else 0
        across, down = flags & 3, flags >> 5 & 3
        joined.append("left" if across & 2 else "above" if down == 1 else "")
    return edges, tuple(joined)


def number_at(data: bytes, form: str, at: int) -> int:
    """A number of a form of ``struct`` in data."""
    return int(struct.unpack_from(form, data, at)[0])
