"""All evidence for a question's candidates as one matrix: a row for each passage, a column for each feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.forward import Said
from index.ranker.asked import Asked, Kind
from index.ranker.meaning import MeaningEvidence, meaning_evidence
from index.ranker.segments import Floats, Ints, joined_with_next, largest, place_of_largest
from index.ranker.words import WordEvidence, word_evidence
from index.types import TokenTable, Vectors

AGREEING: Final = 5
"""The best candidates by both channels whose common direction the others are compared with."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages to be ranked, n of them, best first by fusion.

    ``said`` are their words. ``units`` are the table's tokens of all sentences, ``unit_starts`` (s + 1,) where each
    sentence's begin. ``lexical`` and ``dense`` are the channels' scores, ``lexical_z`` and ``dense_z`` the same
    standardised over the collection, all (n,); ``vectors`` (n, d) the passages' own; ``middle`` (d,) their mean over the
    collection. ``sentences`` are the texts of all sentences, ``heads`` title and section of each passage: for explaining
    only, and empty where nobody asked for reasons.
    """

    said: Said
    units: NDArray[np.uint16]
    unit_starts: Ints
    lexical: Floats
    dense: Floats
    lexical_z: Floats
    dense_z: Floats
    vectors: Vectors
    middle: NDArray[np.float32]
    sentences: Sequence[str] = ()
    heads: Sequence[str] = ()

    @property
    def starts(self) -> Ints:
        """Passage ``i`` has the sentences ``starts[i]`` to ``starts[i + 1]``."""
        return self.said.starts


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of the candidates: ``values`` (n, len(names)), and what they were read from, for explaining."""

    names: tuple[str, ...]
    values: Floats
    words: WordEvidence
    meaning: MeaningEvidence
    window: Ints
    """The sentence at which, with the next one, each passage answers best; -1 for none."""

    def column(self, name: str) -> Floats:
        """One feature, shape (n,)."""
        return self.values[:, self.names.index(name)]


@np.errstate(invalid="ignore")  # false alarms of narrow products: see ``index.products``
def evidence(asked: Asked, question: str, candidates: Candidates, table: TokenTable) -> Evidence:
    """The features of each candidate. What is read of a passage is bounded by its length alone."""
    words = word_evidence(asked, candidates.said.body, candidates.said.heads, candidates.starts)
    meaning = meaning_evidence(table, question, candidates.units, candidates.unit_starts, candidates.starts)
    owner = np.repeat(np.arange(len(candidates.starts) - 1), np.diff(candidates.starts))
    together = words.window_scores + 0.5 * meaning.window_scores
    best, window = _best_window(together, candidates.starts)
    found: dict[str, Floats] = {
        **_channels(candidates),
        **words.features,
        **meaning.features,
        "window_both": best,
        **_answers(asked, joined_with_next(words.matches.others, owner), window),
        "window_place": np.where(window >= 0, (window - candidates.starts[:-1]) / np.maximum(np.diff(candidates.starts), 1), 0),
        **_relative({**_channels(candidates), **words.features, **meaning.features, "window_both": best}),
        **_of_the_question(asked, candidates),
    }  # fmt: skip
    return Evidence(
        tuple(found),
        np.stack([np.asarray(values, np.float32) for values in found.values()], axis=1),
        words,
        meaning,
        window,
    )


def _best_window(scores: Floats, starts: Ints) -> tuple[Floats, Ints]:
    return largest(scores, starts), place_of_largest(scores, starts)


def _channels(candidates: Candidates) -> dict[str, Floats]:
    fused = 0.5 * candidates.lexical_z + 0.5 * candidates.dense_z
    top = np.argsort(-fused, kind="stable")[:AGREEING]
    centre = candidates.vectors[top].mean(axis=0) if len(top) else candidates.middle
    centre = centre / max(float(np.linalg.norm(centre)), 1e-6)
    ranks = np.arange(len(fused))
    by_words, by_meaning = (np.empty(len(fused), np.float32) for _ in range(2))
    by_words[np.argsort(-candidates.lexical, kind="stable")] = ranks
    by_meaning[np.argsort(-candidates.dense, kind="stable")] = ranks
    return {
        "bm25": candidates.lexical_z,
        "cosine": candidates.dense,
        "cosine_z": candidates.dense_z,
        "fused": fused,
        "bm25_place": 1 / (1 + by_words),
        "cosine_place": 1 / (1 + by_meaning),
        "central": candidates.vectors @ candidates.middle,
        "agreeing": candidates.vectors @ centre,
    }


RELATIVE: Final = (
    "bm25", "cosine", "fused", "coverage", "unigrams", "pairs", "phrase", "sentence", "window", "window_pairs", "soft",
    "soft_window", "window_cosine", "sentence_cosine", "window_both", "agreeing", "central",
)  # fmt: skip


def _relative(found: Mapping[str, Floats]) -> dict[str, Floats]:
    """Each value less the best of the others: above zero for the leader alone."""
    result: dict[str, Floats] = {}
    for name in RELATIVE:
        values = found[name]
        if len(values) < 2:
            result[f"{name}_lead"] = np.zeros(len(values), np.float32)
            continue
        second, first = np.partition(values, -2)[-2:]
        result[f"{name}_lead"] = np.asarray(values - np.where(values == first, second, first), np.float32)
    return result


def _answers(asked: Asked, others: Floats, window: Ints) -> dict[str, Floats]:
    """What the best window holds beside the question's own words, and whether it is of the kind asked for."""
    held = (
        np.where((window >= 0)[:, None], others[np.maximum(window, 0)], 0)
        if len(others)
        else np.zeros((len(window), 6))
    )
    numbers, years, capitals, calendar, reasons, copulas = (np.log1p(held.T)).astype(np.float32)
    fits = {
        Kind.DATE: np.maximum(years, np.minimum(numbers, calendar)),
        Kind.NUMBER: numbers,
        Kind.PERSON: capitals,
        Kind.PLACE: capitals,
        Kind.REASON: reasons,
        Kind.DEFINITION: copulas,
    }
    own = fits.get(asked.kind)
    return {
        "new_numbers": numbers,
        "new_capitals": capitals,
        "reasons": reasons,
        "fits_kind": np.minimum(own, 1) if own is not None else np.full(len(window), 0.5, np.float32),
        "names_fit": capitals if asked.kind in {Kind.PERSON, Kind.PLACE} else np.zeros(len(window), np.float32),
        "dates_fit": fits[Kind.DATE] if asked.kind is Kind.DATE else np.zeros(len(window), np.float32),
        "numbers_fit": numbers if asked.kind is Kind.NUMBER else np.zeros(len(window), np.float32),
    }


def _of_the_question(asked: Asked, candidates: Candidates) -> dict[str, Floats]:
    """The same for every candidate: what tells a model of trees which evidence to trust."""
    count = len(candidates.lexical)
    top = float(candidates.dense.max(initial=0))
    values = {
        "question_terms": np.log1p(len(asked.weights)),
        "question_known": asked.known_share,
        "question_kind": float(asked.kind),
        "question_bm25": float(candidates.lexical_z.max(initial=0)),
        "question_cosine": top,
        "question_agreement": asked.agreement,
    }
    return {name: np.full(count, value, np.float32) for name, value in values.items()}
