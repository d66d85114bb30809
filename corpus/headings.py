"""Markers of headings and list items at the start of a line: ``Điều 5.``, ``I –``, ``1-``, ``1.1.``, ``Thứ nhất``.

Pure and stateless: what a line's own wording shows. Whether a marker opens a section is for the outline to decide,
which sees the whole document. All patterns are anchored and bounded, so that a line of any length costs the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMED = {
    "phần": "part",
    "part": "part",
    "chương": "chapter",
    "chapter": "chapter",
    "mục": "section",
    "section": "section",
    "tiểu mục": "subsection",
    "điều": "article",
    "article": "article",
    "khoản": "clause",
    "điểm": "point",
    "phụ lục": "appendix",
    "appendix": "appendix",
    "bài": "lesson",
}
NAMED_KINDS = ("appendix", "part", "chapter", "lesson", "section", "subsection", "article", "clause", "point")
"""Kinds that a word names, the outermost first."""

# The order of letters in Vietnamese statutes (a, b, c, d, đ, e, g, ...), with the four that they skip put in.
_LETTERS = "abcdđefghijklmnopqrstuvwxyz"
COUNT = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_WORDS = {word: value for value, word in enumerate(COUNT, start=1)}
_WORDS |= {"nhất": 1, "nhì": 2, "tư": 4, "bẩy": 7, "mười một": 11, "mười hai": 12, "mười ba": 13}
_WORD = "mười một|mười hai|mười ba|" + "|".join(
    [*COUNT, "nhất", "nhì", "tư", "bẩy"]
)  # the longest first: alternation takes the first that fits

_SPACE = r"[ \t\u00a0]"
_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = re.compile(
    r"(?P<word>phần|chương|tiểu mục|mục|điều|khoản|điểm|phụ lục|bài|part|chapter|section|article|appendix)"
    rf"{_SPACE}{{1,3}}(?:thứ{_SPACE}{{1,3}}(?P<ordinal>{_WORD})|(?P<arabic>\d{{1,4}}(?:\.\d{{1,2}})?[a-zđ]?)|(?P<roman>[ivxlc]{{1,7}})"
    rf"|(?P<letter>[a-zđ]))(?!\w)(?P<stop>{_SPACE}?[.:)]|{_SPACE}{{0,2}}[-–—](?!\d))?",
    re.IGNORECASE,
)
_ROMAN = re.compile(rf"(?P<n>[IVX]{{1,6}}|X?L[IVX]{{1,5}}){_SPACE}?[-–—.)/:](?![\d.])")
_DECIMAL = re.compile(rf"(?P<n>[1-9]\d?(?:\.[1-9]\d?){{1,5}})(?P<stop>\.|\)|{_SPACE}?[-–—:](?!\d))?(?![\d.,/%])")
_ARABIC = re.compile(
    rf"(?P<n>[1-9]\d?)(?:(?P<dot>\.(?!\.\S))|(?P<paren>\))|(?P<slash>/)|{_SPACE}?(?P<dash>[-–—])(?!{_SPACE}{{1,3}}\d))"
    r"(?!\d)"
)
_PARENS = re.compile(r"\((?:(?P<n>[1-9]\d?)|(?P<roman>[ivx]{1,5})|(?P<letter>[a-zđ]))\)")
_LETTER = re.compile(r"(?:(?P<roman>[ivx]{1,5})|(?P<letter>[a-zđ]))(?P<stop>[)/.])")
_CAPITAL = re.compile(rf"(?P<letter>[A-HĐ])(?:(?P<dot>\.)|[)/]|{_SPACE}?[-–—]){_SPACE}{{1,3}}(?=[{_UPPER}])")
_ORDINAL = re.compile(rf"thứ{_SPACE}{{1,3}}(?P<n>{_WORD})(?!\w)(?:{_SPACE}{{1,3}}là(?!\w))?", re.IGNORECASE)
_CARDINAL = re.compile(rf"(?P<n>{_WORD}){_SPACE}{{1,3}}là(?!\w)", re.IGNORECASE)
# Private-use characters are the bullets of symbol fonts (Wingdings) as word processors and slides export them.
_BULLET = re.compile(
    r"(?:[•▪▫►▶▸◆◇♦❖✓✔✗➢➤➔●○◦■□‣⁃∙·※★☆§\ue000-\uf8ff]"
    rf"|[-–—](?={_SPACE}{{1,8}}[^\s\-–—]|[^\W\d_]|[“\"‘'(])|[+*](?={_SPACE}|[^\W\d_]|[“\"‘']))(?=.*\S|$)"
)
_CODE = re.compile(rf"[{_UPPER}]{{1,8}}\d{{0,3}}[-/&][{_UPPER}\d]")
_INITIAL = re.compile(rf"[{_UPPER}a-z]\.")
_REFERENCES = frozenset(
    {
        "tham khảo",
        "tài liệu tham khảo",
        "danh mục tài liệu tham khảo",
        "nguồn tham khảo",
        "chú thích",
        "thư mục",
        "đọc thêm",
        "xem thêm",
        "liên kết ngoài",
        "references",
        "bibliography",
        "works cited",
        "external links",
        "further reading",
        "see also",
    }
)
_BLANKS = re.compile(rf"{_SPACE}*")
_NUMERALS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker at the start of a line.

    ``kind``: one of NAMED_KINDS, or ``roman``, ``decimal`` (``1.``, ``1.1.``), ``arabic``, ``letter``, ``lower_roman``,
    ``capital``, ``ordinal`` (Thứ nhất), ``cardinal`` (Một là), ``bullet``. ``style`` tells ``1-`` from ``1)``, which
    nest; markers of one level agree in kind, style and, for decimals, in depth (the length of ``number``).
    ``label`` is the marker as written; ``start`` is its offset in the line, ``text_start`` that of the text after it.
    """

    kind: str
    style: str
    number: tuple[int, ...]
    label: str
    text: str
    start: int
    text_start: int

    @property
    def level_class(self) -> tuple[str, str, int]:
        """What siblings have in common."""
        return self.kind, self.style, len(self.number)


