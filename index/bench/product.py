"""The product's own figures: indexing, searching, memory, disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, overload

from index.bench.system import disk_megabytes, peak_megabytes, timed
from index.collection import Collection
from index.home import DEFAULT
from index.ingest import Item, text_item
from index.reader.network import bundled_network
from index.retrieval import RETRIEVERS

ENCODED = 5_000
"""Passages over which the embedding alone is measured."""
CONTESTED = "hybrid, contested"
"""Questions to which several passages answer about equally well, so that they are read before they are put in order."""
_WARM = 64


class _Items(Sequence[Item]):
    """A text as a document of one passage each, made when asked for: the bench itself should take little memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, number: int) -> Item: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Item]: ...
    def __getitem__(self, number: int | slice) -> Item | Sequence[Item]:
        if isinstance(number, slice):
            return _Items(self._texts[number])
        return text_item(f"bench:{number}", f"Bài {number}", self._texts[number], cut=False)

    def __iter__(self) -> Iterator[Item]:
        return (self[number] for number in range(len(self)))


def product_figures(
    texts: Sequence[str], questions: Sequence[str], contested: Sequence[str], home: Path
) -> dict[str, Any]:
    """Indexes every text as a document of one passage in the default collection of ``home`` and asks every question; the
    ``contested`` ones of ``hybrid`` alone, as ``CONTESTED``.

    Throughput counts everything until the first question can be asked: encoding, the database, the derived files. The
    embedding alone is measured apart, over the first ``ENCODED`` texts, as a transformer's is.
    """
    collection = Collection(home / "collections" / DEFAULT, create=True)
    encoder = collection.encoder_for()
    encoder.encode_passages(texts[:_WARM])
    started = perf_counter()
    encoder.encode_passages(texts[:ENCODED])
    encoding = perf_counter() - started
    started = perf_counter()
    report = collection.add(_Items(texts))
    collection.snapshot()
    seconds = perf_counter() - started
    collection.search(questions[0])  # what is loaded once is not part of a question's time
    bundled_network()
    latency = {
        retriever: asdict(timed(partial(collection.search, retriever=retriever), questions)) for retriever in RETRIEVERS
    }
    latency[CONTESTED] = asdict(timed(collection.search, contested))
    dimension = collection.snapshot().dense.dimension
    collection.close()
    return {
        "passages": report.passages,
        "seconds": round(seconds, 3),
        "passages_per_second": round(report.passages / seconds, 1),
        "encoded_per_second": round(min(len(texts), ENCODED) / encoding, 1),
        "query_ms": latency,
        "peak_mb": peak_megabytes(),
        "disk_mb": disk_megabytes(home),
        "dimension": dimension,
        "question": questions[0],
    }
