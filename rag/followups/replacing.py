""" "Còn năm 2020 thì sao?": the last question asked of another thing, which takes the place of the one it was asked of."""

from __future__ import annotations

import re
from typing import Final

from rag.followups.mentions import ASKING, every, is_name, proposition, subject, subject_span
from rag.names import CAPITALISED
from rag.naming import CALLED
from rag.wording import Spoken, Wording

_WHAT_ABOUT = (
    Spoken(
        r"^\W*(?:(?:thế|vậy|và|rồi|à)\s+)?(?:còn|what about|how about|and)\s+(?P<topic>\S(?:.*\S)?)\W*$",
    ),
    Spoken(r"^\W*(?:(?:thế|vậy|và|rồi)\s+)?(?P<topic>\S(?:.*\S)?)\s+(?:thì sao|thì thế nào)\W*$"),
)
_ONLY_TOPIC = Spoken(
    r"^\W*(?P<topic>(?:(?:trong|vào|đến|in)\s+)?(?:(?:năm|tháng|quý|giai đoạn|điều|khoản|chương|mục|year)\s+)?\d[\d/ivxlc-]*)\W*$"
)
_TAIL = Spoken(r"\s+(?:thì sao|thì thế nào|thì như thế nào|ra sao|thế nào|thì|sao|nữa)\W*$")
_ASKS = Spoken(
    r"(?<!\w)(?:gì|nào|ai|mấy|bao nhiêu|đâu|bao giờ|vì sao|tại sao|không|what|who|when|where|why|how|which)(?!\w)"
)
_LONGEST_TOPIC = 10
_SOUGHT = Spoken(r"^(?:điều|khoản|chương|phần|mục|bài) nào quy định ")
_OF_DOCUMENT = Spoken(rf"\((?P<document>{CALLED.form(bare=False).pattern}[^()]{{1,200}})\)\W*$")
"""The document that the question before was asked of, as ``rag.documents.scoped`` shows it."""

_NUMBERED: Final = r"(?:\d[\w/.-]*|[IVXLC]+(?!\w))"
_ACRONYM: Final = r"[A-ZĐ]{2,8}(?!\w)"
_NAME: Final = rf"(?:{_NUMBERED}|{CAPITALISED})"
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ACRONYMS = re.compile(rf"\b{_ACRONYM}(?:(?:,| và| and|,? or| hoặc| hay)\s+{_ACRONYM})*")
_NAMES = re.compile(rf"\b{CAPITALISED}(?:[ \t]+{_NAME})*")
_PREPOSITION = Spoken(r"^(?:của|ở|tại|với|về|trong|theo|đến|for|in|of|at|with|to)\s+")
_FIELD: Final = (
    "(?:kinh tế|chính trị|văn hóa|xã hội|quốc phòng|an ninh|giáo dục|đào tạo|y tế|khoa học|công nghệ|môi trường|ngoại giao"
    "|thương mại|pháp luật|tài chính|du lịch|nông nghiệp|công nghiệp)"
)
_FIELDS = Spoken(rf"(?<!\w){_FIELD}(?:(?: và |, | - |-| ){_FIELD})*(?!\w)")
_ABOUT = re.compile(r"(?:(?:về|ve|trong|thế|the) )*(?:(?:lĩnh vực|linh vuc|mặt|mat) )?")
_IN_FIELD = Spoken(rf"^\W*(?P<topic>về (?:lĩnh vực |mặt )?{_FIELD}(?:(?: và |, | - |-| ){_FIELD})*)\W*$")
_OWNER = Spoken(r"^(?:của|đối với|về|trong|of) ")
_BESIDE = Spoken(r"^\W*(?:thế|vậy) (?P<topic>\S(?:.*\S)?)\W*$")
_NUMBERED_PART = Spoken(r"^(?:điều|khoản|điểm|mục|chương|phần|phụ lục|bước|article|section|chapter|part)\s+[\divxlc]+$")
_OBJECTS = re.compile(r"(?<!\w)(?:đối với|của|cho|doi voi|cua) ")
_ADVERBIAL = Spoken(
    r"^(?:(?:đến|từ|trước|sau|vào|trong|cuối|đầu)\s+)?(?:năm|tháng|ngày|quý|thế kỷ|thế kỉ|thập niên|"
    r"giai đoạn|thời kỳ|hiện nay|nay)(?!\w)"
    r"|^(?:so với|ở|tại|trước|sau|từ|đến|in|at|before|after|since|during)\s"
)
_ASPECT = Spoken(
    r"(?<!\w)(?:mục tiêu|nguyên nhân|hạn chế|thành tựu|kết quả|ưu điểm|nhược điểm|vai trò|ý nghĩa|đặc trưng|đặc điểm|nhiệm vụ|"
    r"giải pháp|nguyên tắc|phương châm|phương hướng|tư tưởng chỉ đạo|tư tưởng|quan điểm chỉ đạo|quan điểm|thách thức|cơ hội|"
    r"lợi ích|tác động|ảnh hưởng|điều kiện|biện pháp|yêu cầu|nội dung|cơ cấu|chức năng|thẩm quyền|quyền|nghĩa vụ|"
    r"trách nhiệm|thời hạn|mức phạt|thành phần|số lượng|tỷ lệ|tỉ lệ|diện tích|dân số|thuận lợi|khó khăn|ưu thế|tồn tại|"
    r"yếu kém|hậu quả|hệ quả|định nghĩa|khái niệm|phân loại|trụ cột|"
    r"goals?|aims?|causes?|results?|advantages?|disadvantages?|achievements?|shortcomings?|principles?|conditions?)(?!\w)"
)


