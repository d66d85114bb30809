"""Late interaction: how much of a question each text covers, word by word, by meaning.

Every token of the question takes its most similar token of the text; similarities are cubed, so that only near synonyms
and translations count, and tokens weigh what their vectors weigh in the embedding. Works across languages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoders.static import StaticEncoder
from index.types import Encoder, Vectors

_MOST_TOKENS = 64  # of a question; a pasted page is no question


def soft_coverage(encoder: Encoder, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
    """Shape ``(len(texts),)``, in [0, 1]. Zero for models without token vectors: their cosine says it already."""
    if not isinstance(encoder, StaticEncoder) or not texts:
        return np.zeros(len(texts), np.float32)
    asked = encoder.token_ids([question])[0][:_MOST_TOKENS]
    said = encoder.token_ids(texts)
    distinct = np.unique(np.concatenate([asked, *said])) if len(asked) else asked
    if not len(distinct):
        return np.zeros(len(texts), np.float32)
    vectors: Vectors = encoder.rows[distinct].astype(np.float32) * encoder.scales[distinct][:, None]
    weights = np.linalg.norm(vectors, axis=1)
    vectors /= np.maximum(weights, 1e-6)[:, None]
    own = np.searchsorted(distinct, asked)
    near = np.maximum(vectors[own] @ vectors.T, 0.0) ** 3
    share = weights[own] / max(float(weights[own].sum()), 1e-6)
    covered = [float(near[:, np.searchsorted(distinct, ids)].max(axis=1) @ share) if len(ids) else 0.0 for ids in said]
    return np.array(covered, dtype=np.float32)
