"""Development figures of a table: nDCG@10 on BEIR folders, documents uncut, and finding translations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

TUNING_SETS = ("vinewsqa_dev", "visqa_multispan", "uit_seminar_wiki", "vicov19qa_val", "zalo2019_person")
_DEPTH = 10


def ndcg(scores: NDArray[np.float32], relevant: Sequence[dict[int, int]]) -> float:
    """Mean nDCG@10 of ``scores`` (queries × documents); ``relevant[q]`` maps documents to grades."""
    total = 0.0
    for row, grades in zip(scores, relevant, strict=True):
        best = np.argsort(-row, kind="stable")[:_DEPTH]
        gain = sum(grades.get(int(d), 0) / np.log2(rank + 2) for rank, d in enumerate(best))
        ideal = sum(g / np.log2(rank + 2) for rank, g in enumerate(sorted(grades.values(), reverse=True)[:_DEPTH]))
        total += gain / ideal
    return total / len(relevant)


def evaluate_folder(folder: Path, encode: Encode, without: frozenset[str] = frozenset()) -> float:
    """nDCG@10 of a dense search over a BEIR folder; documents whose text is in ``without`` are left out."""
    documents: dict[str, str] = {}
    for row in _lines(folder / "corpus.jsonl"):
        if row["text"] not in without:
            documents[row["_id"]] = f"{row.get('title') or ''} {row['text']}".strip()
    place = {name: i for i, name in enumerate(documents)}
    grades: dict[str, dict[int, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if document in place and int(grade) > 0:
            grades.setdefault(query, {})[place[document]] = int(grade)
    queries = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl") if row["_id"] in grades}
    scores = encode(list(queries.values())) @ encode(list(documents.values())).T
    return ndcg(scores, [grades[query] for query in queries])


def evaluate_tuning_sets(development: Path, encode: Encode) -> dict[str, float]:
    """nDCG@10 on the sets that settings may be chosen on; passages shared with a report set are dropped."""
    shared = frozenset(row["text"] for row in _lines(development / "viquad2_800" / "corpus.jsonl"))
    return {name: evaluate_folder(development / name, encode, shared) for name in TUNING_SETS}


def evaluate_translations(english: NDArray[np.float32], vietnamese: NDArray[np.float32]) -> dict[str, float]:
    """nDCG@10 of finding the other side of held-out sentence pairs."""
    own = [{i: 1} for i in range(len(english))]
    scores = english @ vietnamese.T
    return {"en->vi": ndcg(scores, own), "vi->en": ndcg(scores.T, own)}


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
