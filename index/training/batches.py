"""Pairs by rule, drawn anew for every step: the step's number and the seed decide them, so a run can be resumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.training.lexicon import Lexicon
from index.training.store import HELD_OUT_EVERY, Ids, Store
from index.training.topics import Topics

Rng = np.random.Generator
Pair = tuple[Ids, Ids]
Table = NDArray[np.float32]

QUESTION_WORDS = (
    "là gì", "gì", "là ai", "ai", "ai là", "bao nhiêu", "là bao nhiêu", "có bao nhiêu", "khi nào", "vào năm nào",
    "năm nào", "ở đâu", "đâu là", "nơi nào", "nào", "như thế nào", "thế nào", "ra sao", "vì sao", "tại sao",
    "do đâu", "bằng cách nào", "để làm gì", "được gọi là gì", "có tên là gì", "tên gì", "nguyên nhân", "những gì",
    "bao lâu", "mấy", "có phải", "hay không", "what is", "who", "when", "where", "which", "how many", "how",
    "why", "what",
)  # fmt: skip
"""What turns a statement into a question. They carry no topic: the model learns to give them little weight."""


@dataclass(frozen=True, slots=True)
class Batch:
    """``queries[i]`` belongs to ``passages[i]``; all other passages of the batch are wrong answers to it."""

    kind: str
    queries: list[Ids]
    passages: list[Ids]


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often each kind of pair is drawn, and how question-like rewriting goes."""

    title: float = 0.20
    question: float = 0.50
    cloze: float = 0.10
    translation: float = 0.20
    longest_query: int = 20
    drop: float = 0.4
    shortest_passage: int = 16
    longest_passage: int = 260
    longest_context: int = 6
    """Sentences on one side of a translation pair."""
    run: int = 4
    """Neighbouring articles (sections of one entry, articles of one law) that are drawn together: hard negatives."""
    parts: int = 3
    """Passages of one entry in a batch of questions: the hardest wrong answers are its other parts."""
    topic: float = 0.5
    """Share of the titles and question batches of which one half is about one subject: harder wrong answers still."""
    into_english: float = 0.15
    """Share of question batches whose questions are put into English word by word; as many, their passages."""


