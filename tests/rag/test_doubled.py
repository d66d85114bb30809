"""Two questions in one: each is answered, the second about what the first is about."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from helpers_rag import check_promise

from index.collection import Collection
from index.ingest import text_item
from rag.chat import Chat, Options
from rag.followups.doubled import answer_halves, halves
from rag.types import Answer, Citation, Outcome

POND = "Hợp tác xã Ao Làng thành lập năm 1987. Trụ sở đặt tại đình làng. Hợp tác xã Ao Làng có bốn mươi hai xã viên."
FIELD = "Lúa gieo tháng sáu và gặt tháng mười. Ruộng bậc thang tưới bằng nước suối."


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    found = Collection(tmp_path_factory.mktemp("ao") / "kho", create=True)
    found.add([text_item("ao", "Hợp tác xã", POND, cut=True), text_item("lua", "Ruộng", FIELD, cut=True)])
    return found


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("ASEAN thành lập khi nào và gồm mấy nước?", ("ASEAN thành lập khi nào?", "Gồm mấy nước?")),
        ("Em bé nặng bao nhiêu kg và dài bao nhiêu", ("Em bé nặng bao nhiêu kg?", "Dài bao nhiêu?")),
        ("Toàn cầu hóa là gì và hội nhập là gì?", ("Toàn cầu hóa là gì?", "Hội nhập là gì?")),
        (
            unicodedata.normalize("NFD", "Ban do ai đứng đầu, và có mấy phó ban?"),
            ("Ban do ai đứng đầu?", "Có mấy phó ban?"),
        ),
        ("Đảng và Nhà nước chủ trương gì?", None),
        ("Ai viết và ký nghị quyết?", None),
        ("Khác biệt nào giữa chuột thường và chuột kia, đó là gì?", None),
        ("asean thanh lap khi nao va gom may nuoc?", None),
        ("Mở cửa lúc nào? Và đóng lúc nào?", None),
        ("Lúc nào và ai?", None),
        ("là gì và " * 80, None),
        ("", None),
    ],
)
def test_two_questions_are_told_from_one(question: str, parts: tuple[str, str] | None) -> None:
    assert halves(question) == parts


def test_both_are_answered_with_their_sources(collection: Collection) -> None:
    answer = Chat(collection).answer("Hợp tác xã Ao Làng thành lập năm nào và có bao nhiêu xã viên?")
    assert answer.searched_as == "Hợp tác xã Ao Làng thành lập năm nào? Hợp tác xã Ao Làng có bao nhiêu xã viên?"
    assert answer.question == "Hợp tác xã Ao Làng thành lập năm nào và có bao nhiêu xã viên?"
    assert "năm 1987" in answer.text
    assert "bốn mươi hai xã viên" in answer.text
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})


def test_asked_exactly_it_is_one_question(collection: Collection) -> None:
    question = "Hợp tác xã Ao Làng thành lập năm nào và có bao nhiêu xã viên?"
    assert Chat(collection).answer(question, options=Options(exact=True)).searched_as == question


def made(text: str, *quoted: tuple[str, int, str], outcome: Outcome = Outcome.ANSWERED) -> Answer:
    """An answer that quotes: words, the number of their source, its passage."""
    citations = []
    for words, number, passage in quoted:
        at = text.index(words)
        place = 10 * len(passage)
        citations.append(
            Citation(number, at, at + len(words), passage, "d", "", "", (), None, place, place + len(words), words)
        )
    return Answer("?", text.split(" ", maxsplit=1)[0], outcome, 0.9, text, tuple(citations), ())


NOTHING = made("Tài liệu không nói đến điều này.", outcome=Outcome.NO_EVIDENCE)
ONE = made("Một câu. [1]", ("Một câu.", 1, "p"))
OTHER = made(
    "Hai câu. [1]\n\nMột câu. [2]\n\nBa câu [x]. [3]",
    ("Hai câu.", 1, "qq"),
    ("Một câu.", 2, "p"),
    ("Ba câu [x].", 3, "rrr"),
)
QUESTION = "Việc này là gì và việc kia là gì?"


def test_sources_are_numbered_through_and_nothing_is_said_twice() -> None:
    answers = iter([ONE, OTHER])
    found = answer_halves(QUESTION, lambda _: next(answers))
    assert found is not None
    assert found.text == "Một câu. [1]\n\nHai câu. [2]\n\nBa câu [x]. [3]"
    assert [found.text[one.answer_start : one.answer_end] for one in found.citations] == [
        "Một câu.",
        "Hai câu.",
        "Ba câu [x].",
    ]
    assert [one.marker for one in found.citations] == [1, 2, 3]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (NOTHING, NOTHING, None),
        (NOTHING, ONE, ONE),
        (ONE, NOTHING, ONE),
        (ONE, ONE, replace(ONE, searched_as="Một Một")),
    ],
)
def test_what_one_half_says_alone_stands_alone(first: Answer, second: Answer, expected: Answer | None) -> None:
    answers = iter([first, second])
    found = answer_halves(QUESTION, lambda _: next(answers))
    assert found == (None if expected is None else replace(expected, question=QUESTION))


def test_one_question_is_not_asked_twice() -> None:
    def never(_: str) -> Answer:
        raise AssertionError("asked")

    assert answer_halves("Việc này là gì?", never) is None
