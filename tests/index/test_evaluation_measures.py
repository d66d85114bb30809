"""Our figures are those of ir_measures on the files we write, whatever the scores and ids."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluate import DatasetError, compare, measure
from index.evaluation.measures import MEASURES, means
from index.evaluation.statistics import bootstrap, paired
from index.evaluation.trec import read_qrels, read_run, strictly_decreasing, trec_id, write_qrels, write_run

GOLDEN_QRELS = {"q1": {"a": 1, "b": 1}, "q2": {"c": 1}, "q3": {"d": 1}}
GOLDEN_RUN = {"q1": [("x", 3.0), ("a", 2.0), ("y", 1.0), ("b", 0.5)], "q2": [("c", 1.0)]}


def test_golden_values_computed_by_hand() -> None:
    values = measure(GOLDEN_QRELS, GOLDEN_RUN)
    gain = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert values["nDCG@10"] == pytest.approx({"q1": gain, "q2": 1.0, "q3": 0.0})
    assert values["RR@10"] == {"q1": 0.5, "q2": 1.0, "q3": 0.0}
    assert values["R@1"] == {"q1": 0.0, "q2": 1.0, "q3": 0.0}
    assert values["R@5"] == {"q1": 1.0, "q2": 1.0, "q3": 0.0}
    assert means(values)["RR@10"] == pytest.approx(0.5)  # q3 is missing from the run and counts


ids = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=6).filter(
    lambda text: text.strip() == text and not any(char in text for char in "%")
)
score = st.floats(allow_nan=True, allow_infinity=True)


@st.composite
def measured(draw: st.DrawFn) -> tuple[dict[str, dict[str, int]], dict[str, list[tuple[str, float]]]]:
    documents = draw(st.lists(ids, min_size=1, max_size=12, unique=True))
    queries = draw(st.lists(ids, min_size=1, max_size=5, unique=True))
    qrels, run = {}, {}
    for query in queries:
        relevant = draw(st.lists(st.sampled_from(documents), min_size=1, max_size=4, unique=True))
        qrels[query] = {document: draw(st.integers(1, 3)) for document in relevant}
        if draw(st.booleans()):
            ranked = draw(st.lists(st.sampled_from(documents), min_size=1, unique=True))
            run[query] = [(document, draw(score)) for document in ranked]
    return qrels, run


@given(measured())
def test_equal_to_ir_measures_on_the_written_files(case: tuple[dict, dict]) -> None:
    import tempfile

    qrels, run = case
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_run(folder / "a.run", run, "thử")
        write_qrels(folder / "a.qrels", qrels)
        theirs: dict[str, dict[str, float]] = {}
        for result in ir_measures.iter_calc(
            [ir_measures.parse_measure(measure_name) for measure_name in MEASURES],
            ir_measures.read_trec_qrels(str(folder / "a.qrels")),
            ir_measures.read_trec_run(str(folder / "a.run")),
        ):
            theirs.setdefault(str(result.measure), {})[result.query_id] = result.value
        ours = measure(qrels, run)
        again = measure(read_qrels(folder / "a.qrels"), read_run(folder / "a.run"))
    for measure_name in MEASURES:
        renamed = {trec_id(query): value for query, value in ours[measure_name].items()}
        assert renamed == theirs[measure_name]
        assert again[measure_name] == renamed


@given(st.lists(score, max_size=40))
def test_written_scores_fall_strictly_in_single_precision(scores: list[float]) -> None:
    falling = strictly_decreasing(scores)
    assert len(falling) == len(scores)
    assert all(np.float32(after) < np.float32(before) for before, after in pairwise(falling))
    assert all(math.isfinite(value) for value in falling)


def test_scores_that_already_fall_are_kept() -> None:
    assert strictly_decreasing([3.5, 2.25, -1.0]) == [3.5, 2.25, -1.0]


def test_order_in_the_run_decides_between_ties() -> None:
    qrels = {"q": {"a": 1}}
    assert measure(qrels, {"q": [("a", 1.0), ("b", 1.0)]})["R@1"] == {"q": 1.0}
    assert measure(qrels, {"q": [("b", 1.0), ("a", 1.0)]})["R@1"] == {"q": 0.0}


def test_a_document_twice_in_a_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.run"
    path.write_text("q Q0 d 1 2.0 t\nq Q0 d 2 1.0 t\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="hai lần"):
        read_run(path)


@pytest.mark.parametrize("line", ["q Q0 d 1", "q Q0 d 1 cao t", "q"])
def test_malformed_run_lines_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.run"
    path.write_text(f"q Q0 e 1 2.0 t\n{line}\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"a\.run:2"):
        read_run(path)


def test_interval_holds_the_mean_and_narrows_with_more_queries() -> None:
    few = {str(number): float(number % 2) for number in range(20)}
    many = {str(number): float(number % 2) for number in range(2000)}
    narrow, wide = bootstrap(many), bootstrap(few)
    assert narrow.low <= 0.5 <= narrow.high
    assert narrow.high - narrow.low < wide.high - wide.low
    # the normal approximation of a mean of 2000 coin flips
    assert narrow.high - narrow.low == pytest.approx(2 * 1.96 * 0.5 / math.sqrt(2000), rel=0.1)


def test_equal_systems_do_not_differ() -> None:
    values = {str(number): number / 10 for number in range(10)}
    test = paired(values, values)
    assert (test.difference, test.p, test.better, test.worse, test.equal) == (0.0, 1.0, 0, 0, 10)


def test_a_clear_difference_has_a_small_p_and_noise_has_not() -> None:
    generator = np.random.default_rng(1)
    base = {str(number): float(value) for number, value in enumerate(generator.random(200))}
    better = {query: value + 0.05 for query, value in base.items()}
    noisy = {query: value + float(generator.normal(0, 0.3)) for query, value in base.items()}
    test = paired(base, better)
    assert test.p < 0.01
    assert test.difference == pytest.approx(0.05)
    assert test.interval.low > 0
    assert paired(base, noisy).p > 0.05


def test_p_is_near_the_exact_value_of_the_sign_test() -> None:
    # eight queries all better by the same amount: 2 of 256 sign patterns are as extreme
    base = {str(number): 0.0 for number in range(8)}
    assert paired(base, dict.fromkeys(base, 1.0)).p == pytest.approx(2 / 256, abs=0.006)


def test_p_values_are_symmetric() -> None:
    generator = np.random.default_rng(3)
    a = {str(number): float(value) for number, value in enumerate(generator.random(50))}
    b = {str(number): float(value) for number, value in enumerate(generator.random(50))}
    assert paired(a, b).p == paired(b, a).p
    assert paired(a, b).difference == -paired(b, a).difference


def test_compare_counts_missing_queries_as_zero_and_says_so(tmp_path: Path) -> None:
    write_qrels(tmp_path / "tap.qrels", GOLDEN_QRELS)
    write_run(tmp_path / "a.run", GOLDEN_RUN, "a")
    write_run(tmp_path / "b.run", {**GOLDEN_RUN, "q3": [("d", 1.0)], "q9": [("d", 1.0)]}, "b")
    comparison = compare(tmp_path / "tap.qrels", tmp_path / "a.run", tmp_path / "b.run")
    assert comparison.queries == 3
    assert comparison.measures["R@1"].difference == pytest.approx(1 / 3)
    assert [(notice.count, "zero" in notice.en) for notice in comparison.notices] == [(1, True), (1, False)]
