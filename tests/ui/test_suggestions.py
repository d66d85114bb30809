"""Questions to ask next: from the headings near the source, never what was asked or quoted, and only what is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Section
from index.sample import open_sample
from rag.types import Answer, Done, Outcome
from tests.ui.turns_ui import garden_turn
from ui.handlers import Handlers
from ui.library import NEXT, LibraryService
from ui.session import Session
from ui.strings import Words
from ui.suggestions import next_questions, topic_of, topics_of

T = Words("vi")
HEADINGS = ["Chọn giống", "1- Tưới nước", "2- Bón phân cho rau", "3- Sâu bệnh thường gặp", "Việt Nam trồng rau gì"]


def outline(headings: list[str], cited: int) -> tuple[Answer, list[Section]]:
    """An answer whose quote lies in section ``cited``, and sections of 100 characters with these headings."""
    answer = garden_turn().answer
    first = replace(answer.citations[0], start=cited * 100 + 5, end=cited * 100 + 50, section=(headings[cited],))
    sections = [Section((heading,), i * 100, (i + 1) * 100) for i, heading in enumerate(headings)]
    return replace(answer, citations=(first,)), sections


def test_what_follows_comes_first_and_short_headings_make_no_question() -> None:
    answer, sections = outline(HEADINGS, 1)
    assert [question for question, _ in next_questions(answer, sections, [], T)] == [
        "Tài liệu nói gì về bón phân cho rau?",
        "Tài liệu nói gì về sâu bệnh thường gặp?",
        "Tài liệu nói gì về Việt Nam trồng rau gì?",
    ]


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("IV. Các mặt công tác", "các mặt công tác"),
        ("Chương 2: Quyền và nghĩa vụ", "quyền và nghĩa vụ"),
        ("1.2.3 Chăm bón cây ăn quả", "chăm bón cây ăn quả"),
        ("a) chọn giống cây", "chọn giống cây"),
        ("b/ Chọn giống cây", "chọn giống cây"),
        ("12/1986: mở vườn rau", "mở vườn rau"),
        ("Liên kết vùng trồng rau", "liên kết vùng trồng rau"),
        ("Việt Nam trồng rau", "Việt Nam trồng rau"),
        ("an toàn trong bếp", "an toàn trong bếp"),
        ("Điều", ""),
        ("Mức 1: Khu vực trồng rau sạch", "khu vực trồng rau sạch"),
        ("Số luống năm 2020: hai sổ ghi khác nhau", "số luống năm 2020"),
    ],
)
def test_a_heading_loses_its_number_and_no_letter(heading: str, topic: str) -> None:
    assert topic_of(Section((heading,), 0, 1)) == topic


def test_a_heading_that_asks_is_the_question() -> None:
    answer, sections = outline(["Tưới nước", "2. Vì sao rau hay bị sâu"], 0)
    assert [question for question, _ in next_questions(answer, sections, [], T)] == ["Vì sao rau hay bị sâu?"]


def test_nothing_is_offered_twice() -> None:
    answer, sections = outline(HEADINGS, 1)
    asked = ["tài liệu nói gì về Bón phân cho rau? "]
    assert "Tài liệu nói gì về bón phân cho rau?" not in [q for q, _ in next_questions(answer, sections, asked, T)]
    answer, sections = outline(["Tưới nước cho rau"] * 5, 2)
    assert list(next_questions(answer, sections, [], T)) == [], "the section that was quoted"


def test_without_an_answer_there_is_nothing_to_go_on_from() -> None:
    answer, sections = outline(HEADINGS, 1)
    none = replace(answer, outcome=Outcome.NO_EVIDENCE, citations=())
    assert list(next_questions(none, sections, [], T)) == []
    assert list(next_questions(answer, [], [], T)) == []


@given(st.text(max_size=60))
def test_any_heading_is_a_topic_of_its_own_words_or_none(heading: str) -> None:
    topic = topic_of(Section((heading,), 0, 1))
    assert topic.casefold() in heading.casefold()
    assert topic == "" or 3 <= len(topic.split()) <= 10


@pytest.mark.parametrize("question", ["Nghị quyết 22 được ban hành ngày nào?", "Hội nhập quốc tế là gì?"])
def test_every_question_offered_is_answered_by_the_sample(question: str) -> None:
    service = LibraryService(open_sample())

    def answered(asked: str) -> Answer:
        return next(event.answer for event in service.ask(asked) if isinstance(event, Done))

    offered = service.next_questions(answered(question), [question])
    assert len(offered) <= NEXT
    for one in offered:
        assert answered(one).outcome is Outcome.ANSWERED


def test_they_are_shown_under_the_last_answer_only() -> None:
    from tests.ui.fakes_ui import FakeService

    handlers = Handlers(FakeService(), T)
    session = Session()
    for question in ("Rau muống cần tưới mấy lần mỗi ngày?", "Bếp mở cửa lúc mấy giờ?"):
        *_, last = handlers.ask(question, session)
        session = last["session"]
    assert last["busy"] is False
    assert last["talk"].count('class="next"') == 1
    assert "Bón phân cho rau ăn lá bao nhiêu?" in last["talk"].split('class="next"')[1]
    assert "Rau muống" not in last["talk"].split('class="next"')[1], "asked already"


def test_subjects_are_those_of_one_document_only_in_turns() -> None:
    def sections(*headings: str) -> list[Section]:
        return [Section((heading,), i, i + 1) for i, heading in enumerate(headings)]

    documents = [
        sections("Điều 1. Phạm vi điều chỉnh", "Điều 2. Giờ mở cửa", "Điều 3. Thẻ của bạn đọc", "Điều 4. Kho sách cũ"),
        sections("Điều 1. Phạm vi điều chỉnh", "Điều 2. Bón phân cho rau"),
        sections("Ngắn"),
    ]
    assert list(topics_of(documents)) == ["giờ mở cửa", "bón phân cho rau", "thẻ của bạn đọc"]
    assert list(topics_of([])) == []
