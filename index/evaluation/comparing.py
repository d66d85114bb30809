"""Two runs on one dataset, query by query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.evaluation.datasets import Dataset, Notice, Qrels, one_line
from index.evaluation.judging import evidence_qrels
from index.evaluation.measures import measure
from index.evaluation.readers import read_dataset
from index.evaluation.statistics import Paired, paired
from index.evaluation.trec import as_trec_qrels, read_qrels, read_run


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run b against run a, per measure. ``p`` of a measure is not corrected for the number of measures."""

    dataset: str
    queries: int
    run_a: str
    run_b: str
    measures: Mapping[str, Paired]
    notices: tuple[Notice, ...] = ()


def compare(dataset: Path, run_a: Path, run_b: Path) -> Comparison:
    """Compares two TREC runs on a dataset, or on a TREC qrels file. Raises ``DatasetError``.

    Queries missing from a run count as zero there, queries without judgement are left out; notices count both.
    """
    name, qrels, notices = _judgements(dataset)
    runs = [read_run(path) for path in (run_a, run_b)]
    for path, run in zip((run_a, run_b), runs, strict=True):
        shown = one_line(path.name)
        missing = len(qrels.keys() - run.keys())
        if missing:
            notices.append(
                Notice(
                    missing,
                    f"{shown}: thiếu {missing} câu hỏi của tập {name}, tính là 0 điểm.",
                    f"{shown}: {missing} queries of {name} are missing and count as zero.",
                )
            )
        foreign = len(run.keys() - qrels.keys())
        if foreign:
            notices.append(
                Notice(
                    foreign,
                    f"{shown}: {foreign} câu hỏi không được phán xét trong tập {name} nên không được tính.",
                    f"{shown}: {foreign} queries are not judged in {name} and are left out.",
                )
            )
    first, second = (measure(qrels, run) for run in runs)
    tests = {measured: paired(first[measured], second[measured]) for measured in first}
    return Comparison(name, len(qrels), run_a.name, run_b.name, tests, tuple(notices))


def _judgements(path: Path) -> tuple[str, Qrels, list[Notice]]:
    if path.is_file() and path.suffix.lower() not in {".json", ".jsonl"}:
        judgements = read_qrels(path)
        return path.stem, {key: rows for key, rows in judgements.items() if any(v > 0 for v in rows.values())}, []
    dataset = read_dataset(path)
    qrels = dataset.qrels if isinstance(dataset, Dataset) else evidence_qrels(dataset)
    return dataset.name, as_trec_qrels(qrels), list(dataset.notices)
