"""The path of a question through a snapshot: read it, gather candidates from words and meaning, fuse, rank, collapse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.duplicates import Collapsed
from index.collapsing import collapse
from index.derived import Snapshot
from index.fusion import SAMPLE, SMALL_SAMPLE, lexical_weight, sample_of, standardise, strictly_falling
from index.keys import Key, tokens
from index.lexical import best
from index.ranker.reasons import channel_reasons, reasons
from index.ranker.second_look import SecondLook, take_second_look
from index.reader.contest import settle
from index.storage.headers import table_headers
from index.storage.records import StoredPassage
from index.storage.store import Store
from index.translating import NO_TRANSLATION, Translation, translated
from index.types import Encoder, Hit, Location, SearchResult, TokenTable, Vectors, token_table

CANDIDATES = 100
"""How many passages each channel puts forward."""
TRANSLATED_SHARE = 0.25
"""How much BM25 counts where a question's words are translated."""
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

    @property
    def wordings(self) -> Mapping[str, str]:
        """How the collection may put words of the question, with the question's own."""
        ...

    @property
    def exact(self) -> bool:
        """Whether it is searched as it was typed and not otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of one search. ``explain`` is the language (``vi``, ``en``) of the reasons, None for no reasons."""

    k: int
    retriever: str
    within: frozenset[str] | None = None
    collapse: bool = True
    explain: str | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Positions in the snapshot and their scores, best first, and what each channel gave them.

    ``lexical_z`` and ``dense_z`` are the channels standardised over the collection, zeros where only one was asked.
    ``own`` is the best BM25 score by the question's own words, ``translated`` what was asked beside them.
    """

    positions: NDArray[np.int64]
    scores: NDArray[np.float32]
    lexical: NDArray[np.float32]
    dense: NDArray[np.float32]
    lexical_z: NDArray[np.float32]
    dense_z: NDArray[np.float32]
    own: float = 0.0
    translated: Translation = NO_TRANSLATION


class Clock:
    """Milliseconds of each stage of a search: a lap ends one."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._at = perf_counter()

    def lap(self, stage: str) -> None:
        """Notes the time since the last lap as that of ``stage``."""
        now = perf_counter()
        self.stages[stage] = (now - self._at) * 1000
        self._at = now


def agreement(snapshot: Snapshot, question: str, highest: float) -> float:
    """The ``highest`` BM25 score as a share of the question's idf mass; pairs of words can lift it above 1."""
    lexical = snapshot.lexical
    mass = sum(lexical.idf(lexical.document_frequency(word)) for word in dict.fromkeys(tokens(question)))
    return highest / mass if mass > 0 else 0.0


@dataclass(frozen=True, slots=True)
class InWords:
    """A question as BM25 is asked it: the ``scores`` of all passages, the best by the question's ``own`` words, the ``share`` of
    BM25 beside meaning, and what was asked ``besides`` in another language."""

    scores: NDArray[np.float32]
    own: float = 0.0
    share: float = 0.0
    besides: Translation = NO_TRANSLATION


def in_words(snapshot: Snapshot, read: ReadQuestion) -> InWords:
    """Asks by a question's words; where these agree with no passage, by their translations too."""
    scores = snapshot.lexical.scores(read.keys)
    own = float(scores.max(initial=0.0))
    agreed = agreement(snapshot, read.searched_as, own)
    may_translate = len(scores) and not read.exact
    other = translated(read.searched_as, snapshot.lexical, agreed=agreed) if may_translate else NO_TRANSLATION
    if not other.keys:
        return InWords(scores, own, lexical_weight(agreed))
    return InWords(scores + snapshot.lexical.scores(other.keys), own, TRANSLATED_SHARE, other)


@dataclass(frozen=True, slots=True)
class Meant:
    """A question as the dense channel asks it: its vector (1, d) and, for a static model, its tokens and their table."""

    vector: Vectors
    tokens: NDArray[np.uint16]
    table: TokenTable | None = None

    def __bool__(self) -> bool:
        return bool(self.vector.any())


