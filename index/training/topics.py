"""Texts about one subject, to be drawn together: their neighbours in meaning are the hardest wrong answers of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.training.store import Ids, Offsets

Table = NDArray[np.float32]

_READ: Final = 160
"""Tokens of a text that say what it is about."""


@dataclass(frozen=True, slots=True)
class Topics:
    """A unit vector for each text, shape (n, d), 16-bit: enough to tell who is near whom."""

    vectors: NDArray[np.float16]

    @classmethod
    def of(cls, table: Table, tokens: Ids, bounds: Offsets) -> Topics:
        """The texts ``tokens[bounds[i]:bounds[i + 1]]`` by their beginnings, through the rows of ``table``.

        The starting table will do: rare words weigh more in it and unlike words are nearly at right angles, so that it
        tells subjects apart as well as keyword search does, before anything is learnt.
        """
        vectors = np.zeros((len(bounds) - 1, table.shape[1]), np.float16)
        for row, (start, stop) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
            total = table[tokens[start : min(stop, start + _READ)]].sum(axis=0)
            vectors[row] = total / max(float(np.linalg.norm(total)), 1e-6)
        return cls(vectors)

    def around(self, rng: np.random.Generator, first: int, last: int, count: int) -> NDArray[np.int64]:
        """``count`` of the texts ``first`` to ``last``, drawn from the ``2 * count`` nearest to a random one of them."""
        part = self.vectors[first:last]
        chosen = part[int(rng.integers(len(part)))].astype(np.float32)
        likeness = np.concatenate(
            [block.astype(np.float32) @ chosen for block in np.array_split(part, 1 + len(part) // 8192)]
        )
        wanted = min(2 * count, len(part))
        nearest = np.argpartition(-likeness, wanted - 1)[:wanted]
        numbers: NDArray[np.int64] = np.sort(rng.permutation(nearest)[:count]) + first
        return numbers
