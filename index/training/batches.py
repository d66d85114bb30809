"""Pairs by rule, drawn anew for every step: the step's number and the seed decide them, so a run can be resumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.training.store import HELD_OUT_EVERY, Ids, Store

Rng = np.random.Generator

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

    title: float = 0.30
    question: float = 0.45
    cloze: float = 0.10
    translation: float = 0.15
    corpora: tuple[float, ...] = (0.38, 0.34, 0.14, 0.08, 0.06)
    """Share of each corpus, in the order of ``ARTICLES``."""
    longest_query: int = 24
    drop: float = 0.4
    shortest_passage: int = 30
    longest_passage: int = 220
    run: int = 4
    """Neighbouring articles (sections of one entry, articles of one law) that are drawn together: hard negatives."""


class Sampler:
    """Draws batches of ``size`` pairs from a store."""

    def __init__(self, store: Store, mixture: Mixture, size: int, seed: int, question_words: Sequence[Ids]) -> None:
        self._store, self._mixture, self._size, self._seed = store, mixture, size, seed
        self._question_words = list(question_words)
        shares = np.array((mixture.title, mixture.question, mixture.cloze, mixture.translation))
        if len(store.translation_at) <= 2 * HELD_OUT_EVERY:
            shares[3] = 0.0
        self._kinds = shares / shares.sum()
        present = np.diff(store.corpus_at) > 0
        corpora = np.resize(np.array(mixture.corpora), len(present)) * present
        self._corpora = corpora / corpora.sum()

    def batch(self, step: int) -> Batch:
        """The pairs of one step."""
        rng = np.random.default_rng((self._seed, step))
        kind = ("title", "question", "cloze", "translation")[int(rng.choice(4, p=self._kinds))]
        if kind == "translation":
            return self._translations(rng)
        corpus = int(rng.choice(len(self._corpora), p=self._corpora))
        first, last = (int(x) for x in self._store.corpus_at[corpus : corpus + 2])
        articles = self._articles(rng, first, last, self._size if kind != "question" else (self._size + 1) // 2)
        if kind == "title":
            pairs = [self._title(rng, a) for a in articles]
        elif kind == "cloze":
            pairs = [self._sentence(rng, a, 0, 1, keep=False) for a in articles]
        else:
            pairs = [self._sentence(rng, a, part, 2, keep=True) for a in articles for part in range(2)]
        pairs = [pair for pair in pairs if len(pair[0]) and len(pair[1])]
        return Batch(kind, [q for q, _ in pairs], [p for _, p in pairs])

    def _articles(self, rng: Rng, first: int, last: int, count: int) -> NDArray[np.int64]:
        """Distinct articles, in runs of neighbours."""
        run = self._mixture.run
        blocks = (last - first + run - 1) // run
        chosen = rng.permutation(blocks)[: max(1, count // run)]
        articles = (chosen[:, None] * run + np.arange(run)[None, :]).ravel() + first
        return articles[articles < last]

    def _translations(self, rng: Rng) -> Batch:
        at, tokens = self._store.translation_at, self._store.translations
        count = (len(at) - 1) // 2
        chosen = rng.choice(count, size=min(self._size * 2, count), replace=False)
        chosen = chosen[chosen % HELD_OUT_EVERY != 0][: self._size]
        english = [tokens[at[2 * i] : at[2 * i + 1]] for i in chosen]
        vietnamese = [tokens[at[2 * i + 1] : at[2 * i + 2]] for i in chosen]
        pairs = [(e, v) for e, v in zip(english, vietnamese, strict=True) if len(e) and len(v)]
        return Batch("translation", [e for e, _ in pairs], [v for _, v in pairs])

    def _title(self, rng: Rng, article: int) -> tuple[Ids, Ids]:
        store = self._store
        title = int(rng.integers(store.title_of[article], store.title_of[article + 1]))
        query = store.titles[store.title_at[title] : store.title_at[title + 1]]
        first, last = (int(x) for x in store.article_at[article : article + 2])
        start = first if rng.random() < 0.6 else int(rng.integers(first, last))
        return query, self._window(rng, start, last)[0]

    def _sentence(self, rng: Rng, article: int, part: int, parts: int, *, keep: bool) -> tuple[Ids, Ids]:
        """A question made of one sentence, and a passage around it, with the sentence or without."""
        store = self._store
        first, last = (int(x) for x in store.article_at[article : article + 2])
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
        length = int(rng.integers(mixture.shortest_passage, mixture.longest_passage))
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
