"""From the passages of a collection to the ranker's candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.derived import head
from index.forward import Said
from index.ranker.features import Candidates
from index.ranker.segments import Floats, starts_of
from index.storage.records import StoredPassage, Stretch
from index.types import TokenTable, Vectors


@dataclass(frozen=True, slots=True)
class Scored:
    """What the channels say of the candidates, as ``Candidates`` has it."""

    lexical: Floats
    dense: Floats
    lexical_z: Floats
    dense_z: Floats
    vectors: Vectors
    middle: NDArray[np.float32]


def gather(said: Said, stretches: Sequence[Stretch], scored: Scored) -> Candidates:
    """The candidates of passages that were encoded with the table, in one order."""
    units = np.concatenate([stretch.tokens for stretch in stretches])
    ends = np.concatenate([stretch.sentences[:, 2] for stretch in stretches]).astype(np.int64)
    before = np.concatenate([[0], ends[:-1]])  # in the same passage; the first sentence of one has none before it
    before[said.starts[:-1][said.starts[:-1] < len(ends)]] = 0
    return _candidates(said, units, starts_of(ends - before), scored)


def gather_texts(said: Said, texts: Sequence[str], scored: Scored, table: TokenTable) -> Candidates:
    """The candidates of passages that another model has encoded, whose units are no rows of the table: ``texts`` are all
    sentences."""
    found = table.token_ids(texts)
    units = np.concatenate([np.zeros(0, np.uint16), *found])
    return _candidates(said, units, starts_of([len(own) for own in found]), scored)


def _candidates(said: Said, units: NDArray[np.uint16], unit_starts: NDArray[np.int64], scored: Scored) -> Candidates:
    return Candidates(
        said,
        units,
        unit_starts,
        scored.lexical,
        scored.dense,
        scored.lexical_z,
        scored.dense_z,
        scored.vectors,
        scored.middle,
    )


def with_texts(candidates: Candidates, stored: Sequence[StoredPassage], texts: Sequence[str]) -> Candidates:
    """The candidates with what is needed to explain them; ``texts`` are all sentences."""
    heads = [head(one.title, one.passage.section, one.passage.text) for one in stored]
    return replace(candidates, sentences=texts, heads=heads)


def sentence_texts(stored: Sequence[StoredPassage], stretches: Sequence[Stretch]) -> list[str]:
    """The texts of all sentences of passages."""
    return [
        one.passage.text[start:end]
        for one, stretch in zip(stored, stretches, strict=True)
        for start, end in stretch.sentences[:, :2].tolist()
    ]
