"""Reading a question: what was typed, what it is understood as, and the keys to search with.

A reading is a value one can look at. The steps: compose; write out what is shortened as in messages; keep document
numbers whole; decode Telex or VNI keys; put missing accents back; respell what was spelt as it sounds; leave out the words
of courtesy; mend names that the collection does not hold; expand abbreviations both ways. Each step has a gate, so a
properly typed question, an English one and a name come through untouched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise
from typing import Final

import numpy as np

from corpus.vietnamese import AccentKind, canonical, canonical_tones, fold, is_accented, is_syllable, nfc, strip_accents
from index.abbreviations import TELLING, Abbreviations, initials
from index.keys import BIGRAM_WEIGHT, Key, Variants, code_spans, codes, keys_of, word_spans
from index.lexical import LexicalIndex
from index.numbered import counted, ordered
from index.readings.accents import SPECIAL, AccentTable, Numbers, Probabilities, bundled
from index.readings.courtesy import Cut, courtesies
from index.readings.lattice import Evidence
from index.readings.residue import InputMethod, decode
from index.readings.respelling import respelt
from index.readings.restoring import Restored, as_typed, is_english, needs_table, restore
from index.readings.rewriting import Change, ChangeKind, Replacement, changes, in_case_of, replaced
from index.readings.shorthand import SHORTHAND, WrittenOut, written_out
from index.readings.word import SOUNDED_SHARE, Word
from index.spelling import SHORTEST

FOLDED_SHARE: Final = 0.5
"""What an occurrence of a restored word under other accents counts beside one under the likeliest."""
DOUBTFUL_PAIR_WEIGHT: Final = 0.6
"""What a pair counts where accents were restored: two words in a row are surer than one under all its accents."""
PAIR_EVIDENCE: Final = 10.0
"""How much a pair of words in the collection speaks for the accents that make it."""
LONG_WEIGHT: Final = 0.5
SHORT_WEIGHT: Final = 0.3
MENDED_SHARE: Final = 0.9
MOST_RESPELT: Final = 64
"""Words of a question at most whose spelling is looked at: more would be a pasted page."""
_MOST_MENDED = 3
_REPLACED_FROM = 5


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words searched besides the question's: the long form of an abbreviation in it, or the short form of a phrase."""

    typed: str
    added: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood.

    ``searched_as`` equals ``typed`` when nothing was changed; it is what an encoder gets, and ``keys`` is what the
    lexical index is asked. ``accents`` says how the question was typed; English counts as full. ``exact`` says that nothing
    but what was typed is to be searched.
    """

    typed: str
    searched_as: str
    accents: AccentKind
    is_english: bool
    words: tuple[Word, ...]
    changes: tuple[Change, ...]
    expansions: tuple[Expansion, ...]
    keys: tuple[Key, ...]
    exact: bool = False

    @property
    def wordings(self) -> dict[str, str]:
        """How the collection may put words of the question as it was understood, with the question's own: abbreviations in
        capitals that tell by themselves; numbers in front of what they count."""
        found = {
            f"{word.numeral} {behind.forms[0][0]}": f"{word.forms[0][0]} {behind.forms[0][0]}"
            for word, behind in pairwise(self.words)
            if word.numeral
        }
        for one in self.expansions:
            short, long = (one.added, one.typed) if one.added.isupper() else (one.typed.upper(), one.added)
            both = _beside(short, long)
            said = both if both in self.searched_as else long
            if len(short) >= TELLING and (said == both or short not in self.searched_as):
                found.setdefault(short, said)
        return found


@dataclass(frozen=True, slots=True)
class CollectionLexicon:
    """What a collection knows of words: its lexical index and its abbreviations."""

    index: LexicalIndex
    abbreviations: Abbreviations
    numbers: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    """Numbers of the accent table to numbers of the index's vocabulary, found as questions need them."""

    def evidence(self, table: AccentTable) -> Evidence:
        """Words that follow one another in the collection are likelier to do so in a question about it."""

        def number(form: int) -> int:
            if form not in self.numbers:
                self.numbers[form] = (
                    self.index.vocabulary.find(canonical(table.word(form))) if form >= len(SPECIAL) else -1
                )
            return self.numbers[form]

        def weigh(first: Numbers, second: Numbers) -> Probabilities:
            left = np.array([number(form) for form in first.tolist()], np.int64)
            right = np.array([number(form) for form in second.tolist()], np.int64)
            known = np.minimum(left, right) >= 0
            frequencies = self.index.pair_frequencies(np.maximum(left, 0), np.maximum(right, 0))
            factors: Probabilities = 1 + PAIR_EVIDENCE * np.where(known, np.log1p(frequencies), 0.0)
            return factors

        return weigh


