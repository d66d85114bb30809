"""From loaded documents to what is stored of them: passages with vectors, token ids and sentence boundaries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.document import Loaded, Passage
from corpus.sentences import sentences
from corpus.splitting import split
from index.dense import quantise
from index.derived import searchable
from index.storage.records import Encoded
from index.types import Encoder, Units, Vectors

Known = Callable[[Iterable[bytes]], Mapping[bytes, tuple[float, NDArray[np.int8]]]]
"""Looks up scale and vector of contents that were encoded before."""


@runtime_checkable
class Tokenising(Protocol):
    """An encoder whose units fit 16 bits, such as the bundled one."""

    def encode_units(self, texts: Sequence[str]) -> tuple[Vectors, Units]:
        """The vectors of passages, and their units."""
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
    """Everything stored of the documents' passages; an encoder without units encodes only what ``known`` has never seen."""
    passages = [passage for document in documents for passage in document.passages]
    texts = [text for document in documents for text in document.searchable]
    contents = [content_key(encoder, text) for text in texts]
    spans = [np.array(sentences(passage.text), np.uint32).reshape(-1, 2) for passage in passages]
    if isinstance(encoder, Tokenising):
        found, units = encoder.encode_units(texts)
        rows, scales = quantise(found)
        tokens, ends = by_sentence(
            units, [len(text) - len(one.text) for text, one in zip(texts, passages, strict=True)], spans
        )
    else:
        rows, scales = _fresh(contents, texts, encoder, known)
        tokens, ends = [np.empty(0, np.uint16)] * len(texts), [np.zeros(len(own), np.uint32) for own in spans]
    encoded = (
        Encoded(passage, content, tokens[at], np.column_stack([spans[at], ends[at]]), float(scales[at]), rows[at])
        for at, (passage, content) in enumerate(zip(passages, contents, strict=True))
    )
    return [[next(encoded) for _ in document.passages] for document in documents]


def _fresh(
    contents: Sequence[bytes], texts: Sequence[str], encoder: Encoder, known: Known
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Vectors and scales of ``texts``; only those that ``known`` does not have are encoded."""
    vectors = dict(known(dict.fromkeys(contents)))
    fresh = {content: text for content, text in zip(contents, texts, strict=True) if content not in vectors}
    if fresh:
        rows, scales = quantise(np.asarray(encoder.encode_passages(list(fresh.values())), dtype=np.float32))
        vectors.update({content: (float(scale), row) for content, row, scale in zip(fresh, rows, scales, strict=True)})
    chosen = [vectors[content] for content in contents]
    rows = np.stack([row for _, row in chosen]) if chosen else np.zeros((0, 0), np.int8)
    return rows, np.array([scale for scale, _ in chosen], np.float32)


def by_sentence(
    units: Units, heads: Sequence[int], spans: Sequence[NDArray[np.uint32]]
) -> tuple[list[NDArray[np.uint16]], list[NDArray[np.uint32]]]:
    """The units of each passage that lie in its sentences ``spans``, and how many lie before the end of each. ``heads`` is
    what stands before the passage in its text."""
    tokens, ends = [], []
    for start, stop, head, own in zip(units.starts, units.starts[1:], heads, spans, strict=False):
        begins = units.begins[start:stop]
        first = int(np.searchsorted(begins, head)) if head else 0
        tokens.append(units.ids[start + first : stop])
        ends.append((np.searchsorted(begins[first:], own[:, 1] + head)).astype(np.uint32))
    return tokens, ends
