"""The commands ``eval`` and ``bench`` at the edge: arguments, messages, exit by error."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from evaluation_toys import write_beir

from corpus.errors import HoidapError, UsageError
from index import retrieval
from index.evaluate import DatasetError
from index.evaluation.trec import write_qrels, write_run
from index.readings.typed import Typing
from ui.commands_eval import RETRIEVERS, TYPED, add_bench_parser, add_eval_parser, run_bench, run_eval


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.set_defaults(lang="vi", collection=None)
    commands = parser.add_subparsers(dest="command", required=True)
    add_eval_parser(commands)
    add_bench_parser(commands)
    return parser.parse_args(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("eval",),
        ("eval", "x", "--retriever", "google"),
        ("eval", "x", "--typed", "telex,hoa"),
        ("eval", "x", "--retriever", ","),
        ("eval", "thua", "--compare", "a", "b", "c"),
    ],
)
def test_wrong_use_of_eval(arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        run_eval(parse(*arguments))
    assert "\n" not in caught.value.vi + caught.value.en


@pytest.mark.parametrize("sizes", ["", "0", "một", "1000,-5", "²"])
def test_wrong_sizes(sizes: str) -> None:
    with pytest.raises(UsageError, match="--sizes"):
        run_bench(parse("bench", f"--sizes={sizes}"))


def test_an_unknown_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="khong-co"):
        run_eval(parse("eval", str(tmp_path / "khong-co")))


def test_choices_are_those_of_the_library() -> None:
    assert set(RETRIEVERS) == set(retrieval.RETRIEVERS)
    assert list(TYPED) == list(Typing)


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("", encoding="utf-8")
    dataset = write_beir(tmp_path / "nho", {"a": "Huế"}, {"1": "Huế"}, [("1", "a", 1)])
    with pytest.raises(HoidapError, match="thư mục"):
        run_eval(parse("eval", str(dataset), "--run", str(tmp_path / "tep" / "ra")))


def test_eval_prints_writes_and_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = {"a": "Huế là cố đô bên sông Hương", "b": "Hà Nội có hồ Gươm"}
    dataset = write_beir(tmp_path / "nho", documents, {"1": "sông Hương", "2": " "}, [("1", "a", 1), ("2", "b", 1)])
    out, html = tmp_path / "ra" / "run", tmp_path / "ra" / "bao-cao.html"
    options = ["--retriever", "bm25,dense", "--typed", "as-is,telex", "--run", str(out), "--html", str(html)]
    assert run_eval(parse("eval", str(dataset), *options, "--json")) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert [(row["retriever"], row["typed"]) for row in found] == [
        ("bm25", "as-is"), ("bm25", "telex"), ("dense", "as-is"), ("dense", "telex"),
    ]  # fmt: skip
    assert found[0]["metrics"]["R@1"] == 0.5
    assert "1 câu hỏi trống" in shown.err
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (out / "nho.bm25.telex.run").is_file()
    assert run_eval(parse("eval", str(dataset))) == 0
    assert "hybrid" in capsys.readouterr().out


def test_compare_prints_a_table_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_qrels(tmp_path / "tap.qrels", {"1": {"a": 1}, "2": {"b": 1}})
    write_run(tmp_path / "x.run", {"1": [("a", 2.0)], "2": [("a", 2.0), ("b", 1.0)]}, "x")
    write_run(tmp_path / "y.run", {"1": [("a", 2.0)]}, "y")
    paths = [str(tmp_path / name) for name in ("tap.qrels", "x.run", "y.run")]
    assert run_eval(parse("eval", "--compare", *paths)) == 0
    shown = capsys.readouterr()
    assert "nDCG@10" in shown.out
    assert "-0.3155" in shown.out
    assert "y.run: thiếu 1 câu hỏi" in shown.err
    assert run_eval(parse("eval", "--compare", *paths, "--json")) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert record["metrics"]["R@5"]["difference"] == -0.5


def test_answers_are_measured_and_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [{"id": "a", "question": "Thư viện mở cửa năm nào?", "answers": [{"text": "1998"}]}]
    texts = [("Thư viện thành phố mở cửa năm 1998.", asked), ("Vườn trồng nhiều giống hoa hồng.", [])]
    paragraphs = [{"context": text, "qas": questions} for text, questions in texts]
    dataset = tmp_path / "nho.json"
    dataset.write_text(json.dumps({"data": [{"title": "", "paragraphs": paragraphs}]}), encoding="utf-8")
    report = tmp_path / "moi" / "bao-cao.html"
    assert run_eval(parse("eval", str(dataset), "--answers", "--json", "--html", str(report))) == 0
    record = json.loads(capsys.readouterr().out)[0]
    assert record["dataset"] == "nho"
    assert record["answers"]["questions"] == 1
    assert record["answers"]["citations_true"] == 1.0
    assert set(record["answers"]["unanswerable"]) == {"taken out"}
    assert "<svg" in report.read_text(encoding="utf-8")


def test_a_folder_has_no_gold_answers(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="--answers"):
        run_eval(parse("eval", str(tmp_path), "--answers"))
