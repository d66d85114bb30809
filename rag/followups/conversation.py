"""Completing a follow-up from the turns before, without a language model.

    Còn năm 2020 thì sao?        the last question, its year replaced
    Ai đứng đầu ban đó?          "ban đó" replaced by the Ban ... that was spoken of
    Nêu rõ hơn ý thứ hai         the second item of the last answer
    Gồm những gì?                the last question's subject put in front
    Vì sao?                      what was asked before put behind it

A question that stands on its own is left alone: that is how a change of subject is recognised. What was completed is
shown to the reader, so a wrong guess costs one click, and nothing is ever added silently. Questions typed without accents
are heard as well as accented ones, and English ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.vietnamese import canonical, nfc
from index.readings.courtesy import without_courtesy
from rag.followups import mentions
from rag.followups.mentions import ASKING
from rag.followups.replacing import what_about
from rag.names import UPPER
from rag.types import Turn
from rag.wording import Spoken, Wording, Words

LONGEST: Final = 300
"""Code points. A longer question says itself what it is about."""

_ORDINALS: Final = {
    "nhất": 1, "một": 1, "đầu": 1, "đầu tiên": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_HEADS: Final = (
    "ban|nước|nghị quyết|văn bản|đại hội|hội nghị|hiệp định|hiệp ước|tổ chức|cơ quan|khái niệm|thuật ngữ|chủ trương|"
    "chính sách|chiến lược|cương lĩnh|nguyên tắc|phương châm|liên minh|khối|giai đoạn|thời kỳ|quan điểm|mục tiêu|nhiệm vụ|"
    "luật|nghị định|thông tư|điều|khoản|chương|công ty|trường|bộ|sở|đường lối|cuộc|bài viết|bài|tài liệu|"
    "tác phẩm|sự kiện|hiện tượng|loại|phương pháp|chương trình|dự án|sản phẩm|mô hình|"
    "vùng|địa phương|thành phố|tỉnh|đất nước|quốc gia|loài|phương hướng|trụ cột"
)
_ITEM = Spoken(
    rf"(?<!\w)(?P<kind>{_HEADS}|nội dung|gạch đầu dòng|[^\W\d_]+) (?:thứ|số) "
    r"(?P<ordinal>nhất|một|hai|nhì|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|\d{1,2})(?!\w)"
    r"|(?<!\w)(?P<step>ý|bước|nguyên tắc|phương châm|giai đoạn|cách|loại) (?P<number>\d{1,2})(?!\w)"
    r"|(?<!\w)(?P<first>ý|điểm|mục|nguyên tắc|phương châm|nội dung|bước|hướng|cách|loại) (?:đầu tiên|đầu)(?!\w)"
    r"|(?<!\w)the (?P<english>first|second|third|fourth|fifth)(?: (?:one|point|item|principle|step|part))?(?!\w)"
)
_PART = Spoken(
    r"^\W*(?:(?:thế|vậy) )?(?:còn )?(?P<part>(?:điểm [a-zđ] )?khoản \d{1,3}|điểm [a-zđ])"
    r"(?: (?:quy định|nói|nêu|ghi|thì|là))?(?: (?:gì|những gì|sao|thế nào|như thế nào|ra sao))?\W*$"
)
_ARTICLE = Spoken(r"(?<!\w)điều \d{1,4}, ")
"""A provision, as ``rag.documents.provisions`` shows what was understood."""
_ELABORATING = Words(
    "làm nêu nói giải thích trình bày phân tích kể kĩ kỹ rõ hơn thêm chi tiết cụ thể về xem lại ví dụ tiếp đi ý điểm mục cái",
    "explain elaborate more detail details on about example examples go tell me point item one",
)
_CONNECTIVE = Spoken(r"^\W*(?:(?:thế còn|vậy còn|thế thì|vậy thì|rồi|thế|vậy|còn|và|mà|and|but|so|then)\s+)")
_FULL_FORM = re.compile(r"\b([A-ZĐ]{2,8}) \([^()]{3,200}\)")
_POINTER = Spoken(
    r"(?<!\w)(?:đó|này|ấy|kia|nói trên|vừa nêu|vừa rồi)(?!\w)"
    r"|(?<!\w)(?:that|this|those|these)\s+(?P<english>[a-z]+)(?=\W*$|\s+(?:is|are|was|were|has|have|did|does|do|in|of|to)(?!\w))"
)
_HEAD = Spoken(rf"(?<!\w)(?:{_HEADS}|ông|bà|anh|chị|người|tác giả|học giả|năm)\s*$")
_TWO_WORDS = Spoken(r"(?<!\w)[^\W\d_]+ [^\W\d_]+\s*$")
_NOT_POINTING = Spoken(
    r"(?:^|\s)(?:trong|do|từ|theo|sau|trước|bởi|nhờ|qua|vì|hiện|ngày|lần|khi|lúc|nơi|hôm|cho đến|dịp|thế giới|thời điểm) ?$"
)
_PRONOUN = Spoken(
    r"(?<!\w)(?:(?:điều|việc|cái|vấn đề|chuyện) (?:đó|này|ấy)|ở đó|ông ấy|bà ấy|anh ấy|cô ấy|nó|"
    r"(?<!thuộc )(?<!dòng )(?<!trong )(?<!cùng )(?<!nhiêu )(?<!mấy )họ|(?<!dân )(?<!quần )(?<!công )chúng)(?!\w)"
    r"(?! (?:ta|tôi|tớ|và tên|tên)(?!\w))"
    r"|(?<!\w)(?:it|its|they|them|their|he|she|his|her)(?!\w)|(?<!\w)(?:that|this)(?=\W*$)"
)
_RESPECTFUL = Spoken(r"^(?:ông|bà)(?= \w)(?! (?:già|bầu|nội|ngoại|bà|chủ|trùm|lão|cụ|con|mẹ|tổ|ta|đồ)(?!\w))")
_GOVERNED = Spoken(r"(?:đến|tới|với|của|về|cho|từ|trong|bởi|of|in|to|for|with|by|from|about) $")
_PRONOUN_BARE = Spoken(
    r"(?:^\W*|(?:đến|tới|với|của|trong) )(?P<it>nó|họ)(?=$|\W*$| (?:có|là|được|gồm|khác|ra|tác|ảnh|thuộc|do|bị|gây)(?!\w))"
    r"|(?<!\w)(?P<that>(?:điều|việc) (?:đó|này|ấy))(?!\w)"
)
"""Without accents "no" and "ho" are many words: they are heard only where a pronoun stands."""
_PERSONAL: Final = {"ông", "bà", "anh", "cô", "he", "she", "his", "her"}
_PLURAL: Final = {"chúng", "họ", "chung", "they", "them", "their"}
_OWNING: Final = {"its", "their", "his", "her"}
_JOINED = Spoken(r"(?:\s(?:và|mà|thì|khi|nhưng|rằng|and|but|when|that|because|while)\s|,)")
_SUBJECTLESS = Spoken(
    r"^\W*(?:gồm|bao gồm|được|bị|do (?:ai|đâu|người|cơ quan|tổ chức|nguyên nhân)|thành lập|ra đời|thuộc|đứng đầu|"
    r"là (?:gì|ai|những|các)|diễn ra|bắt đầu|kết thúc|xuất hiện|hình thành|ban hành|nằm ở|ảnh hưởng|tác động|"
    r"có (?:mấy|bao nhiêu|những|từ|hiệu lực|tác dụng|vai trò|ý nghĩa|đặc)|từ khi nào|để làm gì|"
    r"(?:khác|giống)(?: nhau| gì| với)?)(?!\w)"
)
_CONSISTING = Spoken(r"^\W*(?:gồm|bao gồm|là) (?:những |các )?(?:ai|gì|nào|đâu)(?!\w)")
_COMPARING = Spoken(r"^\W*(?:khác|giống)(?!\w)")
_QUESTION = Spoken(
    r"(?<!\w)(?:gì|nào|ai|mấy|bao nhiêu|bao giờ|bao lâu|đâu|sao|thế nào|why|when|where|who|how|what|which)(?!\w)"
)
_MEASURED = Spoken(r"^\W*(?:rộng|dài|cao|nặng|sâu|lớn|xa|kéo dài|tốn|mất) (?:bao nhiêu|bao lâu|bao xa|mấy)(?!\w)")
_DEFINED = Spoken(
    r"(?<!\w)(?:là|nghĩa là|means?|is|are|thế nào là) ?(?:gì|ai|what|\W*$)|(?<!\w)(?:what is|what are)(?!\w)"
)
_RELATIONAL = Spoken(
    r"(?<!\w)(?:trụ sở|giám đốc|chủ tịch|người đứng đầu|thành viên|kết quả|nguyên nhân|mục đích|mục tiêu|ý nghĩa|"
    r"nội dung(?: chính| chủ yếu| cơ bản)?|"
    r"thành phần|hậu quả|hệ quả|tác giả|số lượng|diện tích|dân số|chiều dài|địa chỉ|địa điểm|vai trò|đặc điểm|ưu điểm|nhược điểm|"
    r"hạn chế|lý do|lí do|thủ đô|thời hạn|mức phạt|điều kiện|bối cảnh|quy mô|tác động|ảnh hưởng)(?!\w)"
)
_VERBS = Words(
    "đứng đầu ký kí viết lập thành ra đời ban hành soạn thảo lãnh đạo bắt kết thúc diễn xuất hiện áp dụng hiệu lực",
    "thực hiện quyết định",
    "founded created signed written established headed leads heads wrote signs",
)
_LONG: Final = 6
"""Words of its own in front of "này", from which on a question needs no other."""
_SHORT = 4
"""Words of its own that a question without a subject has at most."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A question made whole. ``question`` equals what was asked when it stands on its own."""

    question: str
    from_history: bool


