"""What a conversation has spoken of: the subject of a question, a thing by its kind, a person, a year, an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.vietnamese import is_syllable
from rag.names import CAPITALISED, UPPER
from rag.types import Turn
from rag.wording import Spoken, Word, Wording, Words

ASKING: Final = Words(
    "còn thì sao gì là nào ai khi bao nhiêu đâu vì tại thế vậy có không được và của ở các những rõ hơn nêu nói mấy như",
    "đó này ấy cho biết thêm nữa đã vào hãy xin vui lòng với ra lúc từ để làm à ạ nhỉ hả bởi",
    "why when where who whom whose how what which is are was were does did do the more about has have please tell me in",
)
"""Words that ask, point or fill in; what is left of a question without them is what it is about."""

_PREDICATE = Spoken(
    r"(?:(?<=\w)'s|(?<!\w)(?:là|được|bị|có|gồm|bao gồm|do|nêu|đề ra|xác định|quy định|chủ trương|khẳng định|yêu cầu|thành lập|"
    r"lập ra|ra đời|diễn ra|bắt đầu|kết thúc|xuất hiện|hình thành|ảnh hưởng|tác động|ban hành|thông qua|ký|kí|thuộc|khác|giống|"
    r"nằm|gia nhập|kéo dài|tham gia|áp dụng|thay thế|sinh (?:năm|ngày|ở|ra|tại)|mất (?:năm|ngày|khi)|"
    r"đã|đang|sẽ|còn|thì|khi|vào|bổ sung|sử dụng|dùng|đứng đầu|(?<!chủ )(?<!ý )(?<!định )nghĩa(?! vụ)|"
    r"như thế nào|thế nào|ra sao|gì|nào|mấy|bao nhiêu|ai|"
    r"ở đâu|đâu|is|are|was|were|has|have|had|does|did|do|can|will|founded|established|created|signed|called|mean|means))(?!\w)"
)
"""Where the subject of a question ends."""

_DEFINED = Spoken(r"\s(?:(?:có )?nghĩa là|(?:được )?hiểu là|là) (?:gì|ai)(?: vậy| thế| nhỉ| ạ)*\W*$")
"""What is asked of a subject that has words of predicates in it: "Quyền sử dụng đất là gì?"."""

_LEAD_IN = Spoken(
    r"^\W*(?:(?:hãy |xin )?(?:cho biết|nêu|kể tên|giải thích|trình bày)\s+)?(?:thế nào là|vì sao|tại sao|vì đâu|khi nào|"
    r"bao giờ|ở đâu|từ khi nào|"
    r"(?:ai|người nào) là (?:tác giả|người sáng lập|người đứng đầu|chủ tịch|giám đốc|trưởng ban)(?: của)?|"
    r"(?:ai|người nào) (?:là người (?:đầu tiên )?)?(?:đã )?(?:đưa ra|đứng đầu|lãnh đạo|viết|soạn|ký|kí|ban hành|thành lập|"
    r"lập ra|sáng lập|nêu ra|nêu|đề ra|đề xuất|là)|ai|(?:năm|ngày|tháng) nào|(?:có\s+)?(?:bao nhiêu|mấy)|"
    r"who (?:is|are|was|were|heads|leads|runs|wrote|founded|signed|issued|created|proposed|introduced)|"
    r"(?:what|when|where|why|how|which|who)(?: (?:is|are|was|were|does|did|do|has|have|can|will))?|"
    r"how (?:many|much)|explain|tell me about|define)(?!\w)\s*"
)
"""What stands before the subject where a question begins by asking."""

_PLURAL = Spoken(r"(?<!\w)(?:những|các|mấy|bao nhiêu|how many|which)(?!\w)")
_TERM = Spoken(r"(?<!\w)(?:khái niệm|thuật ngữ|cụm từ|the (?:concept|term|notion) of)\s+")
_PEOPLE = re.compile(rf"\b{CAPITALISED}(?:[ \t]+{CAPITALISED}){{1,3}}")
_COUNTED = Spoken(r"(?<!\w)có (?:mấy|bao nhiêu|tất cả mấy|tất cả bao nhiêu) (?P<what>[^\W\d]+(?: [^\W\d]+){0,4})\W*$")
_POINTS = re.compile(r"\s+(?:này|nay|đó|do|ấy|ay|nào|nao|khác|khac|trên|tren|this|that)(?!\w)")
_SURNAMES: Final = frozenset(
    re.findall(
        r"\w+",
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lí Đào Đinh Trương Mai Tô Cao Trịnh Lâm "
        "Lương Hà Thái Tạ Phùng Quách Chu Vương Tôn Đoàn Kiều La Nông Hứa Thân Tống Văn Châu Từ Triệu Lưu Nghiêm Khúc Mạc",
    )
)
"""Family names: two capitals in a row are as often an office or a country. Foreign names are no Vietnamese syllables."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ASIDE = re.compile(r"\(([^()]{2,200})\)\W*$")
"""Where an earlier follow-up was completed in brackets, its subject."""
_WH = re.compile(r"^(?:when|where|why|how|what|who)\s+(?=(?:did|does|do|is|are|was|were|has|have|had|can|will)\s)")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$")
_STOPS = re.compile(r"[.,;:?!()\[\]“”\"\n]")
_LONGEST_NAME = 12
"""Words of a name at most, such as "Ban Chỉ đạo quốc gia về hội nhập quốc tế"."""

