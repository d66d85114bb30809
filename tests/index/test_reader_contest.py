"""Where the ranker is in doubt, passages are read, and what is found in them puts them in order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.collection import Collection
from index.ingest import text_item
from index.ranker.second_look import take_second_look
from index.reader import contest
from index.reader.contest import CLOSE, MOST, contested, said_of, settle, settled
from index.reader.windows import NOWHERE
from index.retrieval import Wish, meant, rank

FALLING = st.lists(st.floats(-5, 5, width=32), max_size=20).map(lambda drawn: np.array(sorted(drawn)[::-1], np.float32))
TWINS = {
    "mo-cua": "Thư viện Hàng Bài nằm giữa thành phố. Thư viện Hàng Bài mở cửa năm 1998, có ba phòng đọc.",
    "dong-cua": "Thư viện Hàng Bài nằm giữa thành phố. Thư viện Hàng Bài mở cửa cho trẻ em, có ba phòng đọc.",
    "vuon-hoa": "Vườn hoa trồng nhiều giống hoa hồng. Hoa nở rộ vào mùa xuân.",
    "ca-phe": "Quán cà phê ven sông bán trà sen. Chủ quán tên là Nguyễn Thị Lan.",
}
QUESTION = "Thư viện Hàng Bài mở cửa từ bao giờ?"
YEAR = "Thư viện Hàng Bài mở cửa năm nào?"


@given(FALLING)
def test_those_close_behind_the_first_contest_its_place(scores: np.ndarray) -> None:
    count = contested(scores)
    assert count != 1
    assert count <= MOST
    assert all(scores[:1] - scores[:count] < CLOSE)
    if len(scores) > 1 and scores[0] - scores[1] >= CLOSE:
        assert count == 0
    if 0 < count < min(len(scores), MOST):
        assert scores[0] - scores[count] >= CLOSE


@given(st.data())
def test_reading_orders_and_loses_none(data: st.DataObject) -> None:
    scores = data.draw(FALLING)
    said = np.array(data.draw(st.lists(st.floats(-20, 20, width=32), min_size=len(scores), max_size=len(scores))))
    assert sorted(settled(scores, said).tolist()) == list(range(len(scores)))
    assert settled(scores, np.zeros(len(scores))).tolist() == list(range(len(scores)))


def test_what_answers_passes_what_is_ranked_a_little_above() -> None:
    scores = np.array([1.0, 0.5, 0.2], np.float32)
    assert settled(scores, np.array([-6.0, 4.0, -6.0])).tolist() == [1, 0, 2]
    assert settled(scores, np.array([3.0, 4.0, -6.0])).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("question", "answered_by"),
    [
        ("Thư viện Hàng Bài mở cửa năm nào?", "mo-cua"),
        ("Thư viện Hàng Bài mở cửa khi nào?", "mo-cua"),
        ("Thư viện Hàng Bài mở cửa cho ai?", "dong-cua"),
    ],
)
def test_the_passage_that_answers_is_likelier_than_one_with_the_same_words(question: str, answered_by: str) -> None:
    names = ("dong-cua", "mo-cua", "ca-phe")
    said = said_of(question, [TWINS[name].split(". ") for name in names], [1, 1, 0])
    assert names[int(np.argmax(said))] == answered_by
    assert said.max() > 0 > said[2]


def test_a_long_passage_is_read_around_its_nearest_sentence() -> None:
    filling = [f"Vườn hoa số {number} trồng nhiều giống hoa hồng và hoa cúc vàng rực rỡ." for number in range(80)]
    passage = [*filling, TWINS["mo-cua"].split(". ")[1]]
    near, far = said_of(QUESTION, [passage, passage], [len(filling), 0])
    assert near > 0 > far


def test_a_passage_without_sentences_answers_nothing() -> None:
    assert said_of(QUESTION, [[], ["Hoa nở."], [""]], [0, 0, 0])[[0, 2]].tolist() == [NOWHERE, NOWHERE]
    assert said_of(QUESTION, [], []).shape == (0,)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=80), st.lists(st.lists(st.text(max_size=80), max_size=3), max_size=3))
def test_any_text_can_be_read(question: str, passages: list[list[str]]) -> None:
    said = said_of(question, passages, [0] * len(passages))
    assert said.shape == (len(passages),)
    assert np.isfinite(said).all()


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = Collection(tmp_path / "bo", create=True)
    made.add([text_item(name, "", text, cut=True) for name, text in TWINS.items()])
    return made


def test_scores_fall_and_the_answer_comes_first(collection: Collection) -> None:
    hits = collection.search(QUESTION).hits
    assert hits[0].source == "mo-cua"
    assert len(hits) == len(TWINS)
    assert all(one.score > other.score for one, other in pairwise(hits))


def test_what_was_read_is_told(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "CLOSE", 100.0)
    told = {hit.source: " ".join(hit.reasons) for hit in collection.search(YEAR, explain="vi").hits}
    assert "thấy có câu trả lời" in told["mo-cua"]
    assert "không thấy câu trả lời rõ" in told["ca-phe"]
    english = collection.search(YEAR, explain="en").hits[0]
    assert any("seems to answer" in reason for reason in english.reasons)


def test_nothing_is_read_where_the_first_stands_alone(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "CLOSE", 0.0)
    monkeypatch.setattr(contest, "said_of", lambda *_: pytest.fail("read"))
    assert collection.search(QUESTION).hits


def test_passages_that_another_process_removed_leave_the_order_as_it_was(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contest, "CLOSE", 100.0)
    snapshot, encoder, read = collection.snapshot(), collection.encoder_for(), collection.read(QUESTION)
    found = rank(snapshot, read, meant(encoder, QUESTION, snapshot.dense.dimension), Wish(10, "hybrid"), 10)
    look = take_second_look(collection.store, snapshot, encoder, read, found)
    assert look is not None
    monkeypatch.setattr(collection.store, "passages", lambda rows: [])
    assert settle(collection.store, QUESTION, snapshot.rows[found.positions], look) is look
