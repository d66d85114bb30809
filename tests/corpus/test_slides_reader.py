"""PowerPoint files: slides are pages, read as they are seen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from corpus.document import Loaded, page_at
from corpus.errors import UnreadableFile
from corpus.loading import load_file

TITLE, BODY, TITLE_ONLY, BLANK = 0, 1, 5, 6


def slide(shown: Any, layout: int, title: str = "") -> Any:
    added = shown.slides.add_slide(shown.slide_layouts[layout])
    if title:
        added.shapes.title.text = title
    return added


def box(one: Any, text: str, left: float, top: float) -> None:
    shape = one.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.4))
    shape.text_frame.text = text


def loaded(folder: Path, *build: Callable[[Any], None]) -> Loaded:
    shown = Presentation()
    for one in build:
        one(shown)
    path = folder / "a.pptx"
    shown.save(str(path))
    return load_file(path)


def cover(shown: Any) -> None:
    one = slide(shown, TITLE, "Thư viện\vphường Đông")
    one.placeholders[1].text = "Báo cáo năm 2031"


def goals(shown: Any) -> None:
    one = slide(shown, BODY, "Mục tiêu")
    frame = one.placeholders[1].text_frame
    frame.text = "Thêm sách"
    for text, level in (("truyện tranh", 1), ("Mở cửa buổi tối", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    one.notes_slide.notes_text_frame.text = "Nhắc mọi người góp ý."


def test_a_slide_is_a_page_and_a_section(tmp_path: Path) -> None:
    found = loaded(tmp_path, cover, goals, lambda shown: slide(shown, BLANK), lambda shown: slide(shown, BODY, "Hết"))
    text = found.document.text
    assert found.document.title == "Thư viện phường Đông"
    assert text == (
        "Thư viện phường Đông\n\nBáo cáo năm 2031\n\n"
        "Mục tiêu\n\n• Thêm sách\n◦ truyện tranh\n• Mở cửa buổi tối\n\nNhắc mọi người góp ý.\n\nHết"
    )
    assert [section.path for section in found.sections] == [(), ("Mục tiêu",), ("Hết",)]
    pages = [page_at(found.page_starts, text.index(word)) for word in ("Báo cáo", "Thêm", "góp ý", "Hết")]
    assert pages == [1, 2, 2, 4]


def test_shapes_are_read_from_the_top_and_from_the_left(tmp_path: Path) -> None:
    def build(shown: Any) -> None:
        one = slide(shown, TITLE_ONLY, "Phòng")
        for text, left, top in (("dưới", 1, 5), ("phải", 5, 2.02), ("trái", 1, 2.1)):
            box(one, text, left, top)
        group = one.shapes.add_group_shape()
        for text, left in (("nhóm phải", 6), ("nhóm trái", 2)):
            shape = group.shapes.add_textbox(Inches(left), Inches(3), Inches(2), Inches(0.4))
            shape.text_frame.text = text

    assert loaded(tmp_path, build).document.text.split("\n\n") == [
        "Phòng", "trái", "phải", "nhóm trái", "nhóm phải", "dưới"
    ]  # fmt: skip


def test_tables_and_charts_are_rows(tmp_path: Path) -> None:
    def build(shown: Any) -> None:
        one = slide(shown, TITLE_ONLY, "Bạn đọc")
        table = one.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(1)).table
        for row, line in enumerate((("", "2030", "2031"), ("Trẻ em", "120", "150"), ("", "80", "95"))):
            for column, text in enumerate(line):
                table.cell(row, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        data = CategoryChartData()
        data.categories = ["Quý 1", "Quý 2"]
        data.add_series("Lượt mượn", (310, 452.5))
        data.add_series("Lượt trả", (300, None))
        one.shapes.add_chart(XL_CHART_TYPE.LINE, Inches(1), Inches(4), Inches(4), Inches(2), data)

    assert loaded(tmp_path, build).document.text == (
        "Bạn đọc\n\n\t2030\t2031\nTrẻ em\t120\t150\nTrẻ em\t80\t95\n\n"
        "\tLượt mượn\tLượt trả\nQuý 1\t310\t300\nQuý 2\t452,5"
    )


def test_a_shape_that_cannot_be_read_takes_none_with_it(tmp_path: Path) -> None:
    def build(shown: Any) -> None:
        one = slide(shown, TITLE_ONLY, "Phòng")
        data = XyChartData()
        data.add_series("Điểm").add_data_point(1, 2)
        one.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, Inches(1), Inches(2), Inches(4), Inches(2), data)
        broken = one.shapes.add_table(1, 1, Inches(1), Inches(4), Inches(2), Inches(1))
        broken._element.graphic.graphicData.tbl.clear()
        box(one, "dưới cùng", 1, 6)

    assert loaded(tmp_path, build).document.text == "Phòng\n\ndưới cùng"


def test_numbered_items_keep_their_numbers(tmp_path: Path) -> None:
    def build(shown: Any) -> None:
        frame = slide(shown, BODY, "Việc").placeholders[1].text_frame
        frame.text = "đặt sách"
        for text in ("xếp kệ", "mở cửa"):
            frame.add_paragraph().text = text
        for paragraph in list(frame.paragraphs)[:2]:
            form = paragraph._p.get_or_add_pPr()
            form.append(form.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum", {}))
        plain = frame.add_paragraph()
        plain.text = "Xong trong tháng."
        form = plain._p.get_or_add_pPr()
        form.append(form.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buNone", {}))

    assert loaded(tmp_path, build).document.text == ("Việc\n\n1. đặt sách\n2. xếp kệ\n• mở cửa\n\nXong trong tháng.")


def test_letters_of_an_old_font_become_unicode(tmp_path: Path) -> None:
    words = "Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp, tù do, h¹nh phóc"
    found = loaded(tmp_path, lambda shown: box(slide(shown, BLANK), words, 1, 1))
    assert found.document.text == "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 not a zip", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0" + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "bị hỏng"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        load_file(path)


def test_slides_of_pictures_alone_have_no_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không có chữ"):
        loaded(tmp_path, lambda shown: slide(shown, BLANK))


def test_diagrams_are_read(tmp_path: Path) -> None:
    """SmartArt has no library to make it: its parts are put into a file by hand."""
    import zipfile

    graphic = (
        '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvGraphicFramePr>'
        '<p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds '
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:dm="rId77"/></a:graphicData>'
        "</a:graphic></p:graphicFrame>"
    )
    points = "".join(
        f"<dgm:pt{kind}><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for kind, text in (("", "Đọc"), (' type="pres"', "vẽ"), ("", "Mượn"))
    )
    diagram = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>'
    )
    plain = io.BytesIO()
    shown = Presentation()
    slide(shown, TITLE_ONLY, "Dịch vụ")
    shown.save(plain)
    path = tmp_path / "a.pptx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "ppt/slides/slide1.xml":
                text = text.replace(b"</p:spTree>", graphic.encode() + b"</p:spTree>")
            elif name == "ppt/slides/_rels/slide1.xml.rels":
                text = text.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                    b'relationships/diagramData" Target="../diagrams/data1.xml"/></Relationships>',
                )
            elif name == "[Content_Types].xml":
                text = text.replace(
                    b"</Types>",
                    b'<Override PartName="/ppt/diagrams/data1.xml" ContentType="application/'
                    b'vnd.openxmlformats-officedocument.drawingml.diagramData+xml"/></Types>',
                )
            new.writestr(name, text)
        new.writestr("ppt/diagrams/data1.xml", diagram)
    assert load_file(path).document.text == "Dịch vụ\n\n• Đọc\n• Mượn"
