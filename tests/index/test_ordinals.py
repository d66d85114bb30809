"""Congresses, terms and centuries: typed in figures or words, written in Roman numerals, and the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.headings import roman_value
from index.query import read
from index.readings.ordinals import ordinals, roman
from index.readings.shorthand import written_out


@given(st.integers(1, 39))
def test_a_roman_numeral_says_its_value(value: int) -> None:
    assert roman_value(roman(value)) == value


@pytest.mark.parametrize(
    ("typed", "begin", "first", "last", "other"),
    [
        ("đại hội 13 nêu gì", 2, 2, 3, "xiii"),
        ("đại hội sáu", 2, 2, 3, "vi"),
        ("đại hội lần thứ mười một của đảng", 2, 4, 6, "xi"),
        ("đại hội đại biểu toàn quốc lần thứ 12", 6, 8, 9, "xii"),
        ("hồi thế kỷ 19", 3, 3, 4, "xix"),
        ("thế kỷ hai mươi mốt", 2, 2, 5, "xxi"),
        ("đại hội lần thứ năm", 2, 4, 5, "v"),
        ("trung ương khóa xi", 3, 3, 4, "11"),
    ],
)
def test_what_is_numbered_is_found(typed: str, begin: int, first: int, last: int, other: str) -> None:
    found = list(ordinals(typed.split()))
    assert [(one.begin, one.first, one.last, one.other) for one in found] == [(begin, first, last, other)]


@pytest.mark.parametrize(
    "typed",
    [
        "hội nghị 22",
        "mười nguyên tắc",
        "đại hội năm 1986",
        "đại hội có 13 nước",
        "nghị quyết 22 của đại hội",
        "đại hội 40",
    ],
)
def test_other_numbers_are_left_alone(typed: str) -> None:
    assert not list(ordinals(typed.split()))


@given(st.lists(st.sampled_from("đại hội khóa thế kỷ lần thứ mười hai một 13 xi năm đảng của".split()), max_size=12))
def test_numbers_stand_apart_and_in_order(words: list[str]) -> None:
    at = 0
    for one in ordinals(words):
        assert at <= one.begin <= one.first < one.last <= len(words)
        assert 0 <= one.head < one.begin
        at = one.last


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ĐH IX nói gì", "đại hội IX nói gì"),
        ("đh 13 nói gì", "đại hội 13 nói gì"),
        ("ĐH lần thứ sáu của Đảng", "đại hội lần thứ sáu của Đảng"),
        ("dh 13 noi gi", "dai hoi 13 noi gi"),
        ("NQ22 nói gì", "nghị quyết 22 nói gì"),
        ("nq22 noi gi", "nghi quyet 22 noi gi"),
        ("QĐ596 lập ban nào", "quyết định 596 lập ban nào"),
    ],
)
def test_a_number_tells_what_is_shortened_before_it(typed: str, meant: str) -> None:
    assert read(typed).changes[0].before == typed.split(maxsplit=1)[0]
    text = typed
    for one in reversed(written_out(typed)):
        text = text[: one.start] + one.meant + text[one.end :]
    assert text == meant


@pytest.mark.parametrize(
    "typed",
    [
        "ĐH Bách khoa ở đâu",
        "số 22-NQ/TW ban hành khi nào",
        "ĐH Y 1",
        "NQ22/TW",
        "đh i",
        "NQ22B",
        "Nghị quyết số NQ22-TW",
    ],
)
def test_what_no_number_tells_is_left_alone(typed: str) -> None:
    assert not written_out(typed)