def roman_value(numeral: str) -> int:
    """The value of a roman numeral up to LXXXIX..C, or 0 when the letters are not one."""
    total, previous = 0, 0
    for letter in reversed(numeral.lower()):
        value = _NUMERALS.get(letter, 0)
        if not value:
            return 0
        total += value if value >= previous else -value
        previous = max(previous, value)
    return total if total > 0 and _spell(total) == numeral.lower() else 0


def letter_value(letter: str) -> int:
    """The place of a letter in the order of Vietnamese enumerations, from 1; 0 for other characters."""
    return _LETTERS.find(letter.lower()) + 1


def unnumbered(heading: str) -> str:
    """A heading without its marker: "Phạm vi điều chỉnh" of "Điều 1. Phạm vi điều chỉnh"."""
    found = marker(heading)
    return found.text if found else heading


def is_references(heading: str) -> bool:
    """Whether what stands below a heading names other works: "Tài liệu tham khảo", "Chú thích", "References"."""
    return unnumbered(heading).strip(" .:").lower() in _REFERENCES


def is_bullet(line: str) -> bool:
    """Whether the line is an item of an unnumbered list."""
    found = marker(line)
    return found is not None and found.kind == "bullet"


def marker(line: str) -> Marker | None:
    """The marker that starts ``line`` (one line, NFC), or None.

    Dates, years, document numbers, decimals and ranges are not markers, nor is a reference that opens a sentence
    (``Điều 5 của Luật này ...``).
    """
    blanks = _BLANKS.match(line)
    start = blanks.end() if blanks else 0
    first = line[start : start + 1]
    if not first:
        return None
    if first.isdigit():
        return _numbered(line, start)
    if first == "(":
        return _in_parentheses(line, start)
    if first.isalpha():
        return _worded(line, start) or _roman(line, start) or _lettered(line, start)
    found = _BULLET.match(line, start)
    return _made("bullet", "", (), line, start, found.end()) if found else None


