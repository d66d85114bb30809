"""The ranker behind the product's search, and its training on a small scale."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.collection import Collection
from index.encoder import load_encoder
from index.ingest import text_item
from index.ranker.model import bundled_model, parse_model
from index.training.crossing import clause
from index.training.ranker_figures import GROUPS, left_out, thinned
from index.training.ranker_fit import fit, fusion_order, mean_ndcg, scores, tree_lists
from index.training.shelf import Examples, collect, look, shelve

PASSAGES = {
    "thu-vien": "Thư viện thành phố mở cửa năm 1998 tại phố Hàng Bài. Ban đầu nơi này có ba phòng đọc.",
    "bao-tang": "Bảo tàng thành phố nằm cạnh thư viện. Khách vào cửa không mất tiền. Năm nào cũng có trưng bày mới.",
    "vuon-hoa": "Vườn hoa trồng nhiều giống hoa hồng. Hoa nở rộ vào mùa xuân, đông người đến xem.",
    "ca-phe": "Quán cà phê ven sông bán cà phê phin và trà sen. Chủ quán tên là Nguyễn Thị Lan.",
    "ben-xe": "Bến xe phía nam chuyển ra ngoại thành từ năm ngoái vì nội thành quá đông xe.",
}


@pytest.fixture(scope="module")
def encoder() -> object:
    return load_encoder(None)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path / "bo", create=True)
    made.add([text_item(name, "", text, cut=True) for name, text in PASSAGES.items()])
    return made


def first(collection: Collection, question: str) -> str:
    return collection.search(question).hits[0].source


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Thư viện thành phố mở cửa năm nào?", "thu-vien"),
        ("thu vien thanh pho mo cua nam nao", "thu-vien"),
        ("Chủ quán cà phê tên là gì?", "ca-phe"),
        ("Vì sao bến xe phải chuyển đi?", "ben-xe"),
        ("When did the city library open?", "thu-vien"),
    ],
)
def test_the_answer_comes_first(collection: Collection, question: str, answer: str) -> None:
    assert first(collection, question) == answer


def test_hits_are_ranked_and_their_scores_fall(collection: Collection) -> None:
    hits = collection.search("thư viện ở đâu", k=5).hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(one.score > other.score for one, other in pairwise(hits))


def test_the_ranker_finds_what_fusion_finds(collection: Collection) -> None:
    question = "hoa hồng nở vào mùa nào"
    hybrid, fusion = (
        {hit.passage.id for hit in collection.search(question, retriever=name).hits} for name in ("hybrid", "fusion")
    )
    assert hybrid == fusion


def test_reasons_say_what_speaks_for_a_hit(collection: Collection) -> None:
    result = collection.search("Thư viện thành phố mở cửa năm nào?", explain="vi")
    said = " | ".join(result.hits[0].reasons)
    assert "“Thư viện thành phố mở cửa năm”" in said
    assert "câu sát nhất: “Thư viện thành phố mở cửa năm 1998 tại phố Hàng Bài.”" in said
    assert "ngày tháng hoặc năm" in said
    assert not collection.search("Thư viện thành phố mở cửa năm nào?").hits[0].reasons


def test_reasons_come_in_english_too(collection: Collection) -> None:
    question = "Thư viện thành phố mở cửa năm nào?"
    said = collection.search(question, explain="en").hits[0].reasons
    assert "it has the very phrase “Thư viện thành phố mở cửa năm”" in said
    assert "it has a date or a year, which is what the question asks for" in said
    assert any(reason.startswith("nearest sentence: “Thư viện thành phố mở cửa năm 1998") for reason in said)
    assert said[-1].startswith("of the 5 passages read closely: number 1 by words")


@pytest.mark.parametrize(
    ("lang", "words", "near"), [("vi", "có các từ:", "gần nghĩa"), ("en", "it has the words:", "nearness of meaning")]
)
def test_the_channels_alone_give_reasons_in_both_languages(
    collection: Collection, lang: str, words: str, near: str
) -> None:
    question = "Thư viện thành phố mở cửa năm nào?"
    first, second = collection.search(question, retriever="fusion", explain=lang).hits[0].reasons
    assert first.startswith(words)
    assert second.startswith(near)
    (only,) = collection.search(question, retriever="bm25", explain=lang).hits[0].reasons
    assert only.startswith(words)


def test_a_question_without_known_words_still_gets_an_answer(collection: Collection) -> None:
    assert collection.search("???").hits == ()
    assert len(collection.search("zzz qqq").hits) <= len(PASSAGES)


def test_collections_of_other_models_are_ranked_too(tmp_path: Path) -> None:
    from toys import ToyEncoder

    made = Collection(tmp_path / "toy", create=True, encoder=ToyEncoder())
    made.add([text_item(name, "", text, cut=True) for name, text in PASSAGES.items()])
    assert first(made, "Thư viện thành phố mở cửa năm nào?") == "thu-vien"


def test_the_weights_are_for_these_features(encoder: object) -> None:
    shelf = shelve(list(PASSAGES.items()), encoder)
    found = look(shelf, encoder, "thư viện mở cửa năm nào")
    assert found is not None
    positions, seen = found
    assert seen.names == bundled_model().features
    assert seen.values.shape == (len(positions), len(seen.names))
    assert np.isfinite(seen.values).all()


def test_training_learns_what_is_there_to_learn(encoder: object) -> None:
    pytest.importorskip("lightgbm")
    pytest.importorskip("scipy")
    shelf = shelve(list(PASSAGES.items()), encoder)
    questions = [(text.split(".")[0].removesuffix(" tại"), {name: 1}) for name, text in PASSAGES.items()]
    seen = collect(shelf, encoder, questions)
    model = parse_model(json.loads(json.dumps(fit(seen.names, [seen], [], rounds=3))))
    assert model.features == seen.names
    assert mean_ndcg(seen, scores(model, seen)) == pytest.approx(1.0)


def test_the_measure_counts_questions_without_candidates() -> None:
    seen = Examples(
        ("one",),
        np.array([0, 2, 2]),
        np.array([0, 1], np.int8),
        np.array([[1.0], [0.0]], np.float32),
        np.array([1, 1]),
    )
    assert mean_ndcg(seen, fusion_order(seen)) == pytest.approx(0.5 / np.log2(3))
    assert mean_ndcg(seen, -seen.values[:, 0]) == pytest.approx(0.5)


def test_dumped_trees_become_lists() -> None:
    leaf, other, third = ({"leaf_value": value} for value in (1.0, 2.0, 3.0))
    inner = {"split_feature": 4, "threshold": 0.25, "left_child": other, "right_child": third}
    root = {"split_feature": 1, "threshold": 0.5, "left_child": leaf, "right_child": inner}
    assert tree_lists(root) == {
        "feature": [1, 4],
        "threshold": [0.5, 0.25],
        "left": [-1, -2],
        "right": [1, -3],
        "value": [1.0, 2.0, 3.0],
    }


def test_a_clause_is_part_of_its_sentence() -> None:
    sentence = "The river rose again on Monday and several villages near the border were cut off."
    for number in range(0, 400, 40):
        assert clause(sentence, number) in sentence
    assert clause("Too short.", 80) == "Too short"


def test_each_stage_of_a_search_is_timed(collection: Collection) -> None:
    hybrid, words = (collection.search("thư viện ở đâu", retriever=name).milliseconds for name in ("hybrid", "bm25"))
    assert list(hybrid) == ["read", "encode", "retrieve", "rank", "settle", "collapse"]
    assert list(words) == ["read", "encode", "retrieve", "collapse"]


def test_every_feature_is_of_one_group_of_the_ablation() -> None:
    names = [name for name in bundled_model().features if not name.startswith("question_")]
    of_groups = [
        {names[place] for place in range(len(names))} - {names[place] for place in left_out(names, group)}
        for group in GROUPS
    ]
    apart = {"window_both", "window_both_lead"}  # made of two groups, so it stays whatever is left out
    assert set().union(*of_groups) == set(names) - apart
    assert sum(map(len, of_groups)) == len(names) - len(apart)
    assert not [name for place in left_out(names, "leads") if (name := names[place]).endswith("_lead")]


def test_thinned_examples_keep_whole_questions() -> None:
    groups = np.array([0, 2, 2, 5, 9], np.int64)
    one = Examples(
        ("a",), groups, np.arange(9, dtype=np.int8), np.arange(9, dtype=np.float32)[:, None], np.array([1, 2, 3, 4])
    )
    thin = thinned(one, 2)
    assert thin.groups.tolist() == [0, 2, 6]
    assert thin.relevance.tolist() == thin.values[:, 0].tolist() == [0, 1, 5, 6, 7, 8]
    assert thin.wanted.tolist() == [1, 4]
    assert thinned(one, 4) is one