def meant(encoder: Encoder | None, question: str, dimension: int) -> Meant:
    """``question`` through ``encoder``; without one, or without known words, it means nothing."""
    no_tokens = np.zeros(0, np.uint16)
    if encoder is None:
        return Meant(np.zeros((1, dimension), np.float32), no_tokens)
    vector = encoder.encode_queries([question])
    table = token_table(encoder)
    return Meant(vector, no_tokens if table is None else table.token_ids([question])[0], table)


def nearness(
    snapshot: Snapshot, meaning: Meant, cosines: NDArray[np.float32], positions: NDArray[np.int64]
) -> NDArray[np.float32]:
    """What the dense channel gives ``positions``: the passage's cosine, and for a static model its closer look, up to 1."""
    if meaning.table is None:
        return cosines
    return (cosines + snapshot.tokens.nearness(meaning.table, meaning.tokens, positions)) / np.float32(5)


@lru_cache(maxsize=16)
def _sample(count: int, size: int = SAMPLE) -> NDArray[np.int64]:
    """``sample_of``, remembered: it is the same until the collection changes."""
    return sample_of(count, size)


def rank(snapshot: Snapshot, read: ReadQuestion, meaning: Meant, wish: Wish, depth: int) -> Ranked:
    """The ``depth`` best positions for a question.

    Each channel puts ``depth`` forward; of these the best by both are read closely where the model allows it.
    """
    allowed = None if wish.within is None else snapshot.allowed(wish.within)
    count = len(snapshot.rows)
    by_words, by_meaning = wish.retriever != "dense", wish.retriever != "bm25" and bool(meaning)
    asked = in_words(snapshot, read) if by_words else InWords(np.zeros(count, np.float32))
    words, share = asked.scores, asked.share
    top = [best(words if allowed is None else np.where(allowed, words, np.float32(0)), depth)[0]]
    if by_meaning:
        top.append(snapshot.dense.search(meaning.vector, depth, allowed)[0])
    positions = np.unique(np.concatenate(top))
    lexical = words[positions]
    cosines = snapshot.dense.scores(meaning.vector, positions) if by_meaning else np.zeros_like(lexical)
    lexical_z = dense_z = np.zeros_like(lexical)
    if by_words and by_meaning:
        lexical_z = standardise(lexical, words[_sample(count)], lexical)
        dense_z = standardise(cosines, snapshot.dense.population(meaning.vector), cosines)
        scores = share * lexical_z + (1 - share) * dense_z
        if meaning.table is not None:
            kept = np.sort(np.argsort(-scores, kind="stable")[:depth])
            positions, lexical, cosines, lexical_z = positions[kept], lexical[kept], cosines[kept], lexical_z[kept]
            dense_z = _standardised_nearness(snapshot, meaning, cosines, positions)
            scores = share * lexical_z + (1 - share) * dense_z
    elif by_meaning:
        scores = nearness(snapshot, meaning, cosines, positions)
    else:
        scores = lexical
    order = _order(scores, positions, snapshot)[:depth]
    channels = (lexical[order], cosines[order], lexical_z[order], dense_z[order])
    return Ranked(positions[order], scores[order], *channels, asked.own, asked.besides)


def _standardised_nearness(
    snapshot: Snapshot, meaning: Meant, cosines: NDArray[np.float32], positions: NDArray[np.int64]
) -> NDArray[np.float32]:
    """``nearness`` in standard deviations of a small sample of the collection; both are read in one go."""
    sample = _sample(len(snapshot.rows), SMALL_SAMPLE)
    both = np.concatenate([positions, sample])
    near = nearness(snapshot, meaning, np.concatenate([cosines, snapshot.dense.scores(meaning.vector, sample)]), both)
    found, population = near[: len(positions)], near[len(positions) :]
    return standardise(found, population, found)


def _order(scores: NDArray[np.float32], positions: NDArray[np.int64], snapshot: Snapshot) -> NDArray[np.int64]:
    """Best first; ties by the document's id and then by its order of reading, however the collection came about."""
    ids = snapshot.document_ids
    owners = snapshot.document[positions]
    names = np.array([ids[owner] for owner in owners.tolist()], dtype=np.str_)
    return np.lexsort((positions, names, -scores))


