"""The answering words inside a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.emphasis import MOST, answering


@pytest.mark.parametrize(
    ("question", "quote", "shown"),
    [
        ("Thư viện mở cửa năm nào?", "Thư viện mở cửa năm 1998 và sửa lại năm 2007 vì bão lớn ở vùng biển.", "năm 1998"),
        ("Có bao nhiêu trường hợp nhiễm mới?", "Mỗi năm có khoảng 8.000 trường hợp nhiễm mới, 12 xã có ca nặng.",
         "8.000 trường hợp nhiễm mới"),
        ("Ca mổ kéo dài mấy giờ?", "Ca mổ kéo dài 4 giờ với 12 bác sĩ.", "4 giờ"),
        ("Vì sao tàu chậm?", "Tàu chậm vì đường ray bị ngập, khách phải chờ.", "vì đường ray bị ngập"),
        ("Thuốc gây ra tác hại gì?", "Dùng lâu, thuốc gây ra tác hại suy thận, có thể tử vong.", "suy thận"),
        ("Lạm phát là gì?", "Lạm phát là sự tăng mức giá chung, kéo dài theo thời gian.", "sự tăng mức giá chung"),
        ("Kể về vườn hoa", "Vườn hoa nở năm 1998.", ""),
        ("Ai xây cầu?", "Cầu xây đã lâu.", ""),
    ],
)  # fmt: skip
def test_what_is_shown(question: str, quote: str, shown: str) -> None:
    assert " | ".join(quote[start:end].strip() for start, end in answering(question, quote)) == shown


WORDS = st.sampled_from(
    "thư viện mở năm 1998 42 km là vì do gì nào mấy Ai bao nhiêu như thế , . ; “ İ ( 🙂 Trần Hà".split(" ")
)


@given(st.lists(WORDS, max_size=10).map(" ".join), st.lists(WORDS, max_size=30).map(" ".join))
def test_spans_are_inside_apart_and_few(question: str, quote: str) -> None:
    spans = answering(question, quote)
    assert len(spans) <= MOST
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(quote)
        at = span.end
