"""Fitting the ranker's two parts to examples: a linear one by a listwise loss, trees by LambdaMART."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.ranker.model import FORMAT, Model, with_levels
from index.training.shelf import Examples

PENALTY: Final = 1e-3
ROUNDS: Final = 300
LEAVES: Final = 15
TREE_SHARE: Final = 0.5
AGREEMENT_RANGE: Final = (0.15, 0.35)
"""Of a hundred questions in the passages' language two agree less than the higher value, of others half less than the
lower."""
QUESTION_FEATURES: Final = "question_"
"""Features of this prefix are the same for all candidates, so the linear part can make nothing of them."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Examples of several sets that have a relevant candidate at all; ``weights`` (q,) sum to one.

    A set counts by the square root of its questions, so that a large one does not drown the others.
    """

    values: NDArray[np.float32]
    relevance: NDArray[np.int8]
    groups: NDArray[np.int64]
    weights: NDArray[np.float64]


def pile(sets: Sequence[Examples]) -> Pile:
    """The examples of all sets."""
    values, relevance, lengths, weights = [], [], [], []
    for one in sets:
        good = [(start, end) for start, end in pairwise(one.groups) if one.relevance[start:end].any()]
        values += [one.values[start:end] for start, end in good]
        relevance += [one.relevance[start:end] for start, end in good]
        lengths += [end - start for start, end in good]
        weights += [len(good) ** -0.5] * len(good)
    share = np.array(weights)
    groups = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Pile(np.concatenate(values), np.concatenate(relevance), groups, share / share.sum())


def fit(
    names: Sequence[str], sets: Sequence[Examples], apart: Sequence[Examples], *, rounds: int = ROUNDS, seed: int = 0
) -> dict[str, Any]:
    """The record of a model, as ``index.ranker.model.parse_model`` reads it.

    ``apart`` are questions in another language than the passages: a linear part is theirs alone, and trees learn from all.
    Without them the other sets serve for both.
    """
    across = {"agreement": AGREEMENT_RANGE, "apart": fit_linear(names, pile(apart))} if apart else {}
    return {
        "format": FORMAT,
        "features": list(names),
        "tree_share": TREE_SHARE,
        "linear": fit_linear(names, pile(sets)),
        **across,
        "trees": fit_trees(pile([*sets, *apart]), rounds, seed),
    }


def fit_linear(names: Sequence[str], data: Pile, penalty: float = PENALTY) -> dict[str, list[float]]:
    """Weights that make the relevant candidates likeliest under a softmax over each question's candidates."""
    from scipy.optimize import minimize

    wide = np.concatenate([with_levels(data.values[start:end]) for start, end in pairwise(data.groups)])
    used = np.tile([not name.startswith(QUESTION_FEATURES) for name in names], 2)
    mean = wide.mean(axis=0, dtype=np.float64)
    scale = wide.std(axis=0, dtype=np.float64)
    used &= scale > 1e-5
    scale = np.where(used, scale, 1.0)
    values = ((wide - mean) / scale)[:, used].astype(np.float64)
    starts = data.groups[:-1]
    owner = np.repeat(np.arange(len(starts)), np.diff(data.groups))
    target = data.relevance / np.add.reduceat(data.relevance.astype(np.float64), starts)[owner]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = values @ weights
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - top[owner])
        totals = np.add.reduceat(powers, starts)
        likely = np.log(totals) + top - np.add.reduceat(scores * target, starts)
        slope = (powers / totals[owner] - target) * data.weights[owner]
        value = float(data.weights @ likely + penalty * weights @ weights)
        return value, values.T @ slope + 2 * penalty * weights

    found = minimize(loss, np.zeros(values.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    weights = np.zeros(len(used))
    weights[used] = found
    return {"mean": _rounded(mean), "scale": _rounded(scale), "weights": _rounded(weights)}


def fit_trees(data: Pile, rounds: int, seed: int, leaves: int = LEAVES) -> list[dict[str, Any]]:
    """Boosted trees of so many leaves for nDCG@10, as lists."""
    import lightgbm

    weights = np.repeat(data.weights, np.diff(data.groups))
    rows = lightgbm.Dataset(
        data.values, data.relevance, group=np.diff(data.groups), weight=weights / weights.mean(), free_raw_data=True
    )
    settings = {
        "objective": "lambdarank",
        "lambdarank_truncation_level": 10,
        "num_leaves": leaves,
        "max_depth": leaves.bit_length() + 2,
        "learning_rate": 0.03,
        "feature_fraction": 0.5,
        "max_bin": 63,
        "seed": seed,
    }
    return boosted(rows, rounds, settings)


def boosted(rows: Any, rounds: int, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """Trees over a lightgbm ``Dataset``, as lists; the same bytes on every run."""
    import lightgbm

    shared = {
        "min_data_in_leaf": 60,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 5,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    booster = lightgbm.train(shared | settings, rows, rounds)
    return [tree_lists(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


def tree_lists(root: dict[str, Any]) -> dict[str, Any]:
    """A dumped tree as lists of its inner nodes and leaves; a child below zero is the leaf ``-child - 1``."""
    tree: dict[str, Any] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

    def add(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            tree["value"].append(float(f"{node['leaf_value']:.4g}"))
            return -len(tree["value"])
        number = len(tree["feature"])
        tree["feature"].append(int(node["split_feature"]))
        tree["threshold"].append(float(f"{node['threshold']:.5g}"))
        for side in ("left", "right"):
            tree[side].append(0)
        for side in ("left", "right"):
            tree[side][number] = add(node[f"{side}_child"])
        return number

    add(root)
    return tree


def scores(model: Model, one: Examples) -> NDArray[np.float32]:
    """The model's scores of all candidates."""
    parts = [model.scores(one.values[a:b]) for a, b in pairwise(one.groups)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def mean_ndcg(one: Examples, by: NDArray[Any], depth: int = 10) -> float:
    """nDCG of binary relevance at ``depth`` over all questions; one without candidates counts as zero."""
    discount = 1 / np.log2(np.arange(2, depth + 2))
    total = 0.0
    for start, end, wanted in zip(one.groups, one.groups[1:], one.wanted, strict=False):
        order = np.argsort(-by[start:end], kind="stable")[:depth]
        gains = one.relevance[start:end][order] * discount[: len(order)]
        total += float(gains.sum() / discount[: min(depth, wanted)].sum())
    return total / max(len(one.wanted), 1)


def fusion_order(one: Examples) -> NDArray[np.int64]:
    """Scores that leave the candidates as fusion had them."""
    return -np.concatenate([np.arange(length) for length in np.diff(one.groups)] or [np.zeros(0, np.int64)])


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [float(f"{value:.5g}") for value in values]
