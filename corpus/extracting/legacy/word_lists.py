"""The lists of Word 97 to 2003. Source: Microsoft's open specification [MS-DOC], ``PlfLst`` and ``PlfLfo``."""

from __future__ import annotations

import struct
from typing import Final

from corpus.extracting.counters import BULLET, Counters, Level

_LEVELS: Final = 9
_FORMS: Final = {
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    22: "decimalZero",
    23: BULLET,
    255: "none",
}
_STARTS, _FORMATS = 0x10, 0x20


class Lists:
    """``kinds`` are the bytes of the kinds of lists, which go on at ``end`` of ``table``; ``used`` tells of the lists."""

    def __init__(self, kinds: bytes, table: bytes, end: int, used: bytes) -> None:
        self._kinds = list(_kinds(kinds, table, end))
        self._lists = list(_used(used))
        self._counters = Counters(dict(self._kinds))

    def label(self, number: int, level: int) -> str:
        """What stands before the next paragraph of list ``number`` (from 1)."""
        if not 0 < number <= len(self._lists):
            return ""
        kind, starts = self._lists[number - 1]
        return self._counters.label(kind, level, number=number, starts=starts)


def _kinds(kinds: bytes, table: bytes, at: int) -> list[tuple[int, list[Level]]]:
    found: list[tuple[int, list[Level]]] = []
    if len(kinds) < 2:
        return found
    for number in range(struct.unpack_from("<h", kinds)[0]):
        kind = struct.unpack_from("<i", kinds, 2 + 28 * number)[0]
        simple = kinds[2 + 28 * number + 26] & 1
        levels: list[Level] = []
        for _ in range(1 if simple else _LEVELS):
            level, at = _level(table, at)
            levels.append(level)
        found.append((kind, levels))
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level of a list, and where the next one begins. In its text, letters below 9 stand for the numbers of levels."""
    start, form = struct.unpack_from("<iB", table, at)
    at += 28 + table[at + 24] + table[at + 25]
    length = struct.unpack_from("<H", table, at)[0]
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    parts = tuple(ord(letter) if ord(letter) < _LEVELS else letter for letter in text)
    return Level(start, _FORMS.get(form, "decimal"), parts), at + 2 + 2 * length


def _used(used: bytes) -> list[tuple[int, dict[int, int]]]:
    """Of each list its kind, and the levels that it begins anew with their first numbers."""
    if len(used) < 4:
        return []
    count = struct.unpack_from("<i", used)[0]
    found: list[tuple[int, dict[int, int]]] = []
    at = 4 + 16 * count
    for number in range(count):
        kind, *_, changed = struct.unpack_from("<iiiB", used, 4 + 16 * number)
        starts: dict[int, int] = {}
        at += 4
        for _ in range(changed):
            start, flags = struct.unpack_from("<iI", used, at)
            at += 8
            if flags & _FORMATS:
                _, at = _level(used, at)
            elif flags & _STARTS:
                starts[flags & 0xF] = start
        found.append((kind, starts))
    return found
