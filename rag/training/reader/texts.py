"""Texts that questions are made of, as the bundled model's units: articles in sentences, and what leads each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import nfc
from index.encoders.static import StaticEncoder
from index.reader.shapes import shapes_of
from index.training.corpora import SENTENCE_END, Article, encyclopedia, law, news, posts

_LONGEST: Final = 60_000
_SHORTEST: Final = 40
"""Characters of an article that are read, and units below which it is left out."""
_BATCH: Final = 256
SOURCES: Final = (
    ("encyclopedia.jsonl.xz", encyclopedia, 1, 0.5),
    ("news.jsonl.xz", news, 2, 0.38),
    ("law_articles.jsonl.xz", law, 6, 0.04),
    ("tax_business_posts.jsonl.xz", posts, 2, 0.08),
)
"""Files, how they are read, one article in how many is taken, and the share of the examples."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Articles of one source, all units one after another.

    ``sentences`` are where sentences begin, ``articles`` where articles do and, last, where all ends; ``leads`` where the
    title and what sums an article up are over.
    """

    tokens: NDArray[np.int32]
    shapes: NDArray[np.uint8]
    sentences: NDArray[np.int64]
    articles: NDArray[np.int64]
    leads: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.leads)


def whole(articles: Iterable[Article]) -> Iterator[tuple[str, int]]:
    """Each entry as one text, title first, and the character where its lead is over: the title, and the first line."""
    parts: list[str] = []
    title = ""
    for article in articles:
        if parts and not article.continues:
            yield _joined(title, parts)
            parts = []
        if not parts:
            title = article.titles[0]
        parts.append(article.text)
    if parts:
        yield _joined(title, parts)


def read_texts(texts: Iterable[tuple[str, int]], encoder: StaticEncoder) -> Texts:
    """Texts taken apart."""
    tokens, shapes, sentences, articles, leads = [], [], [], [0], []
    waiting = iter(texts)
    while batch := list(islice(waiting, _BATCH)):
        units = encoder.units([text for text, _ in batch])
        for (text, lead), (start, end) in zip(batch, pairwise(units.starts.tolist()), strict=True):
            begins = units.begins[start:end].astype(np.int64)
            if end - start < _SHORTEST:
                continue
            at = articles[-1]
            cuts = [0, *(found.end() for found in SENTENCE_END.finditer(text))]
            places = np.unique(np.searchsorted(begins, cuts))
            tokens.append(units.ids[start:end].astype(np.int32))
            shapes.append(shapes_of(text, begins))
            sentences.append(places[places < end - start] + at)
            leads.append(at + int(np.searchsorted(begins, lead)))
            articles.append(at + end - start)
    return Texts(
        np.concatenate(tokens),
        np.concatenate(shapes),
        np.concatenate(sentences),
        np.array(articles, np.int64),
        np.array(leads, np.int64),
    )


def read_sources(folder: Path, encoder: StaticEncoder) -> tuple[list[Texts], Sequence[float]]:
    """All sources in ``folder``, and their shares."""
    found = [read_texts(islice(whole(read(folder / file)), 0, None, step), encoder) for file, read, step, _ in SOURCES]
    return found, [share for *_, share in SOURCES]


def _joined(title: str, parts: Sequence[str]) -> tuple[str, int]:
    text = nfc("\n".join([title, *(part.strip() for part in parts)]))[:_LONGEST]
    second = text.find("\n", len(title) + 1)
    return text, second + 1 if second >= 0 else len(title) + 1
