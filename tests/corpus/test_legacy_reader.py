"""Office files of before XML, and what is called like one and is something else.

``data/legacy_office.zip`` holds files of our own words that LibreOffice 7.4 wrote, most of them in two formats.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Loaded
from corpus.errors import UnreadableFile
from corpus.extracting.counters import Counters, Level, counted, marks_item
from corpus.extracting.legacy import excel, powerpoint, word
from corpus.loading import load_file

FILES = zipfile.ZipFile(Path(__file__).parents[1] / "data" / "legacy_office.zip")

TABLES = (
    "Quy chế thư viện\n\nCăn cứ Luật Thư viện số 46/2019/QH14; “theo đề nghị” của phòng – ban.\n\nChương I. Quy định chung\n\n"
    "Điều 1. Phạm vi\n\nQuy chế này áp dụng cho bạn đọc và nhân viên của thư viện.\nDòng thứ hai.\n\n• mượn sách\n◦ tại chỗ\n"
    "◦ về nhà\n• trả sách\n\n1. đăng ký\n2. nhận thẻ\n\nLoại thẻ\tPhí\tHạn\nSinh viên\t\t1 năm\nCán bộ và giảng viên\t\t2 năm\n"
    "Khách\t50.000 đồng\nKhách\t20.000 đồng\t1 ngày\n\nHết bảng."
)
STRUCTURE = (
    "Quy định mượn thiết bị\n\nChương I. Quy định chung\n\nĐiều 1. Phạm vi\n\nPhòng thiết bị cho mượn máy chiếu.\n\n"
    "Điều 2. Đối tượng\n\na) giáo viên;\ni. cơ hữu;\nii. thỉnh giảng;\nb) học sinh.\n\nChương II. Điều khoản cuối\n\n"
    "Điều 1. Hiệu lực\n\nCó hiệu lực từ ngày 1/9/2024."
)


def loaded(folder: Path, data: bytes, name: str) -> Loaded:
    path = folder / name
    path.write_bytes(data)
    return load_file(path)


@pytest.mark.parametrize("name", ["tables.doc", "tables.docx", "tables.odt"])
def test_lists_and_tables_are_read_as_they_are_shown(tmp_path: Path, name: str) -> None:
    assert loaded(tmp_path, FILES.read(name), name).document.text == TABLES


@pytest.mark.parametrize("name", ["structure.doc", "structure.docx", "structure.odt"])
def test_numbers_that_are_counted_are_read_and_what_was_deleted_or_is_hidden_is_not(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path, FILES.read(name), name)
    assert found.document.text in {
        f"{STRUCTURE}\n\nGhi chú về phòng.\n\nChữ trong khung.",
        f"{STRUCTURE}\n\nChữ trong khung.\n\nGhi chú về phòng.",
    }
    assert found.document.title == "Quy định mượn thiết bị"
    assert ("Chương I. Quy định chung", "Điều 2. Đối tượng", "Điểm b") in [one.path for one in found.sections]


def test_rich_text_is_read_with_its_headings_lists_and_tables(tmp_path: Path) -> None:
    structure = loaded(tmp_path, FILES.read("structure.rtf"), "a.rtf")
    assert structure.document.text.replace("\n\na) ", "\na) ") == STRUCTURE.replace("\n\na) ", "\na) ")
    assert structure.document.title == "Quy định mượn thiết bị"
    assert ("Chương II. Điều khoản cuối", "Điều 1. Hiệu lực") in [one.path for one in structure.sections]
    tables = loaded(tmp_path, FILES.read("tables.rtf"), "b.rtf").document.text
    assert "Loại thẻ\tPhí\tHạn\nSinh viên\t\t1 năm\nCán bộ và giảng viên\t2 năm" in tables


def test_a_font_of_old_in_word_becomes_unicode(tmp_path: Path) -> None:
    assert loaded(tmp_path, FILES.read("abc.doc"), "a.doc").document.text == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam\n\nĐộc lập – Tự do – Hạnh phúc\n\n"
        "Trường trung học cơ sở mở cửa từ ngày 5 tháng 9."
    )


@pytest.mark.parametrize(
    ("old", "new"), [("sheets.xls", "sheets.xlsx"), ("slides.ppt", "slides.pptx"), ("slides.odp", "slides.pptx")]
)
def test_the_old_format_says_what_the_new_one_says(tmp_path: Path, old: str, new: str) -> None:
    before, after = (loaded(tmp_path, FILES.read(name), name) for name in (old, new))
    assert before.document.text == after.document.text
    assert len(before.document.text) > 150
    assert [one.path for one in before.sections] == [one.path for one in after.sections]
    assert before.page_starts == after.page_starts


def test_cells_of_open_document_are_read_as_they_are_shown(tmp_path: Path) -> None:
    found = loaded(tmp_path, FILES.read("sheets.ods"), "a.ods")
    assert found.document.text == (
        "Lương\n\nBảng lương tháng 10\n\nHọ tên\tLương\tTỷ lệ\tNgày vào\nNguyễn Văn An\t12,500,000 đ\t62.5%\t01/10/2024\n"
        "Trần Thị Bình\t9,800,000 đ\t50.0%\t15/05/2023\n\nNhóm\n\n"
        "Nhóm\tNgười\tĐi làm\nA\tLan\tTRUE\nA\tHuệ\tFALSE\nB\tCúc\t3.25\nC"
    )


PAGE = "<html><body><h1>Nội quy</h1><p>Giữ trật tự trong phòng đọc.</p></body></html>"
ARCHIVE = (
    b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=XX\n\n--XX\n"
    b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + PAGE.encode() + b"\n--XX--\n"
)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.doc", FILES.read("tables.docx"), "Quy chế thư viện"),
        ("a.docx", FILES.read("tables.doc"), "Quy chế thư viện"),
        ("a.doc", FILES.read("tables.rtf"), "Quy chế thư viện"),
        ("a.doc", PAGE.encode(), "Nội quy"),
        ("a.doc", ARCHIVE, "Nội quy"),
        ("a.mht", ARCHIVE, "Nội quy"),
        ("a.doc", "Chỉ là văn bản thường.".encode(), "Chỉ là văn bản"),
        ("a.xls", FILES.read("sheets.xlsx"), "Bảng lương"),
        ("a.xlsx", FILES.read("sheets.xls"), "Bảng lương"),
        ("a.xls", PAGE.encode(), "Nội quy"),
        ("a.xls", "Tên\tTuổi\nLan\t12\n".encode("utf-16"), "Tên\tTuổi"),
        ("a.ppt", FILES.read("slides.pptx"), "Bài giảng"),
        ("a.pptx", FILES.read("slides.ppt"), "Bài giảng"),
    ],
)
def test_a_file_is_read_as_what_it_is_inside(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in loaded(tmp_path, data, name).document.text


DOC = FILES.read("tables.doc")
BEGINNING = DOC.index(b"\xec\xa5")  # of the document: what it is, its version, its flags


def changed(place: int, value: int) -> bytes:
    data = bytearray(DOC)
    data[BEGINNING + place] = value
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.doc", changed(3, 0), "trước năm 1997"),
        ("a.doc", changed(11, DOC[BEGINNING + 11] | 1), "mật khẩu"),
        ("a.doc", DOC[:3000], "bị hỏng"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "bị hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "bị hỏng"),
        ("a.ppt", FILES.read("slides.ppt")[:9000], "bị hỏng"),
        ("a.ppt", FILES.read("tables.doc"), "bị hỏng"),
        ("a.rtf", b"no rich text", "bị hỏng"),
        ("a.odt", b"no archive", "bị hỏng"),
        ("a.odt", FILES.read("tables.docx"), "bị hỏng"),
        ("a.doc", bytes(range(256)) * 20, "nhị phân"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said) as refused:
        loaded(tmp_path, data, name)
    assert "\n" not in refused.value.en


@settings(max_examples=150, deadline=2000)
@given(
    st.sampled_from(
        [(word.extract, "structure.doc"), (excel.extract, "sheets.xls"), (powerpoint.extract, "slides.ppt")]
    ),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damage_ends_in_a_result_or_an_ordinary_error(
    kind: tuple[Callable[[bytes], dict[str, Any]], str], damage: list[tuple[float, int]]
) -> None:
    extract, name = kind
    data = bytearray(FILES.read(name))
    for place, value in damage:
        data[int(place * len(data))] = value
    try:
        found = extract(bytes(data))
    except (RecursionError, MemoryError):
        raise
    except Exception:  # what the program apart tells as a damaged file
        return
    assert found.keys() <= {"blocks", "sheets", "slides", "error"}


@pytest.mark.parametrize(
    ("number", "form", "said"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (14, "upperRoman", "XIV"),
        (9, "lowerRoman", "ix"),
        (2, "upperLetter", "B"),
        (28, "lowerLetter", "bb"),
        (7, "none", ""),
        (0, "lowerLetter", "0"),
        (5000, "upperRoman", "5000"),
    ],
)
def test_numbers_are_written_as_a_list_writes_them(number: int, form: str, said: str) -> None:
    assert counted(number, form) == said


def test_lists_count_each_level_and_begin_anew_below_a_higher_one() -> None:
    levels = [
        Level(1, "upperRoman", ("Chương ", 0, ".")),
        Level(1, "decimal", (0, ".", 1)),
        Level(1, "bullet", ("x",)),
    ]
    one = Counters({7: levels})
    said = [one.label(7, level) for level in (0, 1, 1, 2, 0, 1)]
    assert said == ["Chương I. ", "I.1 ", "I.2 ", "◦ ", "Chương II. ", "II.1 "]
    assert one.label(7, 1, number=3, starts={1: 5}) == "II.5 "
    assert one.label(7, 1, number=3, starts={1: 5}) == "II.6 "
    assert one.label(7, 9) == one.label(8, 0) == ""
    assert [marks_item(label) for label in ("", "a) ", "• ", "II.1 ", "Chương I. ", "Điều 3. ")] == [
        False, True, True, True, False, False,
    ]  # fmt: skip
