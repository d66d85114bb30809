"""How near sentences are to a question in meaning, by the token vectors of a static model.

The bundled model serves where a collection's own model has no such table: a transformer over a hundred sentences would
take longer than the whole answer may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.likeness import Likeness
from index.products import product
from index.ranker.second_look import bundled_table
from index.ranker.segments import largest, starts_of, sums
from index.types import Encoder, TokenTable, Vectors, token_table
from rag.evidence.asked import Asked
from rag.evidence.matching import Floats
from rag.evidence.neighbours import Neighbours, taken
from rag.evidence.units import Unit


@dataclass(frozen=True, slots=True)
class Meaning:
    """Shapes: u units, q tokens of the question.

    ``cosine`` (u,); ``before`` and ``after`` the same of a unit together with its neighbour, ``passage`` with its whole
    passage; ``soft`` (u, q) how well each of the question's tokens is matched, of weights ``soft_share`` (q,); ``focus``
    (u,) how near a word that the question does not have comes to the thing asked for.
    """

    cosine: Floats
    before: Floats
    after: Floats
    passage: Floats
    soft: Floats
    soft_share: Floats
    focus: Floats

    @property
    def covered(self) -> Floats:
        """How much of the question each unit covers, word by word, shape (u,)."""
        return product(self.soft, self.soft_share)


def meaning_of(encoder: Encoder, question: str, asked: Asked, units: Sequence[Unit], near: Neighbours) -> Meaning:
    """The meaning of at least one unit."""
    table = token_table(encoder) or bundled_table()
    group = near.group
    thing = " ".join(asked.terms[term] for term in asked.focus)
    spoken, wanted, *said = table.token_ids([question, thing, *(unit.read_as for unit in units)])
    tokens = np.concatenate(said)
    like = Likeness.of(table, spoken, tokens)
    starts = starts_of([len(own) for own in said])
    vectors = _unit_length(sums(like.vectors[like.numbers], starts))
    passages = np.zeros((int(group.max()) + 1, vectors.shape[1]), np.float32)
    lengths = np.sqrt([len(unit.text) + 1 for unit in units]).astype(np.float32)
    np.add.at(passages, group, vectors * lengths[:, None])
    soft = largest(like.similar.T[like.numbers], starts)
    return Meaning(
        product(vectors, like.direction),
        product(_unit_length(vectors + taken(vectors, near.one)), like.direction),
        product(_unit_length(vectors + taken(vectors, near.after)), like.direction),
        product(_unit_length(passages), like.direction)[group],
        soft,
        (like.strength / max(float(like.strength.sum()), 1e-6)).astype(np.float32),
        largest(_like_thing(table, wanted, spoken, tokens, like), starts),
    )


def _like_thing(
    table: TokenTable,
    wanted: NDArray[np.uint16],
    spoken: NDArray[np.uint16],
    tokens: NDArray[np.uint16],
    like: Likeness,
) -> Floats:
    """The cosine of each token with the nearest token of the thing asked for; none for the question's own tokens."""
    if not len(wanted):
        return np.zeros(len(tokens), np.float32)
    things = _unit_length(table.rows[wanted].astype(np.float32) * table.scales[wanted][:, None])
    near = np.maximum(_unit_length(like.vectors) @ things.T, 0).max(axis=1)[like.numbers]
    return np.asarray(np.where(np.isin(tokens, spoken), 0, near), np.float32)


def _unit_length(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)
