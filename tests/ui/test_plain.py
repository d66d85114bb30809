"""What a terminal shows: tables in columns, running text at one width, nothing harmful."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.types import Answer, Outcome
from tests.ui.examples_ui import cited, hit
from ui.plain import WIDTH, answer_text, hits_text


def said(rows: str) -> str:
    found = hit(rows)
    text, citation = cited(found, rows)
    answer = Answer("q", "q", Outcome.ANSWERED, 0.9, text, (citation,), (found,))
    return answer_text(answer).split("\n\nNguồn:")[0]


def test_rows_are_columns_where_they_fit() -> None:
    assert said("Khoản\tSố tiền\tNgày\nMua sách\t12.500 đ\nSửa kệ\t9 đ\t4/3").split("\n") == [
        "Khoản    │ Số tiền  │ Ngày",
        "─────────┼──────────┼────────",
        "Mua sách │ 12.500 đ │",
        "Sửa kệ   │ 9 đ      │ 4/3 [1]",
    ]


def test_rows_that_are_too_wide_are_written_downwards() -> None:
    long = "làm " * 30
    assert said(f"\tViệc\tNgười\nThứ hai\t{long}\tBà Lan").split("\n") == [
        "Thứ hai",
        "Việc: " + ("làm " * 23).strip(),
        ("làm " * 7).strip(),
        "Người: Bà Lan [1]",
    ]


def test_a_row_alone_is_a_line() -> None:
    assert said("Trước đó.\nmột\thai") == "Trước đó.\nmột · hai [1]"


@given(
    st.lists(st.sampled_from(["a\tb", "một hai ba " * 12, "", "x\ty\tz", "\x1b[31m\t\u202e"]), min_size=1, max_size=8)
)
def test_no_line_is_wider_than_the_terminal_and_nothing_harmful_is_printed(lines: list[str]) -> None:
    shown = hits_text([hit("\n".join(lines) + ".")])
    assert all(len(line) <= WIDTH for line in shown.split("\n")[1:])
    assert not set("\x1b\u202e\t") & set(shown)
