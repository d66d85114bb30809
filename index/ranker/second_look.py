"""The second look at the best candidates of fusion: read them, gather the evidence, put them in a better order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from index.derived import Snapshot
from index.encoder import load_encoder
from index.keys import Key
from index.ranker.asked import Asked, asked
from index.ranker.features import Candidates, Evidence, evidence
from index.ranker.gathering import Scored, gather, gather_texts, sentence_texts, with_texts
from index.ranker.headings import heading_scores
from index.ranker.model import Model, bundled_model
from index.storage.records import Stretch
from index.storage.store import Store
from index.translating import Translation
from index.types import Encoder, TokenTable, token_table

DEPTH: Final = 40
"""How many candidates are looked at again: what a question costs does not depend on the collection's size."""


class Question(Protocol):
    """A question as it was read."""

    @property
    def searched_as(self) -> str:
        """Its text as it was understood."""
        ...

    @property
    def keys(self) -> Sequence[Key]:
        """What the lexical index was asked for."""
        ...


class Gathered(Protocol):
    """What fusion found, best first: positions in the snapshot and what each channel says of them."""

    @property
    def positions(self) -> NDArray[np.int64]:
        """Positions in the snapshot."""
        ...

    @property
    def lexical(self) -> NDArray[np.float32]:
        """BM25."""
        ...

    @property
    def dense(self) -> NDArray[np.float32]:
        """Cosine with the question."""
        ...

    @property
    def lexical_z(self) -> NDArray[np.float32]:
        """BM25, standardised over the collection."""
        ...

    @property
    def dense_z(self) -> NDArray[np.float32]:
        """Cosine, standardised over the collection."""
        ...

    @property
    def own(self) -> float:
        """The best BM25 score by the question's own words."""
        ...

    @property
    def translated(self) -> Translation:
        """What was asked beside these, in another language."""
        ...


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The new order of the candidates and what it rests on.

    ``order`` are places in the candidates, best first, all of them; ``scores`` fall with it. ``stretches`` are what was
    read of the first ``DEPTH`` of fusion's order, by row: they are the first of the new order too. ``said`` is what the
    reader says of those it was asked about, by place: log-odds that an answer begins there.
    """

    order: NDArray[np.int64]
    scores: NDArray[np.float32]
    asked: Asked
    stretches: Mapping[int, Stretch]
    candidates: Candidates
    evidence: Evidence
    said: Mapping[int, float] = field(default_factory=dict)


@cache
def bundled_table() -> TokenTable:
    """The bundled model: its token vectors serve every collection, whatever model made the passages' vectors."""
    return cast(TokenTable, load_encoder(None))


def take_second_look(
    store: Store,
    snapshot: Snapshot,
    encoder: Encoder | None,
    question: Question,
    found: Gathered,
    *,
    explain: bool = False,
    model: Model | None = None,
) -> SecondLook | None:
    """Orders the first ``DEPTH`` candidates anew, the others after them as they were. None when there are none.

    The passages' texts are read only to ``explain``.
    """
    positions = found.positions[:DEPTH]
    rows = snapshot.rows[positions].tolist()
    stretches = store.stretches(rows)
    if len(stretches) != len(rows) or not rows:  # another process has just removed some: fusion's order stands
        return None
    own = token_table(encoder)
    table = own or bundled_table()
    count = len(rows)
    scored = Scored(
        found.lexical[:count],
        found.dense[:count],
        found.lexical_z[:count],
        found.dense_z[:count],
        snapshot.dense.vectors(positions),
        snapshot.dense.middle(),
    )
    said = snapshot.lexical.forward.said(positions)
    read = [stretches[row] for row in rows]
    if explain or own is None:
        stored = store.passages(rows)
        texts = sentence_texts(stored, read)
        candidates = gather(said, read, scored) if own is not None else gather_texts(said, texts, scored, table)
        candidates = with_texts(candidates, stored, texts)
    else:
        candidates = gather(said, read, scored)
    terms = asked(question.searched_as, question.keys, snapshot.lexical, found.own, found.translated)
    seen = evidence(terms, question.searched_as, candidates, table)
    scores = (model or bundled_model()).scores(seen.values)
    scores = scores + heading_scores(terms, [one.section for one in read], snapshot.lexical)
    order, scores = in_order(scores, len(found.positions))
    return SecondLook(order, scores, terms, stretches, candidates, seen)


def in_order(scores: NDArray[np.float32], total: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The order of ``total`` candidates of which the first have new ``scores``, and scores that fall with it."""
    order = np.concatenate([np.argsort(-scores, kind="stable"), np.arange(len(scores), total)])
    rest = float(scores.min(initial=0)) - np.arange(1, total - len(scores) + 1, dtype=np.float32) / max(total, 1)
    return order, np.concatenate([scores[order[: len(scores)]], rest]).astype(np.float32)
