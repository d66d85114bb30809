"""What the spelling of a unit shows and its row in the table does not: a capital, a digit, the mark before it."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

CAPITAL: Final = 1
DIGIT: Final = 2
MARK: Final = 4
"""What the kind of the mark before a unit is multiplied by: 0 none, 1 within a clause, 2 a bracket or quote, 3 a stop."""
SHAPES: Final = 16

_MARKS: Final = {1: ",-–/&", 2: "([“‘\"')]”’", 3: ".!?…;:\n"}
_KNOWN: Final = 0x2100
"""Code points above have neither case nor a mark that counts here."""


def shapes_of(text: str, begins: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The shape of the units of ``text`` that begin at ``begins`` (n,), in [0, ``SHAPES``)."""
    if not len(begins):
        return np.zeros(0, np.uint8)
    upper, marks = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    codes = np.minimum(codes, _KNOWN - 1)
    space = (codes == ord(" ")) | (codes == ord("\t"))
    at = np.minimum(np.asarray(begins, np.int64), len(codes) - 1)
    at = np.where(codes[at] == ord(" "), np.minimum(at + 1, len(codes) - 1), at)
    last = np.maximum.accumulate(np.where(space, -1, np.arange(len(codes))))
    before = np.where(at > 0, last[np.maximum(at - 1, 0)], -1)
    mark = np.where(before >= 0, marks[codes[np.maximum(before, 0)]], 3)
    first = codes[at]
    digit = (first >= ord("0")) & (first <= ord("9"))
    return np.asarray(upper[first] * CAPITAL + digit * DIGIT + mark * MARK, np.uint8)


@cache
def _tables() -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """By code point: whether it is a capital, and the kind of mark it is."""
    upper = np.array([chr(code).isupper() for code in range(_KNOWN)])
    marks = np.zeros(_KNOWN, np.uint8)
    for kind, characters in _MARKS.items():
        for character in characters:
            marks[ord(character)] = kind
    return upper, marks
