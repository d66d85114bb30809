"""Answers over a fake library: the promise, abstention, lists, tables, events."""

from __future__ import annotations

import pytest
from helpers_rag import FakeLibrary, check_promise
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.chat import Chat, Options
from rag.phrases import NO_EVIDENCE
from rag.types import Delta, Done, Found, Outcome, Searching

TEXTS = [
    "Thư viện mở cửa năm 1998 tại phố Hàng Bài. Ban đầu nơi này chỉ có ba phòng đọc.\n\nHiện nay thư viện có 42 nhân viên.",
    "Quy chế nêu bốn nguyên tắc phục vụ:\n\n- lịch sự với bạn đọc\n- đúng giờ mở cửa\n- giữ gìn sách quý\n- không thu phí",
    "Loại thẻ\tThời hạn\tMức phí\nThẻ thường\t12 tháng\t50 nghìn đồng\nThẻ học sinh\t24 tháng\tmiễn phí",
    "Vườn sau nhà trồng nhiều giống hoa hồng. Hoa nở rộ vào mùa xuân.",
]


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary(TEXTS)


def test_the_events_come_in_order_and_end_with_the_answer(library: FakeLibrary) -> None:
    events = list(Chat(library).ask("Thư viện mở cửa năm nào?"))
    assert isinstance(events[0], Searching)
    assert isinstance(events[1], Found)
    assert isinstance(events[-1], Done)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == events[-1].answer.text


def test_a_fact_is_answered_with_its_sentence_and_the_answering_words(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Thư viện mở cửa năm nào?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith("Thư viện mở cửa năm 1998 tại phố Hàng Bài. [1]") or "1998" in answer.text
    assert any("1998" in answer.text[s:e] for c in answer.citations for s, e in c.emphasis)
    check_promise(answer, library.texts)


def test_a_list_stays_a_list(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Bốn nguyên tắc phục vụ là gì?")
    for item in ("lịch sự", "đúng giờ", "giữ gìn", "không thu phí"):
        assert item in answer.text
    check_promise(answer, library.texts)


def test_a_table_row_keeps_its_header(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Thẻ học sinh có thời hạn bao nhiêu tháng?")
    assert "Thẻ học sinh\t24 tháng" in answer.text
    assert "Loại thẻ\tThời hạn" in answer.text
    check_promise(answer, library.texts)


def test_nothing_near_is_said_plainly(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Giá vé máy bay đi Đà Nẵng bao nhiêu?")
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert answer.text == NO_EVIDENCE["vi"]
    assert not answer.citations
    assert Chat(library).answer("zzz", options=Options(lang="en")).text == NO_EVIDENCE["en"]


def test_an_empty_library_has_no_evidence() -> None:
    answer = Chat(FakeLibrary([])).answer("Có gì không?")
    assert (answer.outcome, answer.confidence, answer.hits) == (Outcome.NO_EVIDENCE, 0.0, ())


WORDS = st.sampled_from("thư viện mở cửa năm 1998 có 42 phòng đọc: . ; \n \n\n - [1] … “a” là của bạn\t🙂 A".split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=6), st.lists(WORDS, max_size=8).map(" ".join))
def test_the_promise_holds_for_any_text(texts: list[str], question: str) -> None:
    library = FakeLibrary(texts)
    answer = Chat(library).answer(question)
    check_promise(answer, library.texts)
    assert 0.0 <= answer.confidence <= 1.0
    assert (answer.outcome is Outcome.NO_EVIDENCE) == (not answer.citations)