def what_about(asked: Wording, before: Wording) -> str | None:
    """The question before with the new topic in place; None where ``asked`` is no such question."""
    topic = _topic(asked) or _side(asked, before) or _name_beside(asked)
    if topic is None or not before.text.strip():
        return None
    of = _OF_DOCUMENT.search(before)
    if of is None:
        return _in_place(topic, before)
    front = Wording(before.text[: of.start()].rstrip(" ?？.!"), before.bare)
    if CALLED.form(bare=topic.bare).match(topic.key):
        return f"{front.text} ({topic.text})"
    return f"{_in_place(topic, front).rstrip(' ?？.!')} ({before.text[of.start('document') : of.end('document')]})"


def _in_place(topic: Wording, before: Wording) -> str:
    for rule in (
        _sought,
        _year,
        _field,
        _of_its_kind,
        _behind_a_preposition,
        _when_or_where,
        _owned,
        _part,
        _name,
        _aspect,
        _modifier,
        _subject,
    ):
        whole = rule(topic, before)
        if whole:
            return whole
    joined = topic.text[:1].lower() + topic.text[1:] if _PREPOSITION.search(topic) else topic.text
    return f"{before.text.rstrip(' ?？.!')} {joined}?"


def _topic(asked: Wording) -> Wording | None:
    for pattern in (*_WHAT_ABOUT, _ONLY_TOPIC):
        found = pattern.search(asked)
        if found is None:
            continue
        start, end = found.span("topic")
        topic = Wording(asked.text[start:end].strip(" ?？.!,"), asked.bare)
        tail = _TAIL.search(topic)
        topic = Wording(topic.text[: tail.start()], asked.bare) if tail else topic
        if not topic.text or len(topic.words) > _LONGEST_TOPIC or _ASKS.search(topic):
            return None
        return topic
    return None


def _side(asked: Wording, before: Wording) -> Wording | None:
    """ "Hạn chế?" after a question for results: nothing but another side of the same thing."""
    plain = Wording(asked.text.strip(" ?？.!,"), asked.bare)
    found = _ASPECT.search(plain)
    alone = found is not None and (found.start(), found.end()) == (0, len(plain.text))
    return plain if alone and _ASPECT.search(before) else None


def _name_beside(asked: Wording) -> Wording | None:
    """ "Thế Trung Quốc?", "Về văn hóa?": nothing but a name or a field."""
    found = _BESIDE.search(asked) or _IN_FIELD.search(asked)
    topic = Wording(asked.text[slice(*found.span("topic"))].strip(" ?？.!,"), asked.bare) if found else None
    named = topic is not None and re.fullmatch(rf"{_NAME}(?:\s+{_NAME})*", topic.text)
    return topic if named or (topic is not None and _IN_FIELD.search(topic)) else None


def _sought(topic: Wording, before: Wording) -> str | None:
    """Another thing for "điều nào quy định ...", as ``rag.documents.located`` shows it."""
    found = _SOUGHT.search(before)
    return None if found is None else before.text[: found.end()] + topic.text


def _year(topic: Wording, before: Wording) -> str | None:
    new, old = _YEAR.search(topic.text), _YEAR.search(before.text)
    if new is None or old is None or len(ASKING.without(topic)) > 2:
        return None
    return before.text[: old.start()] + new[0] + before.text[old.end() :]


def _of_its_kind(topic: Wording, before: Wording) -> str | None:
    """ "Đại hội XI" for "Đại hội IX", "đối tác toàn diện" for "đối tác chiến lược toàn diện"."""
    words = topic.words
    for size in range(min(3, len(words) - 1), 0, -1):
        named = is_name(topic.text[words[size].start :])
        head = re.escape(topic.key[words[0].start : words[size - 1].end])
        # one syllable alone is often only the beginning of a word, unless it is what was counted
        counted = r"(?:(?<=mấy )|(?<=bao nhiêu )|(?<=những )|(?<=các ))" if size == 1 and not named else r"(?<!\w)"
        found = Spoken(rf"{counted}{head}(?!\w)").search(before)
        if found is None:
            continue
        if named:
            numbered = re.fullmatch(_NUMBERED, topic.text[words[size].start :])
            run = _NUMBERED if numbered else rf"{_NAME}(?:\s+{_NAME})*"
            rest = re.compile(rf"(?:\s+(?:số|lần thứ|thứ|khóa|khoá))?\s+{run}").match(before.text, found.end())
            if rest:
                return before.text[: found.start()] + topic.text + before.text[rest.end() :]
            continue
        end = _phrase_end(before, found.end())
        return before.text[: found.start()] + topic.text + before.text[end:]
    return None


