"""Headings in capitals, put into the case in which the document itself writes their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from corpus.vietnamese import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_READ = 200_000  # code points of the document that serve as evidence
_ACRONYM = 5

_Votes = dict[tuple[str, str], Counter[tuple[str, str]]]


class Casing:
    """How a document writes its words in running text; read on first need."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs: _Votes | None = None
        self._words: dict[str, Counter[str]] = {}

    def sentence_case(self, heading: str) -> str:
        """``MỤC TIÊU CỦA VIỆT NAM`` -> ``Mục tiêu của Việt Nam``; a heading that is not all capitals stays as it is."""
        words = _WORD.findall(heading)
        if not heading.isupper() or (len(words) < 2 and heading.isascii()):
            return heading  # a lone FTA is an acronym
        if self._pairs is None:
            self._pairs = self._read()
        lowered = [word.lower() for word in words]
        forms = iter([self._form(lowered, place, word) for place, word in enumerate(words)])
        recased = _WORD.sub(lambda _: next(forms), heading)
        first = _WORD.search(recased)
        return recased if first is None else recased[: first.start()] + _capital(recased[first.start() :])

    def _form(self, lowered: list[str], place: int, written: str) -> str:
        pairs = self._pairs or {}
        votes: Counter[str] = Counter()
        for second, neighbours in ((True, lowered[place - 1 : place + 1]), (False, lowered[place : place + 2])):
            if len(neighbours) == 2:
                for form, count in pairs.get((neighbours[0], neighbours[1]), Counter()).items():
                    votes[form[second]] += count
        votes = votes or self._words.get(lowered[place], Counter())
        if votes:
            return votes.most_common(1)[0][0]
        if is_syllable(lowered[place]):
            return lowered[place]
        return written if len(written) <= _ACRONYM else written.capitalize()

    def _read(self) -> _Votes:
        pairs: _Votes = defaultdict(Counter)
        words: dict[str, Counter[str]] = defaultdict(Counter)
        for line in self._text[:_READ].split("\n"):
            if line.isupper():
                continue
            before, reach, inside = "", -1, False
            for found in _WORD.finditer(line):
                word = found[0]
                joined = found.start() == reach + 1 and line[reach].isspace()
                # Capitals that spell a Vietnamese syllable are emphasis; those that do not are a name (ASEAN).
                shouted = len(word) > 1 and word.isupper() and is_syllable(word.lower())
                if not shouted and (joined or line[reach : found.start()] == ", "):
                    # A word in the middle of a sentence: its case says something.
                    words[word.lower()][word] += 1
                    if inside and joined:
                        pairs[before.lower(), word.lower()][before, word] += 1
                    inside = True
                else:
                    inside = False
                before, reach = word, found.end()
        self._words = words
        return pairs


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
