"""The dense index: FAISS over the stored 8-bit vectors. Flat, so exact; 8-bit above 50,000 passages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.fusion import sample_of
from index.products import products
from index.types import Vectors

FLAT_UP_TO: Final = 50_000
"""Above this many passages the index keeps 8 bits a value: a quarter of the memory, the same ranking to .001."""


def _faiss() -> Any:
    """FAISS, imported on first use: it takes a third of a second."""
    import faiss

    # One question at a time gives its threads nothing to share, and waiting for each other costs more than the search.
    faiss.omp_set_num_threads(1)
    return faiss


def quantise(vectors: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """8-bit rows and a float32 scale each: ``vectors ~ scales[:, None] * rows``. Zero rows get scale 0."""
    scales = (np.abs(vectors).max(axis=1, initial=0.0) / 127.0).astype(np.float32)
    safe = np.where(scales > 0, scales, 1.0)
    return np.rint(vectors / safe[:, None]).astype(np.int8), scales


def dequantise(rows: NDArray[np.int8], scales: NDArray[np.float32]) -> Vectors:
    """The vectors that ``quantise`` packed, to within half a step."""
    return rows.astype(np.float32) * scales[:, None]


class DenseIndex:
    """Inner products with every stored vector. Immutable once built; searching from several threads is safe."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._population: Vectors | None = None

    @classmethod
    def build(cls, rows: NDArray[np.int8], scales: NDArray[np.float32]) -> DenseIndex:
        """An index over quantised vectors, shape (n, d)."""
        faiss = _faiss()
        count, dimension = rows.shape
        if count <= FLAT_UP_TO:
            index = faiss.IndexFlatIP(max(dimension, 1))
        else:
            index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
            step = max(count // FLAT_UP_TO, 1)
            index.train(np.ascontiguousarray(dequantise(rows[::step], scales[::step])))
        for at in range(0, count, 65_536):  # in parts: the float32 copy of everything is never in memory at once
            index.add(np.ascontiguousarray(dequantise(rows[at : at + 65_536], scales[at : at + 65_536])))
        return cls(index)

    def save(self, path: Path) -> None:
        """Writes the index to ``path`` through our own file handle: FAISS cannot open every Unicode path on Windows."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """The index as FAISS writes it."""
        data: bytes = _faiss().serialize_index(self._index).tobytes()
        return data

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Reads the index at ``path``; ValueError when it is damaged."""
        faiss = _faiss()
        try:
            return cls(faiss.deserialize_index(np.fromfile(path, dtype=np.uint8)))
        except RuntimeError as error:
            raise ValueError(f"{path}: not an index") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Values of each vector."""
        return int(self._index.d)

    def search(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and inner products of the ``k`` nearest to ``query`` (1, d), best first, among ``allowed`` (n,)."""
        faiss = _faiss()
        if allowed is not None:
            chosen = np.flatnonzero(allowed).astype(np.int64)
            if not len(chosen):
                return chosen, np.zeros(0, np.float32)
            # SearchParameters work for flat and scalar-quantised indexes alike; small selections are scored directly.
            if len(chosen) <= 4 * k:
                scores = self.scores(query, chosen)
                order = np.argsort(-scores, kind="stable")[:k]
                return chosen[order], scores[order]
            packed = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(packed)
            parameters = faiss.SearchParameters(sel=selector)
            scores, ids = self._index.search(query, min(k, len(chosen)), params=parameters)
        else:
            scores, ids = self._index.search(query, min(k, max(len(self), 1)))
        known = ids[0] >= 0
        return ids[0][known].astype(np.int64), scores[0][known].astype(np.float32)

    def vectors(self, positions: NDArray[np.int64]) -> Vectors:
        """The vectors at ``positions``, shape (len(positions), d)."""
        if not len(positions):
            return np.zeros((0, self.dimension), np.float32)
        found: Vectors = self._index.reconstruct_batch(np.ascontiguousarray(positions, dtype=np.int64))
        return found

    def population(self, query: Vectors) -> NDArray[np.float32]:
        """Inner products of ``query`` (1, d) with the sample that stands for the collection (``fusion.sample_of``)."""
        if self._population is None:
            self._population = self.vectors(sample_of(len(self)))
        return products(self._population, query[0])

    def middle(self) -> NDArray[np.float32]:
        """The mean of the sample's vectors, shape (d,): the direction that all passages share."""
        if self._population is None:
            self._population = self.vectors(sample_of(len(self)))
        mean: NDArray[np.float32] = self._population.mean(axis=0)
        return mean

    def scores(self, query: Vectors, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Inner products of ``query`` (1, d) with the vectors at ``positions``."""
        return products(self.vectors(positions), query[0])
