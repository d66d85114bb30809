"""Small linear models kept as readable JSON beside the code: which sentence answers, and whether anything does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``score = features @ weights + bias`` over named columns, raw features (their scale is inside the weights)."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: float

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape ``(n, len(names))`` to ``(n,)``."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)

    def dumps(self) -> str:
        """The JSON text of this model, one weight a line."""
        rounded = {name: round(float(weight), 5) for name, weight in zip(self.names, self.weights, strict=True)}
        return json.dumps({"bias": round(self.bias, 5), "weights": rounded}, indent=1, ensure_ascii=False) + "\n"


@cache
def load(file: str, names: Sequence[str]) -> LinearModel:
    """The model in ``rag/models/FILE`` over exactly the columns ``names``; ValueError when they differ."""
    raw = json.loads(files("rag").joinpath("models", file).read_text(encoding="utf-8"))
    if tuple(raw["weights"]) != tuple(names):
        raise ValueError(f"rag/models/{file} was trained on other features: run python -m rag.training")
    return LinearModel(tuple(names), np.array(list(raw["weights"].values()), dtype=np.float32), float(raw["bias"]))


def sigmoid(value: float) -> float:
    """The logistic function, safe at both ends."""
    return float(1.0 / (1.0 + np.exp(-np.clip(value, -40.0, 40.0))))
