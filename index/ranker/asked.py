"""What a question asks for, as the ranker's evidence needs it: terms with weights, their order, the kind of answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.keys import Key, Variants, tokens
from index.lexical import LexicalIndex
from index.translating import NO_TRANSLATION, Translation

MOST_TERMS: Final = 64
"""Terms of a question that are looked for in each candidate; more would be a pasted page."""


class Kind(IntEnum):
    """The kind of thing that a question asks for."""

    OTHER = 0
    DATE = 1
    NUMBER = 2
    PERSON = 3
    PLACE = 4
    REASON = 5
    DEFINITION = 6


_KINDS: Final = (
    (Kind.DATE, r"khi nào|bao giờ|lúc nào|thời (?:gian|điểm) nào|(?:ngày|tháng|năm|thế kỷ) (?:nào|mấy|bao nhiêu)"
     r"|when|(?:what|which) (?:year|date|day|month|century)"),
    (Kind.NUMBER, r"bao nhiêu|mấy|bao (?:lâu|xa|cao|dài)|how (?:many|much|long|far|old|tall|big|large|often)"
     r"|what (?:percentage|number)"),
    (Kind.PERSON, r"ai|người nào|tên (?:của )?(?:ông|bà|người)|who|whom|whose"),
    (Kind.PLACE, r"(?:ở|tại|từ|đến|nằm) đâu|nơi nào|(?:nước|quốc gia|thành phố|tỉnh|vùng|châu lục|đâu) nào|where"
     r"|(?:what|which) (?:country|city|place|state|region)"),
    (Kind.REASON, r"vì sao|tại sao|vì lý do gì|do đâu|lý do|nguyên nhân|để làm gì|nhằm mục đích gì|why"),
    (Kind.DEFINITION, r"là gì|nghĩa là|là ai|thế nào là|định nghĩa|what (?:is|are|does)"),
)  # fmt: skip
_ASKS = tuple((kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in _KINDS)

# Words that ask rather than tell: a passage that answers need not hold them.
_ASKING: Final = (
    "gì nào ai đâu sao mấy bao nhiêu thế hả nhỉ vậy không chưa ạ nhé hãy cho biết hỏi xin"
    " what which who whom whose when where why how does did do is are was were the a an of to in"
)
QUESTION_WORDS: Final = frozenset(_ASKING.split())


def kind_of(words: Sequence[str]) -> Kind:
    """The kind of question that canonical ``words`` make; the first that fits decides."""
    text = " ".join(words)
    return next((kind for kind, asks in _ASKS if asks.search(text)), Kind.OTHER)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's terms. Shapes: t terms, f distinct written forms.

    ``shares[i, j]`` is what an occurrence of form ``i`` counts for term ``j``. ``linked[j]`` says that terms j and j + 1
    follow one another in the question. ``weights`` are idf times the key's own weight; ``content`` the same without
    question words. ``agreement`` is the best BM25 score by the question's own words as a share of what they weigh;
    ``translated`` are the phrases of its translation.
    """

    forms: tuple[str, ...]
    shares: NDArray[np.float32]
    weights: NDArray[np.float32]
    content: NDArray[np.float32]
    is_number: NDArray[np.bool_]
    known: NDArray[np.bool_]
    linked: NDArray[np.bool_]
    words: tuple[str, ...]
    kind: Kind
    agreement: float
    translated: tuple[str, ...]

    @property
    def known_share(self) -> float:
        """Share of the question's idf mass that the collection holds at all, in [0, 1]."""
        total = float(self.content.sum())
        return float(self.content[self.known].sum()) / total if total > 0 else 0.0


def asked(
    searched_as: str,
    keys: Sequence[Key],
    lexical: LexicalIndex,
    highest: float = 0.0,
    other: Translation = NO_TRANSLATION,
) -> Asked:
    """A question as it was read: its text and its keys, the ``highest`` score by these, and its words in another language."""
    own = [key for key in keys if len(key.parts) == 1 and key.weight > 0][:MOST_TERMS]
    singles = [*own, *(key for key in other.keys if len(key.parts) == 1)][: 2 * MOST_TERMS]
    pairs = {key.parts for key in (*keys, *other.keys) if len(key.parts) == 2}
    forms: dict[str, int] = {}
    entries: list[tuple[int, int, float]] = []
    frequencies = np.zeros(len(singles))
    for term, key in enumerate(singles):
        for form, share in _spelled_out(key.parts[0], lexical).items():
            entries.append((forms.setdefault(form, len(forms)), term, share))
            frequencies[term] += share * lexical.document_frequency(form)
    shares = np.zeros((len(forms), len(singles)), np.float32)
    for form_number, term, share in entries:
        shares[form_number, term] = share
    idf = np.array([lexical.idf(int(min(frequency, len(lexical)))) for frequency in frequencies], np.float32)
    weights = idf * np.array([key.weight for key in singles], np.float32)
    best = [key.parts[0][0][0] for key in singles]
    telling = np.array([form not in QUESTION_WORDS for form in best], np.bool_)
    words = tuple(tokens(searched_as))
    return Asked(
        tuple(forms),
        shares,
        weights,
        weights * telling if telling.any() else weights,
        np.array([form[:1].isdecimal() for form in best], np.bool_),
        frequencies > 0,
        np.array(
            [(one.parts[0], other.parts[0]) in pairs for one, other in pairwise(singles)],
            np.bool_,
        ),
        words,
        kind_of(words),
        highest / max(float(weights[: len(own)].sum()), 1e-6),
        other.phrases,
    )


def _spelled_out(variants: Variants, lexical: LexicalIndex) -> dict[str, float]:
    """The written forms of a term, a folded one as all forms of the collection that fold to it, with their shares."""
    shares: dict[str, float] = {}
    for variant, share in variants:
        for form in lexical.variants(variant[:-1]) if variant.endswith("*") else [variant]:
            shares[form] = max(shares.get(form, 0.0), share)
    return shares
