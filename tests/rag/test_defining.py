"""A definition is quoted from its term on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.defining import definition_start

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
        ("What is an open stack?", "In most libraries, an open stack is a room of shelves.", "an open stack is"),
    ],
)
def test_the_quote_begins_with_the_term(question: str, quote: str, begins: str) -> None:
    assert quote[definition_start(question, quote) :].startswith(begins)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Kho mở có từ năm nào?", "Theo nội quy, kho mở là nơi tự lấy sách."),
        ("Kho mở là gì?", "Bạn đọc quý kho mở vì nhiều lẽ."),
        ("Kho mở là gì?", "Sau khi sửa, nơi mà ai cũng gọi tên là kho mở là nơi tự lấy sách."),
        ("Kho mở là gì?", "Nhà kho mở là chuyện khác."),
    ],
)
def test_other_quotes_stay_whole(question: str, quote: str) -> None:
    assert definition_start(question, quote) == 0


@given(st.text(max_size=30), st.text(max_size=80))
def test_any_text_is_taken(term: str, quote: str) -> None:
    assert 0 <= definition_start(f"{term} là gì?", quote) <= len(quote)
