"""Follow-ups are completed from the turns before; questions that stand alone are left alone."""

from __future__ import annotations

import pytest

from rag.conversation import complete
from rag.types import Answer, Citation, Outcome, Turn


def turn(question: str, text: str = "", quotes: tuple[str, ...] = ()) -> Turn:
    citations = tuple(Citation(1, 0, 0, "p", "d", "t", "s", (), None, 0, len(q), q, ()) for q in quotes)
    return Turn(question, Answer(question, question, Outcome.ANSWERED, 0.9, text, citations, ()))


@pytest.mark.parametrize(
    ("before", "follow_up", "whole"),
    [
        ("Năm 2019 có bao nhiêu hội viên?", "Còn năm 2020 thì sao?", "Năm 2020 có bao nhiêu hội viên?"),
        ("Đại hội IX nêu gì về đối ngoại?", "Thế còn Đại hội XI?", "Đại hội XI nêu gì về đối ngoại?"),
        (
            "Ban Chỉ đạo quốc gia về hội nhập được lập khi nào?",
            "Ai đứng đầu ban đó?",
            "Ai đứng đầu Ban Chỉ đạo quốc gia về hội nhập?",
        ),
        ("Chủ quyền quốc gia là gì?", "Nó có từ khi nào?", "Chủ quyền quốc gia có từ khi nào?"),
        ("How many members joined in 2019?", "What about 2020?", "How many members joined in 2020?"),
    ],
)
def test_completed(before: str, follow_up: str, whole: str) -> None:
    done = complete(follow_up, [turn(before)])
    assert done.from_history
    assert done.question == whole


def test_bare_question_words_take_the_last_subject() -> None:
    done = complete("Vì sao?", [turn("Thư viện đóng cửa vào ngày nào?")])
    assert done.from_history
    assert "Thư viện đóng cửa" in done.question


def test_an_item_is_found_by_its_number() -> None:
    last = turn("Bốn nguyên tắc là gì?", quotes=("Bốn nguyên tắc:", "- lịch sự với bạn đọc", "- đúng giờ mở cửa"))
    assert complete("Nêu rõ hơn ý thứ hai", [last]).question == "đúng giờ mở cửa"


@pytest.mark.parametrize(
    "question",
    [
        "Lợi ích quốc gia được phân loại thế nào?",
        "Hội nhập kinh tế quốc tế gồm mấy mức độ?",
        "What is national sovereignty?",
        "",
        "   ",
    ],
)
def test_a_change_of_subject_is_left_alone(question: str) -> None:
    done = complete(question, [turn("Ban Chỉ đạo do ai đứng đầu?")])
    assert not done.from_history
    assert done.question == question


def test_without_history_nothing_is_added() -> None:
    assert complete("Còn năm 2020 thì sao?", []).question == "Còn năm 2020 thì sao?"
