"""A short question beside the form in which it is compared, and patterns that hear both ways of typing.

``Wording.key`` is as long as ``text``, letter by letter, so what a pattern finds in the key is cut out of the text as it
was written. A question typed without accents is compared without accents, with patterns that lost theirs as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from corpus.vietnamese import canonical_tones, is_accented, nfc, strip_accents
from rag.terms import tokens

_ENGLISH: Final = frozenset(
    {
        "what", "who", "whom", "whose", "when", "where", "why", "how", "which", "is", "are", "was", "were", "does", "did",
        "its", "their", "they", "about", "of", "and", "explain", "this", "these", "those", "more", "many", "much",
    }
)  # fmt: skip
"""Words that are no Vietnamese syllable without its accents."""

_SYLLABLE = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W_](?:[\w/.-]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a wording: its key, and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Wording:
    """``text`` in NFC; ``bare`` when it is compared without accents."""

    text: str
    bare: bool

    @classmethod
    def of(cls, text: str, *, bare: bool | None = None) -> Wording:
        """``bare`` is heard from the text itself unless given."""
        composed = nfc(text)
        return cls(composed, not is_accented(composed) if bare is None else bare)

    @cached_property
    def key(self) -> str:
        """Lower case, one tone placement, without accents where ``bare``; exactly as long as ``text``."""
        return "".join(self._key_of(letter) for letter in canonical_tones(self.text))

    def _key_of(self, letter: str) -> str:
        low = letter.lower()
        low = low if len(low) == 1 else letter
        plain = strip_accents(low) if self.bare else low
        return plain if len(plain) == 1 else low

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Runs of letters and digits; codes such as ``22-NQ/TW`` stay whole."""
        return tuple(Word(self.key[m.start() : m.end()], m.start(), m.end()) for m in _WORD.finditer(self.key))

    @property
    def is_english(self) -> bool:
        """Whether a word of it can only be English."""
        return self.text.isascii() and any(word.key in _ENGLISH for word in self.words)


class Spoken:
    """A pattern over keys, compiled with its accents and without."""

    def __init__(self, pattern: str) -> None:
        self._accented = re.compile(canonical_tones(pattern))
        self._bare = re.compile(strip_accents(pattern))

    def form(self, *, bare: bool) -> re.Pattern[str]:
        """The one for what is typed without accents, or with them."""
        return self._bare if bare else self._accented

    def search(self, wording: Wording, start: int = 0) -> re.Match[str] | None:
        """The first place from ``start`` on."""
        return self.form(bare=wording.bare).search(wording.key, start)


LONGEST_REQUEST: Final = 40
"""Words of a request for a document, its headings or a provision."""


def said_in(question: str, most: int) -> tuple[str, bool]:
    """The words of a request, canonical and one blank apart, and whether they were typed without accents; "" where there are
    more than ``most``: a pasted page is no request."""
    words = tokens(question)
    return " ".join(words) if len(words) <= most else "", not is_accented(question)


def as_typed(question: str, first: int, count: int) -> str:
    """So many words of a question from the ``first`` on, as ``said_in`` counts them, as they were typed."""
    whole = nfc(question)
    words = list(_SYLLABLE.finditer(whole))[first : first + count]
    return whole[words[0].start() : words[-1].end()] if words else ""


class Words:
    """A set of words or of phrases, with their accents and without."""

    def __init__(self, *phrases: str) -> None:
        listed = {phrase for line in phrases for phrase in line.split()}
        self._accented = frozenset(canonical_tones(word) for word in listed)
        self._bare = frozenset(strip_accents(word) for word in listed)

    def has(self, wording: Wording, word: Word) -> bool:
        """Whether a word of ``wording`` is one of these."""
        return word.key in (self._bare if wording.bare else self._accented)

    def without(self, wording: Wording) -> list[Word]:
        """The words of ``wording`` that are none of these."""
        return [word for word in wording.words if not self.has(wording, word)]

    def trimmed(self, wording: Wording, words: Iterable[Word]) -> list[Word]:
        """``words`` without those at either end that are of this set."""
        kept = list(words)
        while kept and self.has(wording, kept[0]):
            kept.pop(0)
        while kept and self.has(wording, kept[-1]):
            kept.pop()
        return kept
