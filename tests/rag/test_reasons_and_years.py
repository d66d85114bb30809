"""Headings that ask for a reason, and years on a timeline."""

from __future__ import annotations

import pytest
from helpers_parts import Outlined, Piece, part, said

from rag.composing.headed import asks_why

WHY = Outlined(
    "Sổ tay thư viện làng",
    part(
        "Vì sao đóng cửa thứ hai",
        "Thứ hai người trực phải dọn kho và chép sổ. Sách trả về cuối tuần cần phơi khô. Bạn đọc ngày ấy cũng rất ít.",
    ),
    part("Giờ mở cửa", "Thư viện mở cửa từ sáu giờ sáng đến tám giờ tối."),
)
TIMELINE = Outlined(
    "Lịch sử thư viện làng",
    Piece(
        ("Các mốc",),
        "Các mốc của thư viện làng:\n\n- 1952: lập phòng đọc ở đình\n- 1961: dời sang nhà kho cũ\n- 1975: xây nhà hai tầng",
    ),
    Piece(("Người trực",), "Người trực ghi sổ mỗi ngày và khóa cửa lúc tám giờ tối."),
)


@pytest.mark.parametrize(
    ("heading", "question", "same"),
    [
        ("Vì sao đóng cửa thứ hai", "Tại sao thư viện phải đóng cửa ngày thứ hai?", True),
        ("Lý do lập thư viện", "Vì sao lập thư viện?", True),
        ("Nguyên nhân của vụ cháy kho", "Vì sao có vụ cháy kho?", True),
        ("Vì sao đóng cửa thứ hai", "Thư viện đóng cửa thứ mấy?", False),
        ("Vì sao đóng cửa thứ hai", "Vì sao lập thư viện?", False),
        ("Giờ mở cửa", "Vì sao mở cửa sớm?", False),
        ("Vì sao", "Vì sao?", False),
    ],
)
def test_a_heading_may_ask_for_the_same_reason(heading: str, question: str, same: bool) -> None:
    assert asks_why(heading, question) is same


def test_below_a_heading_that_asks_why_all_is_the_reason_in_its_order() -> None:
    told = said(WHY, "Tại sao thư viện đóng cửa thứ hai?")
    assert (
        told
        == "Thứ hai người trực phải dọn kho và chép sổ. Sách trả về cuối tuần cần phơi khô. Bạn đọc ngày ấy cũng rất ít."
    )


@pytest.mark.parametrize(
    "question", ["Năm 1961 có sự kiện gì?", "Năm 1961 diễn ra sự kiện nào?", "Chuyện gì xảy ra năm 1961?"]
)
def test_a_year_of_a_timeline_answers_alone(question: str) -> None:
    told = said(TIMELINE, question)
    assert "dời sang nhà kho cũ" in told
    assert "1952" not in told
    assert "1975" not in told
