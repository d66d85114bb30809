"""Bytes to text: UTF-8, UTF-16, UTF-32 with a mark, windows-1258, the fonts of old; all else is refused with its reason.

A decoder that accepts any bytes proves nothing, so what was decoded is also looked at: words that are no Vietnamese
syllables as they stand but are after conversion from TCVN3, VNI or VISCII betray a text that was stored without Unicode. It
is converted, line by line, so that a text of both kinds comes out whole.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from corpus.charsets import as_windows, convert, likely_charset, plausibility, sample
from corpus.errors import HoidapError
from corpus.vietnamese import nfc

_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (docx, xlsx, epub...)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office 97-2003 (doc, xls, ppt)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!\x1a", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = b"\t\n\r\f\x0b\x1b\x1a"
_CONTROLS = bytes(set(range(32)) - set(_TEXT_CONTROLS)) + b"\x7f"
_PLAUSIBLE = 0.6
_CLEAN = 0.97
_CONVINCING = 0.75
_SOME_WORDS = 5
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323Ạ-ỹ]")
"""Vietnamese letters that a font of old shows by others."""


class DecodingError(HoidapError):
    """The bytes are no text, or text in an encoding that is not read here."""


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of ``data``, NFC.

    ``declared`` is what the file says of itself (a charset in HTML); it is believed only for windows-1252 and its
    relatives, where the bytes alone prove nothing. Raises ``DecodingError``.
    """
    if not data.strip():
        raise _empty()
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise _binary(kind)
    text = _unicode(data)
    if text is None:
        text = _eight_bit(data, declared)
    return nfc(sound(text))


def _unicode(data: bytes) -> str | None:
    """``data`` as UTF-8, UTF-16 or UTF-32, or None where it is none of them."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                raise _damaged(name.removesuffix("-sig").upper(), data, error.start) from error
    if b"\0" in data:
        text = _unmarked_utf16(data)
        if text is None:
            raise _binary(None)
        return text
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) * 0.02:
        raise _binary(None)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _nearly_utf8(data):
            raise _damaged("UTF-8", data, error.start) from error
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """``data`` as UTF-16 without a mark, where it then reads as text of this part of the world."""
    if len(data) % 2:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        seen = sample(text)
        fitting = sum(character in "\t\n\r\f" or (" " <= character < "\u2100") for character in seen)
        if "\0" not in text and fitting >= len(seen) * 0.95 and any(character.isspace() for character in seen):
            return text
    return None


def _nearly_utf8(data: bytes) -> bool:
    """Whether all but a few bytes are UTF-8: a damaged or cut file."""
    text = data[:400_000].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(not character.isascii() for character in sample(text)) - wrong
    return wrong <= max(3, len(text) // 100) and right > wrong * 4


def _eight_bit(data: bytes, declared: str | None) -> str:
    """``data`` as windows-1258 or a font of old, if that makes Vietnamese of it; or as the Western text it says it is."""
    raw = as_windows(data)
    seen = sample(raw)
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    own_share, own_words = plausibility(sample(text))
    if own_words and own_share >= _PLAUSIBLE and own_share >= likely_charset(seen)[1]:
        return text
    name = _old_font(seen, own_share)
    if name is not None:
        return convert(raw, name)
    letters = sum(character.isalpha() for character in seen)
    western = sum(character.isalpha() and not character.isascii() for character in seen)
    if declared in _WESTERN or western <= letters * 0.01:
        for charset in ("cp1252", "cp1258"):
            try:
                return data.decode(charset)
            except UnicodeDecodeError:
                continue
    raise _unknown()


_WESTERN = frozenset({"windows-1252", "cp1252", "iso-8859-1", "latin-1", "latin1", "us-ascii"})


def sound(text: str) -> str:
    """``text`` with what is plainly something else put right: UTF-8 that was encoded twice, and lines in fonts of old."""
    if text.isascii():
        return text
    seen = sample(text)
    if _decoded_again(seen[:20_000].rsplit(" ", 1)[0]) is not None:
        twice = _decoded_again(text)
        if twice is not None and plausibility(sample(twice))[0] >= _PLAUSIBLE:
            return twice
    return "\n".join(sound_lines(text.split("\n")))


def sound_lines(lines: Sequence[str]) -> list[str]:
    """The lines of one text, those in a font of old converted."""
    told = "\n".join(lines)
    if told.isascii() or plausibility(sample(told))[0] >= _CLEAN:
        return list(lines)
    mixed = bool(_UNICODE.search(told))
    shown = [line for line in lines if not line.isascii() and not _UNICODE.search(line)] if mixed else lines
    seen = sample("\n".join(shown))
    name = _old_font(seen, plausibility(seen)[0])
    if name is None:
        return list(lines)
    return [_in_font(line, name) if mixed else nfc(convert(line, name)) for line in lines]


def _in_font(line: str, name: str) -> str:
    """A line of a text of both kinds: converted where that makes more sense of it."""
    if _UNICODE.search(line):
        return line
    other = convert(line, name)
    return nfc(other) if plausibility(other)[0] > plausibility(line)[0] else line


def _old_font(seen: str, share: float) -> str | None:
    """TCVN3, VNI-Windows or VISCII where ``seen``, of whose words ``share`` are Vietnamese, makes much more sense as that."""
    name, other, words = likely_charset(seen)
    return name if words >= _SOME_WORDS and other >= max(_CONVINCING, share + 0.2) else None


def _decoded_again(text: str) -> str | None:
    """UTF-8 bytes that someone read as windows-1252 and stored as UTF-8, read as what they were."""
    try:
        return b"".join(_byte(character) for character in text).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _byte(character: str) -> bytes:
    if ord(character) < 256:
        return bytes((ord(character),))
    return character.encode("cp1252")


def _empty() -> DecodingError:
    return DecodingError(
        "tệp trống; hãy kiểm tra lại nội dung rồi thử lại", "the file is empty; check its content and try again"
    )


def _binary(kind: str | None) -> DecodingError:
    if kind is None:
        return DecodingError(
            "đây là tệp nhị phân, không phải văn bản; hãy lưu nội dung thành văn bản UTF-8 rồi thử lại",
            "this is a binary file, not text; save its content as UTF-8 text and try again",
        )
    return DecodingError(
        f"nội dung là tệp {kind}, không phải văn bản; hãy mở bằng ứng dụng của nó rồi lưu thành văn bản UTF-8",
        f"the content is a file of the kind {kind}, not text; open it in its application and save it as UTF-8 text",
    )


def _damaged(name: str, data: bytes, at: int) -> DecodingError:
    line = data.count(b"\n", 0, at) + 1
    return DecodingError(
        f"mã {name} bị hỏng ở gần dòng {line}; hãy mở tệp, sửa chỗ đó và lưu lại bằng UTF-8",
        f"the {name} text is damaged near line {line}; open the file, mend that place and save it as UTF-8",
    )


def _unknown() -> DecodingError:
    return DecodingError(
        "không nhận ra bảng mã của tệp; hãy chuyển sang Unicode (UTF-8) rồi thử lại",
        "the encoding of the file is not recognised; convert it to Unicode (UTF-8) and try again",
    )