def _phrase_end(before: Wording, start: int) -> int:
    """Where the noun phrase that ``start`` lies in ends: at the words that ask or at the predicate."""
    rest = Wording(before.text[start:], before.bare)
    name = subject(Wording("x " + rest.text, before.bare))
    inside = name.removeprefix("x").strip()
    return start + rest.text.find(inside) + len(inside) if inside and inside in rest.text else start


def _behind_a_preposition(topic: Wording, before: Wording) -> str | None:
    """ "của Việt Nam" for "của Mỹ"."""
    found = _PREPOSITION.search(topic)
    if found is None:
        return None
    old = Spoken(rf"(?<!\w){re.escape(found[0].strip())}\s+").search(before)
    name = re.compile(rf"{_NAME}(?:\s+{_NAME})*").match(before.text, old.end()) if old else None
    return before.text[: old.start()] + topic.text + before.text[name.end() :] if old and name else None


def _field(topic: Wording, before: Wording) -> str | None:
    """ "Về văn hóa" for "kinh tế" in "hạn chế về kinh tế là gì?": another field."""
    new = _FIELDS.search(topic)
    old = [found.span() for found in every(_FIELDS, before)]
    whole = new is not None and new.end() == len(topic.text) and _ABOUT.fullmatch(topic.key[: new.start()]) is not None
    if new is None or not whole or not old:
        return None
    return before.text[: old[-1][0]] + topic.text[new.start() :] + before.text[old[-1][1] :]


def _owned(topic: Wording, before: Wording) -> str | None:
    """ "của Mỹ" for a question that named no owner: it stands behind the subject."""
    span = subject_span(before) if _OWNER.search(topic) else None
    return None if span is None else f"{before.text[: span[1]]} {topic.text}{before.text[span[1] :]}"


def _when_or_where(topic: Wording, before: Wording) -> str | None:
    """A time or a place for a question that named none stands in front of it."""
    return f"{topic.text} {before.text}" if _ADVERBIAL.search(topic) else None


def _name(topic: Wording, before: Wording) -> str | None:
    """A name for a name: an abbreviation for one, and else for the last that the question holds."""
    bare = re.sub(r"^the\s+", "", topic.text, flags=re.IGNORECASE)
    if not re.fullmatch(rf"{_NAME}(?:\s+{_NAME})*", bare):
        return None
    acronyms = list(_ACRONYMS.finditer(before.text)) if re.fullmatch(_ACRONYM, bare) else []
    found = [match.span() for match in acronyms] or _names(before)
    if not found:
        return None
    return before.text[: found[-1][0]] + bare + before.text[found[-1][1] :]


def _names(before: Wording) -> list[tuple[int, int]]:
    """Where names stand; the capital that begins a sentence makes none, nor does one on a preposition."""
    found = []
    for match in _NAMES.finditer(before.text):
        start, end = match.span()
        if start == 0 and not match[0][:2].isupper():
            first, _, rest = match[0].partition(" ")
            if not rest:
                continue
            if not ASKING.without(Wording(first, before.bare)) or _PREPOSITION.search(
                Wording(f"{first} x", before.bare)
            ):
                start += len(first) + 1
        found.append((start, end))
    return found


def _part(topic: Wording, before: Wording) -> str | None:
    """ "Khoản 2" of what the question before asked about: a numbered part stands in front of its whole."""
    return f"{topic.text} {before.text}" if _NUMBERED_PART.search(topic) else None


def _modifier(topic: Wording, before: Wording) -> str | None:
    """ "ô tô" for "xe máy" in "mức phạt đối với xe máy là bao nhiêu?": what a long subject is about, not the subject."""
    span = subject_span(before)
    if span is None or len(topic.words) > 3:
        return None
    old = list(_OBJECTS.finditer(before.key, *span))
    return before.text[: old[-1].end()] + topic.text + before.text[span[1] :] if old else None


def _aspect(topic: Wording, before: Wording) -> str | None:
    """ "Thế còn thành tựu?" after "... có những hạn chế gì?": another side of the same thing."""
    found = _ASPECT.search(topic)
    if found is None or found.start() > 0 or _names(topic):
        return None
    old = _ASPECT.search(before)
    if old is not None:
        said = topic.text[:1].lower() + topic.text[1:] if before.text[: old.start()].strip() else topic.text
        front = before.text[: old.start()] + said
        more = _ASPECT.search(before, old.end())  # what the old side had to do with yet another is asked no more
        return f"{front}?" if more else front + before.text[old.end() :]
    about = subject(before) or proposition(before)
    return f"{topic.text} {about}?" if about else None


def _subject(topic: Wording, before: Wording) -> str | None:
    """Another subject for the same predicate: "liên minh thuế quan" for "FTA" in "FTA là gì?"."""
    span = subject_span(before)
    return None if span is None else before.text[: span[0]] + topic.text + before.text[span[1] :]
