"""What kind of thing a question asks for, and where a text holds such a thing.

Both sides are small tables of regular expressions over lower-case NFC text: readable, and linear in the text.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from corpus.document import Span
from rag.names import NAME


class Kind(StrEnum):
    """The expected kind of answer."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    DEFINITION = "definition"
    REASON = "reason"
    LIST = "list"
    YES_NO = "yes_no"
    OTHER = "other"


_COUNT_WORD = r"(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+)"
_COUNTED = (
    r"(?:nguyên tắc|phương châm|phương hướng|quan điểm|mức độ|cấp độ|đặc trưng|đặc điểm|trụ cột|nhiệm vụ|điều kiện|"
    r"cách tiếp cận|hướng|mục tiêu|bước|loại|hình thức|lĩnh vực|yếu tố|giai đoạn|nội dung|kiến nghị|định hướng|ý|điểm)"
)

# Tried in order: the first that matches decides. "bao nhiêu năm" asks for a number, "năm nào" for a date.
_ASKS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind.LIST,
            r"\b(?:liệt kê|kể tên|kể ra|bao gồm những|gồm những|gồm các|gồm mấy|là những|những gì"
            r"|(?:những|các) .{1,60} (?:nào|gì)"
            rf"|(?:những|các) .{{1,60}} (?:gồm|ra sao)|(?:{_COUNT_WORD}|mấy|bao nhiêu) {_COUNTED}\b"
            r"|list|which .{1,60} are|what are|what were|name the)\b|^(?:những|các)\b",
        ),
        (
            Kind.DATE,
            r"(?:\b(?:khi nào|bao giờ|lúc nào|hồi nào|thời điểm nào|thời gian nào|ngày nào|hôm nào|tháng nào"
            r"|tháng mấy|năm nào|năm mấy|ngày bao nhiêu|năm bao nhiêu|ngày tháng nào|thế kỷ nào|thế kỉ nào|vào ngày mấy"
            r"|từ năm nào|when|what year|which year|what date|in what year)\b)",
        ),
        (
            Kind.NUMBER,
            r"\b(?:bao nhiêu|mấy|tỷ lệ|tỉ lệ|số lượng|how many|how much|how long|how far|what percentage|what number)\b",
        ),
        (
            Kind.REASON,
            r"\b(?:vì sao|tại sao|vì lý do gì|vì lí do gì|do đâu|lý do|lí do|nguyên nhân|nhằm mục đích gì|để làm gì"
            r"|why|what is the reason|what caused)\b",
        ),
        (
            Kind.PERSON,
            r"(?:^|\b)(?:ai\b|người nào|nhà .{1,20} nào|tác giả nào|học giả nào|tổng thống nào|vua nào|cơ quan nào"
            r"|tổ chức nào|who|whom|whose|which organi[sz]ation|which scholar|which author)\b",
        ),
        (
            Kind.PLACE,
            r"\b(?:ở đâu|tại đâu|nơi nào|đâu là nơi|nước nào|quốc gia nào|thành phố nào|tỉnh nào|châu lục nào|vùng nào"
            r"|where|which country|which city|what country)\b",
        ),
        (
            Kind.DEFINITION,
            r"\b(?:là gì|nghĩa là gì|là thế nào|thế nào là|được hiểu là|được hiểu (?:như )?thế nào|định nghĩa|khái niệm"
            r"|là (?:quá trình|hiện tượng|tổ chức|cơ quan|hiệp định|thuật ngữ|bệnh|chất|loại \w+) gì"
            r"|là viết tắt|viết tắt của|what is|what does .{1,60} (?:mean|stand for)|define|definition)\b",
        ),
        (
            Kind.YES_NO,
            r"(?:\b(?:có phải|phải không|đúng không|có .{1,80} không|đã .{1,80} chưa|hay không)\b"
            r"|^(?:is|are|was|were|does|do|did|has|have|had|can|will|should)\b)",
        ),
    )
)

_DATE = (
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}\b|\b\d{1,2}\s?[/-]\s?(?:1[5-9]|20)\d\d\b"
    r"|\bngày \d{1,2}\b(?!\s?[/-]\s?\d)(?: tháng \d{1,2})?(?: năm \d{4})?|\btháng \d{1,2}(?: năm \d{4}|\s?[/-]\s?\d{4})?"
    r"|\bnăm (?:1\d|20)\d\d\b|\b(?:1[0-9]|20)\d\d(?:s\b|\b)|\bthế k[ỷỉ] (?:thứ )?[ivx\d]+\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?: \d{1,2})?"
)
_NUMBER = (
    r"\b\d+(?:[.,]\d+)*\s?%?(?:\s?(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|million|billion|thousand))?"
    r"|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?=\w)"
)
_HOLDS: Final[dict[Kind, re.Pattern[str]]] = {
    Kind.DATE: re.compile(_DATE),
    Kind.NUMBER: re.compile(_NUMBER),
    Kind.REASON: re.compile(
        r"\b(?:vì|bởi|do|nhờ|nhằm|để|nguyên nhân|lý do|lí do|dẫn đến|dẫn tới|because|due to|since|in order to|so that)\b"
    ),
    Kind.DEFINITION: re.compile(
        r"\b(?:là|nghĩa là|được hiểu|được định nghĩa|tức là|gọi là|chỉ|is|are|means|refers to)\b|[:(]"
    ),
    Kind.LIST: re.compile(r"[:;]|(?:,[^,]{2,80}){2,}|\bgồm\b|\bthứ nhất\b|\bmột là\b|\bi\)"),
}
# Names keep their capitals, so these two look at the text as written.
_NAME = re.compile(NAME)


_COMPARES = re.compile(r"\b(?:so sánh|khác nhau|khác gì|khác với|khác .{1,30} ở|phân biệt|compare|difference|differ)\b")


def compares(question: str) -> bool:
    """Whether a question asks how things differ."""
    return _COMPARES.search(question.lower()) is not None


def kind_of(question: str) -> Kind:
    """The kind of answer that ``question`` (NFC, any case) asks for."""
    lowered = question.lower()
    return next((kind for kind, pattern in _ASKS if pattern.search(lowered)), Kind.OTHER)


def holders(text: str, kind: Kind) -> list[Span]:
    """The stretches of ``text`` that could be an answer of this kind; empty for kinds that show no form."""
    if kind in (Kind.PERSON, Kind.PLACE):
        return [Span(found.start(), found.end()) for found in _NAME.finditer(text)]
    pattern = _HOLDS.get(kind)
    lowered = text.lower()
    if pattern is None or len(lowered) != len(text):  # a few letters change length when lowered
        return []
    spans = [Span(found.start(), found.end()) for found in pattern.finditer(lowered)]
    if kind is Kind.NUMBER:  # "năm 2020" is a date, not a count
        dates = [found.span() for found in _HOLDS[Kind.DATE].finditer(lowered)]
        spans = [span for span in spans if not any(start < span.end and span.start < end for start, end in dates)]
    return spans
