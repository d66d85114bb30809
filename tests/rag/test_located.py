"""Where something is written: the heading of the article or the chapter, then what it says."""

from __future__ import annotations

import pytest
from helpers_law import LAW, law_collection
from helpers_rag import check_promise

from index.collection import Collection
from rag.chat import Chat
from rag.documents.located import Sought, sought
from rag.types import Answer, Outcome, Turn


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return law_collection(tmp_path_factory.mktemp("luat"))


def answered(collection: Collection, question: str) -> Answer:
    answer = Chat(collection).answer(question)
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
    return answer


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Điều nào quy định về giờ mở cửa?", Sought("điều", "giờ mở cửa")),
        ("Thẻ bạn đọc được quy định ở điều nào?", Sought("điều", "Thẻ bạn đọc")),
        ("chuong nao noi ve ban doc", Sought("chương", "ban doc")),
        ("Khoản mấy nêu rõ mùa lụt?", Sought("khoản", "mùa lụt")),
        ("Điều nào giờ mở cửa?", None),
        ("Điều 2 quy định gì?", None),
        ("Giờ mở cửa là gì?", None),
        ("", None),
    ],
)
def test_the_part_and_what_it_should_say_are_heard(question: str, wanted: Sought | None) -> None:
    assert sought(question) == wanted


def test_where_a_document_was_named_the_verb_may_have_gone_with_it() -> None:
    assert sought("Điều nào giờ mở cửa?", of_document=True) == Sought("điều", "giờ mở cửa")


@pytest.mark.parametrize(
    ("question", "heading", "said"),
    [
        ("Điều nào quy định về giờ mở cửa?", "Điều 2. Giờ mở cửa", "tám giờ sáng"),
        ("Điều nào của Luật Thư viện làng quy định về thẻ bạn đọc?", "Điều 3. Thẻ bạn đọc", "một thẻ"),
        ("the ban doc duoc quy dinh o dieu nao?", "Điều 3. Thẻ bạn đọc", "một thẻ"),
    ],
)
def test_the_heading_comes_first_and_then_what_stands_below_it(
    collection: Collection, question: str, heading: str, said: str
) -> None:
    answer = answered(collection, question)
    assert answer.citations[0].quote == heading
    assert said in answer.text
    assert all(citation.quote in LAW for citation in answer.citations)


def test_of_a_chapter_its_heading_is_given(collection: Collection) -> None:
    assert answered(collection, "Chương nào quy định về thẻ bạn đọc?").text.startswith("Chương II BẠN ĐỌC")


def test_what_stands_in_no_such_part_is_answered_as_ever(collection: Collection) -> None:
    answer = answered(collection, "Điều nào nói về rau muống cần tưới mấy lần?")
    assert answer.outcome is Outcome.NO_EVIDENCE or "hai lần" in answer.text


def test_the_next_question_may_seek_something_else(collection: Collection) -> None:
    first = answered(collection, "Điều nào của Luật Thư viện làng quy định về thẻ bạn đọc?")
    answer = Chat(collection).answer("Còn giờ mở cửa?", [Turn("", first)])
    assert answer.citations[0].quote == "Điều 2. Giờ mở cửa"


def test_the_article_that_was_found_is_at_hand(collection: Collection) -> None:
    history = [Turn("", answered(collection, "Điều nào của Luật Thư viện làng quy định về giờ mở cửa?"))]
    for question, understood in (
        ("Điều đó quy định gì?", "Điều 2, Luật thư viện làng"),
        ("Khoản 3 thì sao?", "Khoản 3 Điều 2, Luật thư viện làng"),
        ("Mục lục luật này", "mục lục Luật thư viện làng"),
    ):
        answer = Chat(collection).answer(question, history)
        assert answer.searched_as.lower() == understood.lower()
        history.append(Turn(question, answer))
