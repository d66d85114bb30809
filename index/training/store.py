"""The training text as numbers: flat arrays of rows, made once and kept beside the checkpoints."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.training.corpora import Article, Translation
from index.training.units import SPACE

Ids = NDArray[np.uint16]
Offsets = NDArray[np.int64]

_BATCH = 512
HELD_OUT_EVERY = 40
"""One translation in so many is kept from training, for the development figure across languages."""


@dataclass(frozen=True, slots=True)
class Store:
    """Articles as sentences of rows, their titles, and translations.

    ``sentences[i]`` is ``tokens[sentence_at[i]:sentence_at[i + 1]]``; article ``a`` has the sentences
    ``article_at[a]`` up to ``article_at[a + 1]`` and the titles ``title_of[a]`` up to ``title_of[a + 1]``; corpus ``c``
    has the articles ``corpus_at[c]`` up to ``corpus_at[c + 1]``. Articles that continue each other are one entry: entry
    ``e`` has the sentences ``entry_at[e]`` up to ``entry_at[e + 1]``, corpus ``c`` the entries ``corpus_entries[c]`` up
    to ``corpus_entries[c + 1]``. Translations alternate: English, then Vietnamese.
    """

    tokens: Ids
    sentence_at: Offsets
    article_at: Offsets
    corpus_at: Offsets
    entry_at: Offsets
    corpus_entries: Offsets
    titles: Ids
    title_at: Offsets
    title_of: Offsets
    translations: Ids
    translation_at: Offsets

    def save(self, path: Path) -> None:
        """Writes all arrays into one ``.npz`` file."""
        np.savez(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Store:
        """Reads what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{field.name: arrays[field.name] for field in fields(cls)})


class _Texts:
    """Collects texts and turns them into rows in batches."""

    def __init__(self, tokenizer: Any, mapping: NDArray[np.int64]) -> None:
        self._tokenizer, self._mapping = tokenizer, mapping
        self._waiting: list[str] = []
        self._parts: list[Ids] = []
        self._lengths: list[int] = []

    def add(self, texts: Iterable[str]) -> None:
        self._waiting.extend(texts)
        if len(self._waiting) >= _BATCH * 16:
            self._flush()

    def _flush(self) -> None:
        for encoding in self._tokenizer.encode_batch_fast(self._waiting, add_special_tokens=False):
            rows = self._mapping[np.array(encoding.ids, dtype=np.int64)]
            known: Ids = rows[rows > SPACE].astype(np.uint16)
            self._parts.append(known)
            self._lengths.append(len(known))
        self._waiting.clear()

    def finish(self) -> tuple[Ids, Offsets]:
        self._flush()
        flat = np.concatenate(self._parts) if self._parts else np.zeros(0, dtype=np.uint16)
        return flat, np.concatenate([[0], np.cumsum(self._lengths, dtype=np.int64)]).astype(np.int64)


def build_store(
    corpora: Sequence[Iterable[Article]],
    translations: Iterable[Translation],
    tokenizer: Any,
    mapping: NDArray[np.int64],
    progress: Callable[[Iterable[Article], int], Iterator[Article]] | None = None,
) -> Store:
    """Reads all corpora through the tokenizer. Articles without two sentences are left out."""
    sentences, titles, pairs = (_Texts(tokenizer, mapping) for _ in range(3))
    article_at, title_of, corpus_at, entry_at, corpus_entries = [0], [0], [0], [0], [0]
    for number, corpus in enumerate(corpora):
        for article in progress(corpus, number) if progress else corpus:
            parts = article.sentences()
            named = [title for title in article.titles if title]
            if not parts or not named:
                continue
            sentences.add(parts)
            titles.add(named)
            article_at.append(article_at[-1] + len(parts))
            title_of.append(title_of[-1] + len(named))
            if article.continues and len(entry_at) - 1 > corpus_entries[-1]:
                entry_at.pop()
            entry_at.append(article_at[-1])
        corpus_at.append(len(article_at) - 1)
        corpus_entries.append(len(entry_at) - 1)
    pairs.add(itertools.chain.from_iterable((t.english, t.vietnamese) for t in translations))
    tokens, sentence_at = sentences.finish()
    title_tokens, title_at = titles.finish()
    translation_tokens, translation_at = pairs.finish()
    return Store(
        tokens,
        sentence_at,
        np.array(article_at, dtype=np.int64),
        np.array(corpus_at, dtype=np.int64),
        np.array(entry_at, dtype=np.int64),
        np.array(corpus_entries, dtype=np.int64),
        title_tokens,
        title_at,
        np.array(title_of, dtype=np.int64),
        translation_tokens,
        translation_at,
    )
