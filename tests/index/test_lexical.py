"""The lexical index against a naive BM25, its file, and what the reading asks of it."""

from __future__ import annotations

import math
import tempfile
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from growth import grows_with_size
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import fold
from index.arrays import DamagedArraysError, read_arrays, write_arrays
from index.forward import Row
from index.keys import BIGRAM_WEIGHT, Key, code_key, code_spans, codes, exact_keys, folded_keys, tokens
from index.lexical import LexicalIndex, best
from index.lexical_build import build_arrays
from index.spelling import distance

TEXTS = [
    "Hội nhập quốc tế là quá trình gắn kết kinh tế nước ta với kinh tế thế giới.",
    "Nghị quyết số 22-NQ/TW về hội nhập quốc tế được Bộ Chính trị ban hành.",
    "Năm 2013, ông Nam đi thăm Đà Nẵng. Nam là bạn của Hoà.",
    "Nghị định 100/2019/NĐ-CP xử phạt vi phạm giao thông đường bộ.",
    "",
    "International integration is a process; ASEAN was founded in 1967.",
]

words = st.sampled_from("hội hoi nhập nhap quốc quoc tế te năm nam Nam hoà hòa thuỷ thủy 1945 và lí lý asean".split())
texts = st.lists(st.lists(words, max_size=12).map(" ".join), min_size=1, max_size=8)
questions = st.lists(words, max_size=6).map(" ".join)


def naive_bm25(collection: list[str], question: str, k1: float, b: float) -> list[float]:
    """BM25 by the book, over syllables and pairs, one dictionary a text."""
    units = [tokens(text) for text in collection]
    mean = sum(map(len, units)) / len(units)
    scores = [0.0] * len(units)
    asked = tokens(question)
    channels = [(1.0, asked, units)]
    pairs = [list(pairwise(unit)) for unit in units]
    channels.append((BIGRAM_WEIGHT, list(pairwise(asked)), pairs))  # type: ignore[arg-type]
    for weight, terms, documents in channels:
        counted = [Counter(document) for document in documents]
        for term in terms:
            frequency = sum(term in counts for counts in counted)
            idf = math.log(1 + (len(units) - frequency + 0.5) / (frequency + 0.5))
            for row, counts in enumerate(counted):
                count = counts[term]
                norm = k1 * (1 - b + b * len(units[row]) / (mean or 1))
                if count:
                    scores[row] += weight * idf * count * (k1 + 1) / (count + norm)
    return scores


@settings(max_examples=60)
@given(texts, questions, st.floats(0.1, 2), st.floats(0, 1))
def test_scores_are_those_of_naive_bm25(collection: list[str], question: str, k1: float, b: float) -> None:
    scores = LexicalIndex.build(collection).scores(exact_keys(question), k1, b)
    np.testing.assert_allclose(scores, naive_bm25(collection, question, k1, b), rtol=2e-4, atol=2e-5)


@settings(max_examples=60)
@given(texts, questions)
def test_folded_keys_score_as_bm25_over_folded_texts(collection: list[str], question: str) -> None:
    folded = [fold(" ".join(tokens(text))) for text in collection]
    wanted = naive_bm25(folded, fold(" ".join(tokens(question))), 0.9, 0.8)
    scores = LexicalIndex.build(collection).scores(folded_keys(question))
    np.testing.assert_allclose(scores, wanted, rtol=2e-4, atol=2e-5)


@settings(max_examples=40)
@given(texts, questions)
def test_normal_form_and_case_change_nothing(collection: list[str], question: str) -> None:
    plain = LexicalIndex.build(collection).scores(exact_keys(question))
    other = LexicalIndex.build([unicodedata.normalize("NFD", text).upper() for text in collection])
    np.testing.assert_array_equal(plain, other.scores(exact_keys(unicodedata.normalize("NFD", question).title())))


