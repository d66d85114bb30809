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


def numbered(*paragraphs: tuple[int, int, str] | str) -> str:
    """Paragraphs in lists (number, level, text), and others."""
    found = ""
    for one in paragraphs:
        number, level, text = (0, 0, one) if isinstance(one, str) else one
        form = (
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>' if number else ""
        )
        found += f"<w:p>{form}<w:r><w:t>{text}</w:t></w:r></w:p>"
    return found


LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for level, (form, text) in enumerate(
        [("decimal", "Điều %1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "o")]
    )
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def listed(folder: Path, body: str) -> str:
    data = changed(
        docx([("", "Đầu.")]),
        {
            "word/document.xml": ("</w:body>", f"{body}</w:body>"),
            "word/numbering.xml": ("</w:numbering>", f"{NUMBERING}</w:numbering>"),
        },
        {},
    )
    return loaded(folder, data).document.text


def test_the_numbers_that_word_counts_are_written_out_and_go_on_after_other_text(tmp_path: Path) -> None:
    body = numbered(
        (7, 0, "Phạm vi"),
        (7, 1, "trong làng;"),
        (7, 2, "nhà;"),
        (7, 2, "vườn;"),
        (7, 3, "ao."),
        "Lời dẫn.",
        (7, 1, "ngoài làng."),
        (7, 0, "Hiệu lực"),
        (8, 1, "từ năm sau."),
    )
    assert listed(tmp_path, body) == (
        "Đầu.\n\nĐiều 1. Phạm vi\n\n1. trong làng;\na) nhà;\nb) vườn;\n◦ ao.\n\nLời dẫn.\n\n2. ngoài làng.\n\n"
        "Điều 2. Hiệu lực\n\n5. từ năm sau."
    )


def test_hidden_words_are_left_out_and_odd_numbering_harms_nothing(tmp_path: Path) -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>giấu</w:t></w:r><w:r><w:t>hiện</w:t></w:r></w:p>"
    odd = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="99"/></w:numPr></w:pPr><w:r><w:t>lạ</w:t></w:r></w:p>'
    )
    assert listed(tmp_path, hidden + odd + numbered((7, 9, "sâu"))) == "Đầu.\n\nhiện\n\nlạ\n\nsâu"
