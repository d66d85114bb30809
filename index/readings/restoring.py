"""Puts missing accents back where they are missing, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log

from corpus.vietnamese import AccentKind, canonical_tones, fold, is_accented, is_bare_syllable, is_syllable, split_tone
from index.readings.accents import DATA, SPECIAL, AccentTable
from index.readings.lattice import Evidence, Form, Position, posterior

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
    is_english: bool = False


def as_typed(words: Sequence[str]) -> Restored:
    """``words`` taken at their word."""
    return Restored(AccentKind.FULL, tuple(((canonical_tones(word.lower()), 1.0),) for word in words))


@lru_cache(maxsize=1)
def _naturally_bare() -> frozenset[str]:
    """Syllables that are oftener meant without accents than with: anh, cho, trong."""
    return frozenset((DATA.parent / "bare.txt").read_text("utf-8").split())


def needs_table(words: Sequence[str], protected: Sequence[bool]) -> bool:
    """Whether some word may lack its accents or be keys: a cheap look that spares most questions the table."""
    plain = [word for word, safe in zip(words, protected, strict=True) if not safe and word.isascii()]
    if not any(is_accented(word) for word in words):
        return any(not word.isdigit() for word in plain)
    return any(word.lower() not in _naturally_bare() and is_bare_syllable(word) for word in plain) or any(
        map(_is_broken, words)
    )


def _is_broken(word: str) -> bool:
    """Whether ``word`` has accents that no syllable has, but letters that one has: ``nhâp``, ``quôc``."""
    return is_accented(word) and not is_syllable(word) and is_bare_syllable(word)


def is_english(words: Sequence[str], table: AccentTable) -> bool:
    """Whether ``words`` are more likely English than Vietnamese without its accents, taken word by word."""
    difference = 0.0
    for word in words:
        if not word.isalpha():
            continue
        plain = canonical_tones(word.lower())
        number = table.number(plain)
        known = table.chance(number) if number >= len(SPECIAL) else 0.0
        vietnamese = table.bare_chance(plain) if word.isascii() else known
        english = table.english_chance(plain)
        difference += log(english or _UNKNOWN_ENGLISH) - log(vietnamese or _UNKNOWN_VIETNAMESE)
    return difference > 0


def restore(
    words: Sequence[str], protected: Sequence[bool], table: AccentTable, evidence: Evidence | None = None
) -> Restored:
    """The likely accented forms of ``words`` (NFC, as typed); protected words, names and English stay as they are.

    Without any accent in the question all plain syllables are open. With some, the rest is open only when at least one
    word has surely lost its accents: a writer who put accents on is honoured.
    """
    typed = as_typed(words)
    kept = typed.words
    shouting = "".join(words).isupper() and len(words) > 1
    is_open = [
        not safe and _may_lack(word, table) and (shouting or len(word) == 1 or not word.isupper())
        for word, safe in zip(words, protected, strict=True)
    ]
    if not any(is_open) and not any(map(_is_broken, words)):
        return typed
    if is_english(words, table):
        return replace(typed, is_english=True)
    if not any(is_accented(word) for word in words):
        found = _likely(words, [float(open_) for open_ in is_open], table, evidence)
        return Restored(AccentKind.NONE if _changed(found, kept) else AccentKind.FULL, found)
    return _half(words, _how_open(words, protected, is_open, table), table, evidence) or typed


def _how_open(
    words: Sequence[str], protected: Sequence[bool], is_open: Sequence[bool], table: AccentTable
) -> list[float]:
    """How often a careful writer drops the accents of each word; 0 for one to keep, 1 for one that cannot stand."""
    odds = []
    for index, (word, safe, open_) in enumerate(zip(words, protected, is_open, strict=True)):
        if not safe and _is_broken(word):
            odds.append(1.0)
        elif not open_ or _in_foreign_phrase(words, index, table):
            odds.append(0.0)
        else:
            believable = is_syllable(word) or table.english_chance(word.lower()) > 0
            odds.append(_HARDLY_DROPPED if believable else _RARELY_DROPPED)
    return odds


def _half(
    words: Sequence[str], odds: Sequence[float], table: AccentTable, evidence: Evidence | None
) -> Restored | None:
    """The restoration of a question with some accents, or None when none is surely missing.

    Words that cannot stand as they are say how careless the writer was; without such, careful is assumed first.
    """
    kept = as_typed(words).words
    lost = sum(chance >= _RARELY_DROPPED for chance in odds)
    if not lost:
        if all(not chance or table.is_naturally_bare(word.lower()) for word, chance in zip(words, odds, strict=True)):
            return None
        lost = _changed(_likely(words, odds, table, evidence), kept, _SURE)
    share = lost / (lost + sum(map(is_accented, words)))
    found = (
        _likely(words, [max(share, chance) if chance else 0.0 for chance in odds], table, evidence) if lost else kept
    )
    return Restored(AccentKind.HALF, found) if _changed(found, kept, _SURE) else None


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


def _candidates(word: str, table: AccentTable) -> list[int]:
    """The forms that ``word`` may have lost accents from: those that keep its letters, if there are any."""
    forms = table.forms(fold(word))
    letters = split_tone(word)[0]
    if letters.isascii():
        return forms
    return [number for number in forms if split_tone(table.word(number))[0] == letters] or forms


def _likely(
    words: Sequence[str], dropped: Sequence[float], table: AccentTable, evidence: Evidence | None
) -> tuple[Shares, ...]:
    """The forms of each word; ``dropped`` is how often its accents are lost in typing, 0 for a word to keep."""
    positions: list[Position] = []
    for word, odds in zip(words, dropped, strict=True):
        plain = canonical_tones(word.lower())
        bare = table.number(plain)
        numbers = (_candidates(plain, table) if odds else []) or [bare]
        positions.append(tuple(Form(number, 1.0 if number == bare else odds) for number in numbers))
    found: list[Shares] = []
    for word, forms in zip(words, posterior(table, positions, evidence), strict=True):
        if forms[0].number >= len(SPECIAL):
            found.append(tuple((table.word(form.number), form.probability) for form in forms))
        else:
            found.append(((canonical_tones(word.lower()), 1.0),))
    return tuple(found)
