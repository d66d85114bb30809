"""Whether the collection answers the question at all: a calibrated probability, and the threshold below which we say no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.evidence.asked import exact_in
from rag.evidence.attributes import untold
from rag.evidence.defining import named, term_of
from rag.evidence.features import QUESTION, Matrix
from rag.evidence.reading import Reading
from rag.evidence.weights import load, load_joint, sigmoid, threshold_in

_BEST: Final = (
    "coverage", "coverage_before", "coverage_passage", "missing_passage", "rare", "rare_before", "rare_passage", "bm25", "near",
    "near_before", "left", "focus_before", "names_before", "names_passage", "numbers_passage", "pairs", "pairs_before",
    "pairs_passage", "order", "warmest_new", "nearest_new", "fits", "fits_warm", "cosine", "cosine_before", "cosine_passage",
    "soft", "soft_before", "soft_passage", "focus_like", "rank", "score_gap", "score_level", "read", "read_at", "read_end",
    "read_share",
)  # fmt: skip
"""Features of the best unit."""
_MOST: Final = (
    "coverage", "coverage_before", "coverage_passage", "rare_passage", "near_before", "pairs", "pairs_before", "pairs_passage",
    "order", "fits_warm", "cosine", "cosine_before", "cosine_passage", "soft", "soft_before", "soft_passage",
)  # fmt: skip
"""Features whose largest value over all units counts as well."""
_ELSEWHERE: Final = ("coverage_passage", "pairs_passage", "cosine_passage", "soft_passage")
"""Features whose largest value over the other passages is taken from the best unit's own."""
_ASKED: Final = ("length", "names", "numbers", "known", "read")

CONFIDENCE_NAMES: Final = (
    *(f"best_{name}" for name in _BEST),
    *(f"most_{name}" for name in _MOST),
    *(f"ahead_{name}" for name in _ELSEWHERE),
    *(QUESTION + name for name in _ASKED),
    "likeliest",
    "passage_likely",
    "score_lead",
    "first_lead",
)
"""The columns that the probability is computed from."""

MEANING_NAMES: Final = (
    "best_cosine",
    "most_cosine",
    "most_cosine_passage",
    "best_soft",
    "most_soft",
    "most_soft_passage",
)
"""Those that hold when question and documents share no words because their languages differ."""

FOREIGN: Final = 0.75
"""Above this strangeness a question counts as one in another language. Of the tuning sets' questions 99 in 100 stay under
.7; the sample's English questions, put to the same five collections, over .75."""

FOREIGN_SHIFT: Final = 1.8
"""Log-odds added across languages, where the same nearness in meaning gives lower cosines. Chosen on the 30 English
questions over the sample documents, for want of a tuning set: no abstention figure is reported for those."""

GLOSSED_SHIFT: Final = 1.5
"""Log-odds added where a question was put into the passages' language word by word, which fits them less well than one that is
asked in it: with so much, 4 % of the answerable ones are refused of that of three sets of English questions that fits worst."""

SHORT_TERM: Final = 3
"""Words of a term that whoever defines it also writes. The tuning sets have 21 questions for the definition of one: the
passages found name it for all of them in the right collection, for none in the other."""

UNHEARD: Final = 0.4
UNHEARD_CONFIDENCE: Final = 0.05
"""Of the tuning sets' questions whose idf mass is, from the first of these on, one name that the collection does not hold,
no more than the second is asked of the right collection: 4 beside 74."""


def confidence_features(matrix: Matrix, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape ``(len(CONFIDENCE_NAMES),)``: how well the best unit and its passage fit the question, and how far they stand
    ahead of the others."""
    best = int(np.argmax(scores))
    rank = matrix.column("rank")
    own = rank == rank[best]
    odds = np.exp(scores - scores[best])
    shares = odds / odds.sum()
    gaps = np.sort(matrix.column("score_gap")[np.unique(rank, return_index=True)[1]])
    others = scores[~own]
    row = [float(matrix.column(name)[best]) for name in _BEST]
    row += [float(matrix.column(name).max()) for name in _MOST]
    for name in _ELSEWHERE:
        column = matrix.column(name)
        row.append(float(column[best] - column[~own].max(initial=0.0)))
    row += [float(matrix.column(QUESTION + name)[0]) for name in _ASKED]
    row += [
        float(shares[best]),
        float(shares[own].sum()),
        float(scores[best] - others.max()) if len(others) else 10.0,
        float(gaps[1]) if len(gaps) > 1 else 1.0,
    ]
    return np.array(row, np.float32)


def confidence(reading: Reading) -> float:
    """The probability that the collection answers the question, in [0, 1]; 0 when nothing was found."""
    matrix = reading.evidence.matrix
    if matrix is None:
        return 0.0
    asked = reading.evidence.asked
    unheard = asked.unheard >= UNHEARD or _unwritten(reading)
    if not reading.evidence.glossed:  # a gloss may have another word for the term or the attribute than the passages
        unheard = unheard or _undefined(reading)
        unheard = unheard or (asked.strangeness <= FOREIGN and untold(" ".join(asked.words), _said(reading)))
    return min(_learnt(reading, matrix), UNHEARD_CONFIDENCE if unheard else 1.0)


def _undefined(reading: Reading) -> bool:
    """Whether the definition of a term is asked for that no passage names."""
    asked = reading.evidence.asked
    term = term_of(" ".join(asked.words))
    if not 0 < len(term.split()) <= SHORT_TERM or asked.strangeness > FOREIGN:
        return False
    return not named(term, _said(reading))


def _unwritten(reading: Reading) -> bool:
    """Whether the question has a year, a Roman numeral or a document number that no passage has.

    Of the tuning sets' questions with a year or a Roman numeral it is so for 1 of 76 asked of the right collection, for 17 of
    76 whose document was taken out, for 44 of 76 asked of the other collection.
    """
    exact = reading.evidence.asked.exact
    return bool(exact) and not exact <= {one for text in _said(reading) for one in exact_in(text)}


def _said(reading: Reading) -> Iterator[str]:
    yield from (unit.read_as for unit in reading.units)
    yield from reading.evidence.heads


def _learnt(reading: Reading, matrix: Matrix) -> float:
    row, glosses = confidence_features(matrix, reading.scores), reading.evidence.glossed
    if reading.evidence.asked.strangeness > FOREIGN and not glosses:
        model = load("confidence_meaning.json", MEANING_NAMES)
        return sigmoid(float(model.score(meaning_columns(row[None, :]))[0]) + FOREIGN_SHIFT)
    odds = float(load_joint("confidence.json", CONFIDENCE_NAMES).score(row[None, :])[0])
    return sigmoid(odds + GLOSSED_SHIFT * glosses)


def threshold() -> float:
    """The confidence below which the answer is "no evidence": on tuning sets, on questions that the weights were not learnt
    from, it refuses at most 4 % of those that have an answer."""
    return threshold_in("confidence.json")


def meaning_columns(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The columns ``MEANING_NAMES`` of rows of confidence features."""
    return rows[:, [CONFIDENCE_NAMES.index(name) for name in MEANING_NAMES]]
