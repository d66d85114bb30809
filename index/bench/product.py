"""The product's own figures: indexing, searching, memory, disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from index.bench.system import disk_megabytes, peak_megabytes, timed
from index.collection import Collection
from index.home import DEFAULT
from index.ingest import text_item
from index.retrieval import RETRIEVERS


def product_figures(texts: Sequence[str], questions: Sequence[str], home: Path) -> dict[str, Any]:
    """Indexes every text as a document of one passage in the default collection of ``home`` and asks every question.

    Throughput counts everything until the first question can be asked: encoding, the database, the derived files.
    """
    collection = Collection(home / "collections" / DEFAULT, create=True)
    items = [text_item(f"bench:{number}", f"Bài {number}", text, cut=False) for number, text in enumerate(texts)]
    started = perf_counter()
    report = collection.add(items)
    collection.snapshot()
    seconds = perf_counter() - started
    collection.search(questions[0])  # what is loaded once is not part of a question's time
    latency = {
        retriever: asdict(timed(partial(collection.search, retriever=retriever), questions)) for retriever in RETRIEVERS
    }
    dimension = collection.snapshot().dense.dimension
    collection.close()
    return {
        "passages": report.passages,
        "seconds": round(seconds, 3),
        "passages_per_second": round(report.passages / seconds, 1),
        "query_ms": latency,
        "peak_mb": peak_megabytes(),
        "disk_mb": disk_megabytes(home),
        "dimension": dimension,
        "question": questions[0],
    }
