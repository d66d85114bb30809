"""How outlines word things: one word for all that mean the same, headings without their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.outlines import PARTS, covers, heading_words, parts_in, said_by, worded
from rag.terms import tokens

SAME = [
    ("hạn chế", "nhược điểm điểm yếu mặt yếu yếu điểm khuyết điểm yếu kém bất cập"),
    ("đặc điểm", "đặc trưng đặc tính"),
    ("ưu điểm", "điểm mạnh thế mạnh mặt mạnh"),
    ("kết quả", "thành tựu thành quả thành công"),
    ("giải pháp", "biện pháp"),
    ("nguyên nhân", "lý do"),
    ("mục tiêu", "mục đích"),
    ("kiến nghị", "đề xuất khuyến nghị"),
]
PAIRS = [
    (first, " ".join(words[at : at + 2]))
    for first, others in SAME
    for words in [others.split()]
    for at in range(0, len(words), 2)
]
PHRASES = [
    *PARTS,
    *(other for _, other in PAIRS),
    "của chợ",
    "về rau",
    "và",
    "ba",
    "những",
    "12",
    "là gì?",
    "I.",
    "3.1.",
]
TEXTS = st.lists(st.sampled_from(PHRASES), max_size=12).map(" ".join)


@pytest.mark.parametrize(("first", "other"), PAIRS)
def test_words_for_the_same_are_one(first: str, other: str) -> None:
    assert worded(f"{other.capitalize()} của chợ?") == f"{first} của chợ"
    assert worded(f"{first.upper()} của chợ") == f"{first} của chợ"


@pytest.mark.parametrize("text", ["Điểm hẹn ở chợ", "Quả chín", "Yếu tố thời tiết và nhân tố con người", "Đặc sản", ""])
def test_words_in_other_phrases_stay(text: str) -> None:
    assert worded(text) == " ".join(tokens(text)).replace("yếu tố", "nhân tố")


@given(TEXTS | st.text(max_size=60))
def test_what_is_worded_once_is_worded_for_good(text: str) -> None:
    once = worded(text)
    assert worded(once) == once
    assert once == once.lower()


@given(TEXTS)
def test_no_other_word_of_a_part_is_left(text: str) -> None:
    left = f" {worded(text)} "
    assert not [other for _, other in PAIRS if f" {other} " in left]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("3. Hai hạn chế", "hạn chế"),
        ("II. Mười điều kiện họp chợ", "điều kiện họp chợ"),
        ("Phần I. Ba nhược điểm của chợ", "hạn chế của chợ"),
        ("1.1. Lý do", "nguyên nhân"),
        ("a) Biện pháp về nước", "giải pháp về nước"),
        ("12 việc cần làm", "việc cần làm"),
        ("Điều 5. Mục đích", "mục tiêu"),
        ("Bốn", "bốn"),
        ("Việc của hai xóm", "việc của hai xóm"),
        ("", ""),
    ],
)
def test_a_heading_loses_its_number_and_its_count(heading: str, words: str) -> None:
    assert " ".join(heading_words(heading)) == words


HEADS = st.sampled_from(["hạn chế về rau", "việc của chợ", "nguyên nhân", "điều kiện họp"])
NUMBERS = st.sampled_from(["", "1. ", "IV. ", "2.3. ", "b) ", "Chương III. ", "Phần II. ", "• "])
COUNTS = st.sampled_from(["", "một ", "ba ", "mười ", "năm "])


@given(NUMBERS, COUNTS, HEADS)
def test_any_number_and_count_are_dropped(number: str, count: str, head: str) -> None:
    said = f"{count}{head}"
    assert " ".join(heading_words(f"{number}{said[:1].upper()}{said[1:]}")) == head


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Những nhược điểm của chợ là gì?", "hạn chế chợ là"),
        ("Vì sao?", "vì"),
        ("", ""),
    ],
)
def test_what_asks_and_says_little_is_left_out(text: str, said: str) -> None:
    assert said_by(text) == frozenset(said.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ba đặc tính của rau", "đặc điểm"),
        ("Kết quả và bất cập", "kết quả hạn chế"),
        ("Phiên chợ đông", ""),
    ],
)
def test_parts_that_a_text_names(text: str, parts: str) -> None:
    assert parts_in(text) == frozenset(parts.split())


@pytest.mark.parametrize(
    ("heading", "title", "does"),
    [
        ("III. Ba bước sửa sách", "", True),
        ("Các bước sửa sách ở kho", "Sổ ghi", True),
        ("Các bước sửa sách của thư viện làng", "Sổ tay thư viện làng", True),
        ("Các bước sửa sách của thư viện làng", "Sổ ghi", False),
        ("Các bước", "Sổ tay thư viện làng", False),
        ("Sửa sách", "", False),
    ],
)
def test_a_heading_covers_a_thing_with_words_of_the_question_and_the_title(
    heading: str, title: str, does: bool
) -> None:
    question = "Ở kho có những bước sửa sách nào?"
    assert covers(heading, frozenset(["bước", "sửa", "sách"]), question, title) is does


def test_nothing_covers_no_thing() -> None:
    assert not covers("Các bước sửa sách", frozenset(), "Các bước sửa sách?", "Sửa sách")
