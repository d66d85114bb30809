"""What holds for every text: cleaning deletes, it never inserts, moves or alters; the map back is exact."""

from __future__ import annotations

import unicodedata

import pytest
from cleaning_promises import check
from growth import grows_with_size
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cleaning import Form, clean

PIECES = [
    "Chợ quê họp sớm",
    "và người bán",
    "HỘI LÀNG CHÀI",
    "Điều 3. Quyền",
    "1.1.2.Mục",
    "a/ Phần",
    "i) một",
    "Thứ nhất, về",
    "\uf0d8 mục",
    "\uf0fc",
    "• ",
    "- ",
    "+ Nhãn:",
    "**đậm**",
    "## Đầu mục",
    "\\- ",
    "| a | b |",
    "|---|---|",
    "```",
    "[sửa | sửa mã nguồn]",
    "Bước tới nội dung",
    "[1]",
    "^ ",
    "”1.",
    "“mở",
    "(ngoặc",
    "thế giới7.",
    "¹",
    "1967: việc",
    "So sánh AB và CD",
    "Tiêu chí AB CD",
    "Cột Một Cột Hai",
    "Số 36 (4-2025) 35",
    "Trang 3",
    "---",
    "___",
    "khóa: giá trị",
    "♦",
    "❒",
    "[a](b)",
    "<b>",
    "\t",
    "    ",
    " ",
    "\n",
    "\n\n",
    "\n\n\n\n",
    "\f",
    "\r\n",
    "\u00a0",
    "\u200b",
    "\u2028",
    "ế",
    "x",
    ".",
    ":",
    ",",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("\n".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" \n\n".join),
    st.text(max_size=200),
).map(lambda text: unicodedata.normalize("NFC", text))
FORMS = st.sampled_from(list(Form))


@settings(max_examples=300, deadline=None)
@given(TEXTS, FORMS)
def test_the_promises_hold_for_any_text(decoded: str, form: Form) -> None:
    check(decoded, clean(decoded, form=form))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_cleaning_a_cleaned_text_keeps_its_promises(decoded: str) -> None:
    once = clean(decoded).text
    check(once, clean(once))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="abcdđê ,", min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=8))
def test_plain_paragraphs_come_back_as_they_were(words: list[str]) -> None:
    paragraphs = [f"Đoạn {' '.join(text.split())} hết." for text in words]
    assert clean("\n\n".join(paragraphs)).text == "\n\n".join(paragraphs)


@pytest.mark.parametrize("form", [Form.UNKNOWN, Form.MARKDOWN, Form.BLOCKS])
@pytest.mark.parametrize(
    "piece",
    [
        "x\n",
        "“(",
        "[",
        "[a](b",
        "**",
        "<!--",
        "|a",
        "\uf0d8\n",
        "1\n",
        "a”1",
        "[sửa]\n",
        "A B\n",
        "Phó:\nAn\n",
        "a   b\n",
        "\f",
        "¹",
    ],
)
def test_time_is_linear(piece: str, form: Form) -> None:
    assert grows_with_size(lambda size: clean(piece * (size // len(piece) + 1), form=form), 8_000)


def test_so_does_a_long_article() -> None:
    paragraph = "Làng chài nằm bên sông, thuyền về từ lúc trời còn\nchưa sáng; cá được bán ngay cho\nngười buôn.\n\n"
    assert clean(paragraph * 2_000).text.count("\n\n") == 1_999
    assert grows_with_size(lambda size: clean(paragraph * size), 250)
