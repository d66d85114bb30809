"""Questions made of statements: Vietnamese asks where the answer stands, so a word that asks takes the answer's place.

Half of the questions are made of the very sentence that answers; the other half of another one of the same article that
has the answer too, a title or a lead above all: it says the same in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.reader.network import QUESTION_PLACES, WINDOW
from index.reader.shapes import CAPITAL, DIGIT, MARK
from rag.training.reader.texts import Texts

Rng = np.random.Generator
Ints = NDArray[np.int32]
LENGTH: Final = QUESTION_PLACES + WINDOW

_RECURRING: Final = 0.55
_ABSENT: Final = 0.13
_CONTENT: Final = 18.0
"""Lengths of rows above which a unit says something by itself."""
_YEARS: Final = ("16", "17", "18", "19", "20")


class Kind(Enum):
    """What is taken out of a statement."""

    NUMBER = "number"
    NAME = "name"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a stretch of an article, and where in it the answer begins and ends: nowhere, where it is absent."""

    question: Ints
    question_shapes: NDArray[np.uint8]
    passage: Ints
    passage_shapes: NDArray[np.uint8]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]


@dataclass(slots=True)
class AskingWords:
    """The rows of words that ask, and of those before an answer that tell which is fitting."""

    texts: Sequence[str]
    rows: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {text: row for row, text in enumerate(self.texts) if text}

    def of(self, *words: str) -> set[int]:
        """The rows of single units."""
        return {self.rows[word] for word in words if word in self.rows}

    def phrases(self, *phrases: str) -> list[list[int]]:
        """Phrases as rows, their units divided by bars; those with an unknown unit are left out."""
        parts = [phrase.split("|") for phrase in phrases]
        return [[self.rows[unit] for unit in units] for units in parts if all(unit in self.rows for unit in units)]


