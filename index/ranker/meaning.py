"""Evidence from meaning: sentences against the question by the bundled model's table, unit by unit and as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.products import products
from index.ranker.cosines import Texts, cosines
from index.ranker.segments import Floats, Ints, joined_with_next, largest, place_of_largest, sums


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
    distinct, inverse = _numbered(units, len(table.scales))
    vectors = table.rows[distinct].astype(np.float32) * table.scales[distinct][:, None]
    squares = np.einsum("ij,ij->i", vectors, vectors)
    asked = table.rows[own].astype(np.float32) * table.scales[own][:, None]
    strength = np.linalg.norm(asked, axis=1)
    total = max(float(strength.sum()), 1e-6)
    unit = asked / np.maximum(strength, 1e-6)[:, None]
    whole = asked.sum(axis=0)
    whole /= max(float(np.linalg.norm(whole)), 1e-6)
    along = products(vectors, np.concatenate([unit, whole[None]]).T)
    similar = np.clip(along[:, :-1].T / np.sqrt(np.maximum(squares, 1e-12)), 0, 1)  # (own, distinct)
    similar *= similar * similar  # cubed: a distant relation is no evidence
    near = _nearest(similar, inverse, sentence_units)
    near_two = joined_with_next(near, owner, maximum=True)
    near_all = largest(near, sentences)

    near_whole = cosines(Texts(vectors, squares, along[:, -1], inverse, sentence_units), whole, sentences, owner)
    soft_sentence, soft_two = near @ strength / total, near_two @ strength / total
    combined = (soft_two + np.maximum(near_whole.pair, 0)).astype(np.float32)
    features = {
        "soft": near_all @ strength / total,
        "soft_sentence": largest(soft_sentence, sentences),
        "soft_window": largest(soft_two, sentences),
        "soft_exact": (near_all > 0.97) @ strength / total,
        "soft_weakest": _weakest(near_all, strength),
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


def _numbered(units: NDArray[np.uint16], size: int) -> tuple[Ints, Ints]:
    """The distinct units, rising, and the place of each unit among them; faster than sorting."""
    present = np.zeros(size, np.bool_)
    present[units] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[units]


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
