"""A word of a question as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from index.readings.restoring import Shares
from index.readings.rewriting import ChangeKind

SOUNDED_SHARE: Final = 0.3
"""What an occurrence of a word as it was typed counts beside one of the word that it was meant to be."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its span in the NFC question, shortened words written out, and its forms in lower case with their
    probabilities, the best first.

    More than one form means doubt. ``change`` says why the best form is not what was typed. ``numeral`` is the same
    number in figures, or in words, where the collection counts the word behind it so; else empty.
    """

    start: int
    end: int
    forms: Shares
    change: ChangeKind | None = None
    numeral: str = ""
