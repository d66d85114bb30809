"""Passages are read as what they are: sentences, lists with what introduces them, tables, headings."""

from __future__ import annotations

from helpers_rag import hit_of, passage_of
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.evidence.neighbours import Neighbours
from rag.evidence.units import Unit, UnitKind, all_units, units_of

LECTURE = "Kho sách:\n1998: thành lập\n2004: dời về phố Huế\n\nMở cửa:\n- sáng\n- chiều\n\nNăm\tSố sách\n1998\t900\n2004\t1.200"


def read(text: str, section: tuple[str, ...] = ()) -> list[Unit]:
    return units_of(hit_of(passage_of(text, section=section)), 0)


def test_a_line_that_ends_in_a_colon_introduces_the_lines_below_it() -> None:
    units = read(LECTURE)
    leads = {unit.text: LECTURE[slice(*unit.lead)] for unit in units if unit.lead}
    assert leads == {
        "1998: thành lập": "Kho sách:",
        "2004: dời về phố Huế": "Kho sách:",
        "- sáng": "Mở cửa:",
        "- chiều": "Mở cửa:",
        "1998\t900": "Năm\tSố sách",
        "2004\t1.200": "Năm\tSố sách",
    }


def test_the_first_lines_of_slides_are_no_headings() -> None:
    kinds = {unit.text: unit.kind for unit in read("c) Kho sách\n\n1935: ở Mỹ\nKho mở ra đời\n\nHết", ("c) Kho sách",))}
    assert kinds["c) Kho sách"] is UnitKind.HEADING
    assert kinds["1935: ở Mỹ"] is kinds["Kho mở ra đời"] is UnitKind.ITEM


def test_a_row_is_read_with_its_header() -> None:
    assert [unit.read_as for unit in read(LECTURE) if unit.kind is UnitKind.ROW] == [
        "Năm 1998, Số sách 900",
        "Năm 2004, Số sách 1.200",
    ]
    assert [unit.read_as for unit in read("\tCó thẻ\tKhông\nMượn\t5\n\t7\t")[1:]] == ["Mượn, Có thẻ 5", "Có thẻ 7"]
    assert read("Một câu.")[0].read_as == "Một câu."
    assert read("A\tB\n1\n2\t3\t4")[-1].read_as == "A 2, B 3, 4"


def test_what_a_table_is_called_is_not_its_header() -> None:
    called, header, row = read("Bảng 1. Số sách\nNăm\tSố\n1998\t900")
    assert (called.kind, header.kind, row.header) == (UnitKind.HEADING, UnitKind.HEADER, "Năm\tSố")


def test_what_was_read_before_an_item_is_what_introduces_it() -> None:
    units = read("Đây là kho sách. Nội quy gồm:\n\n- lịch sự\n- đúng giờ\n\nHết.")
    near = Neighbours.of(units)
    said = [unit.text for unit in units]
    before = {text: said[i] if i >= 0 else "" for text, i in zip(said, near.one.tolist(), strict=True)}
    assert before["- đúng giờ"] == before["- lịch sự"] == "Nội quy gồm:"
    assert before["Hết."] == "- đúng giờ"
    assert before["Đây là kho sách."] == ""
    assert said[near.two[said.index("- đúng giờ")]] == "Đây là kho sách."
    assert near.after.tolist() == [1, 2, 3, 4, -1]


LINES = st.lists(
    st.sampled_from(["A:", "- a", "1. b", "Câu một. Câu hai.", "x\ty", "", "(ghi chú)", "Kho sách"]), max_size=14
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES.map("\n".join).filter(lambda text: text.strip()), min_size=1, max_size=3))
def test_units_are_stretches_of_their_passage_and_neighbours_stay_in_it(texts: list[str]) -> None:
    hits = [hit_of(passage_of(text, start=7, section=("Kho sách",))) for text in texts]
    units = all_units(hits)
    near = Neighbours.of(units)
    for i, unit in enumerate(units):
        text = texts[unit.hit]
        assert unit.text == text[unit.start - 7 : unit.end - 7]
        for j in (near.one[i], near.two[i], near.after[i]):
            assert j == -1 or units[j].hit == unit.hit
        assert near.one[i] < i
        if unit.lead is not None:
            assert text[unit.lead.start - 7 : unit.lead.end - 7].strip()
