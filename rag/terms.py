"""The telling words of a text with what they weigh in a collection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, syllables

Idf = Callable[[Sequence[str]], NDArray[np.float32]]
"""Inverse document frequencies of canonical syllables in the collection; unknown ones get the highest."""

_ASKING: Final = (
    "gì nào ai đâu sao mấy bao nhiêu thế hả nhỉ vậy ạ nhé hãy hỏi xin what which who whom whose when where why how does did"
    " do is are was were the a an of to in"
)
ASKING: Final = frozenset(_ASKING.split())
"""Words that ask rather than tell: an answer need not hold them, so they carry no evidence."""

LIGHT: Final = frozenset(["một", "số", "các", "những", "và", "của", "về", "cho", "ra"])
"""Words that say little of what a heading or a label is about."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Distinct syllables with their idf, aligned."""

    unique: tuple[str, ...]
    weights: NDArray[np.float32]

    @property
    def mass(self) -> float:
        """The idf mass of the whole text; never zero."""
        return float(self.weights.sum()) or 1.0


def tokens(text: str) -> list[str]:
    """Canonical syllables: one case, one tone placement."""
    return syllables(canonical(text))


def telling(text: str) -> frozenset[str]:
    """The words of ``text`` that neither ask nor say little."""
    return frozenset(tokens(text)) - ASKING - LIGHT


def terms_of(text: str, idf: Idf) -> Terms:
    """The telling words of ``text``; all of them where none tells."""
    sequence = tokens(text)
    unique = tuple(dict.fromkeys(word for word in sequence if word not in ASKING)) or tuple(dict.fromkeys(sequence))
    return Terms(unique, np.asarray(idf(unique), dtype=np.float32))
