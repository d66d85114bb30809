"""From the passages of a collection to the ranker's candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ranker.features import Candidates
from index.ranker.segments import Floats, starts_of
from index.types import TokenTable, Vectors


@dataclass(frozen=True, slots=True)
class Material:
    """What is read of one passage: title and section as ``head``, its text, and its sentences, shape (n, 3): start and
    end in the text, and how many of ``tokens`` lie before the end. ``tokens`` is empty where the collection keeps none."""

    head: str
    text: str
    tokens: NDArray[np.uint16]
    sentences: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Scored:
    """What the channels say of the candidates, as ``Candidates`` has it."""

    lexical: Floats
    dense: Floats
    lexical_z: Floats
    dense_z: Floats
    vectors: Vectors
    middle: NDArray[np.float32]


def gather(materials: Sequence[Material], scored: Scored, table: TokenTable) -> Candidates:
    """The candidates of passages and their scores, in one order."""
    sizes = [len(material.sentences) for material in materials]
    starts = starts_of(sizes)
    spans = np.concatenate([material.sentences for material in materials]) if materials else np.zeros((0, 3), np.uint32)
    # Two flat lists, not one for each sentence: thousands of small ones wake the garbage collector.
    begins, ends = spans[:, 0].tolist(), spans[:, 1].tolist()
    owners = np.repeat(np.arange(len(sizes)), sizes).tolist()
    texts = [materials[own].text[begin:end] for own, begin, end in zip(owners, begins, ends, strict=True)]
    if any(len(material.tokens) for material in materials):
        units = np.concatenate([material.tokens for material in materials])
        counts = [np.diff(material.sentences[:, 2].astype(np.int64), prepend=0) for material in materials]
        unit_starts = starts_of(np.concatenate(counts))
    else:  # the collection was encoded by another model, whose units are no rows of the table
        found = table.token_ids(texts)
        units = np.concatenate(found) if found else np.zeros(0, np.uint16)
        unit_starts = starts_of([len(own) for own in found])
    return Candidates(
        texts,
        starts,
        [material.head for material in materials],
        units,
        unit_starts,
        scored.lexical,
        scored.dense,
        scored.lexical_z,
        scored.dense_z,
        scored.vectors,
        scored.middle,
    )
