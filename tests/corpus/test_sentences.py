"""Where sentences end, and that none is lost."""

from __future__ import annotations

import pytest
from growth import grows_with_size
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Trời mưa.", "Đường trơn!", "Ai đi đâu?", "Không biết…", "Thôi vậy..."],
        ["Ông là TS. Nguyễn Văn Bình, ở TP. Huế.", "Bà ở Tp. Vinh."],
        ["GS.TS. Lê Hà và PGS.TS.Trần Nam cùng đến.", "Cuộc họp bắt đầu."],
        ["Giá là 2.587 USD ngày 10.4.2013.", "Sau đó có 5 nước tham gia.", "6 nước khác thì không."],
        ["Có lúa, ngô, v.v.. và khoai.", "Còn sắn, v.v..", "Hết mùa."],
        ["“Ta đi thôi.”", "Anh nói vậy.", "“Ai đấy?” hỏi lại.", "(Xem thêm sách.)", "Hết."],
        ["Đó là thành tựu của khóa X.", "Đại hội thứ V.", "V. I. Lê-nin từng viết.", "C. Mác và Ph. Ăngghen cũng viết."],
        ["Có ba việc, gồm: i) làm nhà;", "ii) đào giếng;", "iii) trồng cây...", "Nay đã xong."],
        ["Cần: a) vốn;", "b) người;", "c) đất."],
        ["Bốn trụ cột: 1. Giữ đất;", "2. Giữ nước;", "3. Giữ rừng."],
        ["Lũ về từ đêm.", "Bà con sơ tán."],
        ["Xem tr. 15 và No. 5.", "He said no.", "Then Mr. Smith left, e.g. by boat.", "It was 5 p.m. on Monday."],
        ["Hợp đồng do bên A.", "Bên B giữ bản sao."],
        ["Nghệ thuật…ở khu vực này.", "Vậy thôi."],
        ["Trang www.Vidu.com có bài này.", "Hết."],
        ["Văn bản số 22-NQ/TW.", "Hội nghị tán thành./."],
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    assert pieces(" ".join(parts)) == parts


def test_a_missing_space_is_no_missing_boundary() -> None:
    assert pieces("Lũ về từ đêm.Bà con sơ tán.") == ["Lũ về từ đêm.", "Bà con sơ tán."]


def test_lines_are_boundaries_and_markers_are_none() -> None:
    text = "Điều 5. Phạm vi\n1. Luật này áp dụng cho cả làng. Trừ trẻ em.\nI. Mở đầu\n- ý một\n\na. ý hai"
    assert pieces(text) == [
        "Điều 5. Phạm vi",
        "1. Luật này áp dụng cho cả làng.",
        "Trừ trẻ em.",
        "I. Mở đầu",
        "- ý một",
        "a. ý hai",
    ]


def test_a_row_of_a_table_is_one_unit() -> None:
    assert pieces("Tên\tViệc\nLan. Em út.\tHọc. Chơi.") == ["Tên\tViệc", "Lan. Em út.\tHọc. Chơi."]


def test_a_stretch_of_a_text() -> None:
    text = "Câu một. Câu hai. Câu ba."
    assert [text[a:b] for a, b in sentences(text, 9, 17)] == ["Câu hai."]
    assert sentences(text, 9, 9) == []
    assert sentences(text, 9, 10_000) == sentences(text, 9)


_WORDS = st.sampled_from(
    ["Một", "hai.", "TS.", "A.", "X.", "2.", "3.5", "“Ba", "bốn”.", "v.v.", "...", "…", "?", "!", ";", "i)", "b)", "(c)", "\n",
     "\n\n", "\t", "\u00a0", "Điều 1.", "- ", "«", "»", "”", "'", "。", "\u2028", "\x0b", "a.B", "no.Good", "1.", "p."]
)  # fmt: skip


def covers(text: str) -> None:
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=40), st.sampled_from(["", " "]))
def test_spans_cover_what_is_not_space(words: list[str], glue: str) -> None:
    covers(glue.join(words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_spans_cover_arbitrary_text(text: str) -> None:
    covers(text)


@pytest.mark.parametrize("part", [".", " ", ". ", "a", "?”", "; i", "\n", "(((", "a\tb. C ", "1. ", "A. "])
def test_the_work_is_linear(part: str) -> None:
    assert grows_with_size(lambda size: sentences(part * (size // len(part)) + "a"), 15_000)
