"""What the beginning and the end of a line say: markers of items and headings, ends of sentences, open ends."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.headings import NAMED_KINDS
from corpus.headings import marker as marker_of

_ORNAMENT_CATEGORIES = frozenset({"So", "Co"})
_KEPT_SYMBOLS = frozenset("©®™°№℃℉●•○◦▪‣")
_GLYPHS = frozenset("•●○◦▪‣►➢➤✓✔✦❖◆◇♦+")
_ARROW = re.compile("^(?:=>|⇒|→)")
_DECIMALS = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,4}")
_TIMELINE = re.compile(
    r"^(?:(?:Cuối|Đầu|Giữa|Trước|Từ|Sau|Từ sau|Năm|Tháng|Ngày)\s+)?"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[/-]\d{4}|\d{4}s?(?:\s*[-–]\s*(?:\d{4}s?|nay))?)\s*:"
)
_CLOSERS = "\"'”’»)]}*_"
_SENTENCE_END = ".!?…"
_NOTE_AFTER_END = re.compile(r"(?<=[.!?…”\"])\d{1,3}$")
_OPENING_QUOTE = '"“‘«'
_FUNCTION_WORDS = frozenset(
    {"của", "và", "các", "những", "là", "với", "trong", "một", "từ", "để", "theo", "về", "cho", "tới", "đến", "bằng"}
    | {"tại", "vào", "do", "bởi", "hoặc", "hay", "như", "mà", "ở", "giữa", "khi", "vì", "nhưng", "rằng", "bị", "đã"}
    | {"đang", "sẽ", "mỗi", "mọi", "nếu", "tuy"}
)
_COUNTED = frozenset(
    {"hơn", "gần", "khoảng", "số", "lần", "thứ", "năm", "tháng", "ngày", "khóa", "khoá", "quý", "trên"}
)
_COUNT_AT_END = re.compile(r"[^\W\d]\s\d{1,3}$")
_RULE = re.compile(r"^([-–—_=*~.·•]\s?){3,}$")
_PUNCTUATION = "“”\"'().,;:?!/–-"
_BYLINE = re.compile(r"^(?:(?:GS|PGS|TS|ThS|Ths|TSKH|NCS|CN|BS|KS|LS|CVC|CVCC)\b[.,]*\s*)+[^\W\d_]")
_LONGEST_BYLINE = 120
_MOTTO = re.compile(r"^(?:CỘNG HÒA|CỘNG HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|^ĐẢNG CỘNG SẢN VIỆT NAM$|^QUỐC HỘI$")


# The same few lines are asked about again and again.
marker = lru_cache(maxsize=64)(marker_of)


def is_private(character: str) -> bool:
    """Whether it is of the private-use area: a bullet of a symbol font (Wingdings and the like) that lost its font."""
    return "\ue000" <= character <= "\uf8ff"


def is_ornament(character: str) -> bool:
    """Whether it only decorates: private-use and symbol characters that carry no reading."""
    return unicodedata.category(character) in _ORNAMENT_CATEGORIES and character not in _KEPT_SYMBOLS


def is_sign(text: str) -> bool:
    """Whether the line opens with a sign that sets off a paragraph (``♦ Tóm tắt``) rather than an item."""
    return bool(text) and is_ornament(text[0]) and not is_private(text[0])


def is_bullet(text: str) -> bool:
    """Whether the line opens with a bullet, a dash of a list or an arrow."""
    if not text:
        return False
    found = marker(text)
    return (found is not None and found.kind == "bullet") or is_ornament(text[0]) or bool(_ARROW.match(text))


def is_marked(text: str) -> bool:
    """Whether the line opens with a number, letter or word that marks a heading or an item."""
    found = marker(text)
    return found is not None and found.kind != "bullet"


def is_run_in(text: str) -> bool:
    """Whether the marker is one that articles use inside a sentence: ``i)``, ``ii)``."""
    found = marker(text)
    return found is not None and found.kind == "lower_roman"


@lru_cache(maxsize=64)
def opens_item(text: str) -> bool:
    """Whether the line opens something of its own, whatever comes before it."""
    return marker(text) is not None or is_bullet(text) or is_dated(text)


def is_section_marked(text: str) -> bool:
    """Whether the marker is one that heads a section rather than an item: ``1.1.1.``, ``a/``, ``Chương I``."""
    found = marker(text)
    if found is None:
        return False
    return found.kind in NAMED_KINDS or found.style == "slash" or bool(_DECIMALS.match(text))


def glyph(text: str) -> str:
    """The bullet that the line opens with, when it is one of a symbol font or a sign; otherwise nothing."""
    return text[0] if text and (is_private(text[0]) or text[0] in _GLYPHS) else ""


def is_dated(text: str) -> bool:
    """Whether the line opens as an entry of a timeline: ``1967: ...``, ``27/11/2001: ...``."""
    return bool(_TIMELINE.match(text))


def ends_sentence(text: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes and note numbers aside."""
    bare = _NOTE_AFTER_END.sub("", text.rstrip()).rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _SENTENCE_END


def ends_open(text: str) -> bool:
    """Whether the line cannot be the end of anything: a comma, a dash, ``&``, or a word that needs another."""
    stripped = text.rstrip()
    if stripped.endswith((",", "&", "-", "–", "/", "(", "“", "=")):
        return not _DASHED.search(stripped)
    last = stripped.rsplit(None, 1)[-1] if stripped else ""
    return last in _FUNCTION_WORDS


_DASHED = re.compile(r"^[-–][^\s].*[^\s][-–]$")  # -a name between dashes-


def ends_counting(text: str, following: str) -> bool:
    """Whether a number and what it counts are torn apart: "hơn" before "200 nước", "11" before "FTA"."""
    if following[:1].isdigit():
        return text.rsplit(None, 1)[-1].lower() in _COUNTED
    return bool(_COUNT_AT_END.search(text)) and is_abbreviation(following.split(None, 1)[0])


def starts_lower(text: str) -> bool:
    """Whether the first letter is a small one and nothing but quotes and brackets stands before it."""
    bare = text.lstrip('"“‘«([&')
    return bool(bare) and (bare[0].islower() or text[0] in "&,;.)”")


def starts_quoted(text: str) -> bool:
    """Whether the line opens with a quotation mark."""
    return bool(text) and text[0] in _OPENING_QUOTE


def is_capitals(text: str) -> bool:
    """Whether the line is set in capitals and is more than a row of abbreviations and numbers."""
    if text != text.upper():
        return False
    words = [bare for word in text.split() if (bare := word.strip(_PUNCTUATION)).isalpha()]
    return len(words) >= 2 and sum(map(len, words)) >= 6


def is_abbreviation(text: str) -> bool:
    """Whether it is one token of capitals: HNQT, ASEAN, LĐ-TB&XH."""
    bare = text.strip("“”\"'().,;:?!")
    return 2 <= len(bare) <= 12 and " " not in bare and bare[0].isalpha() and bare == bare.upper()


def is_rule(text: str) -> bool:
    """Whether the line is a rule drawn with characters: ``-----``, ``_____``, ``* * *``."""
    return bool(_RULE.match(text))


def is_byline(text: str) -> bool:
    """Whether the line names an author by degree: ``ThS``, ``PGS. TS``, then a name."""
    return len(text) <= _LONGEST_BYLINE and bool(_BYLINE.match(text))


def is_letterhead(text: str) -> bool:
    """Whether the line is one of the fixed lines above a Vietnamese official text, each a line of its own."""
    return bool(_MOTTO.match(text))
