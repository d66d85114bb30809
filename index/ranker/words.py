"""Evidence from words: which of a question's terms a passage holds, how close together and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.ranker.asked import Asked
from index.ranker.segments import Floats, Ints, joined_with_next, largest, place_of_largest, sums
from index.wording import CALENDAR, CAPITAL, COPULA, NUMBER, REASON, YEAR, Wording

SATURATION: Final = 0.9
LENGTH_SHARE: Final = 0.5
SENTENCE_LENGTH: Final = 24.0
"""Syllables of a usual sentence, in news and encyclopedias."""

FLAGS: Final = (NUMBER, YEAR, CAPITAL, CALENDAR, REASON, COPULA)


@dataclass(frozen=True, slots=True)
class Matches:
    """Where a question's terms occur in a wording. Shapes: p pieces, t terms, w words.

    ``counts`` (p, t) sums the shares of the occurrences; ``pairs`` (p, t - 1) counts neighbouring terms standing side by
    side; ``phrase`` (p,) is the weight of the heaviest run of terms that stands as the question has it; ``others``
    (p, len(FLAGS)) counts the words that are not the question's, by flag.
    """

    counts: Floats
    pairs: Floats
    triples: Floats
    phrase: Floats
    others: Floats
    lengths: Floats


def match(asked: Asked, wording: Wording) -> Matches:
    """Finds a question's terms in each piece."""
    pieces = len(wording.starts) - 1
    owner = wording.owner
    form_at = _places(asked.forms, wording)
    at = np.flatnonzero(form_at >= 0)
    width = max(len(asked.forms), 1)
    by_form = np.bincount(owner[at] * width + form_at[at], minlength=pieces * width).reshape(pieces, width)
    counts = (by_form[:, : len(asked.forms)].astype(np.float32) @ asked.shares).astype(np.float32)
    pairs, triples, phrase = _runs(asked, owner, at, form_at, pieces)
    return Matches(
        counts,
        pairs,
        triples,
        phrase,
        _others(wording, owner, form_at, pieces),
        np.diff(wording.starts).astype(np.float32),
    )


def _places(forms: Sequence[str], wording: Wording) -> NDArray[np.int16]:
    """For each word of ``wording`` its place among ``forms``, or -1."""
    table = np.full(len(wording.known), -1, np.int16)
    for place, form in enumerate(forms):
        number = wording.known.find(form)
        if number >= 0:
            table[number] = place
    return table[wording.canonical]


def _runs(
    asked: Asked, owner: Ints, at: Ints, form_at: NDArray[np.int16], pieces: int
) -> tuple[Floats, Floats, Floats]:
    """Runs of words that stand as the question has them, found as runs on the diagonals of word place and term."""
    terms = len(asked.weights)
    pairs = np.zeros((pieces, max(terms - 1, 0)), np.float32)
    triples = np.zeros((pieces, max(terms - 2, 0)), np.float32)
    phrase = np.zeros(pieces, np.float32)
    local, term = np.nonzero(asked.shares[form_at[at]] > 0) if len(at) else (at, at)
    if not len(local):
        return pairs, triples, phrase
    word = at[local]
    diagonal = word - term
    order = np.lexsort((word, diagonal))
    word, term, diagonal = word[order], term[order], diagonal[order]
    linked = np.append(asked.linked, np.False_)
    follows = (
        (diagonal[1:] == diagonal[:-1])
        & (word[1:] == word[:-1] + 1)
        & linked[term[:-1]]
        & (owner[word[1:]] == owner[word[:-1]])
    )
    first = np.flatnonzero(follows)
    np.add.at(pairs, (owner[word[first]], term[first]), 1)
    second = first[:-1][first[1:] == first[:-1] + 1] if len(first) > 1 else first[:0]
    np.add.at(triples, (owner[word[second]], term[second]), 1)
    begins = np.flatnonzero(np.concatenate([[True], ~follows]))
    heavy = np.add.reduceat(asked.content[term], begins)
    # A single word is no phrase: it is counted elsewhere.
    heavy = np.where(np.diff(np.append(begins, len(word))) > 1, heavy, np.float32(0))
    np.maximum.at(phrase, owner[word[begins]], heavy)
    return pairs, triples, phrase


def _others(wording: Wording, owner: Ints, form_at: NDArray[np.int16], pieces: int) -> Floats:
    counts = np.zeros((pieces, len(FLAGS)), np.float32)
    new = form_at < 0
    # The first word of a sentence is capitalised whatever it is.
    inner = new.copy()
    inner[wording.starts[:-1][wording.starts[:-1] < len(inner)]] = False
    for column, flag in enumerate(FLAGS):
        held = (wording.flags & flag) > 0
        held &= inner if flag == CAPITAL else new
        counts[:, column] = np.bincount(owner[held], minlength=pieces)
    return counts


