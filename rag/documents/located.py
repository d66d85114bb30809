"""Where something is written: "Điều nào quy định về thời hiệu?" is answered with the heading of the article and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from corpus.document import Loaded, Section, Span
from corpus.headings import marker
from rag.documents.contents import heading_lines, passages_up_to
from rag.evidence.reading import Library
from rag.followups.doubled import joined
from rag.types import Answer, Outcome
from rag.wording import LONGEST_REQUEST, Spoken, as_typed, said_in
from rag.writer import Writer

_KINDS: Final = {
    "điều": ("article",),
    "khoản": ("article",),
    "chương": ("chapter",),
    "phần": ("part", "roman"),
    "mục": ("section", "roman"),
    "bài": ("lesson",),
}
"""What is called so. A clause is told by its article: it has no heading of its own."""
_UNIT: Final = "(?P<unit>điều|khoản|chương|phần|mục|bài)"
_SAYS: Final = "(?:quy định|nói|nêu|đề cập|ghi|viết)(?: rõ)?(?: cụ thể)?"
_ASKS: Final = (
    Spoken(f"(?:ở |tại |trong )?{_UNIT} (?:nào|mấy)(?: có)? {_SAYS}(?: về| đến| tới)* (?P<topic>.+)"),
    Spoken(f"(?P<topic>.+?)(?: được| đã| có)* {_SAYS}(?: về| đến)* (?:ở|tại|trong) {_UNIT} (?:nào|mấy)"),
)
_LEFT: Final = (
    Spoken(f"(?:ở |tại |trong )?{_UNIT} (?:nào|mấy) (?P<topic>.+)"),
    Spoken(f"(?P<topic>.+?)(?: được| đã| có)*(?: {_SAYS})?(?: về| đến)* (?:ở|tại|trong) {_UNIT} (?:nào|mấy)"),
)
"""The same where a document was named between its words, which went with the name."""


class Sought(NamedTuple):
    """What kind of part is asked for, and what it should say."""

    unit: str
    topic: str


def sought(question: str, *, of_document: bool = False) -> Sought | None:
    """The part that a question asks for; None for other questions. ``of_document``: a document's name was cut out of it."""
    said, bare = said_in(question, LONGEST_REQUEST)
    for pattern in (*_ASKS, *(_LEFT if of_document else ())):
        found = pattern.form(bare=bare).fullmatch(said)
        if found is not None:
            first = said.count(" ", 0, found.start("topic"))
            topic = as_typed(question, first, found["topic"].count(" ") + 1)
            units = [unit for unit in _KINDS if Spoken(unit).form(bare=bare).fullmatch(found["unit"])]
            return Sought(units[0], topic)
    return None


def located(library: Library, wanted: Sought, answer_of: Callable[[str], Answer]) -> Answer | None:
    """The heading of the part that says what is asked, and below it the answer; None where there is no answer, or it stands in
    no such part."""
    answer = answer_of(wanted.topic)
    if answer.outcome is not Outcome.ANSWERED:
        return None
    first = answer.citations[0]
    loaded = library.loaded(first.document_id)
    section = _part_of(loaded, first.start, _KINDS[wanted.unit])
    spans = [] if section is None else heading_lines(loaded, section)
    heading = _quoted(library, answer, spans)
    if heading is None:
        return None
    understood = f"{wanted.unit} nào quy định {answer.searched_as}"
    return replace(joined(heading, answer), searched_as=understood, confidence=answer.confidence)


def _part_of(loaded: Loaded, place: int, kinds: tuple[str, ...]) -> Section | None:
    """The section that begins the part of one of these kinds in which a place lies."""
    inside = next((one for one in loaded.sections if one.start <= place < one.end), None)
    if inside is None:
        return None
    for depth in range(len(inside.path), 0, -1):
        found = marker(inside.path[depth - 1])
        if found is not None and found.kind in kinds:
            same = [one for one in loaded.sections if one.path[:depth] == inside.path[:depth] and one.start <= place]
            return same[0] if same else None
    return None


def _quoted(library: Library, answer: Answer, spans: list[Span]) -> Answer | None:
    """A heading as an answer of its own."""
    first = answer.citations[0]
    info = next((one for one in library.documents() if one.id == first.document_id), None)
    if not spans or info is None:
        return None
    passages = passages_up_to(library, info.id, spans[-1].end)
    place = next(
        (at for at, one in enumerate(passages) if one.start <= spans[0].start and spans[-1].end <= one.end), None
    )
    if place is None:
        return None
    writer, hit_of = Writer.over(info, passages, {place})
    for line, span in enumerate(spans):
        writer.say(" " if line else "")
        writer.copy(hit_of[place], span.start, span.end, [Span(0, span.end - span.start)])
    writer.mark(hit_of[place])
    hits = tuple(writer.hits)
    return Answer(
        answer.question, answer.searched_as, Outcome.ANSWERED, 1.0, writer.text, tuple(writer.citations), hits
    )
