"""Congresses, terms and centuries: typed in figures or words, written in Roman numerals, and the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.headings import roman_value
from index.readings.ordinals import ordinals, roman


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
