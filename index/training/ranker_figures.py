"""What the ranker is worth and which evidence carries it: each set ranked by weights learnt from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from index.ranker.model import AGREEMENT, parse_model
from index.training.ranker_fit import fit, fusion_order, mean_ndcg, scores
from index.training.shelf import Examples

Figures = dict[str, dict[str, float]]
"""nDCG@10 by row and column."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "scores of the two channels": ("bm25", "cosine", "cosine_z", "fused", "bm25_place", "cosine_place"),
    "likeness to the other candidates": ("central", "agreeing"),
    "coverage": (
        "coverage", "coverage_all", "terms_missing", "heaviest_missing", "unigrams", "numbers", "repeats", "head",
    ),
    "order and phrases": ("pairs", "triples", "phrase", "window_pairs"),
    "best sentences by words": ("sentence", "sentence_coverage", "window", "window_coverage", "sentences_touched"),
    "late interaction": ("soft", "soft_sentence", "soft_window", "soft_exact", "soft_weakest"),
    "best sentences by meaning": ("units_cosine", "sentence_cosine", "window_cosine", "mean_cosine"),
    "kind of answer": (
        "new_numbers", "new_capitals", "reasons", "fits_kind", "names_fit", "dates_fit", "numbers_fit", "window_place",
    ),
    "length": ("log_length",),
}  # fmt: skip
"""Features by what they look at; each takes its ``_lead`` along."""


def left_out(names: Sequence[str], group: str) -> list[int]:
    """The columns that are not of ``group``: one of ``GROUPS``, ``leads`` or ``the question``."""
    if group == "leads":
        return [place for place, name in enumerate(names) if not name.endswith("_lead")]
    if group == "the question":  # but the feature that the model itself needs
        return [place for place, name in enumerate(names) if not name.startswith("question_") or name == AGREEMENT]
    return [place for place, name in enumerate(names) if name.removesuffix("_lead") not in GROUPS[group]]


def leave_one_out(
    names: Sequence[str], sets: Mapping[str, Examples], apart: Sequence[Examples], rounds: int
) -> Figures:
    """Each set by weights learnt from the others; across languages, one way by the other way's."""
    figures: Figures = {}
    for held, one in sets.items():
        rest = [other for name, other in sets.items() if name != held]
        model = parse_model(fit(names, rest, apart, rounds=rounds))
        figures[held] = {"fusion": mean_ndcg(one, fusion_order(one))}
        for part, share in (("linear", 0.0), ("trees", 1.0), ("both", model.tree_share)):
            figures[held][part] = mean_ndcg(one, scores(replace(model, tree_share=share), one))
    figures["mean"] = {
        part: float(np.mean([row[part] for row in figures.values()])) for part in next(iter(figures.values()))
    }
    for way, one in enumerate(apart):
        rest = [other for place, other in enumerate(apart) if place != way]
        model = parse_model(fit(names, list(sets.values()), rest, rounds=rounds))
        figures[f"across {way + 1}"] = {
            "fusion": mean_ndcg(one, fusion_order(one)),
            "dense": mean_ndcg(one, one.values[:, names.index("cosine")]),
            "both": mean_ndcg(one, scores(model, one)),
        }
    return figures


def ablation(names: Sequence[str], sets: Mapping[str, Examples], rounds: int, most: int) -> Figures:
    """The mean over the sets, one group of features left out at a time, over ``most`` questions of each set at most."""
    thin = {name: thinned(one, most) for name, one in sets.items()}
    figures: Figures = {}
    for group in (None, *GROUPS, "leads", "the question"):
        kept = list(range(len(names))) if group is None else left_out(names, group)
        few = [names[place] for place in kept]
        fewer = {
            name: replace(one, names=tuple(few), values=np.ascontiguousarray(one.values[:, kept]))
            for name, one in thin.items()
        }
        found = leave_one_out(few, fewer, (), rounds)
        figures[group or "(all features)"] = {part: found["mean"][part] for part in ("linear", "trees", "both")}
    return figures


def thinned(one: Examples, most: int) -> Examples:
    """At most ``most`` questions, evenly spaced."""
    count = len(one.wanted)
    if count <= most:
        return one
    chosen = np.linspace(0, count - 1, most).astype(int)
    lengths = np.diff(one.groups)[chosen]
    rows = np.concatenate([np.arange(one.groups[at], one.groups[at + 1]) for at in chosen])
    return replace(
        one,
        groups=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        relevance=one.relevance[rows],
        values=one.values[rows],
        wanted=one.wanted[chosen],
    )


def table(figures: Figures) -> str:
    """The figures as lines of text."""
    width = max(map(len, figures))
    return "\n".join(
        f"{name:<{width}}  " + "  ".join(f"{key} {value:.4f}" for key, value in row.items())
        for name, row in figures.items()
    )
