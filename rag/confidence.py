"""Whether the collection answers the question at all: a calibrated probability, and the threshold below which we say no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.types import Hit
from rag.features import NAMES, Terms, covered, tokens
from rag.units import Unit
from rag.weights import load, sigmoid

THRESHOLD: Final = 0.2
"""Below this the answer is "no evidence": on tuning sets it refuses 5 % of the questions that have an answer."""

CONFIDENCE_NAMES: Final = (
    "passage_coverage",
    "passage_rare_missing",
    "best_coverage",
    "best_coverage_with_neighbours",
    "best_rare_coverage",
    "best_bigram_coverage",
    "best_cosine",
    "max_cosine",
    "mean_top3_cosine",
    "best_soft",
    "max_soft",
    "best_score",
    "score_gap",
    "held",
    "held_new",
    "kind_known",
    "log_terms",
)
"""The columns that the probability is computed from."""

MEANING_NAMES: Final = ("best_cosine", "max_cosine", "mean_top3_cosine", "best_soft", "max_soft")
"""Those that hold when question and documents share no words because their languages differ."""

FOREIGN: Final = 0.5
"""Below this share of known idf mass a question counts as one in another language."""

FOREIGN_SHIFT: Final = 1.8
"""Log-odds added across languages, where the same nearness in meaning gives lower cosines. Chosen on the 30 English
questions over the sample documents, for want of a tuning set: no abstention figure is reported for those."""

_COLUMN = {name: i for i, name in enumerate(NAMES)}


def confidence_features(
    terms: Terms,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    matrix: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Shape ``(len(CONFIDENCE_NAMES),)``: how well the best passage and the best sentence cover the question."""
    if not units:
        return np.zeros(len(CONFIDENCE_NAMES), dtype=np.float32)
    best = int(np.argmax(scores))
    hit = hits[units[best].hit]
    words = set(tokens(" ".join((hit.title, *hit.passage.section, hit.passage.text))))
    missing = [float(weight) for term, weight in zip(terms.unique, terms.weights, strict=True) if term not in words]
    ordered = np.sort(scores)[::-1]
    cosine = np.sort(matrix[:, _COLUMN["cosine"]])[::-1]
    held = [i for name, i in _COLUMN.items() if name.endswith("_held")]
    fresh = [i for name, i in _COLUMN.items() if name.endswith("_new")]
    row = matrix[best]
    soft = float(matrix[:, _COLUMN["soft_coverage"]].max())
    passage_coverage = covered(terms, words)
    return np.array(
        [
            passage_coverage,
            max(missing, default=0.0) / (float(terms.weights.max()) if len(terms.weights) else 1.0),
            row[_COLUMN["coverage"]],
            row[_COLUMN["coverage_with_neighbours"]],
            row[_COLUMN["rare_coverage"]],
            row[_COLUMN["bigram_coverage"]],
            row[_COLUMN["cosine"]],
            cosine[0],
            cosine[:3].mean(),
            row[_COLUMN["soft_coverage"]],
            soft,
            ordered[0],
            ordered[0] - ordered[min(3, len(ordered) - 1)],
            row[held].max(),
            row[fresh].max(),
            float(terms.kind.value != "other"),
            float(np.log1p(len(terms.unique))),
        ],
        dtype=np.float32,
    )


def confidence(
    terms: Terms,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    matrix: NDArray[np.float32],
    scores: NDArray[np.float32],
) -> float:
    """The probability that the collection answers the question, in [0, 1]; 0 when nothing was found."""
    if not units:
        return 0.0
    row = confidence_features(terms, hits, units, matrix, scores)
    if terms.known_share < FOREIGN:
        model = load("confidence_meaning.json", MEANING_NAMES)
        return sigmoid(float(model.score(meaning_columns(row[None, :]))[0]) + FOREIGN_SHIFT)
    return sigmoid(float(load("confidence.json", CONFIDENCE_NAMES).score(row[None, :])[0]))


def meaning_columns(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The columns ``MEANING_NAMES`` of rows of confidence features."""
    return rows[:, [CONFIDENCE_NAMES.index(name) for name in MEANING_NAMES]]
