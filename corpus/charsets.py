"""The 8-bit Vietnamese encodings of old files: which of them a text is in, and what it says.

Sources: TCVN 5712:1993 (the VN3 table of the ABC fonts), VISCII 1.1 (RFC 1456), the layout of the VNI-Windows fonts (a
base letter, then its marks). A text comes as its bytes look under windows-1252, which is how programs without such a font
show it, and how they hand it on. Fonts of capitals hold small letters: their words come out small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from corpus.vietnamese import is_syllable

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_SLICE = 30_000

# First code of a row, then its letters one after another.
_TCVN3_ROWS = (
    "A1ĂÂÊÔƠƯĐăâêôơưđ",
    "B5àảãáạ",
    "BBằẳẵắ",
    "C6ặầẩẫấậè",
    "CEẻẽéẹềểễếệìỉ",
    "DCĩíịò",
    "E1ỏõóọồổỗốộờởỡớợù",
    "F1ủũúụừửữứựỳỷỹýỵ",
)
_VISCII_ROWS = (
    "02Ẳ",
    "05ẴẪ",
    "14Ỷ",
    "19Ỹ",
    "1EỴ",
    "80ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
)
_WINDOWS = {
    code: bytes((code,)).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_VNI_MARKS = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|([{''.join(_VNI_LETTERS)}])", re.IGNORECASE)


def plausibility(text: str) -> tuple[float, int]:
    """The share of words with other than ASCII letters that are Vietnamese syllables, and how many such words."""
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    if not words:
        return 0.0, 0
    return sum(is_syllable(word.lower()) for word in words) / len(words), len(words)


def sample(text: str) -> str:
    """Three slices that stand for a long text."""
    if len(text) <= 3 * _SLICE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SLICE], text[middle : middle + _SLICE], text[-_SLICE:]))


def likely_charset(text: str) -> tuple[str, float, int]:
    """The 8-bit encoding as which ``text`` is most plausible: name, share, words."""
    read = ((name, *plausibility(convert(text, name))) for name in _CONVERSIONS)
    return max(read, key=lambda scored: (scored[1], scored[2]))


def convert(line: str, name: str) -> str:
    """A line that is in the encoding ``name``, as Unicode."""
    return _CONVERSIONS[name](line)


def as_windows(data: bytes) -> str:
    """Bytes as windows-1252 shows them; the five that it lacks are controls."""
    return data.decode("latin-1").translate(_WINDOWS)


def _table(rows: tuple[str, ...]) -> Mapping[int, str]:
    letters = {int(row[:2], 16) + i: letter for row in rows for i, letter in enumerate(row[2:])}
    return letters | {ord(_WINDOWS[code]): letter for code, letter in letters.items() if code in _WINDOWS}


def _from_vni(text: str) -> str:
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    if found[3]:
        letter = _VNI_LETTERS[found[3].lower()]
        return letter.upper() if found[3].isupper() else letter
    base = found[1]
    letter = _VNI_LETTERS.get(base.lower(), base)
    return (letter.upper() if base.isupper() else letter) + _VNI_MARKS[found[2].lower()]


_CONVERSIONS: Mapping[str, Callable[[str], str]] = {
    "TCVN3 (ABC)": lambda text: text.translate(_table(_TCVN3_ROWS)),
    "VNI-Windows": _from_vni,
    "VISCII": lambda text: text.translate(_table(_VISCII_ROWS)),
}
