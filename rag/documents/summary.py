"""Summaries: a request for one is recognised, the document it names found, and its most telling sentences chosen.

The sentences are the document's own, in its order: of each section those nearest to what the whole section says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage
from corpus.headings import marker
from index.types import DocumentInfo, Vectors
from rag.evidence.reading import Library, passages_of
from rag.evidence.units import Unit, UnitKind, all_units
from rag.evidence.words import points_back
from rag.naming import CALLED
from rag.phrases import BULLET
from rag.terms import tokens
from rag.wording import LONGEST_REQUEST, Spoken, said_in
from rag.writer import Writer

_POLITE: Final = "(?:(?:hãy|xin|làm ơn|vui lòng|giúp|cho|tôi|mình|em|bạn|có thể|nhờ|please|can you|could you) )*"
_WHOLE: Final = (
    "(?:(?:lại|giúp|cho|tôi|mình|em|ngắn gọn|sơ lược|nhanh|toàn bộ|toàn văn|của|(?:các |những )?(?:nội dung(?: chính| chủ yếu)?"
    "|(?:ý|điểm) (?:chính|chủ yếu|cơ bản))(?: của| trong)?|the|whole|(?:main )?(?:points|contents?)|of)(?: |$))*"
)
_REQUESTS: Final = (
    f"{_POLITE}(?:tóm tắt|tóm lược|khái quát|tổng kết|summari[sz]e|(?:a |the )?summary of)(?: {_WHOLE}(?P<what>.*?))?",
    f"{_POLITE}(?:nêu |trình bày )?(?:các |những )?(?:nội dung|ý|điểm) (?:chính|chủ yếu|cơ bản) (?:của |trong )(?P<what>.+?)"
    "(?: là gì| gồm những gì| gồm gì| là những gì)?",
    "(?P<what>.+?) (?:nói|viết|bàn|đề cập|trình bày)(?: đến| về| tới)? (?:những )?(?:gì|điều gì|cái gì|vấn đề gì|nội dung gì)",
    "what (?:is|does) (?P<what>.+?) (?:about|say)",
)
_ENDS: Final = (
    "(?: (?:giúp|cho|hộ)(?: (?:tôi|mình|em))?| ngắn gọn| ạ| nhé| với| đi| được không| please| (?:trong|bằng|in) (?P<most>\\d+)"
    " (?:câu|ý|điểm|dòng|gạch đầu dòng|sentences?|points?))*"
)
_FILE: Final = (
    "tài liệu văn bản bài viết tệp file document text article này trên đó kia toàn bộ"
    " tai lieu van ban bai viet tep nay tren do kia toan bo this that the whole it"
)
_FILE_WORDS: Final = frozenset(_FILE.split())
_THIS_ONE: Final = Spoken(rf"(?:{CALLED.form(bare=False).pattern} )(?:này|đó|ấy|trên|nói trên|vừa rồi)(?!\w)")
_LOOSE: Final = (
    "nhưng,thế nhưng,còn,tuy nhiên,tuy vậy,ngoài ra,bên cạnh,do đó,do vậy,vì vậy,vì thế,bởi vậy,trong đó,theo đó,đồng thời"
    ",cụ thể,chẳng hạn,ví dụ,ngược lại,mặt khác,như vậy,từ khóa,however,but,therefore,for example,in addition,moreover,keywords"
)
_ABOUT: Final = re.compile(
    r"(?:bộ luật|luật|nghị định|nghị quyết|thông tư|pháp lệnh|quy chế|quyết định|văn bản|tài liệu|bài viết|bài báo|bài giảng"
    r"|báo cáo|nghiên cứu|cuốn sách) này (?:quy định|hướng dẫn|trình bày|nói|đề cập|phân tích|tóm lược|nghiên cứu|giới thiệu|bàn)"
    r"|this (?:document|paper|report|article|law|book) (?:describes|presents|sets out|explains|is about|deals with)",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(r"[^.;]{2,40}, (?:ngày|tháng) \S+ ")
_GOES_ON: Final = re.compile(rf"(?:{_LOOSE.replace(',', '|')})\b", re.IGNORECASE)
"""What a sentence begins with that only goes on with the one before."""
_PATTERNS: Final = tuple(Spoken(f"(?:{request}){_ENDS}") for request in _REQUESTS)
SENTENCES: Final = 6
MOST_SENTENCES: Final = 12
_SYLLABLES: Final = (8, 70)
"""Of a sentence that may stand in a summary: shorter ones say little, longer ones too much."""
_FIRST: Final = 0.1
"""What the first sentence of a section has before the others, in cosines: writers begin with what matters."""
_WHAT: Final = 1.0
"""What a sentence has before the others that says what the document is about."""
_ITEM: Final = 0.1
"""What an item of a list is behind, which says little without what introduces it."""
_MANY: Final = 2
"""Parts for each sentence, of which more are no parts to a reader."""
_ALIKE: Final = 0.8
"""A sentence that is so near to one that was chosen says nothing new."""
PASSAGES: Final = 400
"""Passages of a document that are read; a book is known by its first half million letters."""


@dataclass(frozen=True, slots=True)
class Request:
    """A summary that is asked for: the words of what it should be of, and how many sentences it may have. ``bare`` says that
    the question was typed without accents. No words: the document at hand."""

    words: tuple[str, ...]
    sentences: int = SENTENCES
    bare: bool = False


def requested(question: str) -> Request | None:
    """The summary that a question asks for; None for other questions."""
    said, bare = said_in(question, LONGEST_REQUEST)
    forms = (False, True) if bare else (False,)  # English first: only it is the same with and without accents
    for pattern in (one.form(bare=form) for form in forms for one in _PATTERNS):
        found = pattern.fullmatch(said)
        if found is not None:
            most = min(int(found["most"]), MOST_SENTENCES) if found["most"] else SENTENCES
            return Request(named_words(found["what"] or ""), max(1, most), bare)
    return None


def named_words(what: str) -> tuple[str, ...]:
    """The words of a name without those that say no more than that it is a document: none for "tài liệu này", "luật ấy"."""
    said = _THIS_ONE.form(bare=what.isascii()).sub(" ", what)
    return tuple(word for word in said.split() if word not in _FILE_WORDS)


def summarise(library: Library, info: DocumentInfo, sentences: int) -> Writer | None:
    """The most telling sentences of a document as a list, in its order; None where it has hardly any, such as a sheet."""
    passages = passages_of(library, info.id, PASSAGES)
    everything, _ = Writer.over(info, passages, range(len(passages)))
    units = [unit for unit in all_units(everything.hits) if _may_stand(unit)]
    if not units:
        return None
    _, vectors = library.encode(info.title, [unit.text for unit in units])
    chosen = sorted(chosen_of(units, [_part_of(passages[unit.hit]) for unit in units], vectors, sentences))
    writer, hit_of = Writer.over(info, passages, {units[place].hit for place in chosen})
    for line, place in enumerate(chosen):
        unit = units[place]
        hit = hit_of[unit.hit]
        writer.say(f"\n{BULLET}" if line else BULLET)
        writer.copy(hit, unit.start, unit.end)
        writer.mark(hit)
    return writer


def _may_stand(unit: Unit) -> bool:
    words = len(tokens(unit.text))
    return (
        unit.kind in {UnitKind.SENTENCE, UnitKind.ITEM}
        and _SYLLABLES[0] <= words <= _SYLLABLES[1] * (1 + _says_what(unit))
        and not unit.text.endswith(("?", ":", ";", ","))
        and marker(unit.text) is None
        and not unit.text.isupper()
        and _DATELINE.match(unit.text) is None
        and (_says_what(unit) or not points_back(unit.text))
        and _GOES_ON.match(unit.text) is None
    )


def _says_what(unit: Unit) -> bool:
    """Whether a sentence says what the document is about."""
    return _ABOUT.match(unit.text) is not None


def _part_of(passage: Passage) -> str:
    """The part of the document that a passage belongs to: a heading of the highest level."""
    return passage.section[0] if passage.section else ""


def chosen_of(units: Sequence[Unit], parts: Sequence[str], vectors: Vectors, most: int) -> list[int]:
    """The places of at most ``most`` units: each part of the document in turn gives its nearest to all that it says, the
    larger parts first, until there are enough; ``vectors`` (units, d) have unit length."""
    members: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        members.setdefault(part, []).append(place)
    if len(members) == 1 or len(members) > _MANY * most:  # none, or one for each article: even parts are as good
        places = [place for part in members.values() for place in part]
        step = -(-len(places) // min(most, len(places)))
        members = {str(at): places[at : at + step] for at in range(0, len(places), step)}
    whole = _direction(vectors)
    ranked = {part: _by_weight(units, places, vectors, whole) for part, places in members.items()}
    turns = sorted(ranked, key=lambda part: -len(ranked[part]))
    chosen: list[int] = []
    while len(chosen) < most and any(ranked.values()):
        for part in turns:
            left = [place for place in ranked[part] if _is_new(place, chosen, vectors)]
            ranked[part] = left[1:]
            if left and len(chosen) < most:
                chosen.append(left[0])
    return chosen


def _direction(vectors: Vectors) -> NDArray[np.float32]:
    total = vectors.sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-6), np.float32)


def _by_weight(units: Sequence[Unit], places: list[int], vectors: Vectors, whole: NDArray[np.float32]) -> list[int]:
    """The units of a part, the most telling first: near to the part and to the document, early, no item of a list."""
    near = vectors[places] @ (_direction(vectors[places]) + whole)
    weights = near + [
        _FIRST * (number == 0) + _WHAT * _says_what(units[place]) - _ITEM * (units[place].kind is UnitKind.ITEM)
        for number, place in enumerate(places)
    ]
    return [places[number] for number in np.argsort(-weights, kind="stable").tolist()]


def _is_new(place: int, chosen: Sequence[int], vectors: Vectors) -> bool:
    return not chosen or float((vectors[list(chosen)] @ vectors[place]).max()) < _ALIKE
