"""What a sentence shows about answering a question: one row of numbers for each unit.

Lexical evidence is measured in idf mass, so that function words count little without any stop list; semantic evidence
is the cosine of the bundled or chosen embedding model; the rest is whether the unit holds the kind of thing asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, syllables
from index.types import Hit
from rag.kinds import ASKING, Kind, holders, kind_of
from rag.units import Unit, UnitKind

Idf = Callable[[Sequence[str]], NDArray[np.float32]]
"""Inverse document frequencies of canonical syllables in the collection; unknown ones get the highest."""

_KIND_FEATURES: Final = (
    Kind.DATE,
    Kind.NUMBER,
    Kind.PERSON,
    Kind.PLACE,
    Kind.REASON,
    Kind.DEFINITION,
    Kind.LIST,
)
NAMES: Final = (
    "coverage",
    "coverage_with_neighbours",
    "coverage_with_title",
    "rare_coverage",
    "bigram_coverage",
    "bm25_share",
    "cosine",
    "cosine_share",
    "neighbour_cosine",
    "soft_coverage",
    "soft_share",
    "soft_with_neighbours",
    "passage_score",
    "passage_first",
    "passage_rank",
    "starts_with_term",
    "new_words",
    "first_in_passage",
    "log_length",
    "very_short",
    "is_question",
    "is_heading",
    "is_lead",
    "is_item",
    "is_row",
    *(f"{kind}_held" for kind in _KIND_FEATURES),
    *(f"{kind}_new" for kind in _KIND_FEATURES),
)
"""The columns of the feature matrix."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A question's syllables with their idf, and its bigrams. ``weights`` are aligned with ``unique``."""

    unique: tuple[str, ...]
    weights: NDArray[np.float32]
    bigrams: frozenset[tuple[str, str]]
    kind: Kind
    known_share: float

    @property
    def mass(self) -> float:
        """The idf mass of the whole question; never zero."""
        return float(self.weights.sum()) or 1.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """How near each unit is to the question in meaning, both of shape (units,): cosine, and soft coverage."""

    cosine: NDArray[np.float32]
    soft: NDArray[np.float32]


def tokens(text: str) -> list[str]:
    """Canonical syllables: one case, one tone placement."""
    return syllables(canonical(text))


def terms_of(question: str, idf: Idf) -> Terms:
    """Reads a question for scoring. A syllable with the idf of one that nobody wrote is unknown to the collection."""
    sequence = tokens(question)
    unique = tuple(dict.fromkeys(word for word in sequence if word not in ASKING)) or tuple(dict.fromkeys(sequence))
    found = np.asarray(idf((*unique, "\0")), dtype=np.float32)
    weights, unknown = found[:-1], found[-1]
    known = float(weights[weights < unknown].sum()) / (float(weights.sum()) or 1.0)
    return Terms(unique, weights, frozenset(pairwise(sequence)), kind_of(question), known)


def covered(terms: Terms, words: set[str]) -> float:
    """Share of the question's idf mass that ``words`` hold, in [0, 1]."""
    present = np.fromiter((term in words for term in terms.unique), dtype=bool, count=len(terms.unique))
    return float(terms.weights[present].sum()) / terms.mass


def _rare(terms: Terms, words: set[str]) -> float:
    """The same with squared idf: names and numbers decide."""
    squares = terms.weights**2
    present = np.fromiter((term in words for term in terms.unique), dtype=bool, count=len(terms.unique))
    return float(squares[present].sum() / (squares.sum() or 1.0))


def _bm25(terms: Terms, sequence: list[str], average: float) -> float:
    norm = 0.9 * (0.4 + 0.6 * len(sequence) / max(average, 1.0))
    counts = np.array([sequence.count(term) for term in terms.unique], dtype=np.float32)
    return float((terms.weights * counts * 1.9 / (counts + norm)).sum()) if len(counts) else 0.0


def _kind_columns(text: str, question: str, kind: Kind) -> list[float]:
    held: list[float] = []
    fresh: list[float] = []
    lowered = question.lower()
    for candidate in _KIND_FEATURES:
        found = holders(text, candidate) if candidate is kind else []
        held.append(float(bool(found)))
        fresh.append(float(any(text[span.start : span.end].lower() not in lowered for span in found)))
    return held + fresh


def features(
    question: str,
    terms: Terms,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    meaning: Meaning,
) -> NDArray[np.float32]:
    """Shape ``(len(units), len(NAMES))``."""
    if not units:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    sequences = [tokens(unit.text) for unit in units]
    words = [set(sequence) for sequence in sequences]
    heads = [frozenset(tokens(" ".join((hit.title, *hit.passage.section)))) for hit in hits]
    titles = [words[i] | heads[unit.hit] for i, unit in enumerate(units)]
    average = sum(map(len, sequences)) / len(sequences)
    bm25 = np.array([_bm25(terms, sequence, average) for sequence in sequences])
    cosine, soft = meaning.cosine, meaning.soft
    best_score = max(abs(hit.score) for hit in hits) or 1.0
    first_of_hit: set[int] = set()
    rows: list[list[float]] = []
    for i, unit in enumerate(units):
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(units) and units[j].hit == unit.hit]
        around = words[i].union(*(words[j] for j in near))
        pairs = set(pairwise(sequences[i]))
        length = len(sequences[i])
        rows.append(
            [
                covered(terms, words[i]),
                covered(terms, around),
                covered(terms, titles[i]),
                _rare(terms, words[i]),
                len(pairs & terms.bigrams) / (len(terms.bigrams) or 1),
                bm25[i] / (bm25.max() or 1.0),
                cosine[i],
                cosine[i] / max(float(cosine.max()), 1e-6),
                max((float(cosine[j]) for j in near), default=0.0),
                soft[i],
                soft[i] / max(float(soft.max()), 1e-6),
                max((float(soft[j]) for j in (i, *near)), default=0.0),
                hits[unit.hit].score / best_score,
                float(unit.hit == 0),
                1.0 / (1 + unit.hit),
                float(tuple(sequences[i][:2]) in terms.bigrams),
                len(words[i] - set(terms.unique)) / (length or 1),
                float(unit.hit not in first_of_hit),
                float(np.log1p(length)),
                float(length < 4),
                float(unit.text.rstrip().endswith("?")),
                float(unit.kind is UnitKind.HEADING),
                float(unit.text.rstrip().endswith(":")),
                float(unit.kind is UnitKind.ITEM),
                float(unit.kind is UnitKind.ROW),
                *_kind_columns(unit.text, question, terms.kind),
            ]
        )
        first_of_hit.add(unit.hit)
    return np.asarray(rows, dtype=np.float32)
