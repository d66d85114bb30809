"""PDF files: paragraphs, headings, tables and pages as they are printed; what cannot be read is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from growth import grows_with_size
from hypothesis import given, settings
from hypothesis import strategies as st
from office import column, pdf

from corpus.decoding import DecodingError
from corpus.document import Loaded
from corpus.loading import load_file
from corpus.readers import apart
from corpus.readers.printed import Piece, written

OPENING = ["Thư viện mở cửa cả tuần, từ bảy giờ sáng đến chín giờ tối, trừ", "những ngày nghỉ lễ và ngày kiểm kê sách."]
CARDS = ["Bạn đọc có hai loại thẻ; mỗi loại dùng được một năm kể từ ngày", "cấp và được gia hạn hai lần."]

SUBJECTS = ("Kho sách", "Phòng đọc", "Bạn đọc", "Người làm")


def loaded(folder: Path, data: bytes, name: str = "a.pdf") -> Loaded:
    path = folder / name
    path.write_bytes(data)
    return load_file(path)


def test_lines_are_paragraphs_again_and_larger_print_is_a_heading(tmp_path: Path) -> None:
    page = [
        *column(["Quy chế thư viện", "phường Bình An"], size=20, pitch=26),
        *column(OPENING, top=680),
        *column(["Thẻ bạn đọc"], top=620, size=15),
        *column(CARDS, top=590),
    ]
    found = loaded(tmp_path, pdf([page]))
    assert found.document.title == "Quy chế thư viện phường Bình An"
    assert found.document.text.split("\n\n") == [
        "Quy chế thư viện phường Bình An",
        " ".join(OPENING),
        "Thẻ bạn đọc",
        " ".join(CARDS),
    ]
    assert [section.path for section in found.sections] == [(), ("Thẻ bạn đọc",)]
    for run in found.runs:
        assert found.decoded[run.decoded_start :][: run.length] == found.document.text[run.text_start :][: run.length]


def test_pages_are_counted_and_their_furniture_left_out(tmp_path: Path) -> None:
    pages = [
        [
            *column(["Tạp chí Thư viện"], top=780),
            *column([f"{subject} của thư viện được nói đến ở trang này, dài hơn cả", "một dòng in."]),
            *column([str(number)], top=20),
        ]
        for number, subject in enumerate(SUBJECTS, start=1)
    ]
    found = loaded(tmp_path, pdf(pages))
    assert "Tạp chí" not in found.document.text
    assert len(found.page_starts) == 4
    for subject, start in zip(SUBJECTS, found.page_starts, strict=True):
        assert found.document.text[start:].startswith(subject)


def test_cells_side_by_side_are_rows(tmp_path: Path) -> None:
    columns = (60, 220, 400)
    cells = [["Loại thẻ", "Thời hạn", "Phí"], ["Thẻ người|lớn", "một năm", "50 nghìn"], ["Thẻ trẻ em", "", "miễn phí"]]
    page = column(["Các loại thẻ của thư viện và mức phí của từng loại như sau:"])
    for number, row in enumerate(cells):
        for left, cell in zip(columns, row, strict=True):
            if cell:
                page += column(cell.split("|"), left=left, top=690 - 40 * number)
    text = loaded(tmp_path, pdf([page])).document.text
    assert text.split("\n\n")[1] == "Loại thẻ\tThời hạn\tPhí\nThẻ người lớn\tmột năm\t50 nghìn\nThẻ trẻ em\t\tmiễn phí"


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"Cột trái nói về việc mua sách mới, dòng {number}" for number in range(12)]
    right = [f"cột phải nói về việc giữ sách cũ, dòng {number}" for number in range(12)]
    text = loaded(tmp_path, pdf([[*column(left), *column(right, left=380)]])).document.text
    assert "\t" not in text
    assert text.index("dòng 11") < text.index("cột phải")


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = [("Dòng đầu thụt vào", 80.0), ("dòng sau ra lề", 60.0), ("Đoạn mới lại thụt", 80.0), ("rồi ra lề", 60.0)]
    page = [Piece(text, left, 700 - 16 * n, left + 300, 14) for n, (text, left) in enumerate(lines)]
    text, headings, title = written([page])
    assert text == "Dòng đầu thụt vào dòng sau ra lề\n\nĐoạn mới lại thụt rồi ra lề"
    assert (headings, title) == ((), None)
    centred = [Piece("Tên bài thật dài", 100, 700, 300, 20), Piece("ở giữa", 170, 676, 230, 20)]
    assert "\n\n" not in written([centred])[0]


def test_full_lines_go_on_and_short_ones_end() -> None:
    lines = [
        "Dòng này kéo dài đến hết cột chữ",
        "rồi hết.",
        "1. Mục này cũng dài đến hết cột rồi",
        "2. Mục kia",
        "Ngắn",
        "Vừa",
    ]
    page = [Piece(text, 60, 700 - 16 * n, 60 + 8 * len(text), 14) for n, text in enumerate(lines)]
    assert written([page])[0].split("\n") == [f"{lines[0]} {lines[1]}", *lines[2:]]


def test_an_item_hangs_and_a_number_is_not_torn() -> None:
    lines = [("1. Mục này dài đến hết cột rồi theo số 22-", 60), ("NQ/TW xuống dòng.", 76), ("2. Mục kia.", 60)]
    page = [Piece(text, left, 700 - 16 * n, left + 8 * len(text), 14) for n, (text, left) in enumerate(lines)]
    assert written([page])[0].split("\n") == [
        "1. Mục này dài đến hết cột rồi theo số 22-NQ/TW xuống dòng.",
        "2. Mục kia.",
    ]


def test_marks_that_stand_apart_are_no_cells() -> None:
    page = [
        piece
        for n, (mark, text) in enumerate([("•", "sách mới"), ("\uf0b7", "báo"), ("a)", "tạp chí"), ("3.", "bản đồ")])
        for piece in (Piece(mark, 60, 700 - 16 * n, 66, 14), Piece(text, 90, 700 - 16 * n, 160, 14))
    ]
    assert written([page])[0].split("\n") == ["• sách mới", "\uf0b7 báo", "a) tạp chí", "3. bản đồ"]
    rows = [
        Piece(text, left, 700 - 16 * n, left + 20, 14) for n in range(2) for text, left in ((str(n), 60), ("sách", 90))
    ]
    assert written([rows])[0] == "0\tsách\n1\tsách"


def test_a_word_cut_at_the_end_of_a_line_is_whole() -> None:
    page = [Piece("An inter\xad", 60, 700, 160, 14), Piece("national library.", 60, 684, 150, 14)]
    assert written([page])[0] == "An international library."


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page(tmp_path: Path) -> None:
    left = [f"Cột trái nói về việc mua sách mới, câu thứ {number}." for number in range(9)] + ["Câu này chưa hết mà"]
    right = ["cột đã hết.", *(f"Cột phải nói về việc giữ sách cũ, câu thứ {n}." for n in range(8)), "Trang này cũng"]
    pages = [[*column(left), *column(right, left=380)], column(["hết ở đây."])]
    found = loaded(tmp_path, pdf(pages))
    assert "Câu này chưa hết mà cột đã hết." in found.document.text
    assert "Trang này cũng hết ở đây." in found.document.text
    assert found.page_starts == (0, found.document.text.index("hết ở đây."))


@pytest.mark.parametrize("step", [(0, -1), (0, -16), (30, 0), (7, 5), (300, 16), (0, 0)])
def test_hostile_layouts_take_linear_time(step: tuple[float, float]) -> None:
    def lay_out(size: int) -> None:
        places = ((n * step[0] % 5_000, n * step[1] % 5_000) for n in range(size))
        written([[Piece("chữ", left, base, left + 20, 14) for left, base in places]])

    assert grows_with_size(lay_out, 1_500)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([column(["a"])], locked=True), "mật khẩu"),
        (pdf([[], []]), "OCR"),
        (b"%PDF-1.7 x", "bị hỏng"),
        (b"abc", "bị hỏng"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    from corpus.errors import UnreadableFile

    with pytest.raises(UnreadableFile, match=said) as refused:
        loaded(tmp_path, data)
    assert "a.pdf" in refused.value.en
    assert "\n" not in refused.value.en


def test_letters_of_an_old_font_become_unicode(tmp_path: Path) -> None:
    found = loaded(tmp_path, pdf([column(["Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp, tù do, h¹nh phóc"])]))
    assert found.document.text == "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc"


def test_a_reader_that_breaks_or_hangs_takes_nothing_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program.py"
    monkeypatch.setattr(apart, "PROGRAM", (str(program),))
    for body, said in (
        ("import os; os.abort()", "bị hỏng"),
        ("print('{')", "bị hỏng"),
        ("while True: pass", "chia nhỏ"),
    ):
        program.write_text(body)
        with pytest.raises(DecodingError, match=said):
            apart.extract("pdf", b"x", seconds=20.0 if said == "bị hỏng" else 0.5)


def test_the_program_imports_nothing_else_of_ours() -> None:
    (folder,) = Path(apart.__file__).parents[1].glob("extracting")
    sources = [path.read_text("utf-8") for path in folder.rglob("*.py")]
    assert len(sources) >= 5
    for line in "\n".join(sources).split("\n"):
        if line.strip().startswith(("import ", "from ")):
            assert line.split()[1].split(".")[0] not in {"index", "rag", "ui"}
            assert not line.split()[1].startswith("corpus") or line.split()[1].startswith("corpus.extracting.")


PIECES = st.builds(
    Piece,
    st.text(alphabet="aăâ \t1.:", max_size=12),
    st.floats(0, 600),
    st.floats(0, 800),
    st.floats(0, 600),
    st.floats(0, 40),
)


@settings(max_examples=200)
@given(st.lists(st.lists(PIECES, max_size=12), max_size=4))
def test_any_layout_is_written_with_all_its_words(pages: list[list[Piece]]) -> None:
    text, headings, _ = written(pages)
    words = sorted("".join(piece.text.split()) for page in pages for piece in page)
    assert sorted("".join(text.split())) == sorted("".join(words))
    assert text.count("\f") == max(len(pages) - 1, 0)
    for heading in headings:
        assert 0 <= heading.start < heading.end <= len(text)
        assert "\f" not in text[heading.start : heading.end]
