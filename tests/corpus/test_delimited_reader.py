"""CSV files: whatever parts the cells, however they are quoted and encoded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load_file
from corpus.readers.delimited import read

ROWS = [["Tên", "Số tiền", "Ghi chú"], ["Mua sách", "12.500,5", 'kệ "A", tầng 2'], ["Sửa kệ", "9", ""]]
TEXT = 'Tên\tSố tiền\tGhi chú\nMua sách\t12.500,5\tkệ "A", tầng 2\nSửa kệ\t9'


def written(delimiter: str) -> str:
    quoted = (['"' + cell.replace('"', '""') + '"' for cell in row] for row in ROWS)
    return "\r\n".join(delimiter.join(row) for row in quoted)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells_are_rows_whatever_parts_them(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "Kinh phí 2031.csv"
    path.write_bytes(written(delimiter).encode(encoding))
    found = load_file(path)
    assert (found.document.title, found.document.text) == ("Kinh phí 2031", TEXT)


def test_a_cell_may_hold_lines_and_an_empty_row_parts_tables() -> None:
    text = 'Bảng kê,,\n\nA,B,C\n1,"hai\ndòng",3\n,x,y\n'
    assert read(text.encode()).decoded == "Bảng kê\n\nA\tB\tC\n1\thai dòng\t3\n\tx\ty"


def test_lines_without_cells_stay_lines() -> None:
    assert read("một dòng\nhai dòng".encode()).decoded == "một dòng\n\nhai dòng"


def test_numbers_with_commas_part_no_cells() -> None:
    assert read("Tên;Giá\nSách;12,5\nKệ;9,25\nBút;1,5".encode()).decoded == "Tên\tGiá\nSách\t12,5\nKệ\t9,25\nBút\t1,5"


@given(st.lists(st.lists(st.text("ab,;|\"'\t x", max_size=6), min_size=1, max_size=4), min_size=1, max_size=6))
def test_what_is_written_in_any_way_keeps_its_letters(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in rows) + "\nđuôi"
    letters = [letter for letter in text if letter.isalpha()]
    assert [letter for letter in read(text.encode()).decoded if letter.isalpha()] == letters
