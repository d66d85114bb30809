"""From a loaded document to what is stored of it: passages with vectors, token ids and sentence boundaries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.document import Loaded, Passage
from corpus.sentences import sentences
from corpus.splitting import split
from index.dense import quantise
from index.derived import searchable
from index.store import Encoded
from index.types import Encoder

Known = Callable[[Sequence[str]], Mapping[str, tuple[float, NDArray[np.int8]]]]
"""Looks up scale and vector of contents that were encoded before."""


@runtime_checkable
class Tokenising(Protocol):
    """An encoder whose token ids fit 16 bits, such as the bundled one."""

    def token_ids(self, texts: Sequence[str]) -> Sequence[NDArray[np.uint16]]:
        """The ids of each text."""
        ...


def content_key(encoder: Encoder, text: str) -> str:
    """Names a text under a model: equal keys have equal vectors."""
    identity = encoder.identity
    head = f"{identity.weights}\0{identity.passage_prefix}\0"
    return hashlib.sha256((head + text).encode("utf-8", "surrogatepass")).hexdigest()


def passages_of(loaded: Loaded, *, cut: bool = True) -> tuple[Passage, ...]:
    """The document's passages: cut as the product does, or the whole text as one."""
    document = loaded.document
    if cut:
        return split(document, loaded.sections, loaded.page_starts)
    end = len(document.text)
    return (Passage(f"{document.id}:0-{end}", document.id, document.text, 0, end),) if end else ()


def sentence_bounds(passage: Passage) -> NDArray[np.uint32]:
    """The sentences of a passage, shape (n, 2), relative to its start."""
    return np.array(sentences(passage.text), dtype=np.uint32).reshape(-1, 2)


def encode(loaded: Loaded, passages: Sequence[Passage], encoder: Encoder, known: Known) -> list[Encoded]:
    """Everything stored of the passages; only texts that ``known`` has never seen are encoded."""
    texts = [searchable(loaded.document.title, passage.section, passage.text) for passage in passages]
    contents = [content_key(encoder, text) for text in texts]
    vectors = dict(known(contents))
    fresh = {content: text for content, text in zip(contents, texts, strict=True) if content not in vectors}
    if fresh:
        rows, scales = quantise(encoder.encode_passages(list(fresh.values())))
        vectors.update({content: (float(scale), row) for content, row, scale in zip(fresh, rows, scales, strict=True)})
    tokens = (
        encoder.token_ids([passage.text for passage in passages])
        if isinstance(encoder, Tokenising)
        else [np.zeros(0, np.uint16)] * len(passages)
    )
    return [
        Encoded(passage, content, ids, sentence_bounds(passage), *vectors[content])
        for passage, content, ids in zip(passages, contents, tokens, strict=True)
    ]
