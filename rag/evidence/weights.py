"""Learnt weights kept as readable JSON beside the code: which sentence answers, and whether anything does.

Which sentence answers is weighed as the ranker weighs passages: a linear part and boosted trees over the same features.
Whether anything does is the mean of two such parts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.ranker.model import FORMAT as RANKER_FORMAT
from index.ranker.model import Model, Trees, parse_model, parse_trees

FORMAT: Final = "sentence-2"
READ: Final = "read"
"""The column with the reader's log-odds that the answer begins in a unit."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``score = features @ weights + bias`` over named columns, raw features (their scale is inside the weights)."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: float

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape ``(n, len(names))`` to ``(n,)``."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)

    def record(self) -> dict[str, Any]:
        """The JSON record of this model."""
        weights = zip(self.names, self.weights.tolist(), strict=True)
        return {"bias": round(self.bias, 5), "weights": {name: round(weight, 5) for name, weight in weights}}


@dataclass(frozen=True, slots=True)
class JointModel:
    """The mean of a linear model's score and that of boosted trees over the same columns."""

    linear: LinearModel
    trees: Trees

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape ``(n, len(names))`` to ``(n,)``."""
        return np.asarray((self.linear.score(features) + self.trees.scores(features)) / 2, np.float32)


@dataclass(frozen=True, slots=True)
class SentenceModel:
    """``model`` orders the units of a question; ``sharpness`` makes log-odds of its scores, which are standardised over the
    units. To these comes a share ``reading`` of the reader's own, which tell how far apart the units are."""

    model: Model
    sharpness: float
    reading: float

    def scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds of each unit, up to a constant, from features (units, features)."""
        read = values[:, self.model.features.index(READ)]
        return np.asarray(self.model.scores(values) * self.sharpness + self.reading * read, np.float32)


@cache
def load(file: str, names: Sequence[str]) -> LinearModel:
    """The model in ``rag/models/FILE`` over exactly the columns ``names``; ValueError when they differ."""
    raw = _record(file)
    if tuple(raw["weights"]) != tuple(names):
        raise _outdated(file)
    return LinearModel(tuple(names), np.array(list(raw["weights"].values()), dtype=np.float32), float(raw["bias"]))


@cache
def load_joint(file: str, names: Sequence[str]) -> JointModel:
    """The joint model in ``rag/models/FILE`` over exactly the columns ``names``; ValueError when they differ."""
    return JointModel(load(file, names), parse_trees(_record(file)["trees"], len(names)))


@cache
def threshold_in(file: str) -> float:
    """The threshold that the model in ``rag/models/FILE`` was given when it was trained."""
    return float(_record(file)["threshold"])


@cache
def sentence_model(names: Sequence[str]) -> SentenceModel:
    """The bundled weights of sentences over exactly the columns ``names``; ValueError when they differ."""
    found = parse_sentence_model(_record("sentence.json"))
    if found.model.features != tuple(names):
        raise _outdated("sentence.json")
    return found


def parse_sentence_model(record: Mapping[str, Any]) -> SentenceModel:
    """A model from its JSON record. ValueError for another format."""
    if record.get("format") != FORMAT:
        raise ValueError(f"format {record.get('format')!r}, not {FORMAT!r}")
    return SentenceModel(
        parse_model({**record, "format": RANKER_FORMAT}), float(record["sharpness"]), float(record["reading"])
    )


@lru_cache(maxsize=1)  # one file is asked for its parts one after the other
def _record(file: str) -> Any:
    return json.loads(files("rag").joinpath("models", file).read_text(encoding="utf-8"))


def _outdated(file: str) -> ValueError:
    return ValueError(f"rag/models/{file} was trained on other features: run python -m rag.training")


def sigmoid(value: float) -> float:
    """The logistic function, safe at both ends."""
    return float(1.0 / (1.0 + np.exp(-np.clip(value, -40.0, 40.0))))
