"""The learnt weights: a linear part and boosted trees over the same features, their scores added.

A question that agrees with no passage in its own words is most likely in another language than they are; there another linear
part takes the place of the first, learnt from such questions, and in between both do.

The file is JSON that a person can read: names of features, and for each part plain lists. Nothing but numpy reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FORMAT: Final = "ranker-3"
AGREEMENT: Final = "question_agreement"
"""The feature that tells questions in the language of the passages from others."""


@dataclass(frozen=True, slots=True)
class Linear:
    """``(x - mean) / scale @ weights`` over all features and again over all of them levelled (``with_levels``), so shapes
    (2 f,). A weight of zero leaves one out."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    weights: NDArray[np.float32]

    def scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores of rows ``with_levels``, shape (n,)."""
        return np.asarray(((values - self.mean) / self.scale) @ self.weights, np.float32)


@dataclass(frozen=True, slots=True)
class Trees:
    """Decision trees, the nodes of all of them in flat arrays; ``roots`` are where each begins.

    A row goes ``left`` where its ``feature`` is at most ``threshold``, else ``right``; a leaf leads to itself and adds
    ``value``. ``depth`` steps reach every leaf.
    """

    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: NDArray[np.float32]
    depth: int

    def scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores of rows of features, shape (n,): the sum over the trees."""
        flat = np.ascontiguousarray(values).ravel()
        row = (np.arange(len(values)) * values.shape[1])[:, None]
        node = np.repeat(self.roots[None, :], len(values), axis=0)
        for _ in range(self.depth):
            goes_left = flat.take(row + self.feature.take(node)) <= self.threshold.take(node)
            node = np.where(goes_left, self.left.take(node), self.right.take(node))
        return np.asarray(self.value.take(node).sum(axis=1), np.float32)


@dataclass(frozen=True, slots=True)
class Model:
    """Features by name, and the parts, whose scores are standardised over a question's candidates and added.

    ``apart``, where there is one, alone is the linear part up to the first of ``agreement``, ``linear`` alone from the second on.
    """

    features: tuple[str, ...]
    linear: Linear
    trees: Trees
    tree_share: float
    apart: Linear | None = None
    agreement: tuple[float, float] = (0.0, 0.0)

    def scores(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scores of a question's candidates from their features (n, len(features)), shape (n,)."""
        if len(values) < 2:
            return np.zeros(len(values), np.float32)
        straight, branched = self._straight(values), _level(self.trees.scores(values))
        return np.asarray((1 - self.tree_share) * straight + self.tree_share * branched, np.float32)

    def _straight(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        wide = with_levels(values)
        if self.apart is None:
            return _level(self.linear.scores(wide))
        low, high = self.agreement
        alike = np.clip((values[0, self.features.index(AGREEMENT)] - low) / np.float32(high - low), 0, 1)
        own, apart = _level(self.linear.scores(wide)), _level(self.apart.scores(wide))
        return np.asarray(alike * own + (1 - alike) * apart, np.float32)


def with_levels(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """A question's features (n, f) and, beside them, each less its mean in standard deviations: (n, 2 f)."""
    spread = values.std(axis=0) + np.float32(1e-6)
    return np.concatenate([values, (values - values.mean(axis=0)) / spread], axis=1)


def _level(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """``scores`` less their mean, in standard deviations."""
    result: NDArray[np.float32] = (scores - scores.mean()) / np.float32(max(float(scores.std()), 1e-6))
    return result


@cache
def bundled_model() -> Model:
    """The weights that travel with the code."""
    return parse_model(json.loads((resources.files("index.ranker") / "weights.json").read_text(encoding="utf-8")))


def parse_model(record: Mapping[str, Any]) -> Model:
    """A model from its JSON record. ValueError for another format or sizes that do not agree."""
    if record.get("format") != FORMAT:
        raise ValueError(f"format {record.get('format')!r}, not {FORMAT!r}")
    names = tuple(record["features"])
    linear, trees = _parse_linear(record["linear"], len(names)), parse_trees(record["trees"], len(names))
    model = Model(names, linear, trees, float(record["tree_share"]))
    if "apart" not in record:
        return model
    low, high = map(float, record["agreement"])
    return replace(model, apart=_parse_linear(record["apart"], len(names)), agreement=(low, high))


def _parse_linear(record: Mapping[str, Any], features: int) -> Linear:
    linear = Linear(*(np.array(record[part], np.float32) for part in ("mean", "scale", "weights")))
    if not all(part.shape == (2 * features,) for part in (linear.mean, linear.scale, linear.weights)):
        raise ValueError("a linear part does not fit the features")
    return linear


def parse_trees(records: Sequence[Mapping[str, Any]], features: int) -> Trees:
    """Trees from lists of inner nodes and leaves; a child below zero is the leaf ``-child - 1``."""
    sizes = [len(tree["feature"]) + len(tree["value"]) for tree in records]
    roots = np.concatenate([[0], np.cumsum(sizes)])[:-1].astype(np.intp)
    total = sum(sizes)
    feature, threshold, value = np.zeros(total, np.intp), np.zeros(total, np.float32), np.zeros(total, np.float32)
    left, right = np.arange(total), np.arange(total)
    for root, tree in zip(roots.tolist(), records, strict=True):
        inner = len(tree["feature"])
        feature[root : root + inner], threshold[root : root + inner] = tree["feature"], tree["threshold"]
        value[root + inner : root + inner + len(tree["value"])] = tree["value"]
        for side, children in ((left, tree["left"]), (right, tree["right"])):
            side[root : root + inner] = [root + (child if child >= 0 else inner - child - 1) for child in children]
    if feature.max(initial=0) >= features or feature.min(initial=0) < 0:
        raise ValueError("a tree asks for a feature that is not there")
    return Trees(roots, feature, threshold, left, right, value, max(map(_depth, records), default=0))


def _depth(tree: Mapping[str, Any]) -> int:
    level = [0] if tree["feature"] else []
    depth = 0
    while level:
        depth += 1
        level = [child for node in level for child in (tree["left"][node], tree["right"][node]) if child >= 0]
    return depth
