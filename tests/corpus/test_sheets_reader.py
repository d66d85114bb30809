"""Excel workbooks: what the cells show, as tables with their headers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from corpus.document import Loaded
from corpus.errors import UnreadableFile
from corpus.extracting.numbers import Notation, shown
from corpus.loading import load_file

VIETNAMESE, ENGLISH = Notation.of(["Số tiền"]), Notation.of(["Amount"])


def loaded(folder: Path, build: Callable[[Any], None], name: str = "Sổ kinh phí.xlsx") -> Loaded:
    book = Workbook()
    build(book)
    path = folder / name
    book.save(path)
    return load_file(path)


def fill(sheet: Any, rows: list[list[Any]], top: int = 1, left: int = 1) -> None:
    for row, cells in enumerate(rows, top):
        for column, value in enumerate(cells, left):
            if value is not None:
                sheet.cell(row, column, value)


def costs(book: Any) -> None:
    sheet = book.active
    sheet.title = "Kinh phí"
    fill(sheet, [["UBND PHƯỜNG ĐÔNG"], ["BẢNG KINH PHÍ NĂM 2031"]])
    sheet.merge_cells("A2:E2")
    fill(sheet, [["STT", "Khoản chi", "Số tiền", "Tỷ lệ", "Ngày"]], top=4)
    fill(sheet, [[1, "Mua sách", 12_500_000, 0.625, datetime(2031, 3, 4)], [2, "Sửa kệ", 5e6, 0.25, None]], top=5)
    for row in (5, 6):
        sheet.cell(row, 3).number_format = '#,##0 "đ"'
        sheet.cell(row, 4).number_format = "0.0%"
        sheet.cell(row, 5).number_format = "dd/mm/yyyy"
    fill(sheet, [[None, "Cộng", 17_500_000]], top=7)
    fill(book.create_sheet("Sheet2"), [["Ghi chú: số liệu tạm tính."]])
    hidden = book.create_sheet("Ẩn")
    hidden["A1"], hidden.sheet_state = "giấu", "hidden"


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    found = loaded(tmp_path, costs)
    assert found.document.title == "Sổ kinh phí"
    assert found.document.text == (
        "Kinh phí\n\nUBND PHƯỜNG ĐÔNG\n\nBẢNG KINH PHÍ NĂM 2031\n\nSTT\tKhoản chi\tSố tiền\tTỷ lệ\tNgày\n"
        "1\tMua sách\t12.500.000 đ\t62,5%\t4/3/2031\n2\tSửa kệ\t5.000.000 đ\t25,0%\n\tCộng\t17500000\n\n"
        "Ghi chú: số liệu tạm tính."
    )
    assert [section.path for section in found.sections] == [("Kinh phí",)]


def test_a_letterhead_above_a_table_is_no_header(tmp_path: Path) -> None:
    def build(book: Any) -> None:
        rows = [["SỞ VĂN HÓA", None, None, "Mẫu số 1"], ["Mã", "Tên", "Năm", "Kệ"], ["a1", "Truyện", 2030, "3"]]
        fill(book.active, [*rows, ["a2", "Sử", 2031, "4"]], top=3, left=2)

    assert loaded(tmp_path, build).document.text == (
        "SỞ VĂN HÓA\n\nMẫu số 1\n\nMã\tTên\tNăm\tKệ\na1\tTruyện\t2030\t3\na2\tSử\t2031\t4"
    )


def test_merged_cells_and_two_headers(tmp_path: Path) -> None:
    def build(book: Any) -> None:
        sheet = book.active
        fill(sheet, [["Tầng", "2031", None], [None, "đặt", "mua"], ["Một", 1, 2], [None, 3, 4]])
        for area in ("A1:A2", "B1:C1", "A3:A4"):
            sheet.merge_cells(area)

    assert loaded(tmp_path, build).document.text == "Tầng\t2031 đặt\t2031 mua\nMột\t1\t2\nMột\t3\t4"


def test_a_sheet_that_goes_on_for_a_million_empty_rows(tmp_path: Path) -> None:
    def build(book: Any) -> None:
        sheet = book.active
        fill(sheet, [["Tên", "Số"], ["đầu", 1]])
        fill(sheet, [["cuối", "hết"]], top=1_048_576)
        sheet.merge_cells("E1:E1048576")

    assert loaded(tmp_path, build).document.text == "Tên\tSố\nđầu\t1\n\ncuối\n\nhết"


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (2031, "General", "2031"),
        (0.1 + 0.2, "General", "0,3"),
        (1234567.891, "General", "1234567,891"),
        (1e-7, "General", "0,0000001"),
        (1234567.5, "#,##0", "1.234.568"),
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (-1234.5, "#,##0.0;(#,##0.0)", "-1.234,5"),
        (2500000, '#,##0.0,, "triệu"', "2,5 triệu"),
        (0.5, "0.##%", "50%"),
        (0.12345, "0.0#%", "12,35%"),
        (98000, "[$₫-42A]#,##0", "₫ 98.000"),
        (12.5, '_-* #,##0.00\\ "USD"_-', "12,50 USD"),
        (7, "00", "7"),
        (3.75, "# ?/?", "3,75"),
        (True, "General", "TRUE"),
        (datetime(2031, 3, 4, 8, 5), "dd/mm/yyyy hh:mm", "4/3/2031 8:05"),
        (datetime(2031, 3, 4), "mmm-yy", "3/2031"),
        (datetime(2031, 3, 4), "yyyy", "2031"),
        (date(2031, 3, 4), "d/m", "4/3"),
        (time(8, 5), "h:mm", "8:05"),
        (timedelta(hours=30, minutes=2), "[h]:mm", "30:02"),
        ("#N/A", "General", ""),
        ("  hai   chữ ", "@", "hai chữ"),
    ],
)
def test_numbers_are_written_as_a_sheet_shows_them(tmp_path: Path, value: Any, form: str, said: str) -> None:
    def build(book: Any) -> None:
        sheet = book.active
        fill(sheet, [["Việc gì đó"], [value]])
        sheet["A2"].number_format = form

    assert loaded(tmp_path, build).document.text == f"Việc gì đó\n\n{said}".strip()


def test_an_english_workbook_keeps_english_numbers() -> None:
    assert shown(1234567.5, "#,##0.00", ENGLISH) == "1,234,567.50"
    assert shown(datetime(2031, 3, 4), "dd/mm/yyyy", ENGLISH) == "2031-03-04"
    assert shown(datetime(2031, 3, 4), "mmm yy", ENGLISH) == "2031-03"


FORMS = st.lists(
    st.sampled_from(["#,##0", "0.00", "%", '"đ"', ";", "_)", "[Red]", "\\", ",", "General", "E+0"]), max_size=5
)


@given(st.floats() | st.integers(), FORMS.map("".join))
def test_any_number_under_any_format_is_one_line(value: float, form: str) -> None:
    said = shown(value, form, VIETNAMESE)
    assert said == " ".join(said.split())


@pytest.mark.parametrize(("data", "said"), [(b"PK\x03\x04", "bị hỏng"), (b"\xd0\xcf\x11\xe0" + bytes(99), "bị hỏng")])
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        load_file(path)


def test_an_empty_workbook_has_no_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không có chữ"):
        loaded(tmp_path, lambda book: None)


def test_entities_are_not_blown_up(tmp_path: Path) -> None:
    import zipfile

    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    data = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "chữ"
    book.save(data)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                assert "ch&#7919;" in text
                text = text.replace("<worksheet", f"{laughs}]><worksheet").replace("ch&#7919;", "&j;")
            new.writestr(name, text)
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        load_file(path)
