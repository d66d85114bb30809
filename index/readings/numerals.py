"""Numbers that are written in words as often as in figures: "bốn nguyên tắc", "4 nguyên tắc"."""

from __future__ import annotations

from typing import Final

from corpus.headings import COUNT

ONES: Final = {word: number for number, word in enumerate(COUNT[:9], start=1)} | {"mốt": 1, "tư": 4, "lăm": 5}
"""Numbers from one to nine, also as they are said behind tens."""
_FIGURES: Final = {word: str(number) for number, word in enumerate(COUNT[1:], start=2)}
_OTHER: Final = {**_FIGURES, **{figure: word for word, figure in _FIGURES.items()}}


def other_numeral(word: str) -> str:
    """The figure for a numeral from two to ten in canonical spelling, the numeral for a figure; empty for any other word.

    "Năm" is a year as well: only what stands behind it tells.
    """
    return _OTHER.get(word, "")
