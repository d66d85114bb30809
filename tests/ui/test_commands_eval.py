"""The commands ``eval`` and ``bench`` at the edge: arguments, messages, exit by error."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from corpus.errors import UsageError
from index.evaluate import DatasetError
from index.evaluation.trec import write_qrels, write_run
from ui.commands_eval import add_bench_parser, add_eval_parser, run_bench, run_eval


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
