"""What is read of the tuning sets: the features of every unit of the passages found, for each way of asking."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.collection import Collection
from index.ingest import text_item
from index.reader.network import Network
from rag.evaluation.measures import contains
from rag.evidence.features import Matrix
from rag.evidence.reading import READ_PASSAGES, gather
from rag.terms import tokens
from rag.training.tuning import Asked, TuningSet, gold_units

log = logging.getLogger("rag.training")

ANSWERABLE: Final = "answerable"
TAKEN_OUT: Final = "taken out"
WRONG_COLLECTION: Final = "wrong collection"
NOT_TOLD: Final = "not told"
"""Questions that sound as if their document answered them: only the written sets have such."""
PARTS: Final = ("values", "gold", "held", "lengths", "groups")


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions of one set asked in one way. Shapes: u units of all q questions, f features.

    ``values`` (u, f); ``gold`` (u,) the units of the right document that answer; ``held`` (u,) those in which a gold answer
    stands, whatever the document; ``lengths`` (u,) syllables; question ``i`` has the units ``groups[i]`` to
    ``groups[i + 1]``.
    """

    names: tuple[str, ...]
    values: NDArray[np.float32]
    gold: NDArray[np.bool_]
    held: NDArray[np.bool_]
    lengths: NDArray[np.int64]
    groups: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.groups) - 1

    def matrices(self) -> Iterator[Matrix]:
        """Each question's features."""
        for start, end in pairwise(self.groups.tolist()):
            yield Matrix(self.names, self.values[start:end])

    def only(self, kept: NDArray[np.bool_]) -> Examples:
        """Some of the questions."""
        sizes = np.diff(self.groups)
        rows = np.repeat(kept, sizes)
        groups = np.concatenate([[0], np.cumsum(sizes[kept])]).astype(np.int64)
        parts = (self.values[rows], self.gold[rows], self.held[rows], self.lengths[rows])
        return Examples(self.names, *parts, groups)


def thinned(asked: Sequence[Asked], most: int) -> list[Asked]:
    """At most ``most`` of the questions, evenly spread."""
    step = max(-(-len(asked) // max(most, 1)), 1)
    return list(asked[::step])


def open_set(folder: Path, one: TuningSet, *, cut: bool) -> Collection:
    """A set's documents as a collection."""
    collection = Collection(folder, create=True)
    collection.add([text_item(source, "", text, cut=cut) for source, text in one.texts.items()])
    return collection


def examples(
    collection: Collection, asked: Sequence[Asked], mode: str, reader_of: Callable[[Asked], Network | None]
) -> Examples:
    """Asks the questions in one of the four ways; ``reader_of`` is a network that has not learnt from a question."""
    ids = {info.source: info.id for info in collection.documents()}
    everything = frozenset(ids.values())
    names: tuple[str, ...] = ()
    values, gold, held, lengths = [], [], [], []
    for one in asked:
        sources = one.sources
        own = {ids[source] for source in sources & ids.keys()} if mode == TAKEN_OUT else set()
        within = everything - own if own else None
        result = collection.search(one.question, READ_PASSAGES, collapse=False, within=within)
        evidence = gather(collection, result, reader_of(one))
        if evidence.matrix is None:
            continue
        names = evidence.matrix.names
        units = evidence.units
        right = np.array([mode == ANSWERABLE and result.hits[unit.hit].source in sources for unit in units], np.bool_)
        golden = gold_units(units, right, one)
        values.append(evidence.matrix.values)
        gold.append(golden)
        stands = mode == ANSWERABLE
        held.append(golden | np.array([stands and contains(unit.text, one.answers) for unit in units], np.bool_))
        lengths.append(np.array([len(tokens(unit.text)) for unit in units], np.int64))
    groups = np.concatenate([[0], np.cumsum([len(one) for one in gold])]).astype(np.int64)
    return Examples(
        names,
        np.concatenate(values),
        np.concatenate(gold),
        np.concatenate(held),
        np.concatenate(lengths),
        groups,
    )


def kept(path: Path, read: Callable[[], Examples]) -> Examples:
    """What ``read`` gave, kept in ``path``."""
    if not path.is_file():
        found = read()
        np.savez(path, names=np.array(found.names), **{part: getattr(found, part) for part in PARTS})
        log.info("%s: %d questions, %d units", path.stem, len(found), len(found.gold))
    with np.load(path, allow_pickle=False) as saved:
        return Examples(tuple(str(name) for name in saved["names"]), *(saved[part] for part in PARTS))
