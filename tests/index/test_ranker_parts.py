"""The ranker's parts: reductions, words, cosines, products, trees."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.forward import Row
from index.keys import exact_keys, tokens
from index.lexical import LexicalIndex
from index.products import product, products
from index.ranker.asked import Asked, Kind, asked, kind_of
from index.ranker.cosines import Texts, cosines
from index.ranker.model import Model, parse_model
from index.ranker.second_look import in_order
from index.ranker.segments import joined_with_next, largest, place_of_largest, starts_of, sums
from index.ranker.words import match, word_evidence
from index.wording import Wording

TEXT = "Thư viện thành phố mở cửa năm 1998. Nơi này có ba phòng đọc."
LENGTHS = st.lists(st.integers(0, 5), max_size=8)


def wording(pieces: list[str]) -> Wording:
    """The words of pieces of text, read from an index that has each of them as the head of a passage."""
    index = LexicalIndex.of_rows(Row(piece, "", np.zeros((0, 2), np.uint32)) for piece in pieces)
    return index.forward.said(np.arange(len(pieces))).heads


def ask(question: str, texts: list[str]) -> Asked:
    return asked(question, exact_keys(question), LexicalIndex.build(texts))


@given(LENGTHS, st.integers(0, 2**32 - 1))
def test_reductions_agree_with_loops(lengths: list[int], seed: int) -> None:
    starts = starts_of(lengths)
    rows = np.random.default_rng(seed).standard_normal((int(starts[-1]), 3)).astype(np.float32)
    parts = [rows[a:b] for a, b in pairwise(starts)]
    nothing = np.zeros(3, np.float32)
    assert np.allclose(sums(rows, starts), [part.sum(axis=0) for part in parts] or np.zeros((0, 3)), atol=1e-5)
    expected = [part.max(axis=0) if len(part) else nothing for part in parts]
    assert np.array_equal(largest(rows, starts), np.array(expected, np.float32).reshape(-1, 3))
    places = [int(start + part[:, 0].argmax()) if len(part) else -1 for start, part in zip(starts, parts, strict=False)]
    assert place_of_largest(rows[:, 0], starts).tolist() == places


def test_a_sentence_joins_the_next_one_of_its_own_passage() -> None:
    rows = np.array([[1.0], [2.0], [4.0]], np.float32)
    owner = np.array([0, 0, 1])
    assert joined_with_next(rows, owner)[:, 0].tolist() == [3.0, 2.0, 4.0]
    assert joined_with_next(rows, owner, maximum=True)[:, 0].tolist() == [2.0, 2.0, 4.0]


@given(st.lists(st.text(st.sampled_from("aăâ đĐ1_\x1f.\n hòa oá"), max_size=20), max_size=6))
def test_words_are_those_of_the_lexical_index(pieces: list[str]) -> None:
    found = wording(pieces)
    assert len(found.starts) == len(pieces) + 1
    for piece, start, end in zip(pieces, found.starts, found.starts[1:], strict=False):
        assert found.canonical[start:end].tolist() == [found.known.find(word) for word in tokens(piece)]


def test_decomposed_text_gives_the_same_words() -> None:
    composed, decomposed = (wording([unicodedata.normalize(form, TEXT)]) for form in ("NFC", "NFD"))
    assert composed.canonical.tolist() == decomposed.canonical.tolist()


@settings(max_examples=60)
@given(st.lists(st.sampled_from("hội nhập quốc tế là gì".split()), min_size=1, max_size=8), st.data())
def test_matches_count_what_a_loop_counts(question: list[str], data: st.DataObject) -> None:
    word = st.sampled_from("hội nhập quốc tế kinh là".split())
    texts = [
        " ".join(words)
        for words in data.draw(st.lists(st.lists(word, min_size=1, max_size=12), min_size=1, max_size=4))
    ]
    terms = ask(" ".join(question), texts)
    found = match(terms, wording(texts))
    for row, text in enumerate(texts):
        said = tokens(text)
        assert found.counts[row].tolist() == [said.count(term) for term in tokens(" ".join(question))]
        pairs = list(pairwise(said))
        assert found.pairs[row].tolist() == [pairs.count(pair) for pair in pairwise(question)]


def test_a_phrase_weighs_more_than_its_words_apart() -> None:
    texts = ["nhập cuộc chơi quốc gia, hội làng, kinh tế", "quá trình hội nhập quốc tế", "chuyện khác hẳn"]
    terms = ask("hội nhập quốc tế", texts)
    seen = word_evidence(terms, wording(texts), wording([""] * 3), starts_of([1, 1, 1])).features
    assert seen["coverage"].tolist() == pytest.approx([1, 1, 0])
    assert seen["phrase"][1] == pytest.approx(1, abs=0.01)
    assert seen["phrase"][0] == seen["phrase"][2] == 0
    assert seen["pairs"][1] > seen["pairs"][0]


def test_the_best_two_sentences_are_found() -> None:
    sentences = ["Trời đẹp.", "Thư viện mở cửa.", "Đó là năm 1998.", "Hết chuyện."]
    terms = ask("thư viện mở cửa năm nào", sentences)
    seen = word_evidence(terms, wording(sentences), wording([""]), starts_of([4]))
    assert seen.window.tolist() == [1]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Nghị quyết được ban hành khi nào", Kind.DATE),
        ("Có bao nhiêu nước tham gia", Kind.NUMBER),
        ("Ai là người ký", Kind.PERSON),
        ("Trụ sở nằm ở đâu", Kind.PLACE),
        ("Vì sao phải hội nhập", Kind.REASON),
        ("Hội nhập quốc tế là gì", Kind.DEFINITION),
        ("who signed it", Kind.PERSON),
        ("Trình bày quá trình hội nhập", Kind.OTHER),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Kind) -> None:
    assert kind_of(tokens(question)) is kind


@given(st.integers(0, 70), st.integers(1, 5))
def test_products_in_batches_are_products(rows: int, columns: int) -> None:
    numbers = np.random.default_rng(rows)
    left = numbers.standard_normal((rows, 16)).astype(np.float32)
    right = numbers.standard_normal((16, columns)).astype(np.float32)
    assert np.allclose(products(left, right), left @ right, atol=1e-4)
    assert np.allclose(products(left, right[:, 0]), left @ right[:, 0], atol=1e-4)
    assert np.array_equal(product(left, right), left @ right)


def test_a_product_that_is_not_finite_is_heard_of() -> None:
    with pytest.warns(RuntimeWarning, match="not finite"):
        product(np.array([np.inf, 1], np.float32), np.array([0, 1], np.float32))


@given(st.lists(LENGTHS.filter(bool), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_the_best_sentence_is_measured_exactly(passages: list[list[int]], seed: int) -> None:
    numbers = np.random.default_rng(seed)
    lengths = [length for passage in passages for length in passage]
    vectors = numbers.standard_normal((30, 8)).astype(np.float32)
    units = numbers.integers(0, 30, sum(lengths))
    direction = vectors[0] / np.linalg.norm(vectors[0])
    starts, sentences = starts_of(lengths), starts_of([len(passage) for passage in passages])
    owner = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])
    squares = (vectors**2).sum(axis=1)
    found = cosines(Texts(vectors, squares, vectors @ direction, units, starts), direction, sentences, owner)
    for passage, (first, last) in enumerate(pairwise(sentences)):
        exact = [_cosine(vectors[units[starts[i] : starts[i + 1]]], direction) for i in range(first, last)]
        chosen = int(found.sentence[first:last].argmax())
        assert found.best_sentence[passage] == pytest.approx(exact[chosen], abs=1e-4)
        assert np.all(found.sentence[first:last][np.array(exact) > 0] > 0)


def _cosine(vectors: np.ndarray, direction: np.ndarray) -> float:
    total = vectors.sum(axis=0)
    return float(total @ direction / max(np.linalg.norm(total), 1e-6))


RECORD = {
    "format": "ranker-3",
    "features": ["one", "two", "question_agreement"],
    "tree_share": 0.1,
    "agreement": [0.2, 0.4],
    "linear": {"mean": [0] * 6, "scale": [1] * 6, "weights": [1, 0, 0, 0, 0, 0]},
    "apart": {"mean": [0] * 6, "scale": [1] * 6, "weights": [0, 0, 0, 0, 1, 0]},
    "trees": [
        {"feature": [0, 1], "threshold": [0.5, 0.5], "left": [-1, -2], "right": [1, -3], "value": [1.0, 2.0, 4.0]},
        {"feature": [], "threshold": [], "left": [], "right": [], "value": [0.5]},
    ],
}


def test_trees_are_walked_to_their_leaves() -> None:
    rows = np.array([[0.5, 9, 1], [0.6, 0.5, 1], [0.6, 0.6, 1]], np.float32)
    assert parse_model(RECORD).trees.scores(rows).tolist() == [1.5, 2.5, 4.5]


def test_without_agreement_the_other_weights_decide() -> None:
    model: Model = parse_model(RECORD)
    rows = np.array([[0, 3, 0], [1, 2, 0], [2, 1, 0]], np.float32)
    assert np.argsort(-model.scores(rows)).tolist() == [0, 1, 2]
    rows[:, 2] = 1
    assert model.scores(rows)[0] == model.scores(rows).min()
    assert model.scores(rows[:1]).tolist() == [0]


def test_trees_have_their_say_in_any_language() -> None:
    rows = np.array([[0, 3, 0], [1, 2, 0], [2, 1, 0]], np.float32)
    trees = parse_model({**RECORD, "tree_share": 0.9}).scores(rows)
    assert np.argsort(-trees).tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    "change",
    [
        {"format": "ranker-0"},
        {"linear": {"mean": [0], "scale": [1], "weights": [1]}},
        {"trees": [{"feature": [7], "threshold": [0], "left": [-1], "right": [-2], "value": [0, 1]}]},
    ],
)
def test_weights_that_do_not_fit_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"format|fit|feature"):
        parse_model({**RECORD, **change})


@given(st.lists(st.floats(-5, 5, width=32), max_size=8), st.integers(0, 5))
def test_the_new_order_keeps_everyone_and_falls(scores: list[float], more: int) -> None:
    order, new = in_order(np.array(scores, np.float32), len(scores) + more)
    assert sorted(order.tolist()) == list(range(len(scores) + more))
    assert np.all(np.diff(new) <= 0)
    assert order[len(scores) :].tolist() == list(range(len(scores), len(scores) + more))
