"""Questions that name a document: "Luật Hóa chất quy định phạm vi điều chỉnh thế nào?" is asked of that law, without its name.

The name would be met in every passage that speaks of the document, and outweighs what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.vietnamese import is_accented, nfc, strip_accents
from index.types import DocumentInfo
from rag.conversation import LONGEST
from rag.naming import CALLED
from rag.terms import telling, tokens
from rag.types import Answer, Outcome
from rag.wording import Spoken

_WORD: Final = re.compile(r"[^\W_]+")
_BEFORE: Final = Spoken(r"\s*\b(?:theo|căn cứ|căn cứ vào|trong|của|tại|ở|được)(?: quy định)?(?: của| tại| trong)?\s*$")
_BEHIND: Final = Spoken(
    r"[\s,]*(?:thì |có |đã )?(?:(?:quy định|nêu|nói|đề ra|xác định|yêu cầu|ghi|hiểu)(?: rõ)?(?: về)?\b|thì\b)?[\s,:]*"
)
_SAID: Final = (
    "ban hành ký kí thông qua ra đời năm ngày tháng khi nào giờ bao lâu ai do cơ quan số hiệu điều chương mục mấy trang dài sửa"
    " đổi bổ sung thay thế gì viết tác giả nói quy định nội dung chính về có gồm là được như thế sao luật văn bản bởi còn hiệu"
    " lực when who issued signed"
)
_ITSELF: Final = frozenset(_SAID.split())
"""Words of questions about the document itself, which other documents answer as well."""
_EMPTY: Final = re.compile(r"\(\s*\)")
_LONGEST_NAME: Final = 30


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question names, the words of their name, and what it asks of them."""

    documents: tuple[DocumentInfo, ...]
    name: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    bare: bool
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, question: str) -> _Asked:
        text = nfc(question)
        bare = not is_accented(text)
        found = [(one.span(), tokens(one[0])) for one in _WORD.finditer(text)]
        kept = [(span, key[0]) for span, key in found if len(key) == 1]
        return cls(text, bare, tuple(key for _, key in kept), tuple(span for span, _ in kept))

    @property
    def names_a_kind(self) -> bool:
        """Whether any document may be named."""
        said = " ".join(self.keys)
        return any(CALLED.form(bare=bare).search(said) for bare in (False, True))

    def key(self, text: str) -> tuple[str, ...]:
        """The words of another text as those of the question are compared."""
        return tuple(tokens(strip_accents(text) if self.bare else text))

    def places(self, name: tuple[str, ...]) -> Iterator[int]:
        """Where the words of a name stand one after the other, all with their accents or all without."""
        if 0 < len(name) <= _LONGEST_NAME:
            plain = tuple(map(strip_accents, name))
            for at in range(len(self.keys) - len(name) + 1):
                if self.keys[at] in {name[0], plain[0]} and self.keys[at : at + len(name)] in {name, plain}:
                    yield at


def scope_of(question: str, documents: Sequence[DocumentInfo]) -> Scope | None:
    """The documents of the longest name in a question, and the question without it; None where none is named, or where the
    question is about the document itself."""
    asked = _Asked.of(question)
    found: dict[tuple[int, int], list[DocumentInfo]] = {}
    for info in documents:
        for name in _names(info, asked):
            for at in asked.places(name):
                found.setdefault((len(name), at), []).append(info)
    if not found:
        return None
    length, at = max(found)
    named = found[length, at]
    rest = _without(asked, at, at + length)
    itself = frozenset(map(strip_accents, _ITSELF)) if asked.bare else _ITSELF
    if not telling(rest) - itself:
        return None
    return Scope(tuple(named), asked.keys[at : at + length], rest)


def _names(info: DocumentInfo, asked: _Asked) -> Iterator[tuple[str, ...]]:
    """What a document may be called: its title, its number, and its kind with the number, whole or its beginning."""
    title = asked.key(info.title)
    kind = CALLED.form(bare=asked.bare).match(" ".join(title))
    if kind is not None and len(title) > len(kind[0].split()):
        yield title
    number = asked.key(info.metadata.get("number", ""))
    if len(number) > 1:
        yield number
    if number and kind is not None:
        words = tuple(kind[0].split())
        yield (*words, number[0])
        yield (*words, *asked.key("số"), number[0])


def _without(asked: _Asked, start: int, end: int) -> str:
    """The question without the words from ``start`` to ``end``, without what calls them a document, and what joins them on."""
    left, right = asked.spans[start][0], asked.spans[end - 1][1]
    form = {"bare": asked.bare}
    key = strip_accents(asked.text).lower() if asked.bare else asked.text.lower()
    if len(key) != len(asked.text):
        key = asked.text
    head = re.sub(rf"(?:{CALLED.form(**form).pattern})(?: (?:số|so))?\s*:?\s*$|(?<!\w)(?:bộ|bo)\s+$", "", key[:left])
    joined = _BEFORE.form(**form).search(head)
    head = head[: joined.start()] if joined else head
    behind = _BEHIND.form(**form).match(key[right:])
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
    asked = _Asked.of(question) if len(question) <= LONGEST else None
    scope = scope_of(question, documents()) if asked is not None and asked.names_a_kind else None
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
    return replace(answer, question=question, searched_as=f"{understood.rstrip(' ?')} ({scope.documents[0].title})")


def _speaks_of(answer: Answer, scope: Scope) -> bool:
    """Whether an answer begins with a passage that has the name in it, or with one of the documents."""
    first = answer.citations[0]
    if any(one.id == first.document_id for one in scope.documents):
        return True
    texts = (f"{hit.title} {hit.passage.text}" for hit in answer.hits if hit.passage.id == first.passage_id)
    name = " ".join(map(strip_accents, scope.name))
    return any(f" {name} " in f" {' '.join(map(strip_accents, tokens(text)))} " for text in texts)
