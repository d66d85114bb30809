"""The answering words inside a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from rag.composing.emphasis import MOST, answering


@pytest.mark.parametrize(
    ("question", "quote", "shown"),
    [
        ("Thư viện mở cửa năm nào?", "Thư viện mở cửa năm 1998 và sửa lại năm 2007 vì bão lớn ở vùng biển.", "năm 1998"),
        ("Nghị định ra hôm nào?", "Nghị định số 22-NQ ra ngày 10/4/2013.", "10/4/2013"),
        ("Đường hoàn thành tháng mấy?", "Đường hoàn thành tháng 1/1995, cầu thì chậm hơn.", "tháng 1/1995"),
        ("Có bao nhiêu trường hợp nhiễm mới?", "Mỗi năm có khoảng 8.000 trường hợp nhiễm mới, 12 xã có ca nặng.",
         "8.000 trường hợp nhiễm mới"),
        ("Ca mổ kéo dài mấy giờ?", "Ca mổ kéo dài 4 giờ với 12 bác sĩ.", "4 giờ"),
        ("Vì sao tàu chậm?", "Tàu chậm vì đường ray bị ngập, khách phải chờ.", "vì đường ray bị ngập"),
        ("Thuốc gây ra tác hại gì?", "Dùng lâu, thuốc gây ra tác hại suy thận, có thể tử vong.", "suy thận"),
        ("Lạm phát là gì?", "Lạm phát là sự tăng mức giá chung, kéo dài theo thời gian.", "sự tăng mức giá chung"),
        ("Kể về vườn hoa", "Vườn hoa nở năm 1998.", ""),
        ("Ai xây cầu?", "Cầu xây đã lâu.", ""),
        ("Ai lập ra hội đọc sách?", "Người lập ra hội đọc sách (HĐS) là cô giáo Lê Thị Na.", "Lê Thị Na"),
        ("Ai là trưởng ban đọc sách?", "Trưởng ban BĐS: cô giáo.", ""),
        ("Lạm phát là gì?", "“Lạm phát là sự tăng giá”", "sự tăng giá"),
        ("Lạm phát là gì?", "Lạm phát là sự tăng giá (CPI) chung, kéo dài.", "sự tăng giá (CPI) chung"),
        ("Lạm phát là gì?", "Nghĩ kỹ (lạm phát là sự tăng giá) thì thấy.", "sự tăng giá"),
        ("Ai ký văn bản?", "Văn bản 22-NQ/TW do ông ký.", "22-NQ/TW"),
    ],
)  # fmt: skip
def test_what_is_shown(question: str, quote: str, shown: str) -> None:
    assert " | ".join(quote[start:end].strip() for start, end in answering(question, quote)) == shown


def test_what_was_read_goes_before_its_form_but_for_dates() -> None:
    quote = "Ông Lê Văn Đa mở quán năm 1998 cùng chị Hoa."
    read = Span(quote.index("cùng"), quote.index("."))
    assert answering("Ai mở quán?", quote) != (read,)
    assert answering("Ai mở quán?", quote, read) == (read,)
    assert [quote[a:b] for a, b in answering("Quán mở năm nào?", quote, read)] == ["năm 1998"]
    assert answering("Quán mở năm nào?", quote[read.start :], Span(0, 4)) == (Span(0, 4),)


def test_words_of_the_question_are_no_answer_unless_it_gives_a_choice() -> None:
    quote = "Chị Hoa, chủ quán trà, là người mở quán."
    read = Span(quote.index("chủ quán"), quote.index(", là"))
    assert [quote[a:b] for a, b in answering("Ai là chủ quán trà?", quote, read)] == ["Chị Hoa"]
    assert answering("Chị Hoa là chủ quán trà hay thợ may?", quote, read) == (read,)


def test_a_definition_that_was_read_in_part_is_emphasised_to_its_end() -> None:
    quote = "Kho mở là nơi bạn đọc tự lấy sách, có từ năm 1998."
    read = Span(quote.index("nơi"), quote.index(" tự"))
    assert [quote[a:b] for a, b in answering("Kho mở là gì?", quote, read)] == ["nơi bạn đọc tự lấy sách"]


def test_names_and_numbers_that_were_read_in_part_are_emphasised_whole() -> None:
    quote = "Do bà Trần Thu Hà lập theo văn bản 22-NQ/TW."
    for part, whole in (("Thu Hà", "Trần Thu Hà"), ("NQ", "22-NQ/TW"), ("Trần Thu", "Trần Thu Hà"), ("bà", "bà")):
        read = Span(quote.index(part), quote.index(part) + len(part))
        assert [quote[a:b] for a, b in answering("Ai lập?", quote, read)] == [whole]


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