@settings(max_examples=30)
@given(texts)
def test_building_is_deterministic_and_survives_the_disk(collection: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "a", Path(folder) / "b"
        LexicalIndex.build(collection).save(first)
        LexicalIndex.build(iter(collection)).save(second)
        assert first.read_bytes() == second.read_bytes()
        keys = exact_keys("hội nhập quốc tế năm 1945")
        np.testing.assert_array_equal(
            LexicalIndex.load(first).scores(keys), LexicalIndex.build(collection).scores(keys)
        )


def test_search_gives_the_best_first_and_respects_the_mask() -> None:
    index = LexicalIndex.build(TEXTS)
    rows, scores = index.search(exact_keys("nghị quyết hội nhập quốc tế"), 3)
    assert rows.tolist() == [1, 0, 3]
    assert scores[0] > scores[1] > 0
    allowed = np.array([True, False, True, True, True, True])
    assert index.search(exact_keys("nghị quyết hội nhập quốc tế"), 3, allowed=allowed)[0].tolist() == [0, 3]
    assert index.search(exact_keys("xyz"), 3)[0].tolist() == []
    assert index.search([], 3)[0].tolist() == []


@pytest.mark.parametrize("typed", ["100/2019/NĐ-CP", "100/2019/nd-cp", "100/2019/NĐ - CP", "nghị định 100/2019/nđ–cp"])
def test_document_numbers_are_one_key_however_they_are_typed(typed: str) -> None:
    assert codes(typed) == ["100/2019/nd-cp"]
    assert LexicalIndex.build(TEXTS).search(exact_keys(typed), 1)[0].tolist() == [3]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("số 22-NQ/TW, 07-NQ/TW.", ["22-NQ/TW", "07-NQ/TW"]),
        ("Luật 32/2004/QH11 và 15/CT-TTg", ["32/2004/QH11", "15/CT-TTg"]),
        ("ngày 12/5/2019, 10-15 người, COVID-19, 3-5 km/h, 24/7", []),
        ("", []),
    ],
)
def test_what_counts_as_a_document_number(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in code_spans(text)] == found
    assert codes(text) == [code_key(code) for code in found]


def test_hostile_numbers_take_linear_time() -> None:
    assert code_spans("1/" * 100_000 + "-" * 100_000 + "a1" * 50_000) == []
    assert grows_with_size(lambda size: code_spans("1/" * size + "-" * size + "a1" * (size // 2)), 10_000)


def test_variants_weigh_as_told() -> None:
    index = LexicalIndex.build(["năm", "nam", "nấm"])
    both = index.scores([Key(((("năm", 1.0), ("nam", 0.5)),))])
    assert both[0] > both[1] > 0 == both[2]
    assert (index.scores([Key(((("nam*", 1.0),),))]) > 0).all()
    assert index.variants("nam") == ["nam", "năm", "nấm"]
    assert index.document_frequency("năm") == 1
    assert index.document_frequency("không có") == 0


def test_similar_finds_the_name_meant() -> None:
    index = LexicalIndex.build(["Ronaldo sinh ở Madeira", "Nguyễn Ái Quốc", "nghành nghề", *TEXTS])
    assert index.similar("ronadlo") == ["ronaldo"]
    assert index.similar("madiera") == ["madeira"]
    assert index.similar("quốcc") == ["quốc"]
    assert index.similar("zzzzzz") == []
    assert index.similar("ab") == []


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_symmetric_and_cut_at_the_limit(left: str, right: str) -> None:
    whole = distance(left, right, 20)
    assert whole == distance(right, left, 20)
    assert (whole == 0) == (left == right)
    assert min(distance(left, right, 2), 3) == min(whole, 3)


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, -1.0]), max_size=20), st.integers(0, 25))
def test_best_is_a_stable_sort_of_the_positive(values: list[float], k: int) -> None:
    scores = np.array(values, np.float32)
    wanted = sorted((row for row in range(len(values)) if values[row] > 0), key=lambda row: -values[row])[:k]
    rows, found = best(scores, k)
    assert rows.tolist() == wanted
    np.testing.assert_array_equal(found, scores[rows])


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "index"
    LexicalIndex.build(TEXTS).save(path)
    whole = path.read_bytes()
    for cut in (0, 7, 100, len(whole) - 200):
        path.write_bytes(whole[:cut])
        with pytest.raises(DamagedArraysError):
            LexicalIndex.load(path)
    path.write_bytes(b"\xff" * 500)
    with pytest.raises(DamagedArraysError):
        LexicalIndex.load(path)
    write_arrays(path, {"rows": np.arange(3)}, {"format": "other"})
    with pytest.raises(DamagedArraysError):
        LexicalIndex.load(path)


@given(st.lists(st.integers(0, 2**31), max_size=30), st.sampled_from(["u1", "i4", "u8", "f4"]))
def test_arrays_come_back_as_they_went(values: list[int], dtype: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "arrays"
        array = np.array(values, np.int64).astype(dtype)
        write_arrays(path, {"one": array, "two": array.reshape(-1, 1)}, {"name": "đặt"})
        found, metadata = read_arrays(path)
        np.testing.assert_array_equal(found["one"], array)
        assert found["two"].shape == (len(array), 1)
        assert metadata == {"name": "đặt"}


def test_many_occurrences_are_sorted_part_by_part() -> None:
    texts = [" ".join(f"t{(row * step) % 17}" for step in range(1, 30)) for row in range(60)]
    whole, parts = (build_arrays(map(Row.whole, texts), at_once) for at_once in (1_000_000, 40))
    assert {name: array.tolist() for name, array in whole.items()} == {
        name: array.tolist() for name, array in parts.items()
    }
