"""Fitting the models of answers to examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.ranker.model import parse_trees
from index.training.ranker_fit import Pile, boosted, fit_linear, fit_trees
from rag.evidence.confidence import confidence_features
from rag.evidence.weights import FORMAT, JointModel, LinearModel, SentenceModel
from rag.training.examples import Examples

Matrix = NDArray[np.float32]

ROUNDS: Final = 300
PENALTY: Final = 1e-2
LEAVES: Final = 31
TREE_SHARE: Final = 0.5
JOINT_RIDGE: Final = 1e-2
JOINT_ROUNDS: Final = 400
READING: Final = 0.1
"""Share of the reader's log-odds that comes to those of a unit; chosen on questions that reader and weights had not seen."""
_SHARPNESS: Final = np.arange(0.4, 4.0, 0.1)


def pile(sets: Sequence[Examples]) -> Pile:
    """The questions that have a gold unit; a set counts by the square root of its questions."""
    chosen = []
    for one in sets:
        starts = one.groups[:-1]
        golden = np.add.reduceat(one.gold.astype(np.int64), starts) > 0 if len(starts) else np.zeros(0, np.bool_)
        chosen.append(one.only(golden))
    weights = np.concatenate([np.full(len(one), max(len(one), 1) ** -0.5) for one in chosen])
    sizes = np.concatenate([np.diff(one.groups) for one in chosen])
    return Pile(
        np.concatenate([one.values for one in chosen]),
        np.concatenate([one.gold for one in chosen]).astype(np.int8),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        weights / weights.sum(),
    )


def fit_sentences(sets: Sequence[Examples], *, rounds: int = ROUNDS) -> dict[str, Any]:
    """The record of the model that says which unit answers, its sharpness still one, the reader only among its columns."""
    names = sets[0].names
    data = pile(sets)
    return {
        "format": FORMAT,
        "features": list(names),
        "tree_share": TREE_SHARE,
        "sharpness": 1.0,
        "reading": 0.0,
        "linear": fit_linear(names, data, PENALTY),
        "trees": fit_trees(data, rounds, 0, LEAVES),
    }


def mean_of_sentences(record: Mapping[str, Any], other: Mapping[str, Any], share: float = 0.5) -> dict[str, Any]:
    """The record of a model of sentences between two, of which ``record``, whose settings it has, counts ``share``: columns weigh
    as much less in each as they do alone, and so do trees. ValueError where the two are over other columns."""
    if record["features"] != other["features"]:
        raise ValueError("the two models are over other columns")
    first, second = (np.array(one["linear"]["weights"]) / np.array(one["linear"]["scale"]) for one in (record, other))
    # What is left out, the means of columns, only shifts all scores, which are levelled.
    weights = np.round(share * first + (1 - share) * second, 6).tolist()
    return {
        **record,
        "linear": {"mean": [0.0] * len(weights), "scale": [1.0] * len(weights), "weights": weights},
        "trees": [*counting(share, record["trees"]), *counting(1 - share, other["trees"])],
    }


def counting(share: float, trees: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The records of trees that say this share of what they said."""
    return [{**tree, "value": [round(share * value, 6) for value in tree["value"]]} for tree in trees]


def scores(one: Examples, model: SentenceModel) -> list[NDArray[np.float32]]:
    """The scores of each question's units."""
    return [model.scores(matrix.values) for matrix in one.matrices()]


def sharpness(judged: Sequence[tuple[Examples, SentenceModel]]) -> float:
    """What makes log-odds of scores: the likeliest factor on questions with a gold unit, by models that know others."""
    found = []
    for one, model in judged:
        for (start, end), given in zip(pairwise(one.groups.tolist()), scores(one, model), strict=True):
            gold = one.gold[start:end]
            if gold.any():
                found.append((given, gold))

    def likelihood(factor: float) -> float:
        total = 0.0
        for given, gold in found:
            odds = np.exp(factor * (given - given.max()))
            total += float(np.log(odds[gold].sum() / odds.sum()))
        return total

    return round(float(max(_SHARPNESS, key=likelihood)), 2)


def confidence_rows(one: Examples, model: SentenceModel) -> Matrix:
    """Confidence features of each question, shape (q, len(CONFIDENCE_NAMES))."""
    pairs = zip(one.matrices(), scores(one, model), strict=True)
    return np.stack([confidence_features(matrix, given) for matrix, given in pairs])


def fit_joint(
    matrix: Matrix, labels: NDArray[np.bool_], weights: NDArray[np.float64], names: Sequence[str]
) -> tuple[JointModel, list[dict[str, Any]]]:
    """Logistic regression and boosted trees, and the latter's record."""
    import lightgbm

    linear = fit_logistic(matrix, labels, weights, names, JOINT_RIDGE)
    settings = {"objective": "binary", "num_leaves": 4, "learning_rate": 0.04, "feature_fraction": 0.4}
    trees = boosted(lightgbm.Dataset(matrix, labels, weight=weights / weights.mean()), JOINT_ROUNDS, settings)
    return JointModel(linear, parse_trees(trees, len(names))), trees


def mean_with(
    model: JointModel, trees: Sequence[Mapping[str, Any]], record: Mapping[str, Any]
) -> tuple[JointModel, list[dict[str, Any]]]:
    """The mean of a joint model, ``trees`` the record of its trees, and of the one in a file's ``record``; and its trees."""
    linear = model.linear
    if tuple(record["weights"]) != linear.names:
        raise ValueError("the two models are over other columns")
    weights = np.mean([linear.weights, np.array(list(record["weights"].values()))], axis=0).astype(np.float32)
    both = counting(0.5, [*trees, *record["trees"]])
    joint = LinearModel(linear.names, weights, (linear.bias + float(record["bias"])) / 2)
    return JointModel(joint, parse_trees(both, len(linear.names))), both


def fit_logistic(
    matrix: Matrix, labels: NDArray[np.bool_], weights: NDArray[np.float64], names: Sequence[str], ridge: float = 3e-2
) -> LinearModel:
    """Logistic regression by Newton's method; ``weights`` (n,) are what each row counts."""
    mean, scale = matrix.mean(axis=0, dtype=np.float64), matrix.std(axis=0, dtype=np.float64)
    scale[scale < 1e-6] = 1.0
    x = np.hstack([(matrix - mean) / scale, np.ones((len(matrix), 1))]).astype(np.float64)
    y = labels.astype(np.float64)
    share = weights / weights.sum()
    penalty = ridge * np.eye(x.shape[1])
    penalty[-1, -1] = 0.0
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        hessian = (x * (share * p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(beta))
        move = np.linalg.solve(hessian, x.T @ (share * (p - y)) + penalty @ beta)
        beta -= move
        if np.abs(move).max() < 1e-6:
            break
    raw = beta[:-1] / scale
    return LinearModel(tuple(names), raw.astype(np.float32), float(beta[-1] - (mean * raw).sum()))
