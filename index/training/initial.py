"""Where training starts: words near their parts, English words near the Vietnamese words they stand for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.training.lexicon import Lexicon
from index.training.units import MARK, SPACE

Table = NDArray[np.float32]


def initial_table(
    texts: Sequence[str], frequency: NDArray[np.int64], lexicon: Lexicon, dimension: int, seed: int
) -> Table:
    """Random directions, short for frequent units: ``a / (a + p)`` as in smooth inverse frequency weighting.

    A sequence of syllables starts near the sum of its syllables, an English unit near its Vietnamese counterparts.
    """
    rng = np.random.default_rng(seed)
    share = frequency / max(1, int(frequency.sum()))
    length = (3e-4 / (3e-4 + share)).astype(np.float32)
    directions = _unit(rng.standard_normal((len(texts), dimension), dtype=np.float32))
    row_of = {text: row for row, text in enumerate(texts)}
    for row, text in enumerate(texts):
        parts = [row_of.get(MARK + part) for part in text[1:].split(MARK)] if text.count(MARK) > 1 else []
        known = [part for part in parts if part is not None]
        if known:
            directions[row] += _unit((directions[known] * length[known, None]).sum(axis=0, keepdims=True))[0]
    directions = _unit(directions)
    from_vietnamese = np.zeros_like(directions)
    other = lexicon.pairs[:, 0] != lexicon.pairs[:, 1]
    english, vietnamese = lexicon.pairs[other].T
    strength = (lexicon.weights[other] * length[vietnamese]).astype(np.float32)
    for start in range(0, len(english), 1 << 16):
        part = slice(start, start + (1 << 16))
        np.add.at(from_vietnamese, english[part], strength[part, None] * directions[vietnamese[part]])
    foreign = np.linalg.norm(from_vietnamese, axis=1) > 0
    directions[foreign] = _unit(_unit(from_vietnamese[foreign]) * 2 + directions[foreign])
    table = directions * length[:, None]
    table[: SPACE + 1] = 0
    return table.astype(np.float32)


def _unit(rows: Table) -> Table:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Table = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return result
