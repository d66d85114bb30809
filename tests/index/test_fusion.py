"""Fusion: against a naive one, and what must hold for any scores."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import LEXICAL_SHARE, SAMPLE, lexical_weight, sample_of, standardise, strictly_falling

SCORES = st.lists(st.floats(-1e3, 1e3, width=32), min_size=2, max_size=40)


@given(SCORES, SCORES)
def test_standardising_is_what_a_textbook_says(scores: list[float], population: list[float]) -> None:
    spread = pstdev(population)
    if spread < 1e-2:
        return  # the case of no spread is tested below
    found = standardise(np.array(scores, np.float32), np.array(population, np.float32))
    expected = [(score - fmean(population)) / spread for score in scores]
    assert found == pytest.approx(expected, rel=1e-3, abs=1e-3 * (1 + max(map(abs, expected))))


@given(SCORES)
def test_standardising_keeps_the_order(scores: list[float]) -> None:
    values = np.array(scores, np.float32)
    found = standardise(values, values, values)
    for a, b in zip(np.argsort(values, kind="stable"), np.argsort(values, kind="stable")[1:], strict=False):
        assert found[a] <= found[b]


def test_a_population_without_spread_leaves_the_order_and_no_infinity() -> None:
    found = standardise(np.array([1, 2], np.float32), np.zeros(5, np.float32), np.array([1, 2], np.float32))
    assert np.isfinite(found).all()
    assert found[1] > found[0]
    assert np.isfinite(standardise(np.array([3], np.float32), np.array([], np.float32))).all()


@given(st.lists(st.floats(-1e6, 1e6, width=32), max_size=60))
def test_scores_fall_strictly_and_stay_near(scores: list[float]) -> None:
    scores = sorted(scores, reverse=True)
    falling = strictly_falling(np.array(scores, np.float32))
    assert all(a > b for a, b in pairwise(falling))
    for place, (before, after) in enumerate(zip(np.array(scores, np.float32), falling, strict=True)):
        assert after <= before
        assert after == pytest.approx(float(before), rel=1e-5 * (place + 1), abs=1e-5 * (place + 1))


@given(st.floats(0, 3), st.floats(0, 3))
def test_bm25_never_counts_less_where_more_words_agree(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 < lexical_weight(low) <= lexical_weight(high) <= LEXICAL_SHARE


def test_bm25_hardly_counts_across_languages() -> None:
    assert lexical_weight(0.1) < 0.1 * LEXICAL_SHARE
    assert lexical_weight(0.9) == LEXICAL_SHARE


@given(st.integers(0, 100_000))
def test_the_population_is_bounded_and_inside(count: int) -> None:
    sample = sample_of(count)
    assert len(sample) == min(count, SAMPLE)
    assert len(set(sample.tolist())) == len(sample)
    assert all(0 <= position < count for position in sample.tolist())
