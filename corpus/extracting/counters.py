"""The numbers that word processors put before the paragraphs of a list. They are kept apart from the text, and counted here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.extracting.lines import BULLETS

BULLET: Final = "bullet"
_ROMANS: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a kind of list: its first number, how numbers are written (in the words of Office Open XML: ``decimal``,
    ``upperRoman``, ``bullet``...), and what is written: words, and the levels whose numbers stand between them."""

    start: int
    form: str
    text: tuple[str | int, ...]


@dataclass(slots=True)
class Counters:
    """The numbers reached in every list of a document; ``kinds`` are its kinds of lists."""

    kinds: Mapping[int, Sequence[Level]]
    _reached: dict[int, list[int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def label(self, kind: int, level: int, *, number: int = 0, starts: Mapping[int, int] | None = None) -> str:
        """What stands before the next paragraph of a list at a level, and a space; nothing where nothing does.

        Lists of one kind go on with each other's numbers; but where ``starts`` has a level, list ``number`` begins it anew.
        """
        levels = self.kinds.get(kind, ())
        if not 0 <= level < len(levels):
            return ""
        if levels[level].form == BULLET:
            return BULLETS[min(level, 1)]
        reached = self._reached.setdefault(kind, [])
        while len(reached) <= level:
            reached.append(levels[len(reached)].start - 1)
        if starts and level in starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            reached[level] = starts[level] - 1
        reached[level] += 1
        for deeper in range(level + 1, len(reached)):
            reached[deeper] = levels[deeper].start - 1
        said = "".join(
            part if isinstance(part, str) else counted(max(reached[part], levels[part].start), levels[part].form)
            for part in levels[level].text
            if isinstance(part, str) or part <= level
        )
        return f"{' '.join(said.split())} " if said.strip() else ""


def marks_item(label: str) -> bool:
    """Whether what stands behind a label is an item of a list: not behind "Điều 3."."""
    return bool(label) and not _WORD.search(label)


def counted(number: int, form: str) -> str:
    """A number as it is written; unknown ways are those of ``decimal``."""
    if form in {"upperRoman", "lowerRoman"} and 0 < number < 4000:
        said = ""
        for value, letters in _ROMANS:
            count, number = divmod(number, value)
            said += letters * count
        return said if form == "upperRoman" else said.lower()
    if form in {"upperLetter", "lowerLetter"} and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form == "none":
        return ""
    return f"{number:02}" if form == "decimalZero" else str(number)