class Asker:
    """Draws examples from articles."""

    def __init__(
        self,
        sources: Sequence[Texts],
        shares: Sequence[float],
        names: Sequence[str],
        lengths: NDArray[np.float32],
        alike: Ints,
    ) -> None:
        """``names`` (units,) are the units' texts, ``lengths`` (units,) those of their rows, ``alike`` (units, n) units
        that are nearest to each."""
        self._sources, self._shares = sources, np.array(shares) / sum(shares)
        self._names, self._lengths, self._alike = names, lengths, alike
        words = AskingWords(names)
        self._year, self._day = words.of("năm"), words.of("ngày", "hôm")
        self._person = words.of(
            "ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "vua", "tướng", "đại tá", "giáo sư", "bác sĩ", "tổng thống",
            "thủ tướng", "chủ tịch", "ca sĩ", "nhà văn", "hoàng đế",
        )  # fmt: skip
        self._place, self._cause = words.of("ở", "tại", "đến", "từ"), words.of("vì", "do", "bởi", "bởi vì", "do đó")
        self._words = {
            "year": words.phrases("năm|nào", "khi|nào", "vào|năm|nào", "thời gian|nào"),
            "day": words.phrases("ngày|nào", "khi|nào", "lúc|nào", "vào|ngày|nào"),
            "number": words.phrases("bao nhiêu", "bao nhiêu", "mấy", "số|nào"),
            "who": words.phrases("ai", "ai", "người|nào", "là|ai"),
            "where": words.phrases("ở đâu", "đâu", "nơi|nào", "địa điểm|nào"),
            "name": words.phrases("ai", "gì", "nào", "ở đâu", "đâu", "tên|gì", "tên|là|gì"),
            "any": words.phrases("gì", "gì", "là|gì", "như thế nào", "thế nào", "nào", "những|gì", "ra sao"),
            "why": words.phrases("vì sao", "tại sao", "vì|sao", "do|đâu"),
        }

    def text(self, rng: Rng) -> tuple[Ints, NDArray[np.uint8]]:
        """A stretch of plain text."""
        one = self._sources[int(rng.choice(len(self._sources), p=self._shares))]
        start = int(rng.integers(0, max(len(one.tokens) - LENGTH, 1)))
        return one.tokens[start : start + LENGTH], one.shapes[start : start + LENGTH]

    def example(self, rng: Rng) -> Example:
        """An example, drawn until one comes out."""
        while (found := self._drawn(rng)) is None:
            pass
        return found

    def _drawn(self, rng: Rng) -> Example | None:
        one = self._sources[int(rng.choice(len(self._sources), p=self._shares))]
        article = int(rng.integers(len(one)))
        first, last = (int(place) for place in one.articles[article : article + 2])
        low, high = (int(place) for place in np.searchsorted(one.sentences, (first, last)))
        recurring = rng.random() < _RECURRING
        leading = int(np.searchsorted(one.sentences, one.leads[article]))
        told_first = recurring and leading - low > 1 and rng.random() < 0.5
        sentence = int(rng.integers(low, min(leading, high) if told_first else high))
        begin = int(one.sentences[sentence])
        end = int(one.sentences[sentence + 1]) if sentence + 1 < high else last
        if last - first < 60 or high - low < 4 or end - begin < 5:
            return None
        if end - begin > 60:
            begin += int(rng.integers(0, end - begin - 60))
            end = begin + 60
        tokens, shapes = one.tokens[begin:end], one.shapes[begin:end]
        kind, start, stop = self._answer(rng, tokens, shapes, rare=recurring)
        question, question_shapes = self._question(rng, tokens, shapes, kind, start, stop)
        if len(question) < 2:
            return None
        answer = tokens[start:stop]
        places = _found(one.tokens[first:last], answer) + first
        outside = places[(places < begin) | (places >= end)]
        if rng.random() < _ABSENT:
            left, right = _window(rng, one, article, int(rng.integers(first, last)))
            held = (places >= left) & (places < right)
            if held.any() or (right > begin and left < end):
                return None
            answers = places[:0]
        elif recurring:
            if not len(outside):
                return None
            at = int(outside[rng.integers(len(outside))])
            left, right = _window(rng, one, article, at)
            if left < end and right > begin:  # the sentence that the question is made of is cut away
                left, right = (left, begin) if at < begin else (end, right)
            answers = outside[(outside >= left) & (outside + len(answer) <= right)]
            if right - left < 8 or not len(answers) or not self._shared(one, question, answer, answers, left, right):
                return None
        else:
            left, right = _window(rng, one, article, begin + start)
            answers = places[(places >= max(left, begin)) & (places + len(answer) <= right) & (places < end)]
            if not len(answers):
                return None
        return Example(
            question,
            question_shapes,
            one.tokens[left:right],
            one.shapes[left:right],
            answers - left,
            answers - left + len(answer) - 1,
        )

    def _answer(self, rng: Rng, tokens: Ints, shapes: NDArray[np.uint8], *, rare: bool) -> tuple[Kind, int, int]:
        """What of a sentence is asked for: a number, a name, or anything."""
        digits = (shapes & DIGIT) > 0
        capitals = ((shapes & CAPITAL) > 0) & ~digits
        capitals[0] = False
        numbers = _runs(digits, np.zeros(len(tokens), np.bool_))
        names = _runs(capitals, shapes // MARK > 0)
        draw = rng.random()
        if numbers and draw < 0.33:
            start, stop = numbers[int(rng.integers(len(numbers)))]
            return Kind.NUMBER, start, min(stop, start + 8)
        if names and draw < 0.72:
            start, stop = names[int(rng.integers(len(names)))]
            return Kind.NAME, start, min(stop, start + 8)
        if rare:
            start = int(np.argmax(self._lengths[tokens] + rng.random(len(tokens)) * 12))
            return Kind.OTHER, start, start + 1
        size = int(rng.integers(1, 6))
        start = int(rng.integers(0, max(1, len(tokens) - size)))
        return Kind.OTHER, start, min(start + size, len(tokens))

    def _asking(self, tokens: Ints, kind: Kind, start: int) -> tuple[str, int]:
        """Which words ask, and from where on they take the sentence's place."""
        before = int(tokens[start - 1]) if start else -1
        name = self._names[int(tokens[start])]
        if kind is Kind.NUMBER:
            if before in self._year or (len(name) == 4 and name[:2] in _YEARS):
                return "year", start - (before in self._year)
            return ("day", start - 1) if before in self._day else ("number", start)
        if kind is Kind.NAME:
            if before in self._person:
                return "who", start - 1
            return ("where", start - 1) if before in self._place else ("name", start)
        return ("why" if before in self._cause else "any"), start

    def _question(
        self, rng: Rng, tokens: Ints, shapes: NDArray[np.uint8], kind: Kind, start: int, stop: int
    ) -> tuple[Ints, NDArray[np.uint8]]:
        """What a reader would ask: some words around the answer, some of them missing or replaced, and one that asks."""
        asking, cut = self._asking(tokens, kind, start)
        words = np.array(self._words[asking][int(rng.integers(len(self._words[asking])))], np.int32)
        size = int(rng.integers(4, 18))
        left = min(cut, int(rng.integers(0, size + 1)))
        right = min(len(tokens) - stop, size - left)
        left = min(cut, size - right)
        missing, replaced = rng.random() * 0.5, rng.random() * 0.2
        before = self._thinned(rng, tokens[cut - left : cut], shapes[cut - left : cut], missing, replaced)
        after = self._thinned(rng, tokens[stop : stop + right], shapes[stop : stop + right], missing, replaced)
        plain = (words, np.zeros(len(words), np.uint8))
        draw = rng.random()
        if draw < 0.6:
            parts = [before, plain, after]
        elif draw < 0.85:
            parts = [before, after, plain]
        else:
            parts = [plain, before, after] if draw < 0.95 else [before, after]
        joined = (np.concatenate([one[side] for one in parts])[:QUESTION_PLACES] for side in (0, 1))
        return next(joined), next(joined)

    def _thinned(
        self, rng: Rng, tokens: Ints, shapes: NDArray[np.uint8], missing: float, replaced: float
    ) -> tuple[Ints, NDArray[np.uint8]]:
        kept = rng.random(len(tokens)) >= missing
        tokens, shapes = tokens[kept].copy(), shapes[kept]
        other = rng.random(len(tokens)) < replaced
        columns = rng.integers(0, self._alike.shape[1], int(other.sum()))
        tokens[other] = self._alike[tokens[other], columns]
        return tokens, shapes

    def _shared(
        self, one: Texts, question: Ints, answer: Ints, places: NDArray[np.int64], left: int, right: int
    ) -> bool:
        """Whether something else of the question stands near the answer."""
        telling = question[~np.isin(question, answer)]
        telling = telling[self._lengths[telling] > _CONTENT]
        near = (one.tokens[max(left, at - 25) : min(right, at + 25)] for at in places[:6].tolist())
        return any(np.isin(stretch, telling).any() for stretch in near)


def _found(tokens: Ints, answer: Ints) -> NDArray[np.int64]:
    """Where ``answer`` stands in ``tokens``."""
    places = np.flatnonzero(tokens[: len(tokens) - len(answer) + 1] == answer[0])
    for offset in range(1, len(answer)):
        places = places[tokens[places + offset] == answer[offset]]
    return places.astype(np.int64)


def _runs(flags: NDArray[np.bool_], broken: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of units that are flagged, cut where they are broken."""
    found, at = [], 0
    while at < len(flags):
        end = at + 1
        if flags[at]:
            while end < len(flags) and flags[end] and not broken[end]:
                end += 1
            found.append((at, end))
        at = end
    return found


def _window(rng: Rng, one: Texts, article: int, at: int) -> tuple[int, int]:
    """A stretch of an article that holds the unit ``at``, from the beginning of a sentence if it can be."""
    first, last = (int(place) for place in one.articles[article : article + 2])
    size = int(rng.integers(60, WINDOW + 1))
    wanted = max(first, at - int(rng.integers(0, size)))
    place = int(np.searchsorted(one.sentences, wanted))
    start = int(one.sentences[place]) if place < len(one.sentences) else wanted
    if start > at:
        start = int(one.sentences[np.searchsorted(one.sentences, at, side="right") - 1])
    if at - start >= WINDOW:
        start = at - WINDOW // 2
    return start, min(last, max(start + size, at + 8), start + WINDOW)
