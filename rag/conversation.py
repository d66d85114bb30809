"""Completing a follow-up from the turns before, without a language model.

    Còn năm 2020 thì sao?        the last question, its year replaced
    Ai đứng đầu ban đó?          "ban đó" replaced by the Ban ... that was spoken of
    Nêu rõ hơn ý thứ hai         the second item of the last answer
    Vì sao?                      the last question's subject put behind it

A question that stands on its own is left alone: that is how a change of subject is recognised. What was completed is
shown to the reader, so a wrong guess costs one click, and nothing is ever added silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.vietnamese import canonical, syllables
from rag.names import CAPITALISED, UPPER
from rag.types import Turn

_ORDINALS: Final = {
    "nhất": 1, "một": 1, "đầu": 1, "đầu tiên": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_WHAT_ABOUT = re.compile(
    r"^\s*(?:(?:thế|vậy|và)\s+)?(?:còn|thế còn|vậy còn|what about|how about|and)\s+(?P<topic>.+?)"
    r"(?:\s+(?:thì sao|thì thế nào|ra sao|thế nào|sao|thì))?\s*[?？.!]*\s*$",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"\b(?:ý|điểm|mục|nguyên tắc|phương châm|nội dung|loại|bước|hướng|gạch đầu dòng|point|item)\s+(?:thứ\s+)?"
    r"(?P<ordinal>nhất|một|đầu tiên|đầu|hai|nhì|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|\d{1,2})\b"
    r"|\bthe\s+(?P<english>first|second|third|fourth|fifth)\s+(?:one|point|item)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?P<head>ban|nước|nghị quyết|văn bản|đại hội|hội nghị|hiệp định|tổ chức|cơ quan|khái niệm|thuật ngữ|chủ trương|"
    r"chính sách|chiến lược|cương lĩnh|bài viết|tác giả|học giả|người|ông|bà|nguyên tắc|phương châm|liên minh|khối|"
    r"giai đoạn|thời kỳ|thời kì|quan điểm|mục tiêu|nhiệm vụ)\s+(?:đó|này|ấy|kia|nói trên|trên)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:nó|họ|chúng|điều (?:đó|này|ấy)|việc (?:đó|này|ấy)|cái (?:đó|này|ấy)|ở đó|khi đó|lúc đó|it|its|they|their|that|this)\b",
    re.IGNORECASE,
)
_PREDICATE: Final = (
    "được|là|do|có|đã|đang|sẽ|vào|khi|thì|gồm|bị|và|ở|như|phải|không|ra|nêu|quy|xác|đề|gì|nào|bao|mấy|năm"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ASKING = {
    "còn", "thì", "sao", "gì", "là", "nào", "ai", "khi", "bao", "nhiêu", "đâu", "vì", "tại", "thế", "vậy", "có", "không",
    "được", "và", "của", "ở", "các", "những", "rõ", "hơn", "nêu", "nói", "mấy", "như", "đó", "này", "ấy", "cho", "biết",
    "thêm", "nữa", "why", "when", "where", "who", "how", "what", "is", "are", "the", "more", "about", "đã", "vào", "năm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Completed:
    """A question made whole. ``question`` equals what was asked when it stands on its own."""

    question: str
    from_history: bool


def complete(question: str, history: Sequence[Turn]) -> Completed:
    """The question as one would ask it of somebody who has not heard the conversation."""
    if not history or not question.strip():
        return Completed(question, False)
    last = history[-1]
    before = last.answer.searched_as or last.question
    for rule in (_item, _what_about, _pointing, _pronoun, _bare):
        whole = rule(question, before, history)
        if whole and canonical(whole) != canonical(question):
            return Completed(whole, True)
    return Completed(question, False)


def _item(question: str, before: str, history: Sequence[Turn]) -> str | None:
    """ "Nêu rõ hơn ý thứ hai": the words of that item."""
    found = _ITEM.search(question)
    if found is None or len(_content(question)) > 5:
        return None
    word = (found["ordinal"] or found["english"]).lower()
    number = int(word) if word.isdigit() else _ORDINALS[word]
    for turn in reversed(history):
        quotes = [citation.quote for citation in turn.answer.citations]
        if quotes and quotes[0].rstrip().endswith(":"):
            quotes = quotes[1:]
        if len(quotes) >= max(2, number):
            return _short(quotes[number - 1])
    return None


def _what_about(question: str, before: str, history: Sequence[Turn]) -> str | None:
    """ "Còn năm 2020 thì sao?": the same question about another thing."""
    found = _WHAT_ABOUT.match(question)
    if found is None:
        return None
    topic = found["topic"].strip()
    year = _YEAR.search(topic)
    old = _YEAR.search(before)
    if year and old and len(_content(topic)) <= 2:
        return before[: old.start()] + year[0] + before[old.end() :]
    for start, end in _namesakes(topic, before):
        return before[:start] + topic + before[end:]
    return f"{before.rstrip(' ?？.!')} {topic}?"


def _namesakes(topic: str, before: str) -> Iterator[tuple[int, int]]:
    """Where ``before`` names a thing of the topic's kind: the same first word, then a name or number."""
    words = topic.split()
    for size in (2, 1):
        if len(words) <= size:
            continue
        head = re.escape(" ".join(words[:size]))
        name = rf"(?:\d[\w/.-]*|[IVXLC]+|{CAPITALISED})"
        for found in re.finditer(rf"(?i:\b{head})\s+{name}(?:\s+{name})*", before):
            yield found.span()


