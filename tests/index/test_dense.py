"""The dense index: exact against brute force, whole after saving, honest about damage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from index.dense import FLAT_UP_TO, DenseIndex, dequantise, quantise

MATRIX = arrays(np.float32, st.tuples(st.integers(1, 30), st.just(8)), elements=st.floats(-4, 4, width=32))


def unit(count: int, dimension: int, seed: int = 7) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(MATRIX)
def test_quantising_errs_by_half_a_step_at_most(vectors: NDArray[np.float32]) -> None:
    rows, scales = quantise(vectors)
    assert rows.dtype == np.int8
    assert scales.dtype == np.float32
    error = np.abs(dequantise(rows, scales) - vectors)
    assert (error <= scales[:, None] * 0.501 + 1e-7).all()
    assert (dequantise(rows, scales)[~vectors.any(axis=1)] == 0).all()


@settings(max_examples=40, deadline=None)
@given(MATRIX, st.integers(1, 40), st.data())
def test_searching_is_brute_force(vectors: NDArray[np.float32], k: int, data: st.DataObject) -> None:
    rows, scales = quantise(vectors)
    index = DenseIndex.build(rows, scales)
    query = data.draw(arrays(np.float32, (1, 8), elements=st.floats(-4, 4, width=32)))
    allowed = data.draw(st.none() | arrays(np.bool_, len(vectors)))
    products = (dequantise(rows, scales) @ query[0]).astype(np.float32)
    candidates = np.arange(len(vectors)) if allowed is None else np.flatnonzero(allowed)
    positions, scores = index.search(query, k, allowed)
    assert len(positions) == min(k, len(candidates))
    assert set(positions.tolist()) <= set(candidates.tolist())
    assert len(set(positions.tolist())) == len(positions)
    assert scores == pytest.approx(products[positions], abs=1e-3)
    assert scores == pytest.approx(np.sort(products[candidates])[::-1][: len(scores)], abs=1e-3)
    assert index.scores(query, candidates) == pytest.approx(products[candidates], abs=1e-3)


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex.build(np.zeros((0, 8), np.int8), np.zeros(0, np.float32))
    assert len(index) == 0
    assert len(index.search(np.ones((1, 8), np.float32), 5)[0]) == 0


def test_above_fifty_thousand_eight_bits_rank_nearly_the_same() -> None:
    vectors = unit(FLAT_UP_TO + 500, 16)
    rows, scales = quantise(vectors)
    index = DenseIndex.build(rows, scales)
    flat = DenseIndex.build(rows[:1000], scales[:1000])
    assert len(index.to_bytes()) < len(vectors) * 16 * 2 < len(flat.to_bytes()) * len(vectors) / 1000
    found = 0
    for query in unit(20, 16, seed=8):
        best = set(np.argsort(-(vectors @ query))[:10].tolist())
        found += len(best & set(index.search(query[None, :], 10)[0].tolist()))
        allowed = np.zeros(len(vectors), np.bool_)
        allowed[::7] = True
        assert (index.search(query[None, :], 10, allowed)[0] % 7 == 0).all()
    assert found >= 0.95 * 200


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    rows, scales = quantise(unit(50, 8))
    index = DenseIndex.build(rows, scales)
    path = tmp_path / "Chỉ mục.faiss"
    index.save(path)
    again = DenseIndex.load(path)
    query = unit(1, 8, seed=9)
    assert again.search(query, 50)[0].tolist() == index.search(query, 50)[0].tolist()
    assert (len(again), again.dimension) == (50, 8)


@pytest.mark.parametrize("damage", [b"", b"no index at all", None])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "x.faiss"
    DenseIndex.build(*quantise(unit(50, 8))).save(path)
    path.write_bytes(path.read_bytes()[:200] if damage is None else damage)
    with pytest.raises(ValueError, match="not an index"):
        DenseIndex.load(path)