def asks(question: str) -> bool:
    """Whether a word of a question asks: "Đối tượng áp dụng?" only names a thing."""
    return _QUESTION.search(Wording.of(question)) is not None


def complete(question: str, history: Sequence[Turn]) -> Completed:
    """The question as one would ask it of somebody who has not heard the conversation."""
    if not history or not question.strip() or len(question) > LONGEST:
        return Completed(question, False)
    asked = Wording.of(without_courtesy(nfc(question)))
    last = history[-1]
    before = Wording.of(_as_spoken(last.answer.searched_as or last.question), bare=asked.bare)
    for rule in (_provision, _item, _what_about, _pointing, _pronoun, _subjectless, _only_asking):
        whole = rule(asked, before, history)
        if whole and canonical(whole) != canonical(asked.text):
            return Completed(" ".join(whole.split()), True)
    return Completed(question, False)


def _provision(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Khoản 2 quy định gì?" after "Điều 8, Luật Thủy sản": that clause of the article."""
    part = _PART.search(asked)
    article = _ARTICLE.search(before)
    return f"{asked.text[slice(*part.span('part'))]} {before.text[article.start() :]}" if part and article else None


def _item(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Nêu rõ hơn ý thứ hai": the words of that item, or what was counted when the answer held no list."""
    found = _ITEM.search(asked)
    if found is None:
        return None
    kind = found["kind"] or found["first"] or found["english"] or found["step"] or ""
    around = Wording(asked.text[: found.start()] + " " + asked.text[found.end() :], asked.bare)
    if [word for word in _ELABORATING.without(around) if not ASKING.has(around, word)]:
        return None
    said = found["ordinal"] or found["english"] or found["number"] or "đầu"
    ordinals = {Wording.of(word, bare=asked.bare).key: number for word, number in _ORDINALS.items()}
    number = int(said) if said.isdigit() else ordinals.get(said, 1)
    words = mentions.item(number, history)
    if words:
        return words
    about = mentions.proposition(before)
    return f"{asked.text[found.start() : found.end()]} ({about})" if about and kind else None


def _what_about(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Còn năm 2020 thì sao?": the same question about another thing."""
    return what_about(asked, before)


def _pointing(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Ai đứng đầu ban đó?": the thing pointed at, by the word in front of "đó"."""
    pointer = _POINTER.search(asked)
    if pointer is None:
        return None
    head = _pointing_head(asked, pointer)
    if head is None:
        return None
    start, kind = head
    front = Wording(asked.text[:start], asked.bare)
    if Spoken(rf"(?<!\w){re.escape(kind.key)}(?!\w)").search(front):
        return None  # named earlier in the same question
    if len(ASKING.without(front)) > _LONG:
        return None  # so much was said that the question speaks of its own things
    name = _pointed_at(kind, history)
    if name is not None:
        return _put(asked, start, pointer.end(), name)
    if not pointer["english"] and not _HEAD.search(kind):
        return None
    about = mentions.subject(before)
    return f"{asked.text.rstrip(' ?？.!')} ({about})?" if about and not _PRONOUN.search(asked) else None


def _pointing_head(asked: Wording, pointer: re.Match[str]) -> tuple[int, Wording] | None:
    """The noun in front of "đó", and where the pointing begins; None where "đó" points at nothing ("trong đó")."""
    if pointer["english"]:
        return pointer.start(), Wording(asked.text[pointer.start("english") : pointer.end("english")], asked.bare)
    front = Wording(asked.text[: pointer.start()], asked.bare)
    if _NOT_POINTING.search(front):
        return None
    found = _HEAD.search(front)
    if found is None and not asked.bare:  # without accents "do" and "nay" are other words as well
        found = _TWO_WORDS.search(front)
    if found is None:
        return None
    return found.start(), Wording(front.text[found.start() :].strip(), asked.bare)


_PERSONS = Words("ông bà anh chị người tác giả học man woman person author")
_YEARS = Words("năm year")


def _pointed_at(kind: Wording, history: Sequence[Turn]) -> str | None:
    if not _PERSONS.without(kind):
        return mentions.person(history)
    if not _YEARS.without(kind):
        found = mentions.year(history)
        return f"{kind.text} {found}" if found else None
    name = mentions.named(kind.key, history, bare=kind.bare)
    terms = Words("khái niệm thuật ngữ term concept")
    if name and not terms.without(kind):
        return name[len(kind.text) :].strip() or name
    return name


def _pronoun(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Nó có từ khi nào?": the last subject takes the pronoun's place."""
    if asked.bare and not asked.is_english:
        found = _PRONOUN_BARE.search(asked)
        start, end = found.span("it" if found["it"] else "that") if found else (0, 0)
    else:
        found = _PRONOUN.search(asked) or _RESPECTFUL.search(asked)
        if found and found[0] in {"ông", "bà"} and mentions.is_name(asked.text[found.end() :].lstrip()):
            return None  # "Ông Lan": somebody is named
        start, end = found.span() if found else (0, 0)
    if found is None:
        return None
    front = Wording(asked.text[:start], asked.bare)
    if _JOINED.search(front) and len(ASKING.without(front)) >= 2:
        return None  # it stands for something in the same question
    said = asked.key[start:end]
    own = len(ASKING.without(front))
    if own > _LONG or (own >= _SHORT and not _GOVERNED.search(front)):
        return None  # "những người bản địa ... bằng cách họ ...": it takes up a subject of its own
    if asked.text[start].isupper() and (start > 0 or mentions.is_name(asked.text[end:].lstrip())):
        return None  # part of a name: "This Is It", "He Jiankui"
    about = (mentions.asked_things(before) if said in _PLURAL else None) or mentions.subject(before)
    personal = said.split()[0] in _PERSONAL
    name = mentions.person(history) if personal else about
    if not name:
        return f"{asked.text.rstrip(' ?？.!')} ({about})?" if about and personal else None
    followed = bool(asked.text[end:].strip(" ?.!"))
    return _put(asked, start, end, name + ("'s" if said in _OWNING and followed else ""))


def _subjectless(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Gồm những gì?", "Có mấy ủy viên?": a predicate without a subject takes the last one."""
    filler = _CONNECTIVE.search(asked)
    rest = Wording(asked.text[filler.end() :] if filler else asked.text, asked.bare)
    own = ASKING.without(rest)
    found = _SUBJECTLESS.search(rest)
    about = mentions.subject(before)
    if not about or any(mentions.is_name(rest.text[word.start :]) for word in own if word.start > 0):
        return None
    if found and (len(own) <= _SHORT or _COMPARING.search(rest)):
        counted = mentions.counted(before) if _CONSISTING.search(rest) else ""
        if counted:
            return f"{counted} của {about} {rest.text[:1].lower()}{rest.text[1:]}"
        return f"{about} {rest.text[:1].lower()}{rest.text[1:]}"
    if _MEASURED.search(rest):
        return f"{about} {rest.text[:1].lower()}{rest.text[1:]}"
    part = _RELATIONAL.search(rest)
    if part and own and (part.start(), part.end()) == (own[0].start, own[-1].end) and _QUESTION.search(rest):
        return f"{rest.text[: part.end()]} của {about}{rest.text[part.end() :]}"
    defined = _DEFINED.search(rest) or (own and rest.text[own[0].start :][:2].isupper())
    if len(own) == 1 and _QUESTION.search(rest) and not defined:
        return f"{rest.text.rstrip(' ?？.!')} ({about})?"
    if (
        own
        and len(own) <= 3
        and not _VERBS.without(Wording(" ".join(rest.text[w.start : w.end] for w in own), rest.bare))
    ):
        return f"{rest.text.rstrip(' ?？.!')} {about}?"
    return None


def _only_asking(asked: Wording, before: Wording, history: Sequence[Turn]) -> str | None:
    """ "Vì sao?", "Ở đâu?", "Nói rõ hơn": nothing but asking words."""
    own = [
        word for word in ASKING.without(asked) if not _ELABORATING.has(asked, word) and word.key not in {"năm", "nam"}
    ]
    if own:
        return None
    if not _QUESTION.search(asked):
        return before.text if any(_ELABORATING.has(asked, word) for word in asked.words) else None
    about = mentions.repeated(before)
    return f"{asked.text.rstrip(' ?？.!')} {about}?" if about else None


def _as_spoken(searched_as: str) -> str:
    """The question before, without its "thế còn" and without the full forms that searching put behind abbreviations."""
    text = _FULL_FORM.sub(r"\1", searched_as[:LONGEST])
    filler = _CONNECTIVE.search(Wording.of(text))
    return text[filler.end() :] if filler else text


def _put(asked: Wording, start: int, end: int, name: str) -> str:
    """The question with ``name`` in the place of what pointed at it."""
    plain_words = " " in name and not re.search(rf"[{UPPER}\d]", name[1:])
    if start > 0 and plain_words:  # what began a sentence before stands inside one now
        name = name[:1].lower() + name[1:]
    elif start == 0 and asked.text[:1].isupper():
        name = name[:1].upper() + name[1:]
    return f"{asked.text[:start]}{name}{asked.text[end:]}"
