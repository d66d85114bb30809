"""Questions typed while the input method was off: the keys of Telex or VNI instead of the letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.vietnamese import from_telex, from_vni, is_accented, is_syllable
from index.readings.accents import SPECIAL, AccentTable


class InputMethod(StrEnum):
    """A way to type Vietnamese letters on a Latin keyboard."""

    TELEX = "telex"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The words that keys were meant to be, and how they were typed."""

    method: InputMethod
    words: tuple[str, ...]


def decode(words: Sequence[str], protected: Sequence[bool], table: AccentTable) -> Decoded | None:
    """The words that were meant, when ``words`` (NFC) are keys; None when they are not.

    The gate: at least two words are keys of known syllables and are not common English words, or one is and nothing else
    in the question is foreign; and no accent was typed, for then the input method was on.
    """
    if any(is_accented(word) for word in words):
        return None
    for method, function in ((InputMethod.TELEX, from_telex), (InputMethod.VNI, from_vni)):
        decoded = [None if safe else _meant(word, function, table) for word, safe in zip(words, protected, strict=True)]
        if _is_open(words, decoded, table):
            return Decoded(method, tuple(new or old for new, old in zip(decoded, words, strict=True)))
    return None


def _meant(word: str, function: Callable[[str], str | None], table: AccentTable) -> str | None:
    """The known syllable whose keys are ``word``, which itself is none."""
    if len(word) < 2 or not word.isascii() or word.isdigit() or _is_plain(word):
        return None
    meant = function(word)
    return meant if meant is not None and table.number(meant.lower()) >= len(SPECIAL) else None


def _is_open(words: Sequence[str], decoded: Sequence[str | None], table: AccentTable) -> bool:
    sure = foreign = 0
    for word, meant in zip(words, decoded, strict=True):
        english = table.english_chance(word.lower()) > 0
        if meant is not None and not english and len(word) > 2:
            sure += 1
        elif meant is None and word.isalpha() and not is_syllable(word):
            foreign += 1
    return 3 * sure > foreign if sure >= 2 else sure == 1 and foreign == 0 and _rest_is_plain(words, decoded)


def _is_plain(word: str) -> bool:
    """Whether ``word`` is a syllable as it stands. ``oong`` is one of a few loanwords and far oftener the keys of ông."""
    return is_syllable(word) and "oong" not in word.lower()


def _rest_is_plain(words: Sequence[str], decoded: Sequence[str | None]) -> bool:
    return all(
        meant is not None or is_syllable(word) or word.isdigit() for word, meant in zip(words, decoded, strict=True)
    )
