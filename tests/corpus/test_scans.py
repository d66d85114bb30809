"""Scanned PDFs: recognised where tesseract is installed, refused with the way out where it is not."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pypdfium2
import pytest
from office import column, pdf

from corpus.document import Loaded
from corpus.errors import UnreadableFile
from corpus.extracting import scan
from corpus.loading import load_file

# A page of our own words, printed and drawn with 200 dots to the inch in black and white.
SCAN = (Path(__file__).parents[1] / "data" / "scan.pdf").read_bytes()

LINE = "<span class='ocr_line' title='bbox 300 {foot0} {right} {foot}; baseline 0 -10; x_size {size}'>{words}</span>"
WORD = "<span class='ocrx_word' title='bbox {left} 0 {right} 9; x_wconf {sure}'>{text}</span>"


def loaded(folder: Path, data: bytes) -> Loaded:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return load_file(path)


def hocr(lines: list[tuple[int, int, list[tuple[str, int, int]]]]) -> str:
    """Lines, each with its foot, the size of its letters and its words: text, left edge, how sure the program is."""
    said = []
    for foot, size, words in lines:
        inner = "".join(
            WORD.format(left=left, right=left + 30 * len(text), sure=sure, text=text) for text, left, sure in words
        )
        said.append(LINE.format(foot0=foot - size, foot=foot, right=2000, size=size, words=inner))
    head = "<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><body><div class='ocr_page'>"
    return f"{head}{''.join(said)}</div></body></html>"


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, languages: str, output: str, status: int = 0) -> None:
    """A stand-in for tesseract, alone on the path."""
    folder.mkdir()
    (folder / "out").write_text(output, encoding="utf-8")
    told = folder / "tesseract"
    told.write_text(
        f"#!{sys.executable} -SE\nimport sys\n"
        f"if '--list-langs' in sys.argv:\n    print({languages!r})\n    sys.exit(0)\n"
        f"assert sys.stdin.buffer.read(2) == b'P5'\nsys.stdin.buffer.read()\n"
        f"sys.stdout.buffer.write(open({str(folder / 'out')!r}, 'rb').read())\nsys.exit({status})\n"
    )
    told.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")


def test_a_scan_is_recognised(tmp_path: Path) -> None:
    if scan.languages() is None:
        if os.environ.get("CI") == "1":
            pytest.fail("tesseract with Vietnamese is missing")
        pytest.skip("tesseract with Vietnamese is not installed")
    found = loaded(tmp_path, SCAN)
    for said in (
        "Căn cứ Luật Thư viện số 46/2019/QH14",
        "Quy chế này áp dụng cho bạn đọc và nhân viên của thư viện.",
        "50.000 đồng",
    ):
        assert said in found.document.text
    assert found.document.title == "Quy chế thư viện"
    assert found.document.metadata["scan"] == "ocr"
    assert ("Chương I. Quy định chung",) in [one.path for one in found.sections]


def test_without_the_program_a_scan_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile, match="tesseract") as refused:
        loaded(tmp_path, SCAN)
    assert "OCR" in refused.value.en


@posix
@pytest.mark.parametrize(
    ("languages", "output", "status"),
    [("eng osd", "", 0), ("vie", "", 1), ("vie", "no markup", 0), ("vie", hocr([(500, 40, [("%%", 300, 90)])]), 0)],
    ids=["no-vietnamese", "fails", "garbage", "dirt"],
)
def test_where_nothing_is_recognised_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str, output: str, status: int
) -> None:
    program(tmp_path / "bin", monkeypatch, languages, output, status)
    with pytest.raises(UnreadableFile, match="tesseract"):
        loaded(tmp_path, SCAN)


@posix
def test_lines_are_put_together_as_they_stand_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        (300, 80, [("Nội", 300, 95), ("quy", 420, 95)]),
        (600, 42, [("Phòng", 300, 96), ("đọc", 480, 96), ("mở", 600, 96), ("cửa", 700, 96), ("|||", 1900, 12)]),
        (660, 39, [("cả", 300, 90), ("tuần.", 380, 90)]),
        (900, 40, [("Loại", 300, 90), ("Phí", 900, 90)]),
        (960, 41, [("thường", 300, 90), ("5.000", 900, 90)]),
    ]
    program(tmp_path / "bin", monkeypatch, "vie eng", hocr(lines))
    found = loaded(tmp_path, SCAN)
    assert found.document.text == "Nội quy\n\nPhòng đọc mở cửa cả tuần.\n\nLoại\tPhí\nthường\t5.000"
    assert found.document.title == "Nội quy"


@posix
def test_of_a_file_with_both_kinds_of_pages_only_pictures_are_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = pypdfium2.PdfDocument.new()
    for data in (pdf([column(["Trang in sẵn chữ."])]), SCAN):
        both.import_pages(pypdfium2.PdfDocument(data))
    out = io.BytesIO()
    both.save(out)
    with monkeypatch.context() as bare:
        bare.setenv("PATH", str(tmp_path))
        alone = loaded(tmp_path, out.getvalue())
    assert alone.document.text == "Trang in sẵn chữ."
    assert "scan" not in alone.document.metadata
    program(tmp_path / "bin", monkeypatch, "vie", hocr([(500, 40, [("Trang", 300, 90), ("chụp.", 500, 90)])]))
    found = loaded(tmp_path, out.getvalue())
    assert found.document.text == "Trang in sẵn chữ.\n\nTrang chụp."
    assert len(found.page_starts) == 2
