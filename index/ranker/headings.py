"""What the heading above a passage says of a question: "Nghĩa vụ của người tiêu dùng" answers one for just that below it.

Hand-set: the sets that the weights are learnt from are prose without headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.headings import marker
from index.keys import tokens
from index.lexical import LexicalIndex
from index.ranker.asked import QUESTION_WORDS, Asked

_LITTLE: Final = frozenset(["là", "có", "của", "những", "các"])
"""Words that a question has and a heading has not, or the other way round, though both say the same."""
WORTH: Final = 1.5
"""What a heading is worth that says what is asked, in the ranker's scores."""
ALIKE: Final = 0.5
"""Share of the idf mass of both that heading and question have in common, below which a heading counts nothing."""


def heading_scores(asked: Asked, headings: Sequence[str], lexical: LexicalIndex) -> NDArray[np.float32]:
    """What is added to the scores of passages below ``headings`` (the last of each path, or ""), shape (n,)."""
    wanted = frozenset(asked.words) - QUESTION_WORDS - _LITTLE
    known: dict[str, float] = {}

    def mass(words: frozenset[str]) -> float:
        for word in words:
            if word not in known:
                known[word] = lexical.idf(lexical.document_frequency(word))
        return sum(known[word] for word in words)

    alike: dict[str, float] = {"": 0.0}
    for heading in set(headings) - {""}:
        said = _words(heading)
        alike[heading] = mass(wanted & said) / max(mass(wanted | said), 1e-6)
    return np.array([WORTH * max(0.0, alike[heading] - ALIKE) / (1 - ALIKE) for heading in headings], np.float32)


@lru_cache(maxsize=4096)
def _words(heading: str) -> frozenset[str]:
    """The words of a heading without its number."""
    found = marker(heading)
    return frozenset(tokens(found.text if found else heading)) - _LITTLE