def _pointing(question: str, before: str, history: Sequence[Turn]) -> str | None:
    """ "Ai đứng đầu ban đó?": the thing pointed at, by the word in front of "đó"."""
    found = _POINTING.search(question)
    if found is None:
        return None
    name = _antecedent(found["head"], history)
    if name is None:
        return f"{question.rstrip(' ?？.!')} ({_subject(before)})?" if _subject(before) else None
    return question[: found.start()] + name + question[found.end() :]


def _antecedent(head: str, history: Sequence[Turn]) -> str | None:
    """The last name spoken of that begins with ``head``: its words up to the end of the capitals and numbers."""
    if head.lower() in {"ông", "bà", "người", "tác giả", "học giả"}:
        pattern = re.compile(rf"\b{CAPITALISED}(?:\s+{CAPITALISED})+")
    else:
        # The name runs on after its capital ("Ban Chỉ đạo quốc gia về ...") until a word that begins the predicate.
        word = rf"(?!(?:{_PREDICATE})\b)[\w/.-]*\w"
        pattern = re.compile(rf"(?i:\b{re.escape(head)})\s+(?:số\s+)?[{UPPER}\d][\w/.-]*(?:\s+{word}){{0,9}}")
    for turn in reversed(history):
        for text in (turn.answer.searched_as, turn.question, turn.answer.text):
            names = [found[0].strip(" .") for found in pattern.finditer(text)]
            if names:
                return re.sub(r"\s+(?:về|của|số|các|nước)$", "", names[0])
    return None


def _pronoun(question: str, before: str, history: Sequence[Turn]) -> str | None:
    """ "Nó có từ khi nào?": the last subject takes the pronoun's place."""
    found = _PRONOUN.search(question)
    subject = _subject(before)
    if found is None or not subject or len(_content(question)) > 6:
        return None
    return question[: found.start()] + subject + question[found.end() :]


def _bare(question: str, before: str, history: Sequence[Turn]) -> str | None:
    """ "Vì sao?", "Ở đâu?": nothing but question words."""
    subject = _subject(before)
    if _content(question) or not subject:
        return None
    return f"{question.rstrip(' ?？.!')} {subject}?"


def _content(text: str) -> list[str]:
    """The words that are not question words."""
    return [word for word in syllables(canonical(text)) if word not in _ASKING]


def _subject(question: str) -> str:
    """The question without its asking words at either end: what it is about, as written."""
    words = question.strip(" ?？.!").split()
    plain = [canonical(word).strip(",.?!:;") for word in words]
    start, end = 0, len(words)
    while start < end and plain[start] in _ASKING:
        start += 1
    while end > start and plain[end - 1] in _ASKING:
        end -= 1
    return " ".join(words[start:end])


def _short(text: str, words: int = 24) -> str:
    """The first words of an item, without its own bullet or number."""
    bare = re.sub(r"^\s*(?:[-•+*–]|\(?[\divx]{1,4}[).:/-])\s*", "", text)
    return " ".join(bare.split()[:words]).rstrip(" .;,")
