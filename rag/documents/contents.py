"""Contents: "Mục lục Luật Đường sắt", "Luật này có những chương nào?" are answered with the document's own headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.document import Loaded, Passage, Section, Span
from corpus.headings import NAMED_KINDS, marker, roman_value
from corpus.labels import heading_end
from corpus.trimming import trimmed
from corpus.vietnamese import strip_accents
from index.types import DocumentInfo
from rag.documents.provisions import without_fillers
from rag.documents.summary import PASSAGES, named_words
from rag.evidence.reading import Library, passages_of
from rag.phrases import BULLET, ELLIPSIS
from rag.wording import LONGEST_REQUEST, Spoken, said_in
from rag.writer import Writer

_KINDS: Final = {"chương": "chapter", "phần": "part", "mục": "section", "điều": "article", "bài": "lesson"}
_REQUESTS: Final = (
    "(?:(?:cho|hãy|xin|xem|nêu|đọc|tôi|mình|em) )*(?:mục lục|bố cục|dàn ý|đề mục)(?: (?:của|trong))?(?: (?P<what>.+?))?"
    "(?: (?:là gì|như thế nào|thế nào|ra sao|gồm những gì|gồm gì|gồm (?:những|các|mấy|bao nhiêu) phần(?: nào| gì)?))?",
    "(?P<what>.+?) (?:có|gồm|bao gồm|gồm có|chia thành|được chia thành|chia làm|được chia làm) (?:tất cả |tổng cộng )?"
    f"(?:những|các|mấy|bao nhiêu) (?P<unit>{'|'.join(_KINDS)})(?: chính)?(?: nào| gì)?",
)
_PATTERNS: Final = tuple(map(Spoken, _REQUESTS))
_UNITS: Final = {**_KINDS, **{strip_accents(unit): kind for unit, kind in _KINDS.items()}}
_PART: Final = Spoken(r"\b(?P<unit>chương|phần) (?P<number>[ivxlc]{1,7}|\d{1,2})\b(?!.*\bđiều \d)")
_LIKE: Final = {"part": ("part", "roman")}
"""Kinds of numbers that are called so: "III – Định hướng" is "Phần III"."""
_ANY: Final = frozenset(["part", "section"])
"""Kinds that may as well mean whatever numbered parts a document has: "gồm mấy phần"."""
_LINES: Final = 40
"""Headings that are listed; a card leads to the rest."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The headings that are asked for: of which document, by the words that name it, none for the one at hand; of which
    kind, "" for those of the highest level; or of the ``part`` of this kind and number, its own first. ``bare`` words have
    no accents."""

    words: tuple[str, ...]
    kind: str = ""
    part: int = 0
    bare: bool = False


def contents_asked(question: str) -> Wanted | None:
    """The headings that a question asks for; None for other questions."""
    said, bare = said_in(question, LONGEST_REQUEST)
    for pattern in _PATTERNS:
        found = pattern.form(bare=bare).fullmatch(said)
        if found is not None:
            unit = found.groupdict().get("unit")
            return Wanted(named_words(found["what"] or ""), _UNITS[unit] if unit else "", bare=bare)
    return _part_asked(said, bare=bare)


def _part_asked(said: str, *, bare: bool) -> Wanted | None:
    """A part that is named, such as "chương II", where nothing else is asked."""
    found = list(_PART.form(bare=bare).finditer(said))
    if len(found) != 1 or not (number := _number(found[0]["number"])):
        return None
    rest = without_fillers(f"{said[: found[0].start()]} {said[found[0].end() :]}", bare=bare)
    return Wanted(named_words(" ".join(rest)), _UNITS[found[0]["unit"]], number, bare)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else roman_value(said)


def listed(library: Library, info: DocumentInfo, loaded: Loaded, wanted: Wanted) -> Writer | None:
    """The headings of a document, a line each; None where it has fewer than two such."""
    sections = _wanted(loaded.sections, wanted)
    passages = passages_up_to(library, info.id, max((one.start for one in sections[: 2 * _LINES]), default=0))
    starts = [passage.start for passage in passages]
    headings: list[tuple[int, list[Span]]] = []  # the passage of each, and its lines
    for section in sections:
        place = bisect_right(starts, section.start) - 1
        spans = [span for span in heading_lines(loaded, section) if place >= 0 and span.end <= passages[place].end]
        headings += [(place, spans)] if spans else []
    if len(headings) < 2:
        return None
    writer, hit_of = Writer.over(info, passages, {place for place, _ in headings[:_LINES]})
    last = 0
    for number, (place, spans) in enumerate(headings[:_LINES]):
        hit = hit_of[place]
        if number:
            writer.next_line(last, hit)
        last = hit
        writer.say("" if marker(loaded.document.text[slice(*spans[0])]) else BULLET)
        for line, span in enumerate(spans):
            writer.say(" " if line else "")
            writer.copy(hit, span.start, span.end)
    writer.mark(last)
    if len(headings) > _LINES:
        writer.say(f"\n{ELLIPSIS}")
    return writer


def passages_up_to(library: Library, document_id: str, offset: int) -> Sequence[Passage]:
    """The passages of a document that begin up to an offset, and some behind it."""
    most = PASSAGES
    while True:
        passages = passages_of(library, document_id, most)
        if len(passages) < most or passages[-1].start > offset:
            return passages
        most *= 4


def _wanted(sections: Sequence[Section], wanted: Wanted) -> list[Section]:
    """The sections that begin a part of this kind, or of the highest level that parts the document, or within one part."""
    begins = [
        section
        for before, section in zip([None, *sections], sections, strict=False)
        if section.path and (before is None or section.path != before.path[: len(section.path)])
    ]
    kinds = _LIKE.get(wanted.kind, (wanted.kind,))
    if wanted.part:
        part = next((one for one in begins if _is(one.path[-1], kinds, wanted.part)), None)
        if part is None:
            return []
        depth = len(part.path)
        return [one for one in begins if one.path[:depth] == part.path and len(one.path) <= depth + 1]
    if wanted.kind:
        for kind in kinds:
            found = [one for one in begins if (own := marker(one.path[-1])) is not None and own.kind == kind]
            if len(found) > 1 or wanted.kind not in _ANY:
                return found
        return [
            one for one in _highest(begins) if (own := marker(one.path[-1])) is not None and own.kind not in NAMED_KINDS
        ]
    return _highest(begins)


def _highest(begins: Sequence[Section]) -> list[Section]:
    """The sections of the highest level of which there are several."""
    for depth in range(1, 4):
        level = [one for one in begins if len(one.path) == depth]
        if len(level) > 1:
            return level
    return []


def _is(label: str, kinds: Sequence[str], number: int) -> bool:
    found = marker(label)
    return found is not None and found.kind in kinds and found.number == (number,)


def heading_lines(loaded: Loaded, section: Section) -> list[Span]:
    """The lines of a section's heading; none where it runs into the text."""
    text, at = loaded.document.text, section.start
    found = []
    for line in text[at : heading_end(text, section)].split("\n"):
        if line.strip():
            found.append(trimmed(text, at, at + len(line)))
        at += len(line) + 1
    return found
