"""What the lexical index holds of a text, and what it is asked for.

Keys are canonical syllables (accents kept), pairs of neighbouring syllables, and document numbers joined to one key.
There is no folded index: a folded key stands for all the accented keys of the collection that fold to it, and the index
finds those when it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.vietnamese import canonical, fold, nfc, syllables

BIGRAM_WEIGHT = 0.4
"""What a pair counts beside a syllable, chosen on 9,951 questions of tuning sets."""

# 22-NQ/TW, 32/2004/QH11, 100/2019/NĐ-CP, 2013/QĐ-TTg, 15/CT-TTg: bounded repeats only, so linear.
_CODE = re.compile(
    r"(?<![\w/.-])\d{1,5}(?:/\d{2,4})?\s?[-/–]\s?[^\W\d_]{1,8}\d{0,3}(?:\s?[-/–&]\s?[^\W\d_]{1,8}\d{0,3}){0,3}(?!\w)"
)
_WORD = re.compile(r"[^\W_]+")
_NOT_CODE = re.compile(r"[\s–]")
_CODE_KIND = re.compile(r"[-/](?:nq|nd|qd|tt|ttlt|ct|qh|l|ctr|kl|hd|bc|cv|tb|pl|lct|sl|kh|ubtvqh|vbhn|tw)(?![a-z])")


def code_spans(text: str) -> list[tuple[int, int]]:
    """The half-open spans of document numbers (``22-NQ/TW``, ``32/2004/QH11``) in ``text`` (NFC), in order."""
    return [match.span() for match in _CODE.finditer(text) if _is_code(match.group())]


def code_key(code: str) -> str:
    """The key of a document number: folded, without spaces, so that nđ, NĐ and nd are one."""
    return _NOT_CODE.sub(lambda gap: "-" if gap.group() == "–" else "", fold(code))


def _is_code(candidate: str) -> bool:
    return _CODE_KIND.search(code_key(candidate)) is not None


def codes(text: str) -> list[str]:
    """The keys of the document numbers in ``text`` (NFC)."""
    return [code_key(text[start:end]) for start, end in code_spans(text)]


def tokens(text: str) -> list[str]:
    """The canonical syllables of ``text``, in order: the unit of the lexical index."""
    return [canonical(word) for word in syllables(nfc(text))]


def word_spans(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the words of ``text`` (NFC): what ``syllables`` finds."""
    return [match.span() for match in _WORD.finditer(text)]


Variants = tuple[tuple[str, float], ...]
"""The syllables that may stand at a position and what an occurrence of each counts, 1 for a full one."""


@dataclass(frozen=True, slots=True)
class Key:
    """A question's key: one syllable or code, or two neighbouring syllables, each with its variants.

    ``parts`` has for each position the syllables that may stand there and how much an occurrence of each counts;
    their counts in a passage are summed before BM25's saturation, as for synonyms. A variant that ends in ``*`` is
    folded and stands for every syllable of the collection that folds to it. ``weight`` multiplies the key's score.
    """

    parts: tuple[Variants, ...]
    weight: float = 1.0


def exact_keys(text: str, weight: float = 1.0) -> list[Key]:
    """The keys of ``text`` as it is accented: syllables, pairs at ``BIGRAM_WEIGHT``, document numbers."""
    return keys_of([((token, 1.0),) for token in tokens(text)], codes(nfc(text)), weight)


def folded_keys(text: str, weight: float = 1.0) -> list[Key]:
    """The keys of ``text`` without regard to accents."""
    return keys_of([((fold(token) + "*", 1.0),) for token in tokens(text)], codes(nfc(text)), weight)


def keys_of(
    positions: Sequence[Variants],
    numbers: Sequence[str] = (),
    weight: float = 1.0,
    pair_weight: float = BIGRAM_WEIGHT,
) -> list[Key]:
    """Keys for a sequence of positions with their variants: each position, each neighbouring pair, each code."""
    found = [Key((position,), weight) for position in positions]
    found += [Key((left, right), weight * pair_weight) for left, right in pairwise(positions)]
    found += [Key((((number, 1.0),),), weight) for number in numbers]
    return found
