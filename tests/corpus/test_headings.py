"""Markers at the start of a line, and what only looks like one."""

from __future__ import annotations

import pytest
from growth import grows_with_size
from hypothesis import given
from hypothesis import strategies as st

from corpus.headings import is_bullet, letter_value, marker, roman_value


@pytest.mark.parametrize(
    ("line", "kind", "number", "label", "text"),
    [
        ("Phần thứ hai", "part", (2,), "Phần thứ hai", ""),
        ("PHẦN I", "part", (1,), "PHẦN I", ""),
        ("Chương IV", "chapter", (4,), "Chương IV", ""),
        ("CHƯƠNG II QUYỀN VÀ NGHĨA VỤ", "chapter", (2,), "CHƯƠNG II", "QUYỀN VÀ NGHĨA VỤ"),
        ("Mục 3. Thủ tục", "section", (3,), "Mục 3.", "Thủ tục"),
        ("Tiểu mục 2", "subsection", (2,), "Tiểu mục 2", ""),
        ("Điều 12. Giải thích từ ngữ", "article", (12,), "Điều 12.", "Giải thích từ ngữ"),
        ("ĐIỀU 7", "article", (7,), "ĐIỀU 7", ""),
        ("Điều 5a. Bổ sung", "article", (5,), "Điều 5a.", "Bổ sung"),
        ("Khoản 2. Nội dung", "clause", (2,), "Khoản 2.", "Nội dung"),
        ("Điểm c) Nội dung", "point", (3,), "Điểm c)", "Nội dung"),
        ("Phụ lục II", "appendix", (2,), "Phụ lục II", ""),
        ("Chapter 3: Rivers", "chapter", (3,), "Chapter 3:", "Rivers"),
        ("I – TỔNG QUAN", "roman", (1,), "I –", "TỔNG QUAN"),
        ("III- Nhiệm vụ", "roman", (3,), "III-", "Nhiệm vụ"),
        ("IV. Kinh phí", "roman", (4,), "IV.", "Kinh phí"),
        ("1- Về tổ chức", "arabic", (1,), "1-", "Về tổ chức"),
        ("2 – Về cán bộ", "arabic", (2,), "2 –", "Về cán bộ"),
        ("3) Về tài chính", "arabic", (3,), "3)", "Về tài chính"),
        ("(4) Về đất đai", "arabic", (4,), "(4)", "Về đất đai"),
        ("(1)FTA", "arabic", (1,), "(1)", "FTA"),
        ("1/ Tình hình", "arabic", (1,), "1/", "Tình hình"),
        ("6. Kết quả", "decimal", (6,), "6.", "Kết quả"),
        ("6.Kết quả", "decimal", (6,), "6.", "Kết quả"),
        ("1.3.2.Thời kì sau", "decimal", (1, 3, 2), "1.3.2.", "Thời kì sau"),
        ("2.1 Phương pháp", "decimal", (2, 1), "2.1", "Phương pháp"),
        ("a) hồ sơ gồm có", "letter", (1,), "a)", "hồ sơ gồm có"),
        ("đ) giấy tờ khác", "letter", (5,), "đ)", "giấy tờ khác"),
        ("b/Toán học", "letter", (2,), "b/", "Toán học"),
        ("(a) Giai đoạn đầu", "letter", (1,), "(a)", "Giai đoạn đầu"),
        ("i) bước đầu", "lower_roman", (1,), "i)", "bước đầu"),
        ("iii) bước cuối", "lower_roman", (3,), "iii)", "bước cuối"),
        ("B - Bài tập", "capital", (2,), "B -", "Bài tập"),
        ("A. LÝ THUYẾT", "capital", (1,), "A.", "LÝ THUYẾT"),
        ("Thứ nhất, về nhân sự", "ordinal", (1,), "Thứ nhất,", "về nhân sự"),
        ("Thứ hai: Đề xuất", "ordinal", (2,), "Thứ hai:", "Đề xuất"),
        ("Một là, giữ rừng", "cardinal", (1,), "Một là,", "giữ rừng"),
        ("Bốn  là, giữ đất", "cardinal", (4,), "Bốn  là,", "giữ đất"),
        ("Mười là giữ nước", "cardinal", (10,), "Mười là", "giữ nước"),
    ],
)
def test_markers(line: str, kind: str, number: tuple[int, ...], label: str, text: str) -> None:
    found = marker("  " + line)
    assert found is not None
    assert (found.kind, found.number, found.label, found.text) == (kind, number, label, text)
    assert found.start == 2
    assert ("  " + line)[found.text_start :] == text


@pytest.mark.parametrize(
    "line",
    [
        "", "   ", "10/4/2013: ban hành", "1/1995: gia nhập", "27-11-2001, cơ quan", "12.5.2013 khai trương",
        "07-NQ/TW được ban hành", "7-NQ/TW được ban hành", "100/2019/NĐ-CP", "32/2004/QH11", "1961: lần đầu",
        "2.587 người tham gia", "2.5 triệu đồng", "2.5G là", "6,55% mỗi năm", "1.000 đồng", "3.603 tổ chức", "4.0 và chuyển đổi",
        "10-15 năm", "3 - 5 ngày", "15/11/2020: ký kết", "16/20 nước", "3 cách tiếp cận", "15 thành viên",
        "Điều 5 của Luật này quy định", "Điểm a khoản 2 Điều 5", "Khoản 2 Điều 5 quy định", "Điều này cho thấy",
        "Phần lớn các tỉnh", "Mục tiêu", "Chương trình hành động", "Bài viết này", "Điểm chung của hai nước",
        "V. I. Lê-nin viết", "V.I. Lê-nin", "C. Mác và Ph. Ăngghen", "X-quang", "v.v. và các thứ khác", "(2017)", "(xem)",
        "Thứ hai, ngày 5 tháng 3", "Thứ ba tuần sau", "---", "-5 độ", "________", "=> Kết quả", "b/c", "5/tháng",
    ],
)  # fmt: skip
def test_what_is_no_marker(line: str) -> None:
    assert marker(line) is None


@pytest.mark.parametrize(
    "line", ["- một", "-Một", "• một", "+ một", "* một", "– một", "\uf0d8Một", "\uf0a7 một", "♦ Ý"]
)
def test_bullets(line: str) -> None:
    assert is_bullet(line)


def test_values() -> None:
    assert [roman_value(n) for n in ("I", "iv", "IX", "XIV", "XL", "LXXXIX")] == [1, 4, 9, 14, 40, 89]
    assert [roman_value(n) for n in ("IIII", "VX", "IC", "", "A")] == [0, 0, 0, 0, 0]
    assert [letter_value(c) for c in "abcdđe"] == [1, 2, 3, 4, 5, 6]
    assert letter_value("1") == 0


@given(st.text(alphabet="IVXivx0123456789.-–)(/ aAđĐThứnhấtMộtlàĐiềuChương,:•\t", max_size=30))
def test_never_raises_and_label_is_in_the_line(line: str) -> None:
    found = marker(line)
    if found is not None:
        assert line[found.start :].startswith(found.label)
        assert found.text == line[found.text_start :].rstrip()
        assert 0 <= found.start < found.text_start <= len(line)


@pytest.mark.parametrize("part", ["1.", "I", "(", "a) ", "Điều ", "Thứ nhất ", " ", "- ", "1.1.", "\u00a0"])
def test_a_line_of_any_length_takes_linear_time(part: str) -> None:
    assert grows_with_size(lambda size: marker(part * size), 20_000)
