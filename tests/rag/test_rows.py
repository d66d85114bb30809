"""Rows of a table as sentences, for the network that reads."""

from __future__ import annotations

import pytest
from helpers_rag import hit_of, passage_of
from hypothesis import given
from hypothesis import strategies as st

from rag.evidence.rows import as_sentence
from rag.evidence.units import all_units


@pytest.mark.parametrize(
    ("table", "question", "said"),
    [
        ("Chỉ tiêu\tCon số\nSố sách\t12.000", "Có bao nhiêu sách?", "Số sách là 12.000"),
        ("Loại thẻ\tMức phí\nThẻ thường\t50 nghìn", "Mức phí thẻ thường?", "Thẻ thường, mức phí là 50 nghìn"),
        ("Thẻ\tHạn\tPhí\nThường\t1 năm\t50", "Thẻ thường bao nhiêu?", "Thường, hạn là 1 năm, phí là 50"),
        ("\t2020\t2021\nSố sách\t90\t95", "Năm 2021 có bao nhiêu sách?", "Số sách, 2020 là 90, 2021 là 95"),
        ("Thẻ\tHạn\tPhí\nThường\t\t50", "Thẻ thường bao nhiêu?", "Thường, phí là 50"),
        ("Năm\tViệc\n1967\tMở phòng đọc", "Phòng đọc mở năm nào?", "Năm 1967, Việc Mở phòng đọc"),
        ("Thẻ\tPhí\nThường\t50\tghi chú", "Thẻ thường?", "Thẻ Thường, Phí 50, ghi chú"),
    ],
)
def test_a_row_says_what_its_header_asks(table: str, question: str, said: str) -> None:
    units = all_units([hit_of(passage_of(table))])
    assert as_sentence(units[1], question) == said
    assert as_sentence(units[0], question) == units[0].read_as


@given(
    st.lists(st.lists(st.sampled_from(["", "thẻ", "50", "hạn dùng"]), min_size=1, max_size=4), min_size=2, max_size=4)
)
def test_a_row_keeps_its_cells(rows: list[list[str]]) -> None:
    for unit in all_units([hit_of(passage_of("\n".join("\t".join(row) for row in rows)))]):
        said = as_sentence(unit, "Hạn dùng bao lâu?")
        assert all(cell in said for cell in unit.text.split("\t"))
