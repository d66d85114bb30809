"""Measures of a run, computed with ir_measures."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from corpus.errors import HoidapError
from index.evaluation.datasets import Qrels
from index.evaluation.trec import as_scores, as_trec, as_trec_qrels
from index.types import Run

MEASURES = ("nDCG@10", "RR@10", "R@1", "R@5", "R@10", "R@100")
"""What is reported, in this order, under the names ir_measures gives them."""

DEPTH = 100
"""How many documents of each ranking are measured: as many as the deepest measure looks at."""

PerQuery = Mapping[str, Mapping[str, float]]
"""Measure to query id to value."""


def measure(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Every measure for every judged query. A query that is missing from the run counts as zero.

    Query ids are those of ``qrels``. Values are exactly what ir_measures gives on the written files.
    """
    library = _ir_measures()
    names = {_written: query for query, _written in zip(qrels, as_trec_qrels(qrels), strict=True)}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in MEASURES}
    wanted = [library.parse_measure(name) for name in MEASURES]
    scores = {query: ranking for query, ranking in as_scores(as_trec(run)).items() if query in names}
    for result in library.iter_calc(wanted, as_trec_qrels(qrels), scores):
        values[str(result.measure)][names[result.query_id]] = float(result.value)
    return values


def means(values: PerQuery) -> dict[str, float]:
    """The mean over the judged queries, per measure."""
    return {name: sum(by_query.values()) / len(by_query) for name, by_query in values.items()}


def _ir_measures() -> ModuleType:
    try:
        import ir_measures
    except ImportError as exc:
        raise HoidapError(
            "Chưa cài ir_measures, thư viện tính các độ đo. Hãy chạy: pip install ir-measures",
            "ir_measures, which computes the measures, is not installed. Run: pip install ir-measures",
        ) from exc
    return ir_measures  # type: ignore[no-any-return]
