"""What the heading above a passage says of a question: "Nghĩa vụ của người tiêu dùng" answers one for just that below it.

What stands below "Tài liệu tham khảo" answers hardly any, though it names so much.

Hand-set: the sets that the weights are learnt from are prose without headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.headings import is_references, marker
from index.keys import tokens
from index.lexical import LexicalIndex
from index.ranker.asked import QUESTION_WORDS, Asked

_LITTLE: Final = frozenset(["là", "có", "của", "những", "các", "như", "quy", "định", "về"])
"""Words that a question has and a heading has not, or the other way round, though both say the same."""
_ARTICLE: Final = re.compile(r"\bđiều (\d{1,4})\b")
"""An article that is named: "Theo Điều 12, ..."."""
WORTH: Final = 1.5
"""What a heading is worth that says what is asked, in the ranker's scores."""
REFERENCES: Final = 2.0
"""What a passage loses that lists other works, unless the question is about such."""
_TOLD_THERE: Final = frozenset(
    [
        "tham",
        "chú",
        "nguồn",
        "ai",
        "ngày",
        "tháng",
        "năm",
        "khi",
        "giờ",
        "references",
        "sources",
        "bibliography",
        "who",
        "when",
    ]
)
"""Words that ask for other works, or for what a list of them tells as well: who wrote one, and when."""
ALIKE: Final = 0.5
"""Share of the idf mass of both that heading and question have in common, below which a heading counts nothing."""


def heading_scores(asked: Asked, sections: Sequence[Sequence[str]], lexical: LexicalIndex) -> NDArray[np.float32]:
    """What is added to the scores of passages with these headings above them, the nearest last; shape (n,)."""
    wanted = frozenset(asked.words) - QUESTION_WORDS - _LITTLE
    article = _ARTICLE.search(" ".join(asked.words))
    known: dict[str, float] = {}

    def mass(words: frozenset[str]) -> float:
        for word in words:
            if word not in known:
                known[word] = lexical.idf(lexical.document_frequency(word))
        return sum(known[word] for word in words)

    def alike(section: Sequence[str]) -> float:
        if not section:
            return 0.0
        read = [_read(label) for label in section]
        if article and any(("article", int(article[1])) == (one.kind, one.number) for one in read):
            return 1.0
        said = next((one.words for one in reversed(read) if one.words), frozenset[str]())
        return mass(wanted & said) / max(mass(wanted | said), 1e-6)

    told_there = may_be_in_references(asked.words)

    def worth(section: tuple[str, ...]) -> float:
        loss = 0.0 if told_there or not any(map(is_references, section)) else REFERENCES
        return WORTH * max(0.0, alike(section) - ALIKE) / (1 - ALIKE) - loss

    worths = {section: worth(section) for section in set(map(tuple, sections))}
    return np.array([worths[tuple(one)] for one in sections], np.float32)


def may_be_in_references(words: Iterable[str]) -> bool:
    """Whether a list of other works may answer a question with these words."""
    return not _TOLD_THERE.isdisjoint(words)


class _Label(NamedTuple):
    kind: str
    number: int
    words: frozenset[str]  # none where the label is a number alone, such as "Khoản 2"


@lru_cache(maxsize=4096)
def _read(label: str) -> _Label:
    found = marker(label)
    if found is None:
        return _Label("", 0, frozenset(tokens(label)) - _LITTLE)
    return _Label(found.kind, found.number[-1], frozenset(tokens(found.text)) - _LITTLE)
