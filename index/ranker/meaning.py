"""Evidence from meaning: sentences against the question by the bundled model's table, unit by unit and as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.ranker.segments import Floats, Ints, joined_with_next, largest, place_of_largest, starts_of, sums
from index.types import Vectors


@runtime_checkable
class TokenTable(Protocol):
    """A static model: a vector for each token. ``index.encoders.static`` is one."""

    @property
    def rows(self) -> NDArray[np.int8]:
        """The table, shape (units, d)."""
        ...

    @property
    def scales(self) -> NDArray[np.float32]:
        """The scale of each row, shape (units,)."""
        ...

    def token_ids(self, texts: Sequence[str]) -> Sequence[NDArray[np.uint16]]:
        """The rows of each text's units."""
        ...


MOST_UNITS: Final = 64
"""Units of a question that are compared with each passage's; more would be a pasted page."""
SHARPNESS: Final = 3
"""Cosines are cubed: a distant relation is no evidence."""


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
    own = table.token_ids([question])[0][:MOST_UNITS]
    distinct, inverse = np.unique(units, return_inverse=True)
    vectors = table.rows[distinct].astype(np.float32) * table.scales[distinct][:, None]
    lengths = np.linalg.norm(vectors, axis=1)
    asked = table.rows[own].astype(np.float32) * table.scales[own][:, None]
    strength = np.linalg.norm(asked, axis=1)
    total = max(float(strength.sum()), 1e-6)
    unit = asked / np.maximum(strength, 1e-6)[:, None]
    similar = np.clip(vectors @ unit.T / np.maximum(lengths, 1e-6)[:, None], 0, 1) ** SHARPNESS  # (distinct, own)
    near = largest(similar[inverse], sentence_units)
    near_two = joined_with_next(near, owner, maximum=True)
    near_all = largest(near, sentences)

    whole = asked.sum(axis=0)
    whole /= max(float(np.linalg.norm(whole)), 1e-6)
    totals = sums(vectors[inverse], sentence_units)
    two = joined_with_next(totals, owner)
    cosine, cosine_two = _cosines(totals, whole), _cosines(two, whole)
    passages = sums(totals, sentences)
    soft_sentence, soft_two = near @ strength / total, near_two @ strength / total
    combined = (soft_two + np.maximum(cosine_two, 0)).astype(np.float32)
    features = {
        "soft": near_all @ strength / total,
        "soft_sentence": largest(soft_sentence, sentences),
        "soft_window": largest(soft_two, sentences),
        "soft_exact": (near_all > 0.97) @ strength / total,
        "soft_weakest": _weakest(near_all, strength),
        "units_cosine": _cosines(passages, whole),
        "sentence_cosine": largest(cosine, sentences),
        "window_cosine": largest(cosine_two, sentences),
        "mean_cosine": sums(cosine, sentences) / np.maximum(np.diff(sentences), 1),
    }
    return MeaningEvidence(
        {name: np.asarray(values, np.float32) for name, values in features.items()},
        combined,
        place_of_largest(combined, sentences),
    )


def _cosines(vectors: Vectors, direction: NDArray[np.float32]) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1)
    products: Floats = (vectors @ direction) / np.maximum(lengths, 1e-6)
    return products


def _weakest(near: Floats, strength: Floats) -> Floats:
    """How well the worst matched of the question's strong units is matched."""
    strong = strength >= np.median(strength) if len(strength) else np.zeros(0, np.bool_)
    if not strong.any():
        return np.zeros(len(near), np.float32)
    weakest: Floats = near[:, strong].min(axis=1)
    return weakest


def unit_bounds(counts: Sequence[NDArray[np.int64]]) -> Ints:
    """Where each sentence's units begin among all of them, from the running totals of each passage."""
    lengths = [np.diff(own, prepend=0) for own in counts]
    return starts_of(np.concatenate(lengths) if lengths else [])
