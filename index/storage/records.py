"""What is stored, and how values become columns and come back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Loaded, Passage, Run, Section, passage_id
from index.types import DocumentInfo, ModelIdentity


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage with what is stored of it.

    ``content`` names the model and the encoded text. ``sentences`` has shape (n, 3): start and end relative to the
    passage, and how many of ``tokens`` lie before the end. ``vector`` times ``scale`` is the passage's vector.
    """

    passage: Passage
    content: bytes
    tokens: NDArray[np.uint16]
    sentences: NDArray[np.uint32]
    scale: float
    vector: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage by its row, with its document's title and source."""

    row: int
    passage: Passage
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The tokens of a passage, its sentences as in ``Encoded``, and the headings above it, the nearest last."""

    tokens: NDArray[np.uint16]
    sentences: NDArray[np.uint32]
    section: tuple[str, ...] = ()


LOADED_COLUMNS = "id, title, text, source, metadata, decoded, runs, sections, page_starts, digest"
INFO_COLUMNS = "id, title, source, metadata, length, passages, added, digest"
PASSAGE_COLUMNS = "p.row, d.id, p.start, p.end, p.section, p.page, p.text, d.title, d.source"


def loaded_from(row: tuple[Any, ...]) -> Loaded:
    """A document from ``LOADED_COLUMNS``."""
    identifier, title, text, source, metadata, decoded, runs, sections, page_starts, digest = row
    triples = np.frombuffer(runs, np.int64).reshape(-1, 3)
    return Loaded(
        Document(identifier, title, text, source, json.loads(metadata)),
        # The first format kept it as text.
        decoded if isinstance(decoded, str) else zlib.decompress(decoded).decode("utf-8"),
        tuple(Run(*triple) for triple in triples.tolist()),
        sections_from(sections),
        tuple(json.loads(page_starts)),
        digest,
    )


def document_columns(loaded: Loaded) -> Mapping[str, Any]:
    """The columns of ``documents`` that come from the document alone."""
    document = loaded.document
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "metadata": json.dumps(dict(document.metadata)),
        "digest": loaded.digest,
        "length": len(document.text),
        "sections": json.dumps([[list(one.path), one.start, one.end] for one in loaded.sections]),
        "page_starts": json.dumps(list(loaded.page_starts)),
        "text": document.text,
        "runs": np.array(loaded.runs, dtype=np.int64).tobytes(),
        "decoded": zlib.compress(loaded.decoded.encode("utf-8"), 3),
    }


def info_from(row: tuple[Any, ...]) -> DocumentInfo:
    """A description from ``INFO_COLUMNS``."""
    identifier, title, source, metadata, length, passages, added, digest = row
    return DocumentInfo(identifier, title, source, json.loads(metadata), length, passages, added, digest)


def passage_from(row: tuple[Any, ...]) -> StoredPassage:
    """A passage from ``PASSAGE_COLUMNS``."""
    number, document, start, end, section, page, text, title, source = row
    name = passage_id(document, start, end)
    return StoredPassage(
        number, Passage(name, document, text, start, end, tuple(json.loads(section)), page), title, source
    )


def passage_columns(document: int, one: Encoded) -> tuple[Any, ...]:
    """The columns of ``passages`` after ``row``, in their order."""
    passage = one.passage
    return (
        document,
        passage.start,
        passage.end,
        passage.page,
        one.content,
        one.scale,
        one.vector.tobytes(),
        json.dumps(list(passage.section)),
        passage.text,
        one.sentences.astype(np.uint32).tobytes(),
        one.tokens.astype(np.uint16).tobytes(),
    )


def sections_from(column: str) -> tuple[Section, ...]:
    """An outline from its column."""
    return tuple(Section(tuple(path), start, end) for path, start, end in json.loads(column))


def stretch_from(tokens: bytes, sentences: bytes, section: str) -> Stretch:
    """The token columns of a passage, and its path."""
    return Stretch(
        np.frombuffer(tokens, np.uint16), np.frombuffer(sentences, np.uint32).reshape(-1, 3), tuple(json.loads(section))
    )


def model_json(model: ModelIdentity) -> str:
    """A model's identity as a setting."""
    return json.dumps({name: getattr(model, name) for name in ModelIdentity.__dataclass_fields__})


def model_from(setting: str | None) -> ModelIdentity | None:
    """A model's identity from its setting."""
    return None if setting is None else ModelIdentity(**json.loads(setting))