_ENUMERATED = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=[:;,.]))\(?(?:[ivx]{1,4}|\d{1,2}|[a-hđ])[).]\s|(?:Thứ|thứ) (?:nhất|hai|ba|tư|năm|sáu|bảy|tám)[,:]"
    r"|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám) là,?"
)
_BULLET = re.compile(r"^\s*(?:[-•+*–]|\(?[\divxa-h]{1,4}[).:/-])\s*")


def subject(wording: Wording) -> str:
    """What a question is about, as written: "FTA" of "FTA là gì?". Empty where it is about nothing of its own."""
    aside = _ASIDE.search(wording.text)
    if aside:
        return aside[1]
    begin = _after_lead_in(wording)
    term = _TERM.search(wording, begin)
    begin = term.end() if term else begin
    whole = _stripped(wording, begin, len(wording.key))
    defined = _DEFINED.search(wording, begin)
    if defined is not None and (part := _stripped(wording, begin, defined.start())):
        return part
    end = _PREDICATE.search(wording, begin)
    while end is not None:
        part = _stripped(wording, begin, end.start())
        if part and ASKING.without(Wording(part, wording.bare)):
            return part
        end = _PREDICATE.search(wording, end.end())
    return whole


def subject_span(wording: Wording) -> tuple[int, int] | None:
    """Where the subject stands in front of what is asked of it; None where the question begins by asking."""
    found = subject(wording)
    begin = wording.text.find(found) if found else -1
    if begin < 0 or begin + len(found) >= len(wording.text.rstrip(" ?.!")):
        return None
    return begin, begin + len(found)


def proposition(wording: Wording) -> str:
    """The whole question without its asking words at either end: what a "vì sao?" behind it asks about."""
    return _cut(wording, ASKING.trimmed(wording, wording.words))


def named(head: str, history: Sequence[Turn], *, bare: bool) -> str | None:
    """The last thing spoken of whose name begins with ``head`` ("ban", "nghị quyết"), as it was written.

    Questions are heard before answers, the newest turn first.
    """
    pattern = Spoken(rf"(?<!\w){re.escape(head)}(?!\w)")
    for turn in reversed(history):
        for text in (turn.answer.searched_as, turn.question, turn.answer.text):
            heard = Wording.of(text[:4000], bare=bare)
            for found in every(pattern, heard):
                name = _name_from(heard, found.start(), found.end())
                if name:
                    return name
    return None


def person(history: Sequence[Turn]) -> str | None:
    """The last person named, the emphasised words of answers first."""
    for turn in reversed(history):
        text = turn.answer.text
        emphasised = [text[a:b] for citation in turn.answer.citations for a, b in citation.emphasis]
        for heard in (*emphasised, turn.answer.searched_as, text):
            for found in _PEOPLE.finditer(heard[:4000]):
                first = found[0].split()[0]
                if first.title() in _SURNAMES or not (is_syllable(first.lower()) or first.isupper()):
                    return found[0].rstrip(".")
    return None


def year(history: Sequence[Turn]) -> str | None:
    """The last year named, in a question before in its answer."""
    for turn in reversed(history):
        for text in (turn.answer.searched_as, turn.question, turn.answer.text):
            found = _YEAR.search(text)
            if found:
                return found[0]
    return None


