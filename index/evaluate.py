"""Retrieval evaluation, to import from: read datasets, measure systems on them, compare runs, write reports.

datasets = read_datasets([Path("mlqa_vi")])
results, notices = evaluate_all(datasets, Systems(("bm25", "dense")), library)
print(table(results))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.evaluation.comparing import Comparison, compare
from index.evaluation.datasets import Dataset, DatasetError, Evidence, Notice, Question, QuestionSet
from index.evaluation.html import page
from index.evaluation.judging import is_evidence
from index.evaluation.measures import MEASURES, measure
from index.evaluation.readers import read_beir, read_dataset, read_questions, read_squad
from index.evaluation.report import compared_records, compared_table, records, stages, table, write_files
from index.evaluation.running import (
    AS_IS,
    Engine,
    Evaluated,
    Library,
    Progress,
    Systems,
    Typist,
    as_typed,
    evaluate,
    silent,
)

__all__ = [
    "AS_IS",
    "MEASURES",
    "Comparison",
    "Dataset",
    "DatasetError",
    "Engine",
    "Evaluated",
    "Evidence",
    "Library",
    "Notice",
    "Progress",
    "Question",
    "QuestionSet",
    "Systems",
    "Typist",
    "as_typed",
    "compare",
    "compared_records",
    "compared_table",
    "evaluate",
    "evaluate_all",
    "is_evidence",
    "measure",
    "page",
    "read_beir",
    "read_dataset",
    "read_datasets",
    "read_questions",
    "read_squad",
    "records",
    "silent",
    "stages",
    "table",
    "write_files",
]


def read_datasets(paths: Sequence[Path]) -> list[Dataset | QuestionSet]:
    """Reads every dataset before anything runs, so that a bad one stops at once. Equal names get a number."""
    datasets: list[Dataset | QuestionSet] = []
    for path in paths:
        dataset = read_dataset(path)
        taken = {known.name for known in datasets}
        number = 2
        name = dataset.name
        while name in taken:
            name = f"{dataset.name}-{number}"
            number += 1
        datasets.append(replace(dataset, name=name))
    return datasets


def evaluate_all(
    datasets: Sequence[Dataset | QuestionSet],
    systems: Systems,
    library: Library,
    typist: Typist = as_typed,
    progress: Progress = silent,
) -> tuple[list[Evaluated], list[Notice]]:
    """Measures every system on every dataset; each dataset is indexed once."""
    results: list[Evaluated] = []
    notices: list[Notice] = []
    for dataset in datasets:
        measured, noticed = evaluate(dataset, systems, library, typist, progress)
        results.extend(measured)
        notices.extend(noticed)
    return results, notices
