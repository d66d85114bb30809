"""A definition is quoted from its term on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evidence.defining import definition_start, named, term_of

WHOLE = "Kho mở là nơi bạn đọc tự lấy sách."


@pytest.mark.parametrize(
    ("question", "quote", "begins"),
    [
        ("Kho mở là gì?", WHOLE, WHOLE),
        ("Kho mở là gì?", "Theo nội quy năm 2019, kho mở là nơi bạn đọc tự lấy sách.", "kho mở là"),
        ("Thế nào là kho mở?", "Khác với kho đóng: kho mở được hiểu là nơi tự lấy sách.", "kho mở được"),
        ("Kho mở nghĩa là gì?", "Có thể nói rằng kho mở (open stack) là nơi tự lấy sách.", "kho mở (open"),
        ("Khái niệm kho mở là gì?", "Trước đây khác, nay khái niệm kho mở là nơi tự lấy sách.", "nay khái niệm"),
        ("Kho mở là gì?", "Hiện nay, “kho mở” là nơi tự lấy sách.", "“kho mở”"),
        ("Kho sách mở là gì?", "“KSM là nơi bạn đọc tự lấy sách”", "“KSM là"),
        ("What is an open stack?", "In most libraries, an open stack is a room of shelves.", "an open stack is"),
    ],
)
def test_the_quote_begins_with_the_term(question: str, quote: str, begins: str) -> None:
    start = definition_start(term_of(question), quote)
    assert start is not None
    assert quote[start:].startswith(begins)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Kho mở có từ năm nào?", "Theo nội quy, kho mở là nơi tự lấy sách."),
        ("Kho mở là gì?", "Bạn đọc quý kho mở vì nhiều lẽ."),
        ("Kho mở là gì?", "Sau khi sửa, nơi mà ai cũng gọi tên là kho mở là nơi tự lấy sách."),
        ("Kho mở là gì?", "Nhà kho mở ra rồi đóng lại."),
    ],
)
def test_other_quotes_stay_whole(question: str, quote: str) -> None:
    assert definition_start(term_of(question), quote) is None


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Kho mở là gì?", "kho mở"),
        ("Hãy giải thích khái niệm kho mở", "kho mở"),
        ("Kho mở được hiểu như thế nào?", "kho mở"),
        ("Kho mở nói cho dễ hiểu là gì?", "kho mở"),
        ("Kho mở, hiểu đơn giản, là gì?", "kho mở"),
        ("Kho mở là gì, cho ví dụ?", "kho mở"),
        ("Như thế nào là kho mở?", "kho mở"),
        ("Kho mở là loại kho gì?", "kho mở"),
        ("Kho mở ở đâu?", ""),
    ],
)
def test_the_term_asked_for(question: str, term: str) -> None:
    assert term_of(question) == term


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nhà có kho mở.", True),
        ("Kho mới mở", True),
        ("Kho vừa mới mở", False),
        ("mở kho", False),
        ("Theo KM thì khác.", True),
        ("Kho. Mở", True),
        ("kho mởn", False),
        ("", False),
    ],
)
def test_a_term_is_named_by_its_words_or_initials(text: str, found: bool) -> None:
    assert named("kho mở", ["Chuyện khác.", text]) is found


@given(st.text(max_size=30), st.text(max_size=80))
def test_any_text_is_taken(term: str, quote: str) -> None:
    for asked in (term, term_of(f"{term} là gì?")):
        assert 0 <= (definition_start(asked, quote) or 0) <= len(quote)
        assert named(asked, [quote]) in (True, False)
