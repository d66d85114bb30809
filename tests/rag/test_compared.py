"""Comparisons: what is compared, and what is told where no passage speaks of both things."""

from __future__ import annotations

import pytest
from helpers_parts import Outlined, Piece, said
from hypothesis import given
from hypothesis import strategies as st

from rag.followups.compared import compared


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("So sánh chợ phiên và chợ đêm", ("chợ phiên", "chợ đêm")),
        ("Hãy phân biệt chợ phiên với chợ đêm giúp mình", ("chợ phiên", "chợ đêm giúp mình")),
        ("Sự khác nhau giữa Khóa X và XI là gì?", ("Khóa X", "Khóa XI")),
        ("Chợ phiên khác chợ đêm ở điểm nào?", ("Chợ phiên", "chợ đêm")),
        ("Chợ phiên giống và khác chợ đêm chỗ nào?", ("Chợ phiên", "chợ đêm")),
        ("Chợ phiên và chợ đêm khác nhau thế nào?", ("Chợ phiên", "chợ đêm")),
        ("Chợ phiên và chợ đêm có giống nhau không?", ("Chợ phiên", "chợ đêm")),
        ("Chợ phiên khác gì so với chợ đêm?", ("Chợ phiên", "chợ đêm")),
        ("Chợ phiên khác nhau ở đâu?", None),
        ("Chợ phiên họp khi nào?", None),
        ("So sánh chợ phiên", None),
        ("so sanh cho phien va cho dem", None),
        ("So sánh " + "rất dài " * 60 + " và ngắn", None),
    ],
)
def test_the_two_things_are_heard(question: str, things: tuple[str, str] | None) -> None:
    assert compared(question) == things


@given(st.text(max_size=200))
def test_anything_may_be_typed(question: str) -> None:
    things = compared(question)
    assert things is None or all(things)


APART = Outlined(
    "Sổ tay người buôn",
    Piece(("Chợ phiên",), "Chợ phiên là nơi người các làng họp mặt sáu lần mỗi tháng để đổi hàng."),
    Piece(("Kho thóc",), "Kho thóc là nơi dân làng cất lúa dự trữ cho những năm mất mùa."),
)


def test_what_no_passage_compares_is_told_of_either() -> None:
    told = said(APART, "So sánh chợ phiên và kho thóc")
    assert "họp mặt sáu lần" in told
    assert "cất lúa dự trữ" in told


def test_a_passage_that_compares_answers_alone() -> None:
    together = "Chợ phiên khác kho thóc ở chỗ chợ phiên để đổi hàng, còn kho thóc để cất lúa."
    library = Outlined(
        "Sổ tay người buôn", Piece(("So sánh",), together), *(Piece(one.section, one.text) for one in APART.passages)
    )
    assert said(library, "Chợ phiên khác kho thóc ở điểm nào?").startswith(together)


def test_where_one_thing_is_not_told_nothing_is_made_up() -> None:
    told = said(APART, "So sánh chợ phiên và tàu vũ trụ")
    assert "cất lúa" not in told