def item(number: int, history: Sequence[Turn]) -> str | None:
    """The words of the ``number``-th thing that the last list held: list items, or "i) ... ii) ..." inside a sentence."""
    for turn in reversed(history):
        quotes = [citation.quote for citation in turn.answer.citations]
        # an answer may stop after the first of "i) ...; ii) ...": the passage goes on
        passages = {hit.passage.id: hit.passage for hit in turn.answer.hits}
        cited = [(citation, passages.get(citation.passage_id)) for citation in turn.answer.citations]
        tails = [passage.text[max(citation.start - passage.start, 0) :] for citation, passage in cited if passage]
        inside = next((parts for text in (*quotes, *tails) if len(parts := _enumerated(text)) >= max(2, number)), None)
        if inside:
            return _short(inside[number - 1])
        if quotes and quotes[0].rstrip().endswith(":"):
            quotes = quotes[1:]
        listed = [quote for quote in quotes if _BULLET.match(quote)] or quotes
        if len(listed) >= max(2, number):
            return _short(listed[number - 1])
    return None


def repeated(wording: Wording) -> str:
    """The question as it goes on behind another question word: "did Vietnam join?" of "When did Vietnam join?"."""
    aside = _ASIDE.search(wording.text)
    if aside is not None:  # "Phạm vi điều chỉnh là gì (Luật hóa chất)": what is repeated is of that still
        return f"{repeated(Wording(wording.text[: aside.start()].rstrip(), wording.bare))} ({aside[1]})"
    found = _WH.match(wording.key)
    return wording.text[found.end() :].rstrip(" ?？.!") if found else proposition(wording)


def asked_things(wording: Wording) -> str | None:
    """What "chúng" stands for after "... còn những hạn chế gì?": the question up to the things it asked for."""
    return proposition(wording) if _PLURAL.search(wording) else None


def counted(wording: Wording) -> str:
    """What a question wants counted: "ủy viên thường trực" of "... có mấy ủy viên thường trực?". Empty where nothing is."""
    found = _COUNTED.search(wording)
    return wording.text[slice(*found.span("what"))] if found else ""


def _after_lead_in(wording: Wording) -> int:
    found = _LEAD_IN.search(wording)
    return found.end() if found else 0


def _stripped(wording: Wording, start: int, end: int) -> str:
    return _cut(wording, ASKING.trimmed(wording, (w for w in wording.words if w.start >= start and w.end <= end)))


def _cut(wording: Wording, words: Sequence[Word]) -> str:
    if not words:
        return ""
    article = _ARTICLE.search(wording.text[: words[0].start])
    return wording.text[article.start() if article else words[0].start : words[-1].end]


def every(pattern: Spoken, wording: Wording) -> Iterator[re.Match[str]]:
    """All places where a pattern is heard, in order."""
    found = pattern.search(wording)
    while found:
        yield found
        found = pattern.search(wording, found.end())


def _name_from(heard: Wording, start: int, head_end: int) -> str | None:
    """The name that begins at ``start``: up to a predicate or a stop; None for the bare head, and where it points itself."""
    if _POINTS.match(heard.key, head_end):
        return None
    stop = _STOPS.search(heard.text, head_end)
    predicate = _PREDICATE.search(heard, head_end)
    end = min(stop.start() if stop else len(heard.text), predicate.start() if predicate else len(heard.text))
    words = [word for word in heard.words if start <= word.start and word.end <= end][:_LONGEST_NAME]
    name = _cut(heard, ASKING.trimmed(heard, words))
    rest = name[head_end - start :].strip()
    return name if rest and ASKING.without(Wording(rest, heard.bare)) else None


def _enumerated(quote: str) -> list[str]:
    """The parts of "gồm: i) ...; ii) ..."; empty where nothing is counted."""
    marks = list(_ENUMERATED.finditer(quote))
    if not marks:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(quote)]
    return [quote[mark.end() : end].strip(" ;,.") for mark, end in zip(marks, ends, strict=True)]


def _short(text: str, words: int = 24) -> str:
    """The first words of an item, without its own bullet or number."""
    return " ".join(_BULLET.sub("", text).split()[:words]).rstrip(" .;,")


def is_name(text: str) -> bool:
    """Whether the first word is written as names are: with a capital or a digit."""
    return bool(re.match(rf"[{UPPER}\d]", text))