def saturated(counts: Floats, lengths: Floats) -> Floats:
    """BM25's saturation of counts in pieces of these lengths (syllables), for sentences and pairs of them."""
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / SENTENCE_LENGTH)
    return np.asarray(counts / (counts + norm[:, None]), np.float32)


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """Features of each passage by name, shape (n,), and where in it the question's words stand closest.

    ``window`` is the number of the best pair of sentences among all sentences, -1 for none; ``window_scores`` (s,) is what
    each sentence together with the next one holds of the question.
    """

    features: Mapping[str, NDArray[np.float32]]
    window_scores: Floats
    window: Ints
    matches: Matches


def word_evidence(asked: Asked, body: Wording, heads: Wording, sentences: Ints) -> WordEvidence:
    """``body`` has one piece a sentence, ``heads`` one a passage (title and section, perhaps empty); passage ``i`` has the
    sentences ``sentences[i]`` to ``sentences[i + 1]``."""
    owner = np.repeat(np.arange(len(sentences) - 1), np.diff(sentences))
    here, head = match(asked, body), match(asked, heads)
    weights, content = asked.weights, asked.content * asked.known
    total = max(float(content.sum()), 1e-6)
    pair_weights = _pair_weights(asked)
    pair_total = max(float(pair_weights.sum()), 1e-6)
    triple_weights = np.minimum(pair_weights[:-1], pair_weights[1:]) if len(pair_weights) > 1 else pair_weights[:0]
    triple_total = max(float(triple_weights.sum()), 1e-6)

    counts = sums(here.counts, sentences) + head.counts
    lengths = sums(here.lengths, sentences)
    pairs = np.minimum(largest(here.pairs, sentences) + head.pairs, 1)
    windows = joined_with_next(here.counts, owner)
    window_lengths = joined_with_next(here.lengths, owner)
    sentence_scores = saturated(here.counts, here.lengths) @ content / total
    window_scores = saturated(windows, window_lengths) @ content / total
    window_pairs = np.minimum(joined_with_next(here.pairs, owner, maximum=True), 1) @ pair_weights / pair_total
    covered = np.minimum(counts, 1)
    numbers = asked.is_number & asked.known
    mean_length = max(float(lengths.mean()), 1) if len(lengths) else 1.0
    norm = SATURATION * (0.3 + 0.7 * lengths[:, None] / mean_length)
    heaviest = max(float(content.max(initial=0)), 1e-6)
    features = {
        "coverage": covered @ content / total,
        "coverage_all": covered @ weights / max(float(weights.sum()), 1e-6),
        "terms_missing": ((covered <= 0) & (content > 0)).sum(axis=1),
        "heaviest_missing": np.where(covered > 0, 0, content).max(axis=1, initial=0) / heaviest,
        "unigrams": counts / (counts + norm) @ content / total,
        "pairs": pairs @ pair_weights / pair_total,
        "triples": np.minimum(largest(here.triples, sentences) + head.triples, 1) @ triple_weights / triple_total,
        "phrase": np.maximum(largest(here.phrase, sentences), head.phrase) / total,
        "sentence": largest(sentence_scores, sentences),
        "sentence_coverage": largest(np.minimum(here.counts, 1) @ content / total, sentences),
        "window": largest(window_scores, sentences),
        "window_coverage": largest(np.minimum(windows, 1) @ content / total, sentences),
        "window_pairs": largest(window_pairs, sentences),
        "sentences_touched": sums((sentence_scores > 0.15).astype(np.float32), sentences) / np.maximum(np.diff(sentences), 1),
        "head": np.minimum(head.counts, 1) @ content / total,
        "numbers": (covered[:, numbers] > 0).mean(axis=1) if numbers.any() else np.ones(len(covered)),
        "log_length": np.log1p(lengths),
        "repeats": np.log1p(counts) @ content / total,
    }  # fmt: skip
    combined = window_scores + 0.5 * window_pairs
    return WordEvidence(
        {name: np.asarray(values, np.float32) for name, values in features.items()},
        combined.astype(np.float32),
        place_of_largest(combined.astype(np.float32), sentences),
        here,
    )


def _pair_weights(asked: Asked) -> Floats:
    """A pair weighs as its lighter term, so that a question word beside a name adds little."""
    content = np.asarray(asked.content * asked.known, np.float32)
    if len(content) < 2:
        return content[:0]
    return np.asarray(np.sqrt(content[:-1] * content[1:]) * asked.linked, np.float32)
