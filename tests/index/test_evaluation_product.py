"""Evaluation over real collections, with a toy encoder where only the plumbing is looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from evaluation_toys import write_beir, write_jsonl
from toys import Backwards

from index.collection import Collection
from index.evaluate import Systems, evaluate_all, read_datasets, records
from index.evaluation.product import ProductLibrary, product_typist
from index.home import collections
from index.types import ModelIdentity, Vectors


class ToyEncoder:
    """Counts words in 32 buckets."""

    identity = ModelIdentity("toy", hashlib.sha256(b"toy").hexdigest(), 32)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        counts = np.zeros((len(texts), 32), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                counts[row, int(hashlib.md5(word.encode()).hexdigest(), 16) % 32] += 1
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return counts / np.where(lengths == 0, 1, lengths)


LONG = " ".join(f"Câu số {number} nói về chuyện thứ {number} của làng này ." for number in range(60))
DOCUMENTS = {
    "d 1": "Hà Nội là thủ đô và có hồ Gươm ở giữa lòng thành phố.",
    "d2": "Huế là cố đô nằm bên sông Hương.",
    "d3": f"{LONG} Cuối cùng là cây đa đầu làng cổ thụ.",
    "d4": "Huế là cố đô nằm bên sông Hương.",  # the same words as d2: both must stay
}
QUERIES = {"q1": "hồ Gươm ở thành phố nào", "q2": "cố đô bên sông Hương", "q3": "cây đa cổ thụ ở đâu"}
QRELS = [("q1", "d 1", 1), ("q2", "d2", 1), ("q2", "d4", 1), ("q3", "d3", 1)]


@pytest.fixture
def library() -> ProductLibrary:
    return ProductLibrary(encoder=ToyEncoder())


def test_a_reranker_reorders_what_hybrid_finds_and_leaves_the_others(tmp_path: Path) -> None:
    datasets = read_datasets([write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)])
    systems = Systems(("hybrid", "bm25"))
    plain, _ = evaluate_all(datasets, systems, ProductLibrary(encoder=ToyEncoder()))
    ranked, _ = evaluate_all(datasets, systems, ProductLibrary(encoder=ToyEncoder(), reranker=Backwards()))
    for query, run in plain[0].run.items():
        assert [name for name, _ in ranked[0].run[query]] == [name for name, _ in reversed(run)]
    assert ranked[1].run == plain[1].run
    assert "rerank" in ranked[0].latency
    assert "rerank" not in ranked[1].latency


def test_documents_stay_whole_and_duplicates_are_kept(tmp_path: Path, library: ProductLibrary) -> None:
    datasets = read_datasets([write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)])
    results, notices = evaluate_all(datasets, Systems(("bm25", "dense", "fusion", "hybrid")), library)
    assert notices == []
    for record in records(results):
        assert (record["documents"], record["passages"], record["queries"]) == (4, 4, 3)
        assert record["index_seconds"] > 0
    lexical = results[0]
    assert lexical.metrics["R@5"] == 1.0  # d2 and d4 both, under the dataset's ids
    assert lexical.metrics["R@1"] == pytest.approx((1 + 0.5 + 1) / 3)
    assert {document for document, _ in lexical.run["q2"]} >= {"d2", "d4"}
    assert collections() == []  # nothing is left behind


def test_split_cuts_and_scores_documents(tmp_path: Path, library: ProductLibrary) -> None:
    datasets = read_datasets([write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)])
    results, _ = evaluate_all(datasets, Systems(("bm25",), split=True), library)
    (record,) = records(results)
    assert record["passages"] > record["documents"] == 4
    assert record["split"] is True
    assert results[0].metrics["R@5"] == 1.0
    assert [document for document, _ in results[0].run["q3"]].count("d3") == 1


def test_questions_are_typed_as_wished(tmp_path: Path, library: ProductLibrary) -> None:
    datasets = read_datasets([write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)])
    results, _ = evaluate_all(datasets, Systems(("bm25",), ("as-is", "unaccented")), library, product_typist)
    assert results[0].asked["q1"] == "hồ Gươm ở thành phố nào"
    assert results[1].asked["q1"] == "ho Guom o thanh pho nao"


def asked(key: str, document: str, *strings: str) -> dict[str, object]:
    return {
        "id": key,
        "question": "sông Hương ở đâu",
        "answers": ["Huế"],
        "evidence": [{"document": document, "all_of": list(strings)}],
    }


def test_questions_over_the_folder_they_lie_in(tmp_path: Path, library: ProductLibrary) -> None:
    folder = tmp_path / "tai-lieu"
    folder.mkdir()
    (folder / "hue.txt").write_text("Huế là cố đô nằm bên sông Hương.\n", encoding="utf-8")
    (folder / "ha-noi.txt").write_text("Hà Nội có hồ Gươm.\n", encoding="utf-8")
    rows = [asked("1", "hue.txt", "cố đô"), asked("2", "hue.txt", "không có chuỗi này")]
    datasets = read_datasets([write_jsonl(folder / "hoi.jsonl", rows)])
    results, notices = evaluate_all(datasets, Systems(("bm25",)), library)
    assert results[0].documents == 2
    assert results[0].values["R@5"] == {"1": 1.0, "2": 0.0}
    assert [(notice.count, "no passage" in notice.en) for notice in notices] == [(1, True)]


def test_questions_over_a_collection_say_what_is_not_there(tmp_path: Path) -> None:
    source = tmp_path / "hue.txt"
    source.write_text("Huế là cố đô nằm bên sông Hương.\n", encoding="utf-8")
    collection = Collection.named("rieng", create=True)
    collection.ingest([source])
    collection.close()
    rows = [asked("1", "hue.txt", "cố đô"), asked("2", "vang.txt", "cố đô")]
    datasets = read_datasets([write_jsonl(tmp_path / "xa" / "hoi.jsonl", rows)])
    results, notices = evaluate_all(datasets, Systems(("bm25",)), ProductLibrary("rieng"))
    assert results[0].index_seconds is None
    assert results[0].values["R@1"] == {"1": 1.0, "2": 0.0}
    assert [notice.count for notice in notices] == [1, 1]
    assert "vang.txt" in notices[0].vi


def test_empty_documents_are_counted(tmp_path: Path, library: ProductLibrary) -> None:
    folder = write_beir(tmp_path / "nho", {**DOCUMENTS, "d5": " "}, QUERIES, QRELS)
    results, notices = evaluate_all(read_datasets([folder]), Systems(("bm25",)), library)
    assert results[0].metrics["R@5"] == 1.0
    assert [notice.count for notice in notices] == [1]
