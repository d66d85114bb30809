"""Accented words that were spelt as they sound: "nổ lực" for "nỗ lực", "dành lại" for "giành lại".

The same table and the same algorithm that put missing accents back: each word may stand for the syllables that sound alike
somewhere, and what stands around it decides. A word is read as another only where that is all but certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from corpus.vietnamese import canonical_tones, is_syllable, sound_alikes
from index.readings.accents import SPECIAL, AccentTable
from index.readings.lattice import Evidence, Form, Position, posterior

SOUNDS_ALIKE: Final = (0.01, 0.0003)
"""How often, beside one right spelling, a syllable is written for another that differs in one part of it, and in two."""
NO_SYLLABLE: Final = 1e-5
"""The same odds of a word that is spelt as no syllable and could be meant for one."""
SURE: Final = 0.9
SHORTEST: Final = 2
_ASKING: Final = frozenset("gì sao nào đâu hay mấy ai".split())  # noqa: SIM905 - as one reads it
"""Asking words are spelt right by everybody, and stand beside anything."""


def respelt(
    words: Sequence[str], closed: Sequence[bool], table: AccentTable, evidence: Evidence | None = None
) -> list[str | None]:
    """For each word (NFC, as typed) the syllable that it was surely meant to be, where that is another.

    ``closed`` words stay as they are, and so do words with a capital, which may be names.
    """
    positions: list[Position] = []
    for word, safe in zip(words, closed, strict=True):
        open_ = not safe and len(word) >= SHORTEST and word.isalpha() and word.islower() and word not in _ASKING
        alike = _alike(word, table) if open_ else ()
        # What is no syllable (nghành) was hardly meant as it stands.
        own = Form(table.number(canonical_tones(word.lower())), 1.0 if not alike or is_syllable(word) else NO_SYLLABLE)
        positions.append((own, *(Form(*one) for one in alike)))
    if all(len(position) == 1 for position in positions):
        return [None] * len(words)
    return [
        table.word(forms[0].number) if forms[0].number != typed[0].number and forms[0].probability >= SURE else None
        for forms, typed in zip(posterior(table, positions, evidence), positions, strict=True)
    ]


@lru_cache(maxsize=1 << 13)
def _alike(word: str, table: AccentTable) -> tuple[tuple[int, float], ...]:
    """The numbers of the syllables that sound like ``word``, with their odds."""
    own = table.number(canonical_tones(word))
    found = ((table.number(syllable), SOUNDS_ALIKE[changes - 1]) for syllable, changes in sound_alikes(word))
    return tuple((number, odds) for number, odds in found if number >= len(SPECIAL) and number != own)
