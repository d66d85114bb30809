"""Encoding a collection's stored text again with another model, in one transaction."""

from __future__ import annotations

import numpy as np

from index.dense import quantise
from index.derived import searchable
from index.encoding import Tokenising, content_key
from index.ingest import Progress, Step
from index.store import Store
from index.types import Encoder

_BATCH = 256


def reembed(store: Store, encoder: Encoder, progress: Progress | None = None) -> int:
    """Replaces every vector; returns how many passages there are."""
    with store.writing() as writer:
        rows, _, _ = store.rows()
        parts = list(store.texts())
        for at in range(0, len(rows), _BATCH):
            if progress:
                progress(Step(at, len(rows)))
            batch = parts[at : at + _BATCH]
            texts = [searchable(*part) for part in batch]
            vectors, scales = quantise(np.asarray(encoder.encode_passages(texts), dtype=np.float32))
            own = [int(row) for row in rows[at : at + _BATCH]]
            writer.set_vectors(own, [content_key(encoder, text) for text in texts], vectors, scales)
            if isinstance(encoder, Tokenising):
                writer.set_tokens(own, encoder.token_ids([text for _, _, text in batch]))
        writer.set_model(encoder.identity)
    if progress:
        progress(Step(len(rows), len(rows)))
    return len(rows)
