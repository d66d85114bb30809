"""Tables: each cell under the one of the header that it belongs to, whatever is empty or merged, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import column, docx, pdf

from corpus.cleaning import Form, clean
from corpus.loading import load_file
from corpus.readers.grid import WIDEST, Cell, lines
from corpus.readers.html import read
from corpus.splitting import split

CORNER = "\tCó thẻ\tKhông thẻ\nMượn\t5 cuốn\t0\n\t7 ngày\t"


def written(source: str) -> str:
    reading = read(source.encode())
    return clean(reading.decoded, form=reading.form, headings=reading.headings).text


def test_an_empty_corner_keeps_its_place_in_html() -> None:
    table = "<table><tr><th><th>Có thẻ<th>Không thẻ<tr><td>Mượn<td>5 cuốn<td>0<tr><td><td>7 ngày<td></table>"
    assert written(f"<p>Nội quy{table}<p>Hết") == f"Nội quy\n\n{CORNER.rstrip()}\n\nHết"


def test_an_empty_corner_keeps_its_place_in_markdown() -> None:
    table = "| | Có thẻ | Không thẻ |\n|---|---|---|\n| Mượn | 5 cuốn | 0 |\n| | 7 ngày | |"
    assert clean(f"# Nội quy\n\n{table}\n\nHết", form=Form.MARKDOWN).text == f"Nội quy\n\n{CORNER.rstrip()}\n\nHết"


def test_an_empty_corner_keeps_its_place_in_word(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx([("", "Nội quy"), [line.split("\t") for line in CORNER.split("\n")]]))
    assert load_file(path).document.text == f"Nội quy\n\n{CORNER.rstrip()}"


def test_an_empty_corner_keeps_its_place_in_pdf(tmp_path: Path) -> None:
    page = column(["Nội quy mượn sách của thư viện, theo thẻ, như sau:"])
    rows = CORNER.split("\n")[:2]
    for number, row in enumerate(rows):
        for left, cell in zip((60, 220, 400), row.split("\t"), strict=True):
            page += column([cell] if cell else [], left=left, top=690 - 40 * number)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([page]))
    assert load_file(path).document.text.endswith("\n\n" + "\n".join(rows))


def test_a_table_goes_on_on_the_next_page(tmp_path: Path) -> None:
    pages = []
    for number in range(3):
        page = column(["Danh mục các phường của thành phố, theo tên và số dân:"]) if number == 0 else []
        for row in range(12):
            top = 690 - 40 * row
            cells = ("Tên", "Số dân") if number == row == 0 else (f"Phường {number}.{row}", f"{number}{row}00 người")
            page += column([cells[0]], left=60, top=top) + column([cells[1]], left=300, top=top)
        pages.append([*page, (f"Trang {number + 1}", 280.0, 40.0, 12.0)])
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    found = load_file(path)
    _, table = found.document.text.split("\n\n")
    assert table.startswith("Tên\tSố dân\nPhường 0.1\t0100 người\n")
    assert table.endswith("\nPhường 2.11\t21100 người")
    assert len(table.split("\n")) == 36
    assert len(found.page_starts) == 3


def test_a_passage_begins_with_the_empty_cells_of_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<table><tr><th><th>Có thẻ</tr>{'<tr><td>Mượn sách mỗi lần<td>5 cuốn</tr>' * 9}</table>", "utf-8")
    loaded = load_file(path)
    (passage,) = split(loaded.document, loaded.sections, loaded.page_starts)
    assert passage.text.startswith("\tCó thẻ\nMượn")


def test_merged_cells_are_said_in_each_of_their_rows() -> None:
    table = (
        "<table><tr><th>Tầng<th>Phòng<th>Chỗ<tr><td rowspan=2>Một<td>Đọc<td>40<tr><td>Mượn<td>12"
        "<tr><td colspan=2>Cộng<td>52</table>"
    )
    assert written(table) == "Tầng\tPhòng\tChỗ\nMột\tĐọc\t40\nMột\tMượn\t12\nCộng\t\t52"


def test_a_header_of_several_rows_is_one() -> None:
    rows = [
        [Cell("Sách theo năm", columns=4)],
        [Cell("Loại", rows=2), Cell("2020", columns=2), Cell("Ghi chú", rows=2)],
        [Cell("đặt"), Cell("mua")],
        [Cell("Truyện"), Cell("12"), Cell("9"), Cell("")],
    ]
    assert lines(rows) == ["Sách theo năm", "Loại\t2020 đặt\t2020 mua\tGhi chú", "Truyện\t12\t9"]


def test_a_long_cell_is_said_once() -> None:
    long = "Quy định " * 12
    assert lines([[Cell(long, rows=2), Cell("a")], [Cell("b")]]) == [f"{long}\ta", "\tb"]


CELLS = st.builds(Cell, st.sampled_from(["", "a", "b c", "1"]), st.integers(1, 4), st.integers(1, 4))


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_nothing_is_lost(rows: list[list[Cell]]) -> None:
    said = "\n".join(lines(rows)).split()
    for row in rows:
        for cell in row:
            assert set(cell.text.split()) <= set(said)


@given(st.lists(st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=5), max_size=6))
def test_plain_rows_are_as_they_were(rows: list[list[str]]) -> None:
    plain = ["\t".join(row).rstrip("\t") for row in rows]
    assert lines([[Cell(text) for text in row] for row in rows]) == [line for line in plain if line]


@pytest.mark.parametrize("columns", [1, WIDEST, 10**9])
def test_merged_cells_do_not_blow_up(columns: int) -> None:
    rows = [[Cell("a", columns, 9999)] * 1000, *[[Cell("b")]] * 5000]
    assert sum(map(len, lines(rows))) < 2_000_000
