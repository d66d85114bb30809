"""Word files: headings, lists and tables by their styles."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from office import OFFICE, WORD, docx

from corpus.document import Loaded
from corpus.errors import UnreadableFile
from corpus.loading import load_file


def loaded(folder: Path, data: bytes) -> Loaded:
    path = folder / "a.docx"
    path.write_bytes(data)
    return load_file(path)


def test_styles_are_headings_lists_and_tables(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        docx(
            [
                ("Title", "Quy chế thư viện"),
                ("heading1", "Giờ mở cửa"),
                ("", "Mở cửa <cả tuần> & ngày lễ."),
                ("-", "sáng"),
                ("-", "tối"),
                ("heading2", "Thẻ"),
                ("1.", "người lớn"),
                ("1.", "trẻ em"),
                [["Loại", "Phí"], ["thường", "50 nghìn"]],
            ]
        ),
    )
    assert found.document.title == "Quy chế thư viện"
    assert found.document.text == (
        "Quy chế thư viện\n\nGiờ mở cửa\n\nMở cửa <cả tuần> & ngày lễ.\n\n• sáng\n• tối\n\nThẻ\n\n"
        "1. người lớn\n2. trẻ em\n\nLoại\tPhí\nthường\t50 nghìn"
    )
    assert [section.path for section in found.sections] == [(), ("Giờ mở cửa",), ("Giờ mở cửa", "Thẻ")]


def changed(data: bytes, changes: dict[str, tuple[str, str]], more: dict[str, str]) -> bytes:
    """A Word file with something in its parts replaced, and further parts."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).decode().replace(*changes.get(name, ("", ""))))
        for name, text in more.items():
            new.writestr(name, text)
    return found.getvalue()


def test_notes_stand_at_the_end_and_their_marks_are_gone(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> Trừ ngày lễ.</w:t></w:r></w:p>'
    relation = f'<Relationship Id="r9" Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
    note = "<w:p><w:r><w:t>Theo nội quy.</w:t></w:r></w:p>"
    data = changed(
        docx([("", "Mở cửa cả tuần.")]),
        {
            "word/document.xml": ("</w:p>", mark),
            "word/_rels/document.xml.rels": ("</Relationships>", relation),
        },
        {"word/footnotes.xml": f'<w:footnotes {WORD}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'},
    )
    assert loaded(tmp_path, data).document.text == "Mở cửa cả tuần. Trừ ngày lễ.\n\nTheo nội quy."


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(450):
            part.write(b" " * 1_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 not a zip", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "bị hỏng"),
        (b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (docx([]).replace(b"word/document.xml", b"word/dokument.xml"), "bị hỏng"),
        (docx([]), "không có chữ"),
        pytest.param(bomb(), "giải nén", id="bomb"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        loaded(tmp_path, data)


def test_entities_are_not_blown_up(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    whole = changed(docx([("", "chữ")]), {"word/document.xml": ("chữ", "&j;")}, {})
    data = changed(whole, {"word/document.xml": ("<w:document", laughs + "]><w:document")}, {})
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        loaded(tmp_path, data)
