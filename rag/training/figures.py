"""What trained models reach on questions they have not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.measures import auroc
from rag.evidence.weights import JointModel, sigmoid
from rag.training.examples import ANSWERABLE, Examples


def right_at(one: Examples, scores: Sequence[NDArray[np.float32]], depth: int) -> float:
    """Share of the questions with a gold answer among the ``depth`` best units; one without any counts as wrong."""
    right = 0
    for (start, end), given in zip(pairwise(one.groups.tolist()), scores, strict=True):
        right += bool(one.held[start:end][np.argsort(-given, kind="stable")[:depth]].any())
    return right / max(len(one), 1)


def probabilities(rows: NDArray[np.float32], model: JointModel) -> list[float]:
    """The confidence of each row."""
    return [sigmoid(float(score)) for score in model.score(rows)]


def abstaining(parts: Mapping[str, NDArray[np.float32]], model: JointModel) -> str:
    """AUROC against each kind of unanswerable questions, and what is refused where 4 % of the answerable are."""
    good = probabilities(parts[ANSWERABLE], model)
    limit = float(np.quantile(good, 0.04))
    said = []
    for kind, rows in parts.items():
        if kind == ANSWERABLE:
            continue
        bad = probabilities(rows, model)
        said.append(f"{kind} AUROC {auroc(good, bad):.4f}, refused {np.mean(np.array(bad) < limit):.3f}")
    return f"{'; '.join(said)} at {limit:.3f}"


def threshold_for(answerable: Sequence[Sequence[float]], refused: float) -> float:
    """The highest threshold that refuses at most this share of the answerable questions of every set."""
    return min(float(np.quantile(confidences, refused)) for confidences in answerable)