def read(
    question: str, lexicon: CollectionLexicon | None = None, exact: bool = False, table: AccentTable | None = None
) -> Reading:
    """Reads ``question``; ``exact`` takes it as typed. A question without words has no keys.

    ``table`` is the accent table, the bundled one unless given, loaded only when a word may need it.
    """
    text = nfc(question)
    short = [] if exact else _shortened(text, table)
    if not short:
        return _read(question, text, lexicon, table, exact=exact)
    written = replaced(text, [Replacement(one.start, one.end, one.meant, ChangeKind.SHORTHAND) for one in short])
    reading = _read(written, written, lexicon, table, exact=False)
    told = (Change(ChangeKind.SHORTHAND, one.typed, one.meant) for one in short)
    return replace(reading, typed=question, changes=(*told, *reading.changes))


def _shortened(text: str, table: AccentTable | None) -> list[WrittenOut]:
    """The words of a Vietnamese text that are shortened as in messages."""
    found = written_out(text)
    if not found:
        return found
    words = [text[start:end] for start, end in word_spans(text)]
    return [] if is_english([word for word in words if word not in SHORTHAND], table or bundled()) else found


def _read(
    question: str, text: str, lexicon: CollectionLexicon | None, table: AccentTable | None, *, exact: bool
) -> Reading:
    spans = word_spans(text)
    typed = [text[start:end] for start, end in spans]
    numbers = code_spans(text)
    protected = [any(start < stop and begin < end for begin, stop in numbers) for start, end in spans]
    if exact or not needs_table(typed, protected):
        method, restored = None, as_typed(typed)
    else:
        method, restored = _understand(typed, protected, table or bundled(), lexicon)
    words = []
    for (start, end), forms in zip(spans, restored.words, strict=True):
        same = forms[0][0] == canonical_tones(text[start:end].lower())
        change = None if same else ChangeKind(method) if method else ChangeKind.ACCENTS
        words.append(Word(start, end, forms, change))
    careful = not exact and method is None and restored.kind is AccentKind.FULL and not restored.is_english
    if careful and is_accented(text) and len(words) <= MOST_RESPELT:
        words = _respelt(words, protected, text, table or bundled(), lexicon)
    cuts = [] if exact else _cuts(text, words)
    left_out = [Replacement(cut.start, cut.end, cut.put, ChangeKind.COURTESY) for cut in cuts]
    kept = [not any(cut.first <= i < cut.last for cut in cuts) for i in range(len(words))]
    words = list(compress(words, kept))
    protected = list(compress(protected, kept))
    expansions: tuple[Expansion, ...] = ()
    if lexicon is not None and not exact:
        if not restored.is_english:
            words = [
                word if safe else _mended(word, lexicon.index) for word, safe in zip(words, protected, strict=True)
            ]
            words, protected = ordered(words, protected, lexicon.index)
            words = counted(words, protected, lexicon.index)
        open_words = [word for word, safe in zip(words, protected, strict=True) if not safe]
        expansions = tuple(_expansions(text, open_words, lexicon))
    replacements = sorted([*left_out, *_replacements(text, words, protected, expansions)], key=lambda one: one.start)
    return Reading(
        typed=question,
        searched_as=replaced(text, replacements) if replacements else question,
        accents=restored.kind,
        is_english=restored.is_english,
        words=tuple(words),
        changes=tuple(changes(text, replacements)),
        expansions=expansions,
        keys=tuple(_keys(text, words, protected, expansions)),
        exact=exact,
    )


def _understand(
    typed: Sequence[str], protected: Sequence[bool], table: AccentTable, lexicon: CollectionLexicon | None
) -> tuple[InputMethod | None, Restored]:
    decoded = decode(typed, protected, table)
    if decoded is None:
        return None, restore(typed, protected, table, lexicon.evidence(table) if lexicon else None)
    return decoded.method, as_typed(decoded.words)


def _cuts(text: str, words: Sequence[Word]) -> list[Cut]:
    """What is left out for courtesy: as typed where no accents were, since "hoi hoi nhap" is hard to restore."""
    spans = [(word.start, word.end) for word in words]
    if not is_accented(text):
        cuts = courtesies(text, spans, [canonical(text[start:end]) for start, end in spans], bare=True)
        if cuts:
            return cuts
    return courtesies(text, spans, [canonical(word.forms[0][0]) for word in words])


def _respelt(
    words: Sequence[Word], protected: Sequence[bool], text: str, table: AccentTable, lexicon: CollectionLexicon | None
) -> list[Word]:
    """``words`` with those that were spelt as they sound read as what was meant; as typed they are searched as well."""
    typed = [text[word.start : word.end] for word in words]
    meant = respelt(typed, protected, table, lexicon.evidence(table) if lexicon else None)
    return [
        word
        if other is None
        else Word(word.start, word.end, ((other, 1.0), (word.forms[0][0], SOUNDED_SHARE)), ChangeKind.SPELLING)
        for word, other in zip(words, meant, strict=True)
    ]


