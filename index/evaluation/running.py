"""Asking every question of a dataset and timing the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np

from index.evaluation.datasets import Dataset, Notice, Qrels, QuestionSet, SourceDocument
from index.evaluation.judging import Ranking, document_ranking, evidence_qrels, evidence_ranking
from index.evaluation.measures import DEPTH, means, measure
from index.evaluation.statistics import Interval, bootstrap
from index.types import Query, SearchResult

AS_IS = "as-is"
"""The way of typing that leaves a question as the dataset has it."""

PASSAGES_PER_DOCUMENT = 3
"""With ``split``, how many passages are fetched for each document wanted: a document may fill several ranks."""

TOTAL = "total"
"""The stage that is the whole search, as the caller sees it."""

Typist = Callable[[str, str], str]
"""(question, way of typing) to the question as it would be typed; deterministic."""


class Progress(Protocol):
    """Shows how far a loop is; yields what it is given."""

    def __call__(self, items: Sequence[Query], label: str, /) -> Iterable[Query]:
        """The items, one by one; ``label`` says what they are for."""
        ...


class Engine(Protocol):
    """What evaluation needs of something searchable."""

    @property
    def documents(self) -> int:
        """How many documents are searched."""
        ...

    @property
    def passages(self) -> int:
        """How many passages they make."""
        ...

    @property
    def notices(self) -> Sequence[Notice]:
        """What of the dataset cannot be found here."""
        ...

    @property
    def index_seconds(self) -> float | None:
        """How long indexing took; None when it was there before."""

    def search(self, question: str, k: int, retriever: str) -> SearchResult:
        """The best ``k`` passages; for a dataset's own documents a hit's ``source`` is the document's id there."""
        ...


class Library(Protocol):
    """Makes a dataset searchable. What it opens is gone afterwards, unless it was there before."""

    def index(self, name: str, documents: Sequence[SourceDocument], *, split: bool) -> AbstractContextManager[Engine]:
        """Documents in a throw-away place: one passage each, or cut as the product does."""
        ...

    def open_for(self, questions: QuestionSet) -> AbstractContextManager[Engine]:
        """The documents that the questions are about."""
        ...


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one stage over all queries."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One dataset, retriever and way of typing, measured. Queries are under the ids of ``qrels``."""

    dataset: str
    documents: int
    passages: int
    retriever: str
    typed: str
    split: bool
    asked: Mapping[str, str]
    qrels: Qrels
    run: Mapping[str, Ranking]
    values: Mapping[str, Mapping[str, float]]
    metrics: Mapping[str, float]
    intervals: Mapping[str, Interval]
    latency: Mapping[str, Latency]
    index_seconds: float | None


@dataclass(frozen=True, slots=True)
class Systems:
    """What to measure on each dataset: every retriever with every way of typing, documents cut or whole."""

    retrievers: tuple[str, ...] = ("hybrid",)
    typed: tuple[str, ...] = (AS_IS,)
    split: bool = False


def silent(items: Sequence[Query], label: str) -> Iterable[Query]:
    """Shows nothing."""
    del label
    return items


def as_typed(question: str, how: str) -> str:
    """Leaves every question as it is."""
    del how
    return question


def evaluate(
    dataset: Dataset | QuestionSet,
    systems: Systems,
    library: Library,
    typist: Typist = as_typed,
    progress: Progress = silent,
) -> tuple[list[Evaluated], list[Notice]]:
    """Measures every system on one dataset, indexed once."""
    if isinstance(dataset, QuestionSet):
        opened, split = library.open_for(dataset), True
    else:
        opened, split = library.index(dataset.name, dataset.documents, split=systems.split), systems.split
    with opened as engine:
        results = [
            _measure(dataset, engine, retriever, how, split, typist, progress)
            for retriever in systems.retrievers
            for how in systems.typed
        ]
        return results, [*dataset.notices, *engine.notices]


def _measure(
    dataset: Dataset | QuestionSet,
    engine: Engine,
    retriever: str,
    how: str,
    split: bool,
    typist: Typist,
    progress: Progress,
) -> Evaluated:
    judge, qrels = _judge(dataset)
    depth = DEPTH * PASSAGES_PER_DOCUMENT if split and isinstance(dataset, Dataset) else DEPTH
    queries = [Query(query.id, typist(query.text, how)) for query in dataset.queries]
    run: dict[str, Ranking] = {}
    stages: dict[str, list[float]] = {TOTAL: []}
    for query in progress(queries, f"{dataset.name} {retriever} {how}"):
        if not query.text.strip():
            continue  # missing from the run, so it counts as zero; a notice says so
        started = perf_counter()
        result = engine.search(query.text, depth, retriever)
        stages[TOTAL].append((perf_counter() - started) * 1000)
        for stage, milliseconds in result.milliseconds.items():
            if stage != TOTAL:
                stages.setdefault(stage, []).append(milliseconds)
        run[query.id] = judge(query.id, result)[:DEPTH]
    values = measure(qrels, run)
    return Evaluated(
        dataset=dataset.name,
        documents=engine.documents,
        passages=engine.passages,
        retriever=retriever,
        typed=how,
        split=split,
        asked={query.id: query.text for query in queries},
        qrels=qrels,
        run=run,
        values=values,
        metrics=means(values),
        intervals={name: bootstrap(by_query) for name, by_query in values.items()},
        latency={stage: _latency(times) for stage, times in stages.items() if times},
        index_seconds=engine.index_seconds,
    )


def _judge(dataset: Dataset | QuestionSet) -> tuple[Callable[[str, SearchResult], Ranking], Qrels]:
    if isinstance(dataset, Dataset):
        return (lambda _, result: document_ranking(result.hits)), dataset.qrels
    evidence = {question.id: question.evidence for question in dataset.questions}
    return (lambda query, result: evidence_ranking(result.hits, evidence[query])), evidence_qrels(dataset)


def _latency(times: Sequence[float]) -> Latency:
    low, high = np.percentile(np.asarray(times), [50, 95])
    return Latency(float(low), float(high))
