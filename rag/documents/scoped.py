"""Questions that name a document: "Luật Hóa chất quy định phạm vi điều chỉnh thế nào?" is asked of that law, without its name.

The name would be met in every passage that speaks of the document, and outweighs what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from corpus.vietnamese import is_accented, nfc, strip_accents
from index.abbreviations import initials
from index.types import DocumentInfo
from rag.followups.conversation import LONGEST, asks
from rag.naming import CALLED
from rag.terms import telling, tokens
from rag.types import Answer, Outcome, Turn
from rag.wording import Spoken, Wording

_WORD: Final = re.compile(r"[^\W_]+")
_BEFORE: Final = Spoken(r"\s*\b(?:theo|căn cứ|căn cứ vào|trong|của|tại|ở|được)(?: quy định)?(?: của| tại| trong)?\s*$")
_ISSUER: Final = (
    r"(?:bộ chính trị|ban bí thư|quốc hội|ủy ban thường vụ quốc hội|chính phủ|thủ tướng(?: chính phủ)?|"
    r"(?:ban chấp hành )?trung ương(?: đảng)?|đảng)"
)
_BEHIND: Final = Spoken(
    rf"[\s,]*(?:của {_ISSUER}(?!\w)\s*)?(?:thì |có (?!mấy|bao|những|các)|đã )?"
    r"(?:(?:quy định|nêu|nói|đề ra|xác định|yêu cầu|ghi|hiểu)(?: rõ)?(?: về)?\b|thì\b)?[\s,:]*"
)
_SAID: Final = (
    "ban hành ký kí thông qua ra đời năm ngày tháng khi nào giờ bao lâu ai do cơ quan số hiệu điều chương mục mấy trang dài sửa"
    " đổi bổ sung thay thế gì viết tác giả nói quy định nội dung chính về có gồm là được như thế sao luật văn bản bởi còn hiệu"
    " lực hôm lúc vào từ đến đâu when who issued signed"
)
_ITSELF: Final = frozenset(_SAID.split())
"""Words of questions about the document itself, which other documents answer as well."""
_MORE: Final = re.compile(r"[-/–][^\W_]+")
_SHORT: Final = re.compile(r"(?<!\S)(?:nq|nđ|nd|tt|ct|qđ|qd)(?: số)? \d")
"""Kinds of documents by their initials, before a number."""
_NUMBER: Final = re.compile(rf"\d+(?:{_MORE.pattern})*")
_EMPTY: Final = re.compile(r"\(\s*\)")
_LONGEST_THING: Final = 8
"""Words of a thing that is only named."""
_SURE: Final = 0.8
"""Confidence from which such a thing is taken for one of the document at hand: of 160 headings of the own law all reach it, of
160 of another law 7 in 100."""
_LONGEST_NAME: Final = 30


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question names, the words of their name, and what it asks of them."""

    documents: tuple[DocumentInfo, ...]
    name: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question by its words; ``places`` says where runs of them begin."""

    text: str
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    places: Mapping[tuple[str, ...], int]

    @classmethod
    def of(cls, question: str) -> _Asked:
        text = nfc(question)
        found = [(one.span(), tokens(one[0])) for one in _WORD.finditer(text)]
        kept = [(span, key[0]) for span, key in found if len(key) == 1]
        keys = tuple(key for _, key in kept)
        places = {
            keys[start:end]: start
            for start in range(len(keys))
            for end in range(start + 1, min(len(keys), start + _LONGEST_NAME) + 1)
        }
        return cls(text, keys, tuple(span for span, _ in kept), places)

    def goes_on(self, end: int) -> bool:
        """Whether the number of a document goes on behind the words before ``end``: "Nghị quyết 22" is not "22/2015/QH13"."""
        return _MORE.match(self.text, self.spans[end - 1][1]) is not None


def names_a_kind(question: str) -> bool:
    """Whether a question may name a document at all."""
    said = " ".join(tokens(question))
    return _SHORT.search(said) is not None or any(CALLED.form(bare=bare).search(said) for bare in (False, True))


def scope_of(question: str, documents: Sequence[DocumentInfo]) -> Scope | None:
    """The documents of the longest name in a question, and the question without it; None where none is named or several are, or
    where the question is about the document itself."""
    asked = _Asked.of(question)
    found: dict[tuple[int, int], list[DocumentInfo]] = {}
    for info in documents:
        for name in _names(info.title, info.metadata.get("number", "")):
            at = asked.places.get(name)
            if at is not None and not asked.goes_on(at + len(name)):
                found.setdefault((len(name), at), []).append(info)
    if not found:
        return None
    length, at = max(found)
    named = {one.id: one for one in found[length, at]}
    apart = (docs for (size, other), docs in found.items() if other >= at + length or other + size <= at)
    if any(one.id not in named for docs in apart for one in docs):  # two are named: they are compared
        return None
    rest = _without(asked, at, at + length)
    itself = _ITSELF if is_accented(asked.text) else frozenset(map(strip_accents, _ITSELF))
    if not telling(rest) - itself:
        return None
    again = scope_of(rest, tuple(named.values()))  # by its title and by its number
    return Scope(tuple(named.values()), asked.keys[at : at + length], rest if again is None else again.question)


@lru_cache(maxsize=65_536)
def _names(title: str, number: str) -> tuple[tuple[str, ...], ...]:
    """What a document may be called, with accents and without: its title, its number, and its kind with the number, whole or its
    beginning."""
    words, code = tuple(tokens(title)), tuple(tokens(number))
    kind = CALLED.form(bare=False).match(" ".join(words))
    called = tuple(kind[0].split()) if kind is not None else ()
    if called and not code and (found := _NUMBER.search(title)):  # "Nghị quyết 22-NQ/TW về ...": the title has it
        behind = words[len(called) :]
        behind = behind[1:] if behind[:1] == ("số",) else behind
        written = tuple(tokens(found[0]))
        code = written if behind[: len(written)] == written else ()
    names = [words] if called and len(called) < len(words) <= _LONGEST_NAME else []
    names += [code] if len(code) > 1 else []
    if code and called:
        names += [
            (*kind, *number)
            for kind in (called, (initials(called).lower(),))
            for number in ((code[0],), ("số", code[0]))
        ]
    return tuple(dict.fromkeys([*names, *(tuple(map(strip_accents, name)) for name in names)]))


def _without(asked: _Asked, start: int, end: int) -> str:
    """The question without the words from ``start`` to ``end``, without what calls them a document, and what joins them on."""
    left, right = asked.spans[start][0], asked.spans[end - 1][1]
    wording = Wording.of(asked.text)
    bare, key = wording.bare, wording.key
    called = rf"(?<!\w)(?:(?:bộ|bo)\s+)?(?:{CALLED.form(bare=bare).pattern}\s*)?(?:(?:số|so)\s*:?\s*)?$"
    head = re.sub(called, "", key[:left], count=1)
    joined = _BEFORE.form(bare=bare).search(head)
    head = head[: joined.start()] if joined else head
    behind = _BEHIND.form(bare=bare).match(key[right:])
    tail = asked.text[right + (behind.end() if behind else 0) :]
    rest = " ".join(_EMPTY.sub(" ", f"{asked.text[: len(head)]} {tail}").split()).strip(" ,;:")
    return f"{rest[:1].upper()}{rest[1:]}"


def answer_scoped(
    question: str,
    documents: Callable[[], Sequence[DocumentInfo]],
    answer_of: Callable[[str, frozenset[str] | None], Answer],
) -> Answer | None:
    """The answer of the documents that a question names, None where it names none; ``answer_of`` answers a question out of the
    documents with these ids, None for all.

    Where they do not say, others may, but only with passages that name them too.
    """
    named = len(question) <= LONGEST and names_a_kind(question)
    scope = scope_of(question, documents()) if named else None
    if scope is None:
        return None
    ids = frozenset(one.id for one in scope.documents)
    answer = answer_of(scope.question, ids)
    if answer.outcome is not Outcome.ANSWERED:
        whole = answer_of(question, None)
        if whole.outcome is not Outcome.ANSWERED or _speaks_of(whole, scope):
            return whole
    as_asked = tokens(answer.searched_as) == tokens(scope.question)
    understood = scope.question if as_asked else answer.searched_as
    return _shown(answer, question, understood, scope.documents[0])


def answer_within(
    question: str,
    history: Sequence[Turn],
    documents: Callable[[], Sequence[DocumentInfo]],
    answer_of: Callable[[str, frozenset[str]], Answer],
) -> Answer | None:
    """What the document of the last answer says of a thing that is only named: "Đối tượng áp dụng?" after a question about a law.
    None where more is asked, the last answer was not asked of one document, or that hardly speaks of it."""
    if not history or names_a_kind(question) or not 1 < len(tokens(question)) <= _LONGEST_THING or asks(question):
        return None
    last = history[-1].answer
    cited = {citation.document_id for citation in last.citations}
    info = next((one for one in documents() if {one.id} == cited), None)
    if info is None or CALLED.form(bare=False).match(info.title.lower()) is None:
        return None
    if info.title.lower() not in last.searched_as.lower():
        return None
    answer = answer_of(question, frozenset(cited))
    if answer.outcome is not Outcome.ANSWERED or answer.confidence < _SURE:
        return None
    return _shown(answer, question, answer.searched_as, info)


def _shown(answer: Answer, question: str, understood: str, info: DocumentInfo) -> Answer:
    """The answer with the document it was asked of in what was understood, as ``rag.followups.replacing`` reads it again."""
    return replace(answer, question=question, searched_as=f"{understood.rstrip(' ?')} ({info.title})")


def _speaks_of(answer: Answer, scope: Scope) -> bool:
    """Whether an answer begins with a passage that has the name in it, or with one of the documents."""
    first = answer.citations[0]
    if any(one.id == first.document_id for one in scope.documents):
        return True
    texts = (f"{hit.title} {hit.passage.text}" for hit in answer.hits if hit.passage.id == first.passage_id)
    name = " ".join(map(strip_accents, scope.name))
    return any(f" {name} " in f" {' '.join(map(strip_accents, tokens(text)))} " for text in texts)
