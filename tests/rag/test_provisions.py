"""Provisions: an article, a clause, a point is given word for word where nothing else is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers_law import law_collection
from helpers_rag import check_promise
from hypothesis import given
from hypothesis import strategies as st

from index.collection import Collection
from index.types import DocumentInfo
from rag.chat import Chat, Options
from rag.documents.provisions import Provision, asked_for
from rag.naming import document_named
from rag.phrases import REPLIES, Reply
from rag.types import Outcome, Turn


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return law_collection(tmp_path_factory.mktemp("luat"))


@pytest.mark.parametrize(
    ("question", "provision"),
    [
        ("Điều 2 Luật Thư viện làng quy định gì?", Provision(2, words=("luật", "thư", "viện", "làng"))),
        ("Khoản 2 Điều 12", Provision(12, 2)),
        ("Nội dung của điều 12 khoản 2 điểm a là gì?", Provision(12, 2, "a")),
        ("điểm đ khoản 1 điều 7 luật đất đai", Provision(7, 1, "đ", ("luật", "đất", "đai"))),
        ("diem a khoan 1 dieu 7 luat dat dai noi gi", Provision(7, 1, "a", ("luat", "dat", "dai"), bare=True)),
        ("Cho tôi xem nguyên văn Điều 5", Provision(5)),
        ("Điều 2 và Điều 3 khác gì nhau?", None),
        ("Điều gì xảy ra khi mất thẻ?", None),
        ("Khoản 2 quy định gì?", None),
        ("Điều 5 " + "rất " * 60, None),
        ("", None),
    ],
)
def test_provisions_are_recognised(question: str, provision: Provision | None) -> None:
    assert asked_for(question) == provision


@pytest.mark.parametrize(
    ("question", "understood", "text"),
    [
        (
            "Điều 3 luật thư viện làng nói gì?",
            "Điều 3, Luật thư viện làng",
            "Điều 3. Thẻ bạn đọc\n\nMỗi người được cấp một thẻ, có giá trị hai năm kể từ ngày cấp. [1]",
        ),
        (
            "khoan 1 dieu 2 luat thu vien lang",
            "Khoản 1 Điều 2, Luật thư viện làng",
            "Điều 2. Giờ mở cửa\n\n1. Thư viện mở cửa từ tám giờ sáng đến chín giờ tối, cả tuần. [1]",
        ),
        (
            "Điểm b khoản 2 Điều 2 Luật 12/2031/QH19",
            "Điểm b khoản 2 Điều 2, Luật thư viện làng",
            "Điều 2. Giờ mở cửa\n\n2. Ngày lễ thì mở như sau:\nb) Phòng mượn sách đóng cửa cả ngày. [1]",
        ),
    ],
)
def test_a_provision_is_given_word_for_word(collection: Collection, question: str, understood: str, text: str) -> None:
    answer = Chat(collection).answer(question)
    assert (answer.outcome, answer.searched_as, answer.text) == (Outcome.ANSWERED, understood, text)
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})


def test_nothing_is_ranked_where_nothing_was_searched_for(collection: Collection) -> None:
    for question in ("Điều 2 luật thư viện làng", "Mục lục luật thư viện làng", "Tóm tắt luật thư viện làng"):
        hits = Chat(collection).answer(question).hits
        assert [(hit.rank, hit.score) for hit in hits] == [(rank, 0.0) for rank in range(1, len(hits) + 1)]


def test_a_whole_article_ends_where_the_next_begins(collection: Collection) -> None:
    text = Chat(collection).answer("Điều 2 luật thư viện làng").text
    assert text.startswith("Điều 2. Giờ mở cửa\n\n1. ")
    assert "mùa lụt" in text
    assert "Chương II" not in text


def test_what_a_document_does_not_have_is_said_plainly(collection: Collection) -> None:
    for question in (
        "Điều 9 luật thư viện làng",
        "Khoản 7 Điều 2 luật thư viện làng",
        "điểm h khoản 2 điều 2 luật thư viện làng",
    ):
        answer = Chat(collection).answer(question)
        assert (answer.outcome, answer.citations) == (Outcome.NO_EVIDENCE, ())


def test_the_document_may_be_the_one_at_hand(collection: Collection) -> None:
    chat = Chat(collection)
    law = next(one for one in collection.documents() if one.title == "Luật thư viện làng")
    assert chat.answer("Điều 3 nói gì?").text == REPLIES[Reply.WHICH]["vi"]
    before = Turn("Thẻ có giá trị mấy năm?", chat.answer("Thẻ bạn đọc có giá trị mấy năm?"))
    for answer in (
        chat.answer("Điều 3 nói gì?", [before]),
        chat.answer("Thế còn Điều 3 thì sao?", [before]),
        chat.answer("Điều 3 nói gì?", options=Options(within=frozenset({law.id}))),
    ):
        assert answer.text.startswith("Điều 3. Thẻ bạn đọc")


def test_articles_that_a_document_speaks_of_are_searched(tmp_path: Path) -> None:
    path = tmp_path / "nhat.md"
    path.write_text("# Nhật Bản\n\nĐiều 9 Hiến pháp Nhật Bản nói rằng nước Nhật từ bỏ chiến tranh.", "utf-8")
    other = Collection(tmp_path / "kho", create=True)
    other.ingest([path])
    assert "từ bỏ chiến tranh" in Chat(other).answer("Nội dung Điều 9 Hiến pháp Nhật Bản là gì?").text


def test_what_asks_for_something_in_a_provision_is_searched(collection: Collection) -> None:
    answer = Chat(collection).answer("Theo Điều 3 luật thư viện làng thì thẻ có giá trị mấy năm?")
    assert "hai năm" in answer.text
    assert "Điều 3, " not in answer.searched_as


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("nghị định 145/2020/nđ cp", 0),
        ("nghị định 145", 0),
        ("nghị định về lao động 145", 0),
        ("nghị định 146", None),
        ("luật đường sắt", 1),
        ("đường sắt", 1),
        ("bộ luật đường sắt", 1),
        ("luật", None),
        ("2020", None),
    ],
)
def test_documents_are_named_by_number_and_title(said: str, found: int | None) -> None:
    documents = [
        DocumentInfo("a", "Nghị định quy định về lao động", "/x/a.txt", {"number": "145/2020/NĐ-CP"}, 1, 1, "", ""),
        DocumentInfo("b", "Luật Đường sắt", "/x/b.txt", {"number": "06/2017/QH14"}, 1, 1, "", ""),
        DocumentInfo("c", "Luật Đất đai", "/x/c.txt", {}, 1, 1, "", ""),
    ]
    words = said.replace("/", " ").split()
    assert document_named(words, documents) == (None if found is None else documents[found])


@given(st.text(st.sampled_from("điều khoản điểm 12ađ,.?"), max_size=60))
def test_any_question_is_read(question: str) -> None:
    found = asked_for(question)
    assert found is None or found.label
