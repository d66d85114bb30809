"""Evidence from meaning: sentences against the question by the bundled model's table, unit by unit and as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.likeness import Likeness
from index.ranker.cosines import Texts, cosines
from index.ranker.segments import Floats, Ints, joined_with_next, largest, place_of_largest, sums
from index.types import TokenTable


@dataclass(frozen=True, slots=True)
class MeaningEvidence:
    """Features of each passage by name, shape (n,); ``window_scores`` (s,) how near each sentence with the next one is."""

    features: Mapping[str, NDArray[np.float32]]
    window_scores: Floats
    window: Ints


def meaning_evidence(
    table: TokenTable, question: str, units: NDArray[np.uint16], sentence_units: Ints, sentences: Ints
) -> MeaningEvidence:
    """``units`` are the tokens of all passages' sentences, sentence ``j`` having ``sentence_units[j]`` to
    ``sentence_units[j + 1]``; passage ``i`` has the sentences ``sentences[i]`` to ``sentences[i + 1]``."""
    owner = np.repeat(np.arange(len(sentences) - 1), np.diff(sentences))
    like = Likeness.of(table, table.token_ids([question])[0], units)
    near = _nearest(like.similar, like.numbers, sentence_units)
    near_two = joined_with_next(near, owner, maximum=True)
    near_all = largest(near, sentences)

    texts = Texts(like.vectors, like.squares, like.along, like.numbers, sentence_units)
    near_whole = cosines(texts, like.direction, sentences, owner)
    soft_sentence, soft_two = like.share(near.T), like.share(near_two.T)
    combined = (soft_two + np.maximum(near_whole.pair, 0)).astype(np.float32)
    features = {
        "soft": like.share(near_all.T),
        "soft_sentence": largest(soft_sentence, sentences),
        "soft_window": largest(soft_two, sentences),
        "soft_exact": like.share((near_all > 0.97).T),
        "soft_weakest": _weakest(near_all, like.strength),
        "units_cosine": near_whole.passage,
        "sentence_cosine": near_whole.best_sentence,
        "window_cosine": near_whole.best_pair,
        "mean_cosine": sums(near_whole.sentence, sentences) / np.maximum(np.diff(sentences), 1),
    }
    return MeaningEvidence(
        {name: np.asarray(values, np.float32) for name, values in features.items()},
        combined,
        place_of_largest(combined, sentences),
    )


def _nearest(similar: Floats, inverse: Ints, sentence_units: Ints) -> Floats:
    """For each sentence and each of the question's units (rows of ``similar``) the most similar unit, shape (s, own)."""
    near = np.zeros((len(similar), len(sentence_units) - 1), np.float32)
    filled = sentence_units[1:] > sentence_units[:-1]
    if filled.any():  # row by row: each is one pass over memory in order
        near[:, filled] = np.maximum.reduceat(similar[:, inverse], sentence_units[:-1][filled], axis=1)
    return np.ascontiguousarray(near.T)


def _weakest(near: Floats, strength: Floats) -> Floats:
    """How well the worst matched of the question's strong units is matched."""
    strong = strength >= np.median(strength) if len(strength) else np.zeros(0, np.bool_)
    if not strong.any():
        return np.zeros(len(near), np.float32)
    weakest: Floats = near[:, strong].min(axis=1)
    return weakest
