"""What is done to a trained table before it is written, both chosen on the tuning sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.training.units import MARK

Table = NDArray[np.float32]

_OF_PARTS = 0.2
_CONTRAST = 1.3


def finish(table: Table, texts: Sequence[str]) -> Table:
    """Gives each sequence of syllables a share of its syllables' vectors, and rarer units more weight.

    The first lets "hội nghị quốc tế" as one unit meet "hội nghị" and "quốc tế" as two. The second raises vector
    lengths to a power: training starts from short vectors for frequent units and stops before they are short enough.
    """
    row_of = {text: row for row, text in enumerate(texts)}
    whole: list[int] = []
    parts: list[int] = []
    for row, text in enumerate(texts):
        if text.count(MARK) > 1:
            known = [row_of[MARK + part] for part in text[1:].split(MARK) if MARK + part in row_of]
            whole.extend([row] * len(known))
            parts.extend(known)
    result = table.copy()
    np.add.at(result, np.array(whole, dtype=np.int64), np.float32(_OF_PARTS) * table[parts])
    lengths = np.linalg.norm(result, axis=1, keepdims=True)
    result *= np.where(lengths > 0, lengths, 1) ** np.float32(_CONTRAST - 1)
    return result
