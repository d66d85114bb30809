"""Any sentence-transformers model, from a folder or by its hub name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.encoders.files import weights_hash
from index.encoders.prefixes import Prefixes, prefixes_for
from index.encoders.static import Progress
from index.types import ModelIdentity, Vectors

_BATCH = 16
"""Passages at a time: on a CPU larger batches only pad more."""
_REPORT_EVERY = 64


class TransformerEncoder:
    """A loaded model with the prefixes it was trained with. Its vectors are brought to unit length."""

    def __init__(self, model: Any, name: str, folder: Path, progress: Progress | None = None) -> None:
        self._model = model
        self._progress = progress
        self._prefixes = prefixes_for(name, getattr(model, "prompts", None) or {})
        dimension = int(model.encode(["a"], **_OPTIONS, prompt="").shape[1])
        self._identity = ModelIdentity(name, weights_hash(folder), dimension, *self._prefixes)

    @property
    def identity(self) -> ModelIdentity:
        """Name, hash of weights and tokenizer, dimension and prefixes."""
        return self._identity

    @property
    def prefixes(self) -> Prefixes:
        """What stands before a question and before a passage."""
        return self._prefixes

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (n, dimension)."""
        return self._encode(texts, self._prefixes.query, None)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (n, dimension)."""
        return self._encode(texts, self._prefixes.passage, self._progress)

    def _encode(self, texts: Sequence[str], prefix: str, progress: Progress | None) -> Vectors:
        result = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        order = [i for i in order if texts[i].strip()]
        for start in range(0, len(order), _REPORT_EVERY):
            chosen = order[start : start + _REPORT_EVERY]
            result[chosen] = self._model.encode([prefix + texts[i] for i in chosen], **_OPTIONS, prompt="")
            if progress:
                progress(min(start + len(chosen), len(texts)), len(texts))
        if progress and len(order) < len(texts):
            progress(len(texts), len(texts))
        result[~np.isfinite(result).all(axis=1)] = 0
        lengths = np.linalg.norm(result, axis=1, keepdims=True)
        result /= np.where(lengths > 0, lengths, np.float32(1.0))
        return result


_OPTIONS: dict[str, Any] = {
    "batch_size": _BATCH,
    "show_progress_bar": False,
    "convert_to_numpy": True,
    "normalize_embeddings": True,
}
