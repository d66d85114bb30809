"""How like each token of some texts is to each token of a question, by the vectors of a static model.

What late interaction rests on: computed once for the distinct tokens of all texts, then looked up token by token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.products import product, products
from index.types import TokenTable, Vectors

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

MOST_UNITS: Final = 64
"""Tokens of a question that are compared; more would be a pasted page."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A question of q tokens beside texts of t tokens, d of them distinct.

    ``numbers`` (t,) says which distinct token each token is. Of the distinct tokens: their ``vectors`` (d, dimension),
    squared lengths ``squares`` (d,), products with the question's direction ``along`` (d,), and likeness to each of the
    question's tokens ``similar`` (q, d): the cosine, cubed, so that a distant relation is no evidence. ``strength`` (q,)
    are the lengths of the question's own vectors, what each counts; ``direction`` (dimension,) is the whole question.
    """

    numbers: Ints
    vectors: Vectors
    squares: Floats
    along: Floats
    similar: Floats
    strength: Floats
    direction: NDArray[np.float32]

    @classmethod
    def of(cls, table: TokenTable, asked: NDArray[np.uint16], tokens: NDArray[np.uint16]) -> Likeness:
        """``asked`` are the question's tokens, ``tokens`` those of all texts."""
        asked = asked[:MOST_UNITS]
        distinct, numbers = _numbered(tokens, len(table.scales))
        vectors = table.rows.take(distinct, axis=0) * table.scales[distinct][:, None]
        squares = np.einsum("ij,ij->i", vectors, vectors)
        own = table.rows[asked].astype(np.float32) * table.scales[asked][:, None]
        strength = np.linalg.norm(own, axis=1)
        unit = own / np.maximum(strength, 1e-6)[:, None]
        whole = own.sum(axis=0)
        whole /= max(float(np.linalg.norm(whole)), 1e-6)
        along = products(vectors, np.concatenate([unit, whole[None]]).T)
        similar = np.clip(along[:, :-1].T / np.sqrt(np.maximum(squares, 1e-12)), 0, 1)
        similar *= similar * similar
        return cls(numbers, vectors, squares, along[:, -1], similar, strength, whole)

    def share(self, near: Floats | NDArray[np.bool_]) -> Floats:
        """How much of the question is covered, (n,) in [0, 1], where ``near`` (q, n) says how well each token is."""
        return product(self.strength / max(float(self.strength.sum()), 1e-6), near)


def _numbered(units: NDArray[np.uint16], size: int) -> tuple[Ints, Ints]:
    """The distinct units, rising, and the place of each unit among them; faster than sorting."""
    present = np.zeros(size, np.bool_)
    present[units] = True
    distinct = np.flatnonzero(present)
    place = np.empty(size, np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[units]
