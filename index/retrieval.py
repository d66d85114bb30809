"""The path of a question through a snapshot: read it, gather candidates from words and meaning, fuse, collapse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.duplicates import Candidate, collapse, paragraphs
from index.derived import Snapshot
from index.fusion import lexical_weight, sample_of, standardise, strictly_falling
from index.keys import Key, tokens
from index.lexical import best
from index.records import StoredPassage
from index.store import Store
from index.types import Encoder, Hit, Location, SearchResult, Vectors

CANDIDATES = 100
"""How many passages each channel puts forward."""
RETRIEVERS = ("hybrid", "fusion", "bm25", "dense")


class ReadQuestion(Protocol):
    """A question as it is searched: its text for the embedding and for people, and its keys for the words."""

    @property
    def searched_as(self) -> str:
        """The question as it was understood."""
        ...

    @property
    def keys(self) -> Sequence[Key]:
        """What the lexical index is asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of one search."""

    k: int
    retriever: str
    within: frozenset[str] | None = None
    collapse: bool = True
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """Positions in the snapshot and their scores, best first, and what each channel gave them."""

    positions: NDArray[np.int64]
    scores: NDArray[np.float32]
    lexical: NDArray[np.float32]
    dense: NDArray[np.float32]


class _Clock:
    """Milliseconds of each stage."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._at = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.stages[stage] = (now - self._at) * 1000
        self._at = now


def known_share(snapshot: Snapshot, question: str) -> float:
    """Share of the question's idf mass that the collection has ever seen, in [0, 1]."""
    lexical = snapshot.lexical
    words = dict.fromkeys(tokens(question))
    frequencies = [lexical.document_frequency(word) for word in words]
    weights = np.array([lexical.idf(frequency) for frequency in frequencies])
    known = np.array(frequencies) > 0
    return float(weights[known].sum() / weights.sum()) if len(weights) and weights.sum() > 0 else 0.0


def rank(snapshot: Snapshot, read: ReadQuestion, vector: Vectors, wish: Wish, depth: int) -> Ranked:
    """The ``depth`` best positions for a question whose vector is ``vector`` (1, d)."""
    allowed = None if wish.within is None else snapshot.allowed(wish.within)
    count = len(snapshot.rows)
    words = np.zeros(count, np.float32) if wish.retriever == "dense" else snapshot.lexical.scores(read.keys)
    if allowed is not None:
        words = np.where(allowed, words, np.float32(0))
    top_words, _ = best(words, depth) if wish.retriever != "dense" else (np.zeros(0, np.int64), words[:0])
    if wish.retriever == "bm25":
        scores = words[top_words]
        return Ranked(top_words, scores, scores, np.zeros_like(scores))
    top_meaning, _ = snapshot.dense.search(vector, depth, allowed) if vector.any() else (top_words[:0], words[:0])
    positions = np.unique(np.concatenate([top_words, top_meaning]))
    meaning = snapshot.dense.scores(vector, positions) if len(positions) else np.zeros(0, np.float32)
    if wish.retriever == "dense":
        fused = meaning
    else:
        sample = sample_of(count)
        share = lexical_weight(known_share(snapshot, read.searched_as))
        lexical = standardise(words[positions], words[sample], words[positions])
        dense = standardise(meaning, snapshot.dense.scores(vector, sample), meaning)
        fused = share * lexical + (1 - share) * dense if vector.any() else lexical
    order = np.argsort(-fused, kind="stable")[:depth]
    return Ranked(positions[order], fused[order], words[positions[order]], meaning[order])


def search(
    store: Store, snapshot: Snapshot, encoder: Encoder | None, question: str, read: ReadQuestion, wish: Wish
) -> SearchResult:
    """Ranks the passages of ``snapshot``. ``encoder`` may be None for ``bm25`` alone."""
    clock = _Clock()
    dimension = snapshot.dense.dimension
    if encoder is None or wish.retriever == "bm25" or not len(snapshot.rows):
        vector = np.zeros((1, dimension), np.float32)
    else:
        vector = encoder.encode_queries([read.searched_as])
    clock.lap("encode")
    ranked = rank(snapshot, read, vector, wish, max(CANDIDATES, 2 * wish.k))
    clock.lap("retrieve")
    wanted = min(len(ranked.positions), 2 * wish.k + 20 if wish.collapse else wish.k)
    stored = store.passages([int(snapshot.rows[i]) for i in ranked.positions[:wanted]])
    hits = _hits(stored, ranked, read, wish)
    clock.lap("collapse")
    return SearchResult(question, read.searched_as, hits, clock.stages)


def _hits(stored: Sequence[StoredPassage], ranked: Ranked, read: ReadQuestion, wish: Wish) -> tuple[Hit, ...]:
    if wish.collapse:
        asked = frozenset(tokens(read.searched_as))
        kept = collapse([Candidate(one.passage, _best_paragraph(one.passage.text, asked)) for one in stored])[: wish.k]
        chosen = [(one.index, one.also_in) for one in kept]
    else:
        chosen = [(i, ()) for i in range(min(wish.k, len(stored)))]
    scores = strictly_falling(ranked.scores[[index for index, _ in chosen]]) if chosen else []
    return tuple(
        Hit(
            stored[index].passage,
            stored[index].title,
            stored[index].source,
            score,
            place,
            tuple(_location(stored[other]) for other in also_in),
            _reasons(stored[index], ranked, index, read) if wish.explain else (),
        )
        for place, ((index, also_in), score) in enumerate(zip(chosen, scores, strict=True), start=1)
    )


def _best_paragraph(text: str, asked: frozenset[str]) -> str:
    """The paragraph that shares most words with the question, the longer one where they tie."""
    spans = list(paragraphs(text))
    if len(spans) <= 1:
        return text
    return max(
        (text[start:end] for start, end in spans), key=lambda part: (len(asked.intersection(tokens(part))), len(part))
    )


def _location(stored: StoredPassage) -> Location:
    passage = stored.passage
    return Location(
        passage.document_id, stored.title, stored.source, passage.section, passage.page, passage.start, passage.end
    )


def _reasons(stored: StoredPassage, ranked: Ranked, index: int, read: ReadQuestion) -> tuple[str, ...]:
    """Why a passage was found, in words: the question's words it holds, and how near it is in meaning."""
    held = frozenset(tokens(" ".join((stored.title, *stored.passage.section, stored.passage.text))))
    shared = [word for word in dict.fromkeys(tokens(read.searched_as)) if word in held]
    reasons = []
    if shared:
        reasons.append(f"có các từ: {', '.join(shared)} (BM25 {float(ranked.lexical[index]):.2f})")
    if ranked.dense[index] > 0:
        reasons.append(f"gần nghĩa {float(ranked.dense[index]):.2f} (cao nhất là 1)")
    return tuple(reasons)
