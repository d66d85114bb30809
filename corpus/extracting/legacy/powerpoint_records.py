"""The records of a PowerPoint file of 1997 to 2003, and where the latest version of each of its parts lies.

Source: Microsoft's open specification [MS-PPT]. A file is a sequence of records; a save appends to it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_EDIT: Final = 0x0FF5
_CONTAINER: Final = 0xF
_DEEPEST: Final = 16


@dataclass(frozen=True, slots=True)
class Record:
    """A record; ``instance`` tells those of one kind apart."""

    kind: int
    instance: int
    body: memoryview
    holds_records: bool

    def records(self) -> Iterator[Record]:
        """What it holds."""
        return records_in(self.body) if self.holds_records else iter(())

    def within(self, kind: int, depth: int = 0) -> Iterator[Record]:
        """All records of a kind at any depth, in their order."""
        for one in self.records():
            if one.kind == kind:
                yield one
            elif depth < _DEEPEST:
                yield from one.within(kind, depth + 1)


def records_in(data: memoryview) -> Iterator[Record]:
    """One record after the other."""
    at = 0
    while at + 8 <= len(data):
        version, kind, size = struct.unpack_from("<HHI", data, at)
        yield Record(kind, version >> 4, data[at + 8 : at + 8 + size], version & 0xF == _CONTAINER)
        at += 8 + size


class Parts:
    """The parts of a file by their numbers; ``latest`` is where the record of the last save lies."""

    def __init__(self, document: memoryview, latest: int) -> None:
        self._document = document
        self._places: dict[int, int] = {}
        self.root = 0
        seen: set[int] = set()
        while latest and latest not in seen:
            seen.add(latest)
            if struct.unpack_from("<H", document, latest + 2)[0] != _EDIT:
                raise ValueError("no record of a save")
            latest, directory, root = struct.unpack_from("<III", document, latest + 16)
            self.root = self.root or root
            self._take(directory)

    def _take(self, directory: int) -> None:
        """The places in the directory of one save. Later saves come first."""
        size = struct.unpack_from("<I", self._document, directory + 4)[0]
        at, end = directory + 8, directory + 8 + size
        while at + 4 <= end:
            told = struct.unpack_from("<I", self._document, at)[0]
            first, count = told & 0xFFFFF, told >> 20
            for number, place in enumerate(struct.unpack_from(f"<{count}I", self._document, at + 4)):
                self._places.setdefault(first + number, place)
            at += 4 + 4 * count

    def __contains__(self, number: int) -> bool:
        return number in self._places

    def __getitem__(self, number: int) -> Record:
        return next(records_in(self._document[self._places[number] :]))