def _spell(value: int) -> str:
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
    return "c" * (value // 100) + tens[value // 10 % 10] + units[value % 10]


def _made(kind: str, style: str, number: tuple[int, ...], line: str, start: int, end: int) -> Marker:
    blanks = _BLANKS.match(line, end)
    text_start = blanks.end() if blanks else end
    return Marker(kind, style, number, line[start:end].strip(), line[text_start:].rstrip(), start, text_start)


def _numbered(line: str, start: int) -> Marker | None:
    if found := _DECIMAL.match(line, start):
        rest = line[found.end() :]
        text = rest.lstrip()
        # "2.5 triệu", "2.5G" are quantities: without a closing mark only a capital or a quote apart shows a heading.
        if found["stop"] or (rest != text and (text[:1].isupper() or text[:1] in {"“", '"', "'"})):
            number = tuple(int(part) for part in found["n"].split("."))
            return _made("decimal", "", number, line, start, found.end())
        return None
    found = _ARABIC.match(line, start)
    if not found:
        return None
    rest = line[found.end() : found.end() + 24]
    text = rest.lstrip()
    if _CODE.match(text) and rest == text:
        return None  # 7-NQ/TW, 5/NQ-CP
    if found["slash"] and rest == text and not (text[:1].isupper() and text[1:2].islower()):
        return None  # 5/tháng, 3/GDP: only "1/ Tình hình" and "1/Tình hình" are headings
    number = (int(found["n"]),)
    if found["dot"]:
        return _made("decimal", "", number, line, start, found.end())
    style = "paren" if found["paren"] else "slash" if found["slash"] else "dash"
    return _made("arabic", style, number, line, start, found.end())


def _in_parentheses(line: str, start: int) -> Marker | None:
    found = _PARENS.match(line, start)
    if not found:
        return None
    if found["n"]:
        return _made("arabic", "parens", (int(found["n"]),), line, start, found.end())
    if found["roman"] and roman_value(found["roman"]):
        return _made("lower_roman", "parens", (roman_value(found["roman"]),), line, start, found.end())
    if found["letter"]:
        return _made("letter", "parens", (letter_value(found["letter"]),), line, start, found.end())
    return None


def _worded(line: str, start: int) -> Marker | None:
    if not line[start].isupper():
        return None
    if found := _NAME.match(line, start):
        return _named(line, start, found)
    found = _ORDINAL.match(line, start)
    if found:
        rest = line[found.end() :].lstrip(" ,:\t")
        # "Thứ hai, ngày 5 tháng 3" is a Monday.
        if rest[:1].isdigit() or rest.lower().startswith(("ngày", "tuần", "hàng tuần")):
            return None
        kind = "ordinal"
    else:
        found, kind = _CARDINAL.match(line, start), "cardinal"
    if not found:
        return None
    end = found.end() + (1 if line[found.end() : found.end() + 1] in {",", ":", "."} else 0)
    return _made(kind, "", (_WORDS[found["n"].lower()],), line, start, end)


def _named(line: str, start: int, found: re.Match[str]) -> Marker | None:
    kind = _NAMED[found["word"].lower()]
    number = _named_number(found)
    rest = line[found.end() :].strip()
    if not number or not found["word"][0].isupper():
        return None
    if rest and not found["stop"]:
        # Without a mark after the number it is a reference ("Điều 5 của Luật này"), unless a title follows.
        titled = kind not in {"article", "clause", "point"} and rest[0].isupper() and rest[-1] not in ".;,:"
        if not (titled and (rest.isupper() or len(rest) <= 90)):
            return None
    return _made(kind, "", number, line, start, found.end())


def _named_number(found: re.Match[str]) -> tuple[int, ...]:
    if found["ordinal"]:
        return (_WORDS[found["ordinal"].lower()],)
    if found["arabic"]:
        digits = re.match(r"\d+", found["arabic"])
        return (int(digits[0]),) if digits else ()
    point = found["word"].lower() == "điểm"
    if found["roman"] and not point and (value := roman_value(found["roman"])):
        return (value,)
    letter = found["letter"] or (found["roman"] if len(found["roman"]) == 1 else "")
    return (letter_value(letter),) if letter else ()


def _roman(line: str, start: int) -> Marker | None:
    found = _ROMAN.match(line, start)
    if not found or not roman_value(found["n"]):
        return None
    rest = line[found.end() : found.end() + 24]
    text = rest.lstrip()
    if _INITIAL.match(text) or (rest == text and _CODE.match(text)):
        return None  # V. I. Lê-nin; X-NQ/TW
    if text[:1].islower() or text[:1].isdigit():
        return None  # "X - một thế kỷ": headings open with a capital
    return _made("roman", "", (roman_value(found["n"]),), line, start, found.end())


def _lettered(line: str, start: int) -> Marker | None:
    if found := _CAPITAL.match(line, start):
        word = line[found.end() :].split(maxsplit=1)[0]
        # "C. Mác" is a person: after a full stop only a line in capitals is a heading.
        if not found["dot"] or (len(word) > 1 and word.isupper()):
            return _made("capital", "", (letter_value(found["letter"]),), line, start, found.end())
        return None
    found = _LETTER.match(line, start)
    if not found:
        return None
    rest = line[found.end() : found.end() + 8]
    text = rest.lstrip()
    if text[:1].isdigit() or (found["stop"] == "." and (rest == text or _INITIAL.match(text))):
        return None  # v.v., v. v., a.b
    if found["stop"] == "/" and rest == text and not (text[:1].isupper() or text[:1] in "“\"'"):
        return None  # b/c
    style = {")": "paren", "/": "slash", ".": "dot"}[found["stop"]]
    if found["roman"] and roman_value(found["roman"]):
        return _made("lower_roman", style, (roman_value(found["roman"]),), line, start, found.end())
    if found["letter"]:
        return _made("letter", style, (letter_value(found["letter"]),), line, start, found.end())
    return None
