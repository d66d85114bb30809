"""What the table goes on to learn from: written questions and the stretches that answer them, words that mean the same in one
language and across two, translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.encoders.static import StaticEncoder
from index.training.corpora import TRANSLATIONS, translations
from index.training.store import HELD_OUT_EVERY
from index.translating import bundled_lines, entries, inflected
from rag.training.reader.questions import HELD, folds_of
from rag.training.reader.written import ENGLISH, EVERYDAY, LEARNT, read_written
from rag.training.tuning import TuningSet

Ids = NDArray[np.uint16]
Pair = tuple[Ids, Ids]

_SHARES: Final = {EVERYDAY: 0.4, ENGLISH: 0.2, "": 0.4}
"""What part of the questions of a step is of each kind, by how the names of the sets begin."""
_RARER: Final = 3
"""How many times rarer a unit of the one language is in text of the other."""
SHORTEST: Final = 14
"""Units of the shortest stretch that a question is held against."""
_PART: Final = (3, 10)
"""Units of a part of a sentence: from the first to one below the second."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the text that answers it, as units; the answer is ``text[begin:end]``."""

    question: Ids
    text: Ids
    begin: int
    end: int
    source: str

    def stretch(self, rng: np.random.Generator, most: int) -> Ids:
        """Some of the text around the answer: from ``SHORTEST`` to ``most`` units, short ones as often as long ones."""
        size = round(float(np.exp(rng.uniform(np.log(SHORTEST), np.log(most)))))
        size = min(max(size, self.end - self.begin), most, len(self.text))
        first = max(self.end - size, 0)
        last = max(min(self.begin, len(self.text) - size), first)
        at = int(rng.integers(first, last + 1))
        return self.text[at : at + size]


Kind = tuple[float, Sequence[Asked]]
"""Questions of one kind, and what part of a step's questions they are."""


def written_questions(train: Path, encoder: StaticEncoder, written: Path | None = None) -> dict[str, Kind]:
    """Those asked in everyday words, those asked in English, and all others, by how the names of their sets begin; of what is
    ``LEARNT``, without the fold ``HELD`` and without those that have no answer."""
    kinds: dict[str, list[Asked]] = {kind: [] for kind in _SHARES}
    for name, one in read_written(train, written, LEARNT).items():
        kinds[next(kind for kind in kinds if name.startswith(kind))] += _read(one, encoder)
    return {kind: (_SHARES[kind], asked) for kind, asked in kinds.items()}


def english_rows(rows: int, sentences: Sequence[Pair], kinds: Mapping[str, Kind]) -> NDArray[np.bool_]:
    """Which rows of a table are those of English units, shape (rows,): they stand in the English sides of translations and,
    among as many units, hardly ever in Vietnamese ones and in the texts that questions are asked over."""
    texts = {one.source: one.text for _, asked in kinds.values() for one in asked}
    sides = ([one for one, _ in sentences], [*(other for _, other in sentences), *texts.values()])
    english, vietnamese = (np.bincount(np.concatenate(side), minlength=rows) for side in sides)
    held: NDArray[np.bool_] = english / max(english.sum(), 1) >= _RARER * vietnamese / max(vietnamese.sum(), 1)
    return held & (english > 0)


def _read(one: TuningSet, encoder: StaticEncoder) -> list[Asked]:
    folds = folds_of(one)
    wanted = [asked for asked in one.asked if asked.answers and folds[asked.source] != HELD]
    sources = sorted({asked.source for asked in wanted})
    units = encoder.units([one.texts[source] for source in sources])
    places = dict(zip(sources, (slice(*ends) for ends in pairwise(units.starts.tolist())), strict=True))
    found = []
    for asked, question in zip(wanted, encoder.token_ids([asked.question for asked in wanted]), strict=True):
        place = places[asked.source]
        ids, begins = units.ids[place], units.begins[place]
        at = one.texts[asked.source].find(asked.answers[0])
        begin = max(int(np.searchsorted(begins, at, side="right")) - 1, 0)
        end = max(int(np.searchsorted(begins, at + len(asked.answers[0]))), begin + 1)
        if len(question) and len(ids):
            found.append(Asked(question, ids, begin, end, asked.source))
    return found


