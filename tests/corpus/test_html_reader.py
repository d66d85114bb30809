"""HTML pages as a reader sees them."""

from __future__ import annotations

import pytest
from growth import grows_with_size
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import clean
from corpus.document import Cleaned
from corpus.readers import reader_for, suffixes
from corpus.readers.html import read

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Bánh chưng – Trang nhà Lan</title>
<meta name="author" content="Lê Thị Lan"><meta property="article:published_time" content="2031-01-20">
<style>p { color: red }</style><script>var s = "<p>không đọc</p>";</script></head><body>
<nav><ul><li><a href="/">Trang chủ</a></ul></nav>
<h1>Bánh chưng<span class="mw-editsection">[sửa]</span></h1>
<p>Bánh chưng là <b>món</b> ngày Tết.<sup class="reference">[1]</sup> Gói&nbsp;bằng lá dong.
<p>Dòng một<br>dòng hai
<h2>Nguyên liệu</h2>
<ul><li>Gạo nếp<li>Đỗ xanh <ul><li>đãi vỏ</ul><li><p>Thịt</p></ul>
<ol start="3"><li>Ngâm<li>Gói</ol>
<table><caption>Lượng dùng</caption><tr><th>Tên<th>Lượng<tr><td>Gạo<td>2 <i>kg</i></table>
<p style="display:none">giấu</p><p>Luộc mười hai giờ, giữ lửa đều, nước luôn ngập bánh; vớt ra thì rửa và ép cho ráo nước.</div>
<footer>Bản quyền của Lan</footer>"""


def page(source: str | bytes) -> Cleaned:
    reading = read(source.encode() if isinstance(source, str) else source)
    return clean(
        reading.decoded, form=reading.form, headings=reading.headings, title=reading.title, metadata=reading.metadata
    )


def test_a_page_without_its_chrome() -> None:
    cleaned = page(PAGE)
    assert cleaned.text == (
        "Bánh chưng\n\nBánh chưng là món ngày Tết. Gói bằng lá dong.\n\nDòng một\ndòng hai\n\nNguyên liệu\n\n"
        "• Gạo nếp\n• Đỗ xanh\n◦ đãi vỏ\n• Thịt\n\n3. Ngâm\n4. Gói\n\nLượng dùng\nTên\tLượng\nGạo\t2 kg\n\n"
        "Luộc mười hai giờ, giữ lửa đều, nước luôn ngập bánh; vớt ra thì rửa và ép cho ráo nước."
    )
    assert [(cleaned.text[h.start : h.end], h.level) for h in cleaned.headings] == [
        ("Bánh chưng", 1),
        ("Nguyên liệu", 2),
    ]
    assert cleaned.title == "Bánh chưng"
    assert cleaned.metadata == {"author": "Lê Thị Lan", "date": "2031-01-20"}


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    assert page("<title>Chợ quê – Báo Làng</title><p>Chợ họp từ sớm.").title == "Chợ quê"


def test_markup_in_words_and_entities() -> None:
    assert page("<p>H<sub>2</sub>O &amp; x&lt;y, <b>đậ</b>m &#7879;</p>").text == "H2O & x<y, đậm ệ"


def test_a_layout_table_is_read_as_blocks() -> None:
    source = "<table><tr><td><h2>Mục</h2><p>Một đoạn.</p></td><td><p>Hai đoạn.</p></td></tr></table>"
    assert page(source).text == "Mục\n\nMột đoạn.\n\nHai đoạn."


def test_lines_of_preformatted_text_stay() -> None:
    assert page("<p>Thơ:</p><pre>câu một\ncâu hai</pre>").text == "Thơ:\n\ncâu một\ncâu hai"


def test_an_unclosed_nav_does_not_swallow_the_page() -> None:
    assert "Nội dung thật" in page("<nav><a>Trang chủ</a><p>Nội dung thật của trang này, dài hơn một chút.").text


def test_a_page_in_windows_1252_with_entities() -> None:
    source = '<meta charset="windows-1252"><p>Vi&#7879;t Nam, caf\xe9 s\xe1ng</p>'
    assert page(source.encode("cp1252")).text == "Việt Nam, café sáng"


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        "<p>x<font>",
        "<div>x",
        "<table><tr><td>x",
        "<li>x",
        "<ul><li>",
        "&",
        "<script>",
        "</p",
        "<p>x<br>",
    ],
)
def test_hostile_pages_take_linear_time(piece: str) -> None:
    assert grows_with_size(lambda size: read((piece * (size // len(piece)) + "<p>cuối").encode()), 10_000)


def test_what_nests_too_deep_is_still_read() -> None:
    assert "cuối cùng" in page("<p>x<font>" * 4000 + "cuối cùng").text
    assert "cuối cùng" in page("<div>x" * 4000 + "cuối cùng").text


TAGS = ["p", "div", "ul", "li", "table", "tr", "td", "h2", "b", "nav", "br", "pre", "dl", "dt", "script"]
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag}>"])),
        st.sampled_from("ab cđ\n"),
    ),
    max_size=60,
)


@given(MARKUP)
def test_no_markup_breaks_it(parts: list[str]) -> None:
    reading = read(("<p>đầu</p>" + "".join(parts)).encode())
    cleaned = page("<p>đầu</p>" + "".join(parts))
    assert cleaned.text.startswith("đầu")
    assert not set("<>") & set(reading.decoded)
    for heading in reading.headings:
        assert reading.decoded[heading.start : heading.end].strip()


def test_the_registry_knows_each_format() -> None:
    assert " ".join(suffixes()) == (
        ".csv .doc .docm .docx .dot .dotx .htm .html .markdown .md .mht .mhtml .odp .ods .odt .pdf .pps .ppsx"
        " .ppt .pptm .pptx .rtf .tsv .txt .xls .xlsm .xlsx"
    )
    assert reader_for(".TXT") is reader_for(".txt")
    assert reader_for(".png") is None
