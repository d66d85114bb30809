"""How common syllables are in Vietnamese at large, whatever a collection holds: a dozen documents know few words, and those that
they do not know are not all rare."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical
from index.arrays import read_arrays
from index.readings.accents import DATA, SPECIAL
from index.vocabulary import Vocabulary

LENGTH: Final = 120
"""Syllables of a passage of ordinary length."""
_NUMBER: Final = 0.02
"""The share of passages that hold any one number, at a guess."""


def passage_shares(words: Sequence[str]) -> NDArray[np.float64]:
    """The share of Vietnamese passages of ordinary length that hold each of the canonical ``words``, shape (len(words),), by the
    counts of the accent table; 0 for what is no Vietnamese syllable."""
    shares = _token_shares()
    once = np.array([shares.get(word, 0.0) for word in words], np.float64)
    held = 1.0 - np.exp(-LENGTH * once)
    held[[word.isdecimal() for word in words]] = _NUMBER
    return held


@lru_cache(maxsize=1)
def _token_shares() -> dict[str, float]:
    """The share of each canonical syllable in running text."""
    arrays, _ = read_arrays(DATA)
    counts = arrays["single"][len(SPECIAL) :].astype(np.float64)
    found: dict[str, float] = {}
    for word, share in zip(Vocabulary(arrays["words"], arrays["word_offsets"]), counts / counts.sum(), strict=True):
        known = canonical(word)
        found[known] = found.get(known, 0.0) + float(share)
    return found
