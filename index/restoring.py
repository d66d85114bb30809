"""Puts missing accents back where they are missing, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from corpus.vietnamese import AccentKind, canonical_tones, is_accented, is_bare_syllable, is_syllable
from index.accents import SPECIAL, AccentTable
from index.lattice import Form, Position, posterior

Shares = tuple[tuple[str, float], ...]
"""Lower-case forms of a word and their probabilities, the best first."""

_UNKNOWN_VIETNAMESE = 1e-7
_UNKNOWN_ENGLISH = 2e-6
_RARELY_DROPPED = 0.02
_HARDLY_DROPPED = 0.003
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Restored:
    """How a question was accented, and the likely forms of each word; a word that was kept has one form.

    English text counts as full: it lacks nothing.
    """

    kind: AccentKind
    words: tuple[Shares, ...]


def is_english(words: Sequence[str], table: AccentTable) -> bool:
    """Whether ``words`` are more likely English than Vietnamese without its accents, taken word by word."""
    difference = 0.0
    for word in words:
        if not word.isalpha():
            continue
        plain = canonical_tones(word.lower())
        forms = table.forms(plain) if word.isascii() else [table.number(plain)]
        vietnamese = sum(table.chance(number) for number in forms if number >= len(SPECIAL))
        english = table.english_chance(plain)
        difference += log(english or _UNKNOWN_ENGLISH) - log(vietnamese or _UNKNOWN_VIETNAMESE)
    return difference > 0


def restore(words: Sequence[str], protected: Sequence[bool], table: AccentTable) -> Restored:
    """The likely accented forms of ``words`` (NFC, as typed); protected words, names and English stay as they are.

    Without any accent in the question all plain syllables are open. With some, the rest is open only when at least one
    word has surely lost its accents: a writer who put accents on is honoured.
    """
    kept: list[Shares] = [((canonical_tones(word.lower()), 1.0),) for word in words]
    shouting = "".join(words).isupper() and len(words) > 1
    is_open = [
        not safe and _may_lack(word, table) and (shouting or len(word) == 1 or not word.isupper())
        for word, safe in zip(words, protected, strict=True)
    ]
    if not any(is_open):
        return Restored(AccentKind.FULL, tuple(kept))
    if is_english(words, table):
        return Restored(AccentKind.FULL, tuple(kept))
    if not any(is_accented(word) for word in words):
        found = _likely(words, [float(open_) for open_ in is_open], table)
        return Restored(AccentKind.NONE if _changed(found, kept) else AccentKind.FULL, found)
    is_open = [open_ and not _in_foreign_phrase(words, index, table) for index, open_ in enumerate(is_open)]
    if not any(open_ and _suspicious(word, table) for word, open_ in zip(words, is_open, strict=True)):
        return Restored(AccentKind.FULL, tuple(kept))
    cautious = [_rarely(word, table) if open_ else 0.0 for word, open_ in zip(words, is_open, strict=True)]
    lost = _changed(_likely(words, cautious, table), kept, _SURE)
    if not lost:
        return Restored(AccentKind.FULL, tuple(kept))
    share = lost / (lost + sum(map(is_accented, words)))
    return Restored(AccentKind.HALF, _likely(words, [max(share, odds) if odds else 0.0 for odds in cautious], table))


def _may_lack(word: str, table: AccentTable) -> bool:
    return word.isascii() and word.isalpha() and bool(table.forms(word.lower()))


def _in_foreign_phrase(words: Sequence[str], index: int, table: AccentTable) -> bool:
    """Whether an English word stands beside one that is no syllable at all: Cup in World Cup."""
    if not table.english_chance(words[index].lower()):
        return False
    neighbours = [*words[max(index - 1, 0) : index], *words[index + 1 : index + 2]]
    return any(word.isascii() and word.isalpha() and not is_bare_syllable(word) for word in neighbours)


def _changed(found: Sequence[Shares], kept: Sequence[Shares], sure: float = 0.0) -> int:
    """How many words have another best form, at least ``sure``."""
    return sum(shares[0][0] != old[0][0] and shares[0][1] >= sure for shares, old in zip(found, kept, strict=True))


def _rarely(word: str, table: AccentTable) -> float:
    """How often a careful writer drops the accents of ``word``; what can stand as it is, is believed."""
    believable = is_syllable(word) or table.english_chance(word.lower()) > 0
    return _HARDLY_DROPPED if believable else _RARELY_DROPPED


def _suspicious(word: str, table: AccentTable) -> bool:
    """Whether a bare word is rare beside its accented forms: ``nuoc`` is, ``anh`` is not."""
    bare = word.lower()
    forms = table.forms(bare)
    chances = {table.word(number): table.chance(number) for number in forms}
    return chances.get(bare, 0.0) < 0.5 * sum(chances.values())


def _likely(words: Sequence[str], dropped: Sequence[float], table: AccentTable) -> tuple[Shares, ...]:
    """The forms of each word; ``dropped`` is how often its accents are lost in typing, 0 for a word to keep."""
    positions: list[Position] = []
    for word, odds in zip(words, dropped, strict=True):
        plain = canonical_tones(word.lower())
        bare = table.number(plain)
        numbers = table.forms(plain) if odds else [bare]
        positions.append(tuple(Form(number, 1.0 if number == bare else odds) for number in numbers))
    found: list[Shares] = []
    for word, odds, forms in zip(words, dropped, posterior(table, positions), strict=True):
        if odds:
            found.append(tuple((table.word(form.number), form.probability) for form in forms))
        else:
            found.append(((canonical_tones(word.lower()), 1.0),))
    return tuple(found)