def thesaurus(encoder: StaticEncoder) -> list[Pair]:
    """What people say, and what texts say for it: every pair of ``thesaurus.tsv`` whose sides differ."""
    lines = files("rag.training.embedding").joinpath("thesaurus.tsv").read_text(encoding="utf-8").splitlines()
    sides = [(said, one) for said, _, told in (line.partition("\t") for line in lines) for one in told.split("|")]
    return _both(sides, encoder)


def word_list(encoder: StaticEncoder) -> list[Pair]:
    """English words and phrases, a word in those of its forms too that are a unit of the table, and what they are in
    Vietnamese."""
    told = dict(entries(bundled_lines()))
    forms = {word: dict.fromkeys(inflected(word)) for word in told if word.isalpha()}
    every = list(dict.fromkeys(form for found in forms.values() for form in found))
    units = {form for form, ids in zip(every, encoder.token_ids(every), strict=True) if len(ids) == 1}
    sides = [
        (said, one)
        for word, meant in told.items()
        for said in (word, *(form for form in forms.get(word, ()) if form in units and form not in told))
        for one in meant
    ]
    return _both(sides, encoder)


def sentence_pairs(train: Path, encoder: StaticEncoder) -> list[Pair]:
    """Translations in their order, English first, without those that are held out to measure by: a table that goes on in one
    language forgets the other."""
    pairs = [
        (pair.english, pair.vietnamese)
        for number, pair in enumerate(translations(train / TRANSLATIONS))
        if number % HELD_OUT_EVERY
    ]
    return _both(pairs, encoder)


def _both(sides: Sequence[tuple[str, str]], encoder: StaticEncoder) -> list[Pair]:
    left = encoder.token_ids([one for one, _ in sides])
    right = encoder.token_ids([other for _, other in sides])
    return [
        (one, other)
        for one, other in zip(left, right, strict=True)
        if len(one) and len(other) and not np.array_equal(one, other)
    ]


class Draw:
    """Batches: questions of all kinds, no two over one text; or parts of sentences to be found in the other language."""

    def __init__(self, kinds: Sequence[Kind], sentences: Sequence[Pair], rng: np.random.Generator) -> None:
        self._kinds = [(share, asked) for share, asked in kinds if asked]
        self._sentences = sentences
        self._rng = rng

    def questions(self, size: int) -> list[Asked]:
        """At most so many questions."""
        all_shares = sum(share for share, _ in self._kinds)
        counts = [round(size * share / all_shares) for share, _ in self._kinds]
        drawn = (
            asked[int(one)]
            for count, (_, asked) in zip(counts, self._kinds, strict=True)
            for one in self._rng.integers(len(asked), size=count)
        )
        return list({one.source: one for one in drawn}.values())

    def parts(self, size: int) -> list[Asked]:
        """At most so many parts of sentences of one language, each over the translation and its neighbours."""
        asking = int(self._rng.integers(2))
        found = []
        inner = len(self._sentences) - 2  # those that have a neighbour on either side
        for number in self._rng.choice(inner, min(size, inner), replace=False) + 1:
            whole = self._sentences[number][asking]
            length = int(self._rng.integers(*_PART))
            at = int(self._rng.integers(max(len(whole) - length, 0) + 1))
            before, own, behind = (self._sentences[number + way][1 - asking] for way in (-1, 0, 1))
            text = np.concatenate([before, own, behind])
            found.append(Asked(whole[at : at + length], text, len(before), len(before) + len(own), str(number)))
        return found


def some(pairs: Sequence[Pair], size: int, rng: np.random.Generator) -> list[Pair]:
    """So many pairs, drawn at random."""
    return [pairs[int(one)] for one in rng.integers(len(pairs), size=size)]
