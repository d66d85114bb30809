"""Datasets are read whole, and whatever is wrong with one is said with a count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_toys import write_beir, write_jsonl

from index.evaluate import Dataset, DatasetError, QuestionSet, read_dataset, read_datasets

DOCUMENTS = {"d1": "Hà Nội là thủ đô.", "d2": "Huế có sông Hương."}
QUERIES = {"q1": "thủ đô ở đâu", "q2": "sông nào ở Huế"}
QRELS = [("q1", "d1", 1), ("q2", "d2", 1)]


def test_beir_folder(tmp_path: Path) -> None:
    dataset = read_dataset(write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS))
    assert isinstance(dataset, Dataset)
    assert dataset.name == "nho"
    assert [document.id for document in dataset.documents] == ["d1", "d2"]
    assert [query.text for query in dataset.queries] == ["thủ đô ở đâu", "sông nào ở Huế"]
    assert dataset.qrels == {"q1": {"d1": 1}, "q2": {"d2": 1}}
    assert dataset.notices == ()


def test_beir_keeps_judgements_in_a_folder(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    dataset = read_dataset(folder)
    assert isinstance(dataset, Dataset)
    assert len(dataset.qrels) == 2


def test_title_and_text_are_one_passage(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)
    write_jsonl(folder / "corpus.jsonl", [{"_id": "d1", "title": "Huế", "text": "kinh đô"}, {"_id": "d2", "text": "x"}])
    dataset = read_dataset(folder)
    assert isinstance(dataset, Dataset)
    assert [document.passage_text for document in dataset.documents] == ["Huế kinh đô", "x"]


def test_squad_paragraphs_are_documents(tmp_path: Path) -> None:
    def asked(key: str, **more: object) -> dict[str, object]:
        return {"id": key, "question": f"hỏi {key}?", "answers": [], **more}

    article = {
        "title": "Bài",
        "paragraphs": [
            {"context": "đoạn một", "qas": [asked("a"), asked("b", is_impossible=True)]},
            {"context": "đoạn hai", "qas": [asked("c")]},
        ],
    }
    path = tmp_path / "bo.json"
    path.write_text(json.dumps({"data": [article]}), encoding="utf-8")
    dataset = read_dataset(path)
    assert isinstance(dataset, Dataset)
    assert [document.passage_text for document in dataset.documents] == ["Bài đoạn một", "Bài đoạn hai"]
    assert dataset.qrels == {"a": {"0-0": 1}, "c": {"0-1": 1}}
    assert [notice.count for notice in dataset.notices] == [1]


def test_our_questions(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "question": "a?", "answers": ["x"], "evidence": [{"document": "t.txt", "all_of": ["189"]}]},
        {"id": "2", "question": "b?", "answers": [], "evidence": [], "answerable": False},
    ]
    questions = read_dataset(write_jsonl(tmp_path / "hoi.jsonl", rows))
    assert isinstance(questions, QuestionSet)
    assert [query.id for query in questions.queries] == ["1"]
    assert questions.questions[0].evidence[0].all_of == ("189",)
    assert [notice.count for notice in questions.notices] == [1]


@pytest.mark.parametrize(
    ("queries", "qrels", "count", "word"),
    [
        (QUERIES, QRELS[:1], 1, "no relevant judgement"),
        (QUERIES, [*QRELS, ("q2", "d9", 1), ("q1", "d8", 1)], 2, "unknown documents"),
        (QUERIES, [*QRELS, ("q7", "d1", 1)], 1, "unknown queries"),
        ({**QUERIES, "q2": "  "}, QRELS, 1, "empty queries"),
        ({**QUERIES, "q3": "thừa"}, [*QRELS, ("q3", "d1", 0)], 1, "no relevant judgement"),
    ],
)
def test_what_does_not_fit_is_counted(
    tmp_path: Path, queries: dict[str, str], qrels: list[tuple[str, str, int]], count: int, word: str
) -> None:
    dataset = read_dataset(write_beir(tmp_path / "hong", DOCUMENTS, queries, qrels))
    assert [notice.count for notice in dataset.notices] == [count]
    assert f"{count} " in dataset.notices[0].en
    assert word in dataset.notices[0].en
    assert f"{count} " in dataset.notices[0].vi


@pytest.mark.parametrize("part", ["corpus.jsonl", "queries.jsonl"])
def test_duplicate_ids_are_refused_with_their_number(tmp_path: Path, part: str) -> None:
    folder = write_beir(tmp_path / "hong", DOCUMENTS, QUERIES, QRELS)
    path = folder / part
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(DatasetError, match="trùng") as caught:
        read_dataset(folder)
    assert "2 duplicate" in caught.value.en
    assert part in caught.value.en


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ('{"_id": "d1", "text": "a"}\n{hỏng\n', "corpus.jsonl:2"),
        ('{"_id": "d1"}\n', "corpus.jsonl:1"),
        ('{"_id": "d1", "text": 5}\n', "corpus.jsonl:1"),
        ('["d1", "a"]\n', "corpus.jsonl:1"),
    ],
)
def test_malformed_rows_are_named(tmp_path: Path, content: str, where: str) -> None:
    folder = write_beir(tmp_path / "hong", DOCUMENTS, QUERIES, QRELS)
    (folder / "corpus.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        read_dataset(folder)
    assert where in caught.value.en
    assert "\n" not in caught.value.vi + caught.value.en


@pytest.mark.parametrize("line", ["q1 d1", "q1\td1\tmột", "q1 0 d1 1 9"])
def test_malformed_judgements_are_named(tmp_path: Path, line: str) -> None:
    folder = write_beir(tmp_path / "hong", DOCUMENTS, QUERIES, QRELS)
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\nq2\td2\t1\n{line}\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"qrels\.tsv:3"):
        read_dataset(folder)


def test_contradicting_judgements_are_refused(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "hong", DOCUMENTS, QUERIES, [*QRELS, ("q1", "d1", 2)])
    with pytest.raises(DatasetError, match="hai lần"):
        read_dataset(folder)


def test_missing_parts_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="khong-co"):
        read_dataset(tmp_path / "khong-co")
    with pytest.raises(DatasetError, match="BEIR"):
        read_dataset(tmp_path)
    folder = write_beir(tmp_path / "thieu", DOCUMENTS, QUERIES, QRELS)
    (folder / "qrels.tsv").unlink()
    with pytest.raises(DatasetError, match=r"qrels\.tsv"):
        read_dataset(folder)
    (folder / "queries.jsonl").unlink()
    with pytest.raises(DatasetError, match=r"queries\.jsonl"):
        read_dataset(folder)


def test_an_answerable_question_needs_evidence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="evidence"):
        read_dataset(write_jsonl(tmp_path / "hoi.jsonl", [{"id": "1", "question": "a?", "answers": []}]))


def test_equal_names_get_a_number(tmp_path: Path) -> None:
    paths = [write_beir(tmp_path / part / "test", DOCUMENTS, QUERIES, QRELS) for part in ("a", "b", "c")]
    assert [dataset.name for dataset in read_datasets(paths)] == ["test", "test-2", "test-3"]
