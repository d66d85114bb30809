"""The texts of a PowerPoint file of 1997 to 2003: letters, and which of their paragraphs have a mark. Source: [MS-PPT]."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from corpus.extracting.legacy.powerpoint_records import Record
from corpus.extracting.lines import BULLETS, even

TITLE, BODY, NOTES, OTHER = 0, 1, 2, 4
"""Kinds of texts."""
TITLES: Final = frozenset({TITLE, 6})
_BODIES: Final = frozenset({BODY, 5, 7, 8})
_KIND, _LETTERS, _BYTES, _STYLE = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FA1
_TABS: Final = 1 << 20
_FIELDS: Final = (
    (0xF, 2), (1 << 7, 2), (1 << 4, 2), (1 << 6, 2), (1 << 5, 4), (1 << 11, 2), (1 << 12, 2), (1 << 13, 2), (1 << 14, 2),
    (1 << 8, 2), (1 << 10, 2), (1 << 15, 2), (_TABS, 2), (1 << 16, 2), (0xE0000, 2), (1 << 21, 2),
)  # fmt: skip
"""What is told of a paragraph, in its order: the bits that say so, and the bytes it takes."""

Line = dict[str, Any]


@dataclass(slots=True)
class Text:
    """A text, of which kind it is, and how its paragraphs are formatted."""

    kind: int
    text: str = ""
    style: bytes = b""

    def lines(self, kind: int) -> Iterator[Line]:
        """Its paragraphs in a box of a kind."""
        said = [even(one) for one in self.text.replace("\x0b", " ").split("\r")]
        if kind in TITLES:
            if title := " ".join(filter(None, said)):
                yield {"text": title, "level": 1}
            return
        listed = kind in _BODIES and sum(map(bool, said)) > 1
        for line, (depth, marked) in zip(said, self._marks(), strict=False):
            item = listed if marked is None else marked
            if line:
                yield {"text": f"{BULLETS[min(depth, 1)]}{line}" if item else line, "item": item}

    def _marks(self) -> Iterator[tuple[int, bool | None]]:
        """For each paragraph its depth, and whether it has a mark; None where its box says so. Without end."""
        at, left = 0, len(self.text) + 1
        lengths = [len(one) + 1 for one in self.text.split("\r")]
        while left > 0 and at + 10 <= len(self.style):
            count, depth, told = struct.unpack_from("<IHI", self.style, at)
            at += 10
            marked = bool(self.style[at] & 1) if told & 1 and at < len(self.style) else None
            for bits, size in _FIELDS:
                at += size if told & bits else 0
                if bits == _TABS and told & bits:
                    at += 4 * struct.unpack_from("<H", self.style, at - 2)[0]
            left -= count
            while lengths and count > 0:
                count -= lengths.pop(0)
                yield depth, marked
        while True:
            yield 0, None


def read_into(record: Record, texts: list[Text]) -> None:
    """A record of a text: its kind begins a text, its letters and its style follow."""
    if record.kind == _KIND:
        texts.append(Text(struct.unpack_from("<I", record.body)[0]))
    elif texts and record.kind == _LETTERS:
        texts[-1].text = bytes(record.body).decode("utf-16-le", "replace")
    elif texts and record.kind == _BYTES:
        texts[-1].text = bytes(record.body).decode("latin-1")
    elif texts and record.kind == _STYLE:
        texts[-1].style = bytes(record.body)
