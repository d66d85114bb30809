"""Printed and office files for the tests: small; PDF and Word by hand, the same bytes on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Printed = tuple[str, float, float, float]
"""Text, and where it is printed: left, baseline, size in points."""

_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Toy/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType2/BaseFont/Toy/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/Toy/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900"
    b"/Descent -200/CapHeight 700/StemV 80>>>>]>>"
)


def pdf(pages: Sequence[Sequence[Printed]], *, locked: bool = False) -> bytes:
    """A PDF of these pages, every letter half its size wide; ``locked`` asks for a password."""
    streams = [
        "\n".join(
            f"BT /F {size} Tf 1 0 0 1 {left} {baseline} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
            for text, left, baseline, size in page
        ).encode("ascii")
        for page in pages
    ]
    first = 6
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 600 800]>>".encode(),
        _FONT,
        b"<</Length %d>>stream\n%s\nendstream" % (len(_UNICODE), _UNICODE),
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"28" * 32, b"2f" * 32),
    ]
    for number, stream in enumerate(streams):
        objects += [
            b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % (first + 2 * number + 1),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b"/Encrypt 5 0 R/ID[<00><00>]" if locked else b""
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, table)
    return bytes(out)


def column(
    lines: Sequence[str], *, left: float = 60, top: float = 740, size: float = 12, pitch: float = 16
) -> list[Printed]:
    """Lines one below the other."""
    return [(line, left, top - pitch * number, size) for number, line in enumerate(lines)]


def pptx(slides: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """A PowerPoint file of slides: a title and paragraphs."""
    from pptx import Presentation

    shown = Presentation()
    for title, paragraphs in slides:
        one = shown.slides.add_slide(shown.slide_layouts[1])
        one.shapes.title.text = title
        one.placeholders[1].text = "\n".join(paragraphs)
    data = io.BytesIO()
    shown.save(data)
    return data.getvalue()


def xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    """An Excel workbook of these sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2")
)
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/></w:lvl></w:abstractNum>'
    for number, kind in enumerate(("bullet", "decimal"))
) + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2))
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(blocks: Sequence[tuple[str, str] | list[list[str]]]) -> bytes:
    """A Word file of paragraphs (style, text) and tables. Styles: Title, heading1, heading2, "-", "1." or nothing."""
    body = "".join(_table(one) if isinstance(one, list) else _paragraph(*one) for one in blocks)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        + "".join(
            f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
            for number, kind in enumerate(("styles", "numbering"))
        )
        + "</Relationships>",
        "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {WORD}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {WORD}>{_NUMBERING}</w:numbering>",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return data.getvalue()


def _paragraph(style: str, text: str) -> str:
    listed = {"-": 1, "1.": 2}.get(style)
    if listed:
        form = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>'
    else:
        form = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{form}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{_paragraph('', cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
