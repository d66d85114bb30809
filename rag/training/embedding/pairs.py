"""What the table goes on to learn from: written questions and the stretches that answer them, a thesaurus, translations."""

from __future__ import annotations

from collections.abc import Sequence
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
from rag.training.reader.questions import HELD, folds_of
from rag.training.reader.written import EVERYDAY, LEARNT, read_written
from rag.training.tuning import TuningSet

Ids = NDArray[np.uint16]
Pair = tuple[Ids, Ids]

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


def written_questions(
    train: Path, encoder: StaticEncoder, written: Path | None = None
) -> tuple[list[Asked], list[Asked]]:
    """Those asked in everyday words, and all others; of what is ``LEARNT``, without the fold ``HELD`` and without those that have
    no answer."""
    everyday: list[Asked] = []
    others: list[Asked] = []
    for name, one in read_written(train, written, LEARNT).items():
        (everyday if name.startswith(EVERYDAY) else others).extend(_read(one, encoder))
    return everyday, others


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
    """Batches: questions, half of them in everyday words, no two over one text; or parts of sentences to be found in the other
    language."""

    def __init__(self, kinds: Sequence[Sequence[Asked]], sentences: Sequence[Pair], rng: np.random.Generator) -> None:
        self._kinds = [kind for kind in kinds if kind]
        self._sentences = sentences
        self._rng = rng

    def questions(self, size: int) -> list[Asked]:
        """At most so many questions."""
        share = size // len(self._kinds)
        drawn = (kind[int(one)] for kind in self._kinds for one in self._rng.integers(len(kind), size=share))
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