class Sampler:
    """Draws batches of ``size`` pairs from a store."""

    def __init__(
        self,
        store: Store,
        lexicon: Lexicon,
        mixture: Mixture,
        size: int,
        seed: int,
        shares: Sequence[tuple[float, float]],
        question_words: Sequence[Ids],
        start: Table | None = None,
    ) -> None:
        """``start`` (units, d) is a table that tells subjects apart; without it no batch is about one subject."""
        self._store, self._lexicon, self._mixture, self._size, self._seed = store, lexicon, mixture, size, seed
        self._question_words = list(question_words)
        kinds = np.array((mixture.title, mixture.question, mixture.cloze, mixture.translation))
        if len(store.translation_at) <= 2 * HELD_OUT_EVERY:
            kinds[3] = 0.0
        self._kinds = kinds / kinds.sum()
        self._subjects: dict[bool, Topics] = {}
        if start is not None:
            at = store.sentence_at
            self._subjects[True] = Topics.of(start, store.tokens, at[store.article_at])
            self._subjects[False] = Topics.of(start, store.tokens, at[store.entry_at])
        weights = np.array(shares, dtype=np.float64) * (np.diff(store.corpus_at) > 0)[:, None]
        self._titles, self._sentences = (weights / weights.sum(axis=0)).T

    def batch(self, step: int) -> Batch:
        """The pairs of one step."""
        rng = np.random.default_rng((self._seed, step))
        kind = ("title", "question", "cloze", "translation")[int(rng.choice(4, p=self._kinds))]
        if kind == "translation":
            pairs = self._translations(rng)
        elif kind == "title":
            articles = self._neighbours(rng, self._size, articles=True)
            pairs = [self._title(rng, article) for article in articles]
        elif kind == "cloze":
            entries = self._neighbours(rng, self._size)
            pairs = [self._sentence(rng, entry, 0, 1, keep=False) for entry in entries]
        else:
            parts = self._mixture.parts
            entries = self._neighbours(rng, self._size // parts)
            pairs = [self._sentence(rng, entry, part, parts, keep=True) for entry in entries for part in range(parts)]
            kind, pairs = self._into_english(rng, pairs)
        pairs = [pair for pair in pairs if len(pair[0]) and len(pair[1])]
        return Batch(kind, [q for q, _ in pairs], [p for _, p in pairs])

    def _neighbours(self, rng: Rng, count: int, *, articles: bool = False) -> NDArray[np.int64]:
        """Distinct entries (or articles) of one corpus: in runs of neighbours, or one half of them about one subject."""
        store, run = self._store, self._mixture.run
        shares, bounds = (self._titles, store.corpus_at) if articles else (self._sentences, store.corpus_entries)
        corpus = int(rng.choice(len(shares), p=shares))
        first, last = (int(x) for x in bounds[corpus : corpus + 2])
        alike = np.zeros(0, dtype=np.int64)
        roomy = last - first > 4 * count  # in a small corpus a batch holds every subject anyway
        if self._subjects and roomy and rng.random() < self._mixture.topic:
            alike = self._subjects[articles].around(rng, first, last, count // 2)
        blocks = (last - first + run - 1) // run
        chosen = rng.permutation(blocks)[: max(1, (count - len(alike)) // run)]
        numbers: NDArray[np.int64] = (chosen[:, None] * run + np.arange(run)[None, :]).ravel() + first
        return np.unique(np.concatenate([alike, numbers[numbers < last]]))

    def _translations(self, rng: Rng) -> list[Pair]:
        """Part of a sentence in one language, and the sentences around it in the other."""
        at, tokens, mixture = self._store.translation_at, self._store.translations, self._mixture
        count = (len(at) - 1) // 2
        side = int(rng.integers(2))
        pairs = []
        for start in rng.choice(count, size=min(self._size, count), replace=False).tolist():
            stop = min(start + int(rng.integers(1, mixture.longest_context + 1)), count)
            block = [i for i in range(start, stop) if i % HELD_OUT_EVERY]
            if not block:
                continue
            chosen = 2 * block[int(rng.integers(len(block)))] + side
            query = tokens[at[chosen] : at[chosen + 1]]
            passage = np.concatenate([tokens[at[2 * i + 1 - side] : at[2 * i + 2 - side]] for i in block])
            pairs.append((self._question(rng, query) if rng.random() < 0.7 else query, passage))
        return pairs

    def _into_english(self, rng: Rng, pairs: list[Pair]) -> tuple[str, list[Pair]]:
        draw, share, convert = rng.random(), self._mixture.into_english, self._lexicon.to_english
        if not len(self._lexicon.pairs) or draw >= 2 * share:
            return "question", pairs
        if draw < share:
            return "question in English", [(convert(rng, q), p) for q, p in pairs]
        return "passage in English", [(q, convert(rng, p)) for q, p in pairs]

    def _title(self, rng: Rng, article: int) -> Pair:
        store = self._store
        title = int(rng.integers(store.title_of[article], store.title_of[article + 1]))
        query = store.titles[store.title_at[title] : store.title_at[title + 1]]
        first, last = (int(x) for x in store.article_at[article : article + 2])
        start = first if rng.random() < 0.6 else int(rng.integers(first, last))
        return query, self._window(rng, start, last)[0]

    def _sentence(self, rng: Rng, entry: int, part: int, parts: int, *, keep: bool) -> Pair:
        """A question made of one sentence, and a passage around it, with the sentence or without."""
        store = self._store
        first, last = (int(x) for x in store.entry_at[entry : entry + 2])
        low = first + (last - first) * part // parts
        high = first + (last - first) * (part + 1) // parts
        if high <= low:
            return store.tokens[:0], store.tokens[:0]
        start = int(rng.integers(low, high)) if rng.random() < 0.7 else low
        passage, end = self._window(rng, start, high)
        chosen = int(rng.integers(start, end))
        begin, stop = int(store.sentence_at[chosen]), int(store.sentence_at[chosen + 1])
        sentence = store.tokens[begin:stop]
        if not keep:
            offset = int(store.sentence_at[start])
            passage = np.concatenate([passage[: begin - offset], passage[stop - offset :]])
            return sentence[: self._mixture.longest_query * 2], passage
        return self._question(rng, sentence), passage

    def _window(self, rng: Rng, start: int, last: int) -> tuple[Ids, int]:
        """Sentences from ``start`` on, and the sentence after them: a passage of a random length."""
        at, mixture = self._store.sentence_at, self._mixture
        length = mixture.shortest_passage * (mixture.longest_passage / mixture.shortest_passage) ** rng.random()
        end = int(np.searchsorted(at[start + 1 : last + 1], at[start] + length)) + start + 1
        end = min(end, last)
        return self._store.tokens[at[start] : min(at[end], at[start] + 2 * mixture.longest_passage)], end

    def _question(self, rng: Rng, sentence: Ids) -> Ids:
        """What a reader would type: a stretch of the sentence, the answer taken out, words missing, a question word."""
        length, mixture = len(sentence), self._mixture
        if length > 6:
            wanted = int(rng.integers(6, mixture.longest_query))
            if length > wanted:
                start = int(rng.integers(0, length - wanted + 1))
                sentence, length = sentence[start : start + wanted], wanted
            answer = int(rng.integers(1, max(2, length // 3)))
            start = int(rng.integers(0, length - answer + 1))
            keep = rng.random(length) >= rng.random() * mixture.drop
            keep[start : start + answer] = False
            sentence = sentence[keep] if keep.sum() >= 2 else sentence
        if self._question_words and rng.random() < 0.8:
            word = self._question_words[int(rng.integers(len(self._question_words)))]
            return np.concatenate([sentence, word] if rng.random() < 0.7 else [word, sentence])
        return sentence