def _mended(word: Word, index: LexicalIndex) -> Word:
    """``word`` with the nearest words of the collection beside it, when the collection does not hold it in any form.

    Only a long word with one nearest neighbour is replaced: a short one may well be a name nobody wrote about.
    """
    best = canonical(word.forms[0][0])
    if len(word.forms) > 1 or len(best) < SHORTEST or not best.isalpha() or is_syllable(best):
        return word
    if index.document_frequency(best) or index.variants(fold(best)):
        return word
    similar = index.similar(best)[:_MOST_MENDED]
    if len(similar) == 1 and len(best) >= _REPLACED_FROM:
        return Word(word.start, word.end, ((similar[0], 1.0), (best, MENDED_SHARE)), ChangeKind.SPELLING)
    return Word(word.start, word.end, (word.forms[0], *((near, MENDED_SHARE) for near in similar)), word.change)


def _expansions(text: str, words: Sequence[Word], lexicon: CollectionLexicon) -> Iterator[Expansion]:
    index, abbreviations = lexicon.index, lexicon.abbreviations
    shouting = len(words) > 1 and text.isupper()
    unaccented = not is_accented(text)
    for word in words:
        typed = text[word.start : word.end]
        if shouting and is_syllable(typed):
            continue
        longs = abbreviations.long_forms(typed, unaccented)
        known = [long for long in longs if all(index.document_frequency(canonical(part)) for part in long.split())]
        for place, long in enumerate(known):
            yield Expansion(typed, long, LONG_WEIGHT / (place + 1))
    for phrase, short in abbreviations.short_forms([canonical(word.forms[0][0]) for word in words]):
        if index.document_frequency(canonical(short)):
            yield Expansion(phrase, short, SHORT_WEIGHT)


def _replacements(
    text: str, words: Sequence[Word], protected: Sequence[bool], expansions: Sequence[Expansion]
) -> Iterator[Replacement]:
    """What the searched text has instead of the typed one. An abbreviation by initials gives way to its long form; one
    that the world knows by its own name (ASEAN), or of words that are not Vietnamese (FTA), keeps it, the long form in
    brackets."""
    longs: dict[str, str] = {}
    for expansion in expansions:
        longs.setdefault(expansion.typed, expansion.added)
    for word, safe in zip(words, protected, strict=True):
        typed = text[word.start : word.end]
        if typed in longs and not safe:
            long = longs[typed]
            by_initials = strip_accents(initials(long.split())) == strip_accents(typed.upper())
            after = long if by_initials and all(map(is_syllable, long.split())) else _beside(typed, long)
            yield Replacement(word.start, word.end, after, ChangeKind.ABBREVIATION)
        elif word.change is not None:
            form = word.forms[0][0]
            after = form.upper() if word.change is ChangeKind.NUMERAL else in_case_of(typed, form)
            yield Replacement(word.start, word.end, after, word.change)


def _beside(short: str, long: str) -> str:
    """How an abbreviation that the world knows by its own name is read."""
    return f"{short} ({long})"


def _keys(
    text: str, words: Sequence[Word], protected: Sequence[bool], expansions: Sequence[Expansion]
) -> Iterator[Key]:
    positions = [_variants(word, safe) for word, safe in zip(words, protected, strict=True)]
    doubtful = any(word.change is ChangeKind.ACCENTS for word in words)
    yield from keys_of(positions, codes(text), pair_weight=DOUBTFUL_PAIR_WEIGHT if doubtful else BIGRAM_WEIGHT)
    for expansion in expansions:
        yield from keys_of([((canonical(part), 1.0),) for part in expansion.added.split()], (), expansion.weight)


def _variants(word: Word, safe: bool) -> Variants:
    """The variants of a word: its forms, each counting by its odds against the best, and, where accents were in doubt,
    whatever folds to it."""
    best = word.forms[0][1]
    shares: dict[str, float] = {}
    for form, probability in word.forms:
        key = canonical(form)
        shares[key] = max(shares.get(key, 0.0), probability / best)
    if word.numeral:
        shares[word.numeral] = 1.0
    if safe:  # NĐ and nd in a document number are the same
        shares[fold(word.forms[0][0]) + "*"] = 1.0
    elif word.change is ChangeKind.ACCENTS or (len(word.forms) > 1 and word.change is None):
        shares[fold(word.forms[0][0]) + "*"] = FOLDED_SHARE
    return tuple(shares.items())
