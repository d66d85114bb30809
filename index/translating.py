"""A question's words in the other language, for passages in a language that it is not asked in.

A word list that travels with the code says what English words are in Vietnamese; it is read in both directions. Each
translation that the collection may hold becomes keys of its own, so that their scores add up: what a passage is about, it
says in more than one of the words that a list has for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from typing import Final

from corpus.vietnamese import nfc
from index.keys import Key, Variants, tokens
from index.lexical import LexicalIndex

AGREES: Final = 0.35
"""From this agreement with a passage on a question is in its language: of a hundred that are, two agree less."""
ENGLISH_AGREES: Final = 0.6
"""The same for an English one, which may share a name with a Vietnamese passage."""
SYLLABLE_SHARE: Final = 0.5
"""What a syllable of a word of several counts beside the pairs of it."""
MOST_WORDS: Final = 64
"""Words of a question at most that are translated: more would be a pasted page."""
_LONGEST = 6
_MOST_ENGLISH = 6
_KNOWN = 0.5
_SHORTEST = 4
_ENDINGS: Final = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)

_LITTLE_WORDS: Final = (
    "a an the of in on at to for from with by about into as than then and or but if so not no is are was were be been being am"
    " do does did done have has had will would can could shall should may might must what which who whom whose when where why"
    " how that this these those there here it its he she they them his her their we our us we you your i me my s t"
)
LITTLE: Final = frozenset(_LITTLE_WORDS.split())
"""English words that say nothing of what a text is about."""
_ASKING_WORDS: Final = "the what which who whom whose when where why how did does was were is are"
_ASKING: Final = frozenset(_ASKING_WORDS.split())
"""Those that are no Vietnamese syllables."""


class WordList:
    """Words and phrases of each language (canonical) with what they are in the other, the commonest first, as it is written."""

    def __init__(self, lines: Iterable[str]) -> None:
        """A list of lines ``english<TAB>vietnamese|vietnamese``."""
        self.vietnamese: dict[str, tuple[str, ...]] = {}
        for said, told in entries(lines):
            english = " ".join(tokens(said))
            self.vietnamese[english] = tuple(dict.fromkeys((*self.vietnamese.get(english, ()), *told)))

    @cached_property
    def english(self) -> Mapping[str, tuple[str, ...]]:
        """The list read backwards, when it is first needed."""
        found: dict[str, list[tuple[int, str]]] = {}
        for english, told in self.vietnamese.items():
            for place, one in enumerate(told):
                found.setdefault(" ".join(tokens(one)), []).append((place, english))
        return {
            one: tuple(english for _, english in sorted(words, key=lambda entry: entry[0]))[:_MOST_ENGLISH]
            for one, words in found.items()
        }


def bundled_lines() -> list[str]:
    """The lines of the list that travels with the code."""
    return resources.files("index").joinpath("data", "bilingual.tsv").read_text(encoding="utf-8").splitlines()


def entries(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """English words and what they are in Vietnamese, as they are written."""
    for line in lines:
        said, _, told = line.partition("\t")
        yield said, told.split("|")


@cache
def bundled_list() -> WordList:
    """The list that travels with the code, read once."""
    return WordList(bundled_lines())


def asks_in_english(words: Iterable[str]) -> bool:
    """Whether a little word among these (canonical) is English: names alone do not tell."""
    return not _ASKING.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class Translation:
    """A question's words in the other language: the ``phrases`` (canonical) and the ``keys`` that they are asked by;
    ``english`` says that it is an English question."""

    phrases: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    english: bool = False


NO_TRANSLATION: Final = Translation()


def translated(
    question: str, lexical: LexicalIndex, words: WordList | None = None, *, agreed: float = 0.0
) -> Translation:
    """The question's words in the other language; none where it agrees with a passage in its own, or where the collection
    holds less than half of what the list has a word for. ``agreed`` is its best BM25 score as a share of its idf mass;
    ``words`` is the bundled list unless given."""
    asked = tokens(nfc(question))
    english = asks_in_english(asked)
    if agreed >= (ENGLISH_AGREES if english else AGREES):
        return NO_TRANSLATION
    asked, words = asked[:MOST_WORDS], words or bundled_list()
    told_in = words.vietnamese if english else words.english
    found = stretches(asked, told_in, base_forms if english else lambda _: ())
    parts = [_part(told, None if english else lexical) for _, _, told in found]
    known = [part for part in parts if any(_holds(key, lexical) for key in part.keys)]
    if not known or len(known) < _KNOWN * len(parts):
        return NO_TRANSLATION
    return Translation(
        tuple(dict.fromkeys(phrase for part in known for phrase in part.phrases)),
        tuple(key for part in known for key in part.keys),
        english,
    )


def stretches(
    asked: Sequence[str], known: Mapping[str, tuple[str, ...]], others: Callable[[str], Iterable[str]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The stretches ``[start, end)`` of the words (canonical) that have a translation, the longest from each place on, and what
    they are; ``others`` are other forms of a word."""
    at = 0
    while at < len(asked):
        for size in range(min(_LONGEST, len(asked) - at), 0, -1):
            phrase = " ".join(asked[at : at + size])
            forms = (phrase, *others(phrase)) if size == 1 else (phrase,)
            told = next((known[form] for form in forms if form in known), ())
            if told and phrase not in LITTLE:
                yield at, at + size, told
                break
        at += size


def base_forms(word: str) -> Iterator[str]:
    """What an English word may be an inflected form of: ``studies`` of ``study``, ``planned`` of ``plan``."""
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) >= max(_SHORTEST, len(ending) + 2):
            stem = word.removesuffix(ending)
            yield stem + put
            if not put and ending in {"ed", "ing"} and stem[-1] == stem[-2:-1]:
                yield stem[:-1]


def inflected(word: str) -> Iterator[str]:
    """The regular forms of an English word, itself first."""
    stem = word.removesuffix("e")
    yield from (word, word + "s", stem + "ed", stem + "ing", stem + "es")
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied")


def _part(told: Sequence[str], inflecting: LexicalIndex | None) -> Translation:
    """All translations of one phrase, the first counting most; English ones in the forms that ``inflecting`` holds."""
    phrases = [tokens(one) for one in told]
    return Translation(tuple(map(" ".join, phrases)), tuple(_keys_of(phrases, inflecting)))


def _keys_of(phrases: Sequence[Sequence[str]], inflecting: LexicalIndex | None) -> Iterator[Key]:
    for place, words in enumerate(phrases):
        if LITTLE.issuperset(words):
            continue
        positions = [((word, 1.0),) if inflecting is None else _forms(word, inflecting) for word in words]
        yield from _keys(positions, (place + 1) ** -0.5)


def _forms(word: str, lexical: LexicalIndex) -> Variants:
    """A word with those of its forms that the collection holds."""
    return ((word, 1.0), *((one, 1.0) for one in inflected(word) if one != word and lexical.document_frequency(one)))


def _keys(positions: Sequence[Variants], weight: float) -> list[Key]:
    """The keys of one translation: a word alone counts in full, one of several by its pairs above all."""
    if len(positions) == 1:
        return [Key((positions[0],), weight)]
    singles = [Key((one,), weight * SYLLABLE_SHARE) for one in positions]
    return singles + [Key(pair, weight / (len(positions) - 1)) for pair in pairwise(positions)]


def _holds(key: Key, lexical: LexicalIndex) -> bool:
    return len(key.parts) == 1 and any(lexical.document_frequency(form) for form, _ in key.parts[0])
