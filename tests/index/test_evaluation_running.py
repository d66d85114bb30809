"""Running an evaluation: what is asked, what counts, what is reported."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from evaluation_toys import ToyLibrary, write_beir, write_jsonl

from corpus.document import Passage
from index.evaluate import (
    AS_IS,
    MEASURES,
    Evidence,
    Notice,
    Systems,
    compare,
    compared_records,
    compared_table,
    evaluate_all,
    is_evidence,
    page,
    read_datasets,
    records,
    table,
    write_files,
)
from index.evaluation.datasets import SourceDocument
from index.types import Hit, Location

DOCUMENTS = {
    "d1": "Hà Nội là thủ đô . Ở đó có hồ Gươm .",
    "d2": "Huế là cố đô bên sông Hương",
    "d3": "Đà Nẵng có cầu Rồng",
}
QUERIES = {"q1": "hồ Gươm ở đâu", "q2": "sông Hương chảy qua đâu", "q3": "cầu Rồng ở đâu"}
QRELS = [("q1", "d1", 1), ("q2", "d2", 1), ("q3", "d3", 1)]


def shout(question: str, how: str) -> str:
    return question.upper() if how == "telex" else question


def test_every_retriever_and_way_of_typing_gives_one_record(tmp_path: Path) -> None:
    library = ToyLibrary()
    datasets = read_datasets([write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)])
    results, notices = evaluate_all(datasets, Systems(("toy", "worst"), (AS_IS, "telex")), library, shout)
    found = records(results)
    assert [(record["retriever"], record["typed"]) for record in found] == [
        ("toy", "as-is"),
        ("toy", "telex"),
        ("worst", "as-is"),
        ("worst", "telex"),
    ]
    assert library.opened == ["nho"]  # indexed once
    assert notices == []
    for record in found:
        assert list(record) == [
            "dataset", "documents", "passages", "queries", "retriever", "typed", "split", "metrics", "latency_ms",
            "index_seconds",
        ]  # fmt: skip
        assert list(record["metrics"]) == list(MEASURES)
        assert list(record["latency_ms"]) == ["p50", "p95"]
        assert (record["dataset"], record["documents"], record["queries"]) == ("nho", 3, 3)
    assert found[0]["metrics"]["R@1"] == 1.0
    assert found[2]["metrics"]["R@1"] < 1.0
    assert results[1].asked["q1"] == "HỒ GƯƠM Ở ĐÂU"


def test_a_split_document_scores_as_its_best_passage(tmp_path: Path) -> None:
    datasets = read_datasets([write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)])
    results, _ = evaluate_all(datasets, Systems(("toy",), split=True), ToyLibrary())
    (record,) = records(results)
    assert record["split"] is True
    assert record["passages"] > record["documents"] == 3
    assert [document for document, _ in results[0].run["q1"]].count("d1") == 1
    assert record["metrics"]["R@1"] == 1.0


def test_an_empty_query_counts_as_zero(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "nho", DOCUMENTS, {**QUERIES, "q2": " "}, QRELS)
    results, notices = evaluate_all(read_datasets([folder]), Systems(("toy",)), ToyLibrary())
    assert results[0].metrics["R@1"] == pytest.approx(2 / 3)
    assert [notice.count for notice in notices] == [1]


def test_files_come_back_as_the_same_figures(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)
    results, _ = evaluate_all(read_datasets([folder]), Systems(("toy", "worst")), ToyLibrary())
    written = write_files(tmp_path / "ra", results)
    assert sorted(path.name for path in written) == [
        "nho.qrels", "nho.toy.as-is.run", "nho.toy.as-is.tsv", "nho.worst.as-is.run", "nho.worst.as-is.tsv",
    ]  # fmt: skip
    comparison = compare(folder, tmp_path / "ra" / "nho.toy.as-is.run", tmp_path / "ra" / "nho.worst.as-is.run")
    for name in MEASURES:
        assert comparison.measures[name].a == pytest.approx(results[0].metrics[name])
        assert comparison.measures[name].b == pytest.approx(results[1].metrics[name])
    (record,) = compared_records(comparison)
    assert record["metrics"]["R@1"]["difference"] < 0
    assert "nho.worst.as-is.run" in compared_table(comparison)
    rows = (tmp_path / "ra" / "nho.toy.as-is.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 4
    assert rows[1].split("\t")[:2] == ["q1", "hồ Gươm ở đâu"]


def test_dataset_names_cannot_leave_the_folder(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "a..b c", DOCUMENTS, QUERIES, QRELS)
    results, _ = evaluate_all(read_datasets([folder]), Systems(("toy",)), ToyLibrary())
    for path in write_files(tmp_path / "ra", results):
        assert path.resolve().parent == (tmp_path / "ra").resolve()


def question(key: str, *evidence: tuple[str, list[str]]) -> dict[str, object]:
    return {
        "id": key,
        "question": "sông Hương ở đâu",
        "answers": ["Huế"],
        "evidence": [{"document": document, "all_of": strings} for document, strings in evidence],
        "answerable": True,
    }


def test_our_questions_count_the_first_passage_with_evidence(tmp_path: Path) -> None:
    documents = [
        SourceDocument("/nha/khac.txt", "Khác", "sông Hương ở Huế có cầu"),
        SourceDocument("/nha/hue.txt", "Cố đô", "sông Hương   CHẢY qua Huế"),
        SourceDocument("/nha/xa.txt", "Xa", "không liên quan"),
    ]
    rows = [
        question("theo-ten-tep", ("hue.txt", ["sông hương chảy"])),
        question("theo-tieu-de", ("Cố đô", ["Huế"])),
        question("moi-noi-deu-duoc", ("xa.txt", ["liên quan"]), ("khac.txt", ["cầu"])),
        question("khong-du", ("hue.txt", ["Huế", "cầu"])),
        question("sai-tai-lieu", ("vang.txt", ["Huế"])),
    ]
    datasets = read_datasets([write_jsonl(tmp_path / "hoi.jsonl", rows)])
    results, _ = evaluate_all(datasets, Systems(("toy",)), ToyLibrary(documents))
    assert results[0].values["RR@10"] == {
        "theo-ten-tep": 0.5,
        "theo-tieu-de": 0.5,
        "moi-noi-deu-duoc": 1.0,
        "khong-du": 0.0,
        "sai-tai-lieu": 0.0,
    }
    assert results[0].values["R@5"]["moi-noi-deu-duoc"] == 1.0
    assert records(results)[0]["index_seconds"] is None
    assert "–" in table(results)


def test_evidence_counts_where_a_hit_is_also_in_the_document() -> None:
    passage = Passage("a:0-9", "a", "189 trong\n 193 NƯỚC", 0, 9)
    place = Location("b", "Bản B", "C:\\thu muc\\b.txt", (), None, 0, 9)
    hit = Hit(passage, "Bản A", "upload:a.txt", 1.0, 1, (place,))
    assert is_evidence(hit, Evidence("a.txt", ("193 nước",)))
    assert is_evidence(hit, Evidence("b.txt", ("189", "trong 193")))
    assert not is_evidence(hit, Evidence("c.txt", ("189",)))
    assert not is_evidence(hit, Evidence("b.txt", ("190",)))


class _Parsed(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">"\' & </style></svg>'


def test_the_report_shows_hostile_text_and_asks_for_nothing(tmp_path: Path) -> None:
    folder = write_beir(
        tmp_path / "nho", DOCUMENTS, {**QUERIES, f"q4{HOSTILE}": HOSTILE}, [*QRELS, (f"q4{HOSTILE}", "d1", 1)]
    )
    results, _ = evaluate_all(read_datasets([folder]), Systems((f"toy{HOSTILE}", "worst")), ToyLibrary())
    html = page(results, [Notice(1, HOSTILE, HOSTILE)])
    parsed = _Parsed()
    parsed.feed(html)
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "a", "form", "use", "image", "foreignobject"}
    attributes = {key for _, attrs in parsed.tags for key in attrs}
    assert not {key for key in attributes if key.startswith("on") or key in {"src", "href", "style"}}
    assert "url(" not in html
    assert "@import" not in html
    assert "alert(1)" in "".join(parsed.text)
    assert {"svg", "polyline", "rect", "details"} <= names
    assert ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'") in {
        (attrs.get("http-equiv"), attrs.get("content")) for tag, attrs in parsed.tags if tag == "meta"
    }


def test_the_table_has_a_line_for_each_system(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "nho", DOCUMENTS, QUERIES, QRELS)
    results, _ = evaluate_all(read_datasets([folder]), Systems(("toy", "worst")), ToyLibrary())
    lines = table(results, "en").splitlines()
    assert len(lines) == 3
    assert "nDCG@10" in lines[0]
    assert f"{results[0].metrics['nDCG@10']:.4f}" in lines[1]
    assert len({len(line) for line in lines}) == 1
