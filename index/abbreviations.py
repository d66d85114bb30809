"""Abbreviations mined from a collection: defined in its text, or the initials of a phrase that is frequent in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from corpus.vietnamese import canonical, is_bare_syllable, nfc, strip_accents, syllables
from index.phrases import FUNCTION, Phrases

DATA: Final = Path(__file__).parent / "data"
MOST_LONG_FORMS: Final = 2
"""An abbreviation keeps at most so many readings, the best supported first."""
TELLING: Final = 3
"""Letters of an abbreviation from which on it tells by itself what it is short for: shorter ones mean too many things."""

_SHORT = r"[A-ZĐ][A-ZĐ&]{0,8}[A-ZĐ]"
_DEFINED = re.compile(rf"\((?:viết tắt là |gọi tắt là |gọi là |tức )?({_SHORT})\)")
_EXPLAINED = re.compile(rf"(?<!\w)({_SHORT})(?: \(| ?[:=] ?)([^\W\d_][^()\n.;:,]{{3,80}})")
_CAPITALS = re.compile(rf"(?<!\w){_SHORT}(?!\w)")
_CLAUSE = re.compile(r"[^.,;:!?()\[\]{}\"“”\n\t/–—=>•|]+")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LONGEST = 10
_UNUSED_LEAST = 5
_HEADS = frozenset(
    {
        "tổ", "hiệp", "liên", "cộng", "hội", "diễn", "ngân", "quỹ", "ủy", "uỷ", "khu", "chương", "công", "nghị", "bộ",
        "cơ", "viện", "trung", "đại", "tập", "khối", "đảng", "mặt", "phong", "sáng", "thỏa", "quan",
    }
)  # fmt: skip
_JOINING = frozenset({"và", "với", "hoặc", "là", "vào", "nhập", "như"})


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """``short`` (upper case, as written) stands for ``long`` (lower case, canonical tones), ``count`` times.

    ``defined`` says that the text itself explains it; otherwise ``long`` is a frequent phrase with these initials.
    """

    short: str
    long: str
    count: int
    defined: bool


class Abbreviations:
    """Look-up both ways over what was mined."""

    def __init__(self, entries: Iterable[Abbreviation] = ()) -> None:
        self._entries = tuple(entries)

    @cached_property
    def _long_forms(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for entry in self._entries:
            found.setdefault(entry.short, []).append(entry.long)
            if not entry.short.isascii():
                found.setdefault(strip_accents(entry.short).lower(), []).append(entry.long)
        return {short: tuple(longs) for short, longs in found.items()}

    @cached_property
    def _short_forms(self) -> Mapping[tuple[str, ...], str]:
        own = {tuple(canonical_words(syllables(entry.long))): entry.short for entry in reversed(self._entries)}
        return {**_commonly_short(), **own}

    @cached_property
    def _longest(self) -> int:
        return max((len(phrase) for phrase in self._short_forms), default=0)

    def long_forms(self, word: str, unaccented: bool = False) -> tuple[str, ...]:
        """What ``word`` may stand for, the likeliest first; in an ``unaccented`` question D may stand for Đ.

        What the collection means by it comes before what offices commonly do. It must be in capitals (``An`` is a name,
        ``AN`` is not) or be no possible syllable (``hnqt``).
        """
        if len(word) < 2 or not (word.isupper() or (word.islower() and not is_bare_syllable(word))):
            return ()
        short = word.upper()
        found = self._long_forms.get(short) or _common().get(short, ())
        if unaccented and not found:
            found = self._long_forms.get(short.lower()) or _common().get(short.lower(), ())
        return found

    def short_forms(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """The phrases of two words or more in ``words`` (canonical) that have an abbreviation, and it.

        In order, the longest phrase first and none inside another.
        """
        found = []
        start = 0
        while start < len(words):
            ends = range(min(len(words), start + self._longest), start + 1, -1)
            end = next((end for end in ends if tuple(words[start:end]) in self._short_forms), None)
            if end is not None:
                found.append((" ".join(words[start:end]), self._short_forms[tuple(words[start:end])]))
            start = end or start + 1
        return found


@lru_cache(maxsize=1)
def _common() -> Mapping[str, tuple[str, ...]]:
    """Abbreviations that every office knows, for collections that write them out."""
    rows = (DATA / "abbreviations.tsv").read_text("utf-8").splitlines()
    known = {short: (" ".join(syllables(long)),) for short, long in (row.split("\t") for row in rows)}
    plain = {strip_accents(short).lower(): long for short, long in known.items() if not short.isascii()}
    return known | plain  # lower case: how an unaccented question has it


@lru_cache(maxsize=1)
def _commonly_short() -> Mapping[tuple[str, ...], str]:
    """What offices commonly write for these phrases, those that tell by themselves."""
    return {
        tuple(canonical_words(syllables(long))): short
        for short, (long, *_) in _common().items()
        if short.isupper() and len(short) >= TELLING
    }


def mine_abbreviations(texts: Iterable[str], every: int = 1) -> tuple[Abbreviation, ...]:
    """The abbreviations of a collection, sorted by ``short`` and then the best supported first.

    Three sources: ``long form (SHORT)``; ``SHORT (long form)`` and ``SHORT: long form``; and, for a word in capitals that
    no text explains as well as for the initials of three syllables or more, the most frequent phrase with these initials.
    Phrases are counted in one of ``every`` texts.
    """
    defined: dict[str, Counter[str]] = defaultdict(Counter)
    capitals: Counter[str] = Counter()
    phrases = Phrases()
    for number, text in enumerate(texts):
        composed = nfc(text)
        if "(" in composed:
            for match in _DEFINED.finditer(composed):
                long = _phrase_before(composed[max(0, match.start() - 160) : match.start()], match.group(1))
                if long:
                    defined[match.group(1)][long] += 1
        shorts = _CAPITALS.findall(composed)
        if shorts:
            for match in _EXPLAINED.finditer(composed):
                long = _phrase_after(match.group(2), match.group(1))
                if long:
                    defined[match.group(1)][long] += 1
            capitals.update(shorts)
        if number % every == 0:
            phrases.read(composed)
    found = [
        Abbreviation(short, long, count, True)
        for short, longs in defined.items()
        for long, count in _ranked(longs)[:MOST_LONG_FORMS]
    ]
    found += _from_initials(phrases.frequent(), capitals, frozenset(defined))
    return tuple(sorted(found, key=lambda entry: (entry.short, not entry.defined, -entry.count, entry.long)))


def initials(words: Sequence[str]) -> str:
    """The first letters of ``words``, upper case: ``hội nhập quốc tế`` gives ``HNQT``."""
    return "".join(word[0] for word in words).upper()


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))


def _matches(short: str, words: Sequence[str]) -> bool:
    return strip_accents(initials(words)) == strip_accents(short.replace("&", ""))


def _phrase_before(text: str, short: str) -> str:
    """The phrase that ends ``text`` and that ``short`` abbreviates, or an empty string.

    Its initials, if they are the letters; else, for a name abbreviated in another language, from the first word that
    begins names of organisations, written with a capital, to the end.
    """
    clauses = _CLAUSE.findall(text)
    words = syllables(clauses[-1]) if clauses and text.rstrip().endswith(clauses[-1].rstrip()) else []
    for length in (len(short.replace("&", "")), len(short.replace("&", "")) + 1):
        if 2 <= length <= len(words) and _matches(short, _without_function(words[-length:])):
            return " ".join(canonical_words(words[-length:]))
    words = words[-_LONGEST:]
    joined = [place + 1 for place, word in enumerate(words[:-1]) if word.lower() in _JOINING]
    for begin in (*joined[-1:], 0):  # what follows the last joining word, unless no name begins there
        for start in range(begin, len(words) - 1):
            if words[start][0].isupper() and words[start].lower() in _HEADS:
                return " ".join(canonical_words(words[start:]))
    return ""


def _phrase_after(text: str, short: str) -> str:
    """The beginning of ``text`` whose initials are ``short``, or an empty string."""
    words = syllables(text)[:_LONGEST]
    length = len(short.replace("&", ""))
    if length >= 2 and _matches(short, words[:length]):
        return " ".join(canonical_words(words[:length]))
    return ""


def canonical_words(words: Sequence[str]) -> list[str]:
    """The words in lower case with canonical tones."""
    return [canonical(word) for word in words]


def _without_function(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.lower() not in FUNCTION] or list(words)


def _from_initials(
    counts: Mapping[tuple[str, ...], int], capitals: Counter[str], explained: frozenset[str]
) -> list[Abbreviation]:
    """Frequent phrases by their initials, ranked by how often they are no piece of a longer phrase."""
    longer = _longer(counts)
    best: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, count in counts.items():
        short = initials(phrase)
        if short in explained or _ROMAN.fullmatch(short):
            continue
        own = count - longer.get(phrase, 0)
        used = capitals[short] if len(phrase) > 2 or own >= _UNUSED_LEAST else 0
        if (own > 0 and used) or (len(phrase) > 2 and own >= _UNUSED_LEAST):
            best[short][" ".join(canonical_words(phrase))] += own
    found = []
    for short, longs in best.items():
        limit = MOST_LONG_FORMS if short in capitals else 1
        for long, count in _ranked(longs)[:limit]:
            found.append(Abbreviation(short, long, count, False))
    return found


def _longer(counts: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    """How often each phrase occurs inside its most frequent extension by one syllable."""
    longer: dict[tuple[str, ...], int] = {}
    for phrase, count in counts.items():
        for piece in (phrase[1:], phrase[:-1]):
            longer[piece] = max(longer.get(piece, 0), count)
    return longer