def search(
    store: Store,
    snapshot: Snapshot,
    encoder: Encoder | None,
    question: str,
    read: ReadQuestion,
    wish: Wish,
    clock: Clock,
) -> SearchResult:
    """Ranks the passages of ``snapshot``. ``encoder`` may be None for ``bm25`` alone. ``clock`` has timed the reading."""
    dimension = snapshot.dense.dimension
    if encoder is None or wish.retriever == "bm25" or not len(snapshot.rows):
        meaning = meant(None, read.searched_as, dimension)
    else:
        meaning = meant(encoder, read.searched_as, dimension)
    clock.lap("encode")
    ranked = rank(snapshot, read, meaning, wish, max(CANDIDATES, 2 * wish.k))
    clock.lap("retrieve")
    look = None
    if wish.retriever == "hybrid" and meaning:
        look = take_second_look(store, snapshot, encoder, read, ranked, explain=bool(wish.explain))
        clock.lap("rank")
    if look is not None:
        look = settle(store, read.searched_as, snapshot.rows[ranked.positions], look)
        clock.lap("settle")
        ranked = _reordered(ranked, look)
    hits = _hits(store, snapshot, ranked, read, wish, look)
    clock.lap("collapse")
    return SearchResult(question, read.searched_as, hits, clock.stages, read.wordings, ranked.translated.english)


def _reordered(ranked: Ranked, look: SecondLook) -> Ranked:
    order = look.order
    return Ranked(
        ranked.positions[order],
        look.scores,
        ranked.lexical[order],
        ranked.dense[order],
        ranked.lexical_z[order],
        ranked.dense_z[order],
        ranked.own,
        ranked.translated,
    )


def _hits(
    store: Store, snapshot: Snapshot, ranked: Ranked, read: ReadQuestion, wish: Wish, look: SecondLook | None
) -> tuple[Hit, ...]:
    if wish.collapse:
        rows = snapshot.rows[ranked.positions[: 2 * wish.k + 10]].tolist()
        kept = _collapsed(store, snapshot, ranked.positions[: len(rows)], rows, read, look)[: wish.k]
    else:
        rows = snapshot.rows[ranked.positions[: wish.k]].tolist()
        kept = [Collapsed(index, ()) for index in range(len(rows))]
    shown = [rows[index] for one in kept for index in (one.index, *one.also_in)]
    stored = {one.row: one for one in store.passages(shown)}
    kept = [one for one in kept if rows[one.index] in stored]
    scores = strictly_falling(ranked.scores[[one.index for one in kept]]) if kept else []
    headers = table_headers(store, [stored[rows[one.index]].passage for one in kept])
    hits = []
    for place, (one, score, header) in enumerate(zip(kept, scores, headers, strict=True), start=1):
        passage = stored[rows[one.index]]
        also_in = tuple(_location(stored[rows[other]]) for other in one.also_in if rows[other] in stored)
        why = _why(passage, ranked, one.index, read, look, wish.explain) if wish.explain else ()
        hits.append(Hit(passage.passage, passage.title, passage.source, score, place, also_in, why, header))
    return tuple(hits)


def _collapsed(
    store: Store,
    snapshot: Snapshot,
    positions: NDArray[np.int64],
    rows: Sequence[int],
    read: ReadQuestion,
    look: SecondLook | None,
) -> list[Collapsed]:
    """What is kept of the best passages, each with what it stands for."""
    known = look.stretches if look is not None else {}
    missing = [row for row in rows if row not in known]
    known = {**known, **store.stretches(missing)} if missing else known
    nothing = np.zeros((0, 3), np.uint32)
    spans = [known[row].sentences if row in known else nothing for row in rows]
    return collapse(snapshot.lexical.forward.said(positions), spans, frozenset(tokens(read.searched_as)))


def _location(stored: StoredPassage) -> Location:
    passage = stored.passage
    return Location(
        passage.document_id, stored.title, stored.source, passage.section, passage.page, passage.start, passage.end
    )


def _why(
    stored: StoredPassage, ranked: Ranked, index: int, read: ReadQuestion, look: SecondLook | None, lang: str
) -> tuple[str, ...]:
    if look is not None:
        return reasons(look, int(look.order[index]), lang)
    text = " ".join((stored.title, *stored.passage.section, stored.passage.text))
    return channel_reasons(read.searched_as, text, float(ranked.lexical[index]), float(ranked.dense[index]), lang)
