"""Fusing two channels: each channel's scores are standardised over the collection, then added by weight.

Standardising a question at a time makes BM25 and cosine comparable without training; the population is a fixed sample of
the collection, so that the cost does not grow with it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

SAMPLE: Final = 2_048
"""How many passages stand for the collection when scores are standardised."""


SMALL_SAMPLE: Final = 64
"""The same where a passage has to be read token by token."""


def sample_of(count: int, size: int = SAMPLE) -> NDArray[np.int64]:
    """Evenly spaced positions among ``count``: the population for standardising."""
    return (
        np.unique(np.linspace(0, max(count - 1, 0), min(count, size)).astype(np.int64))
        if count
        else np.zeros(0, np.int64)
    )


def standardise(scores: Scores, population: Scores, candidates: Scores | None = None) -> Scores:
    """``scores`` in standard deviations above the mean of ``population``.

    Where the population shows no spread (a tiny or uniform collection), the candidates' own spread is used.
    """
    mean = float(population.mean()) if len(population) else 0.0
    spread = float(population.std()) if len(population) else 0.0
    if spread < 1e-6 and candidates is not None and len(candidates):
        spread = float(candidates.std())
    return np.asarray((scores - mean) / max(spread, 1e-6), dtype=np.float32)


LEXICAL_SHARE: Final = 0.5
"""How much BM25 counts where words match as they do between question and passage of one language."""
_AGREEMENT = (0.2, 0.6)
_LEAST = 0.05


def lexical_weight(agreement: float) -> float:
    """How much BM25 counts, given the best BM25 score as a share of the question's idf mass.

    In one language the best passage holds most of what the question says (over .5 for nineteen questions in twenty); a
    question in another language shares only names and numbers with it (.1 to .2), and there BM25 would hurt.
    """
    low, high = _AGREEMENT
    return LEXICAL_SHARE * float(np.clip((agreement - low) / (high - low), _LEAST, 1.0))


def strictly_falling(scores: Scores) -> list[float]:
    """``scores`` (already falling) as floats that fall strictly: ties are lowered by a millionth, in order."""
    falling: list[float] = []
    for score in map(float, scores):
        ceiling = falling[-1] - 1e-6 * max(abs(falling[-1]), 1.0) if falling else score
        falling.append(min(score, ceiling))
    return falling
