"""Bytes to text: what is read, what is refused, and that nothing garbled passes for text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import DecodingError, decode

LETTER = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc.\n"
    "Kính gửi: Ủy ban nhân dân thị trấn. Gia đình tôi xin được sửa lại mái nhà đã dột sau trận bão vừa rồi.\n"
)
# The same words as programs without such a font show those of an ABC, a VISCII and a VNI font, typed from their tables.
ABC_WORDS = "“Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc, nhµ m¸y ë thÞ trÊn”"
VISCII_WORDS = "Cµng hòa xã hµi chü nghîa Vi®t Nam, th¸ tr¤n, huy®n, „M ÁP"
VNI_WORDS = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñoäc laäp töï do haïnh phuùc, nhaø maùy"
TONES = {"\u0300": 0xCC, "\u0309": 0xD2, "\u0303": 0xDE, "\u0301": 0xEC, "\u0323": 0xF2}


def windows_1258(text: str) -> bytes:
    """The encoding by hand: a letter with its circumflex, breve or horn, then the tone."""
    out = bytearray()
    for character in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", character)
        tones = [part for part in parts if part in TONES]
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        out += base.encode("cp1258") + bytes(TONES[tone] for tone in tones)
    return bytes(out)


@pytest.mark.parametrize(
    "data",
    [
        LETTER.encode(),
        LETTER.encode("utf-8-sig"),
        unicodedata.normalize("NFD", LETTER).encode(),
        LETTER.encode("utf-16"),
        LETTER.encode("utf-16-le"),
        LETTER.encode("utf-16-be"),
        b"\xfe\xff" + LETTER.encode("utf-16-be"),
        LETTER.encode("utf-32"),
        windows_1258(LETTER),
        LETTER.encode().decode("latin-1").encode(),
    ],
    ids=["utf8", "bom", "nfd", "utf16", "utf16le-bare", "utf16be-bare", "utf16be", "utf32", "windows1258", "twice"],
)
def test_every_encoding_gives_the_same_composed_text(data: bytes) -> None:
    assert decode(data) == LETTER


@pytest.mark.parametrize("encode", [lambda text: text.encode("cp1252"), str.encode], ids=["bytes", "stored-as-unicode"])
@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        (ABC_WORDS, "“Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc, nhà máy ở thị trấn”"),
        (VNI_WORDS, "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc, nhà máy"),
        (VISCII_WORDS, "Cộng hòa xã hội chủ nghĩa Việt Nam, thị trấn, huyện, ẤM ÁP"),
    ],
    ids=["ABC", "VNI", "VISCII"],
)
def test_fonts_of_old_become_unicode(shown: str, meant: str, encode: Callable[[str], bytes]) -> None:
    assert decode(encode(f"{shown}, 1998\n")) == f"{meant}, 1998\n"


def test_in_a_text_of_both_kinds_only_what_is_in_a_font_of_old_is_converted() -> None:
    unicode = "Bán hàng tại Cà Mau\n“Đà Nẵng là thành phố”"
    mixed = f"{ABC_WORDS}\n{unicode}\nTr\xad\xeang ®¹i häc “A”"
    meant = "“Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc, nhà máy ở thị trấn”"
    assert decode(mixed.encode()) == f"{meant}\n{unicode}\nTrường đại học “A”"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t ",
        bytes(range(256)) * 8,
        b"%PDF-1.7 something",
        b"PK\x03\x04 something",
        b"{\\rtf1 something}",
        "một hai ba".encode() + b"\0" * 3,
        LETTER.encode()[:-40] + b"\xe1\xbb\n",
        "Быстрый пароход идёт по реке".encode("koi8-r"),
        "日本語のとても長い文章です".encode("shift-jis"),
        b"\xff\xfe" + b"a\x00\xd8",
    ],
)
def test_what_is_no_text_is_refused_in_one_line_of_both_languages(data: bytes) -> None:
    with pytest.raises(DecodingError) as refused:
        decode(data)
    assert refused.value.vi
    assert refused.value.en
    assert "\n" not in refused.value.vi + refused.value.en


def test_a_damaged_file_says_where() -> None:
    with pytest.raises(DecodingError, match="dòng 2"):
        decode(b"d\xc3\xb2ng m\xe1\xbb\x99t\nd\xc3\xb2ng \xff hai c\xe1\xbb\xa7a t\xe1\xbb\x87p\n" + LETTER.encode())


@pytest.mark.parametrize(
    "text",
    [
        "He said “yes” – it’s fine, and nobody asked why.",
        "Été à la plage, où êtes-vous né ? Déjà vu, garçon !",
        "Привет, как дела сегодня",
        "中文文本",
        "Café và bánh mì; tên Müller, Åse, Ñandú",
    ],
)
def test_other_languages_in_utf8_are_left_alone(text: str) -> None:
    assert decode(text.encode()) == text


def test_typographic_quotes_of_windows_in_english_are_read() -> None:
    text = "He said “yes” – it’s fine, and nobody asked why. " * 3
    assert decode(text.encode("cp1252")) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(str.strip))
def test_utf8_of_anything_printable_is_the_text_or_a_refusal(text: str) -> None:
    try:
        got = decode(text.encode())
    except DecodingError:
        return
    expected = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    assert got == expected or len(got) < len(expected)  # shorter: UTF-8 that had been encoded twice


@given(st.binary(max_size=400))
def test_any_bytes_give_composed_text_or_a_refusal(data: bytes) -> None:
    try:
        text = decode(data)
    except DecodingError:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert "\0" not in text
