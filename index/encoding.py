"""From loaded documents to what is stored of them: passages with vectors, token ids and sentence boundaries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.document import Loaded, Passage
from corpus.sentences import sentences
from corpus.splitting import split
from index.dense import quantise
from index.derived import searchable
from index.records import Encoded
from index.types import Encoder

Known = Callable[[Iterable[bytes]], Mapping[bytes, tuple[float, NDArray[np.int8]]]]
"""Looks up scale and vector of contents that were encoded before."""


@runtime_checkable
class Tokenising(Protocol):
    """An encoder whose token ids fit 16 bits, such as the bundled one."""

    def token_ids(self, texts: Sequence[str]) -> Sequence[NDArray[np.uint16]]:
        """The ids of each text."""
        ...


@dataclass(frozen=True, slots=True)
class Parted:
    """A document and its passages. ``cut`` is False for one that is a single passage, indexed as it is."""

    loaded: Loaded
    passages: tuple[Passage, ...]
    cut: bool = True

    @property
    def searchable(self) -> list[str]:
        """What is indexed of each passage."""
        if not self.cut:
            return [passage.text for passage in self.passages]
        title = self.loaded.document.title
        return [searchable(title, passage.section, passage.text) for passage in self.passages]


def content_key(encoder: Encoder, text: str) -> bytes:
    """Names a text under a model in 16 bytes: equal keys have equal vectors."""
    identity = encoder.identity
    head = f"{identity.weights}\0{identity.passage_prefix}\0"
    return hashlib.sha256((head + text).encode("utf-8", "surrogatepass")).digest()[:16]


def part(loaded: Loaded, *, cut: bool = True) -> Parted:
    """The document with its passages: cut as the product does, or the whole text as one."""
    document = loaded.document
    if cut:
        return Parted(loaded, split(document, loaded.sections, loaded.page_starts))
    end = len(document.text)
    whole = (Passage(f"{document.id}:0-{end}", document.id, document.text, 0, end),) if end else ()
    return Parted(loaded, whole, cut=False)


def encode(documents: Sequence[Parted], encoder: Encoder, known: Known) -> list[list[Encoded]]:
    """Everything stored of the documents' passages; only texts that ``known`` has never seen are encoded."""
    texts = [text for document in documents for text in document.searchable]
    contents = [content_key(encoder, text) for text in texts]
    vectors = dict(known(dict.fromkeys(contents)))
    fresh = {content: text for content, text in zip(contents, texts, strict=True) if content not in vectors}
    if fresh:
        rows, scales = quantise(np.asarray(encoder.encode_passages(list(fresh.values())), dtype=np.float32))
        vectors.update({content: (float(scale), row) for content, row, scale in zip(fresh, rows, scales, strict=True)})
    passages = [passage for document in documents for passage in document.passages]
    encoded = (
        Encoded(passage, content, tokens, spans, *vectors[content])
        for passage, content, (tokens, spans) in zip(passages, contents, _stretches(passages, encoder), strict=True)
    )
    return [[next(encoded) for _ in document.passages] for document in documents]


def _stretches(passages: Sequence[Passage], encoder: Encoder) -> list[tuple[NDArray[np.uint16], NDArray[np.uint32]]]:
    """For each passage its tokens, sentence by sentence, and its sentences as ``Encoded`` has them."""
    spans = [sentences(passage.text) for passage in passages]
    if isinstance(encoder, Tokenising):
        units = [passage.text[a:b] for passage, own in zip(passages, spans, strict=True) for a, b in own]
        ids = iter(encoder.token_ids(units))
    else:
        ids = iter([np.empty(0, np.uint16)] * sum(map(len, spans)))
    found = []
    for own in spans:
        parts = [next(ids) for _ in own]
        ends = accumulate(map(len, parts))
        bounds = [(start, end, tokens) for (start, end), tokens in zip(own, ends, strict=True)]
        tokens = np.concatenate(parts) if parts else np.empty(0, np.uint16)
        found.append((tokens, np.array(bounds, dtype=np.uint32).reshape(-1, 3)))
    return found
