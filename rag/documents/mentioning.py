"""Which documents speak of something: "Tài liệu nào nói về ASEAN?" is answered with their titles and a sentence of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from corpus.document import Span
from corpus.vietnamese import strip_accents
from index.types import Hit, SearchResult
from rag.documents.holdings import name_of
from rag.evidence.abbreviated import written_out
from rag.evidence.reading import Library, passages_of
from rag.evidence.units import Unit, UnitKind, all_units
from rag.naming import FILES
from rag.terms import telling, tokens
from rag.wording import LONGEST_REQUEST, Spoken, as_typed, said_in
from rag.writer import Writer

_ASKS: Final = Spoken(
    f"(?:(?:(?:cho (?:tôi|mình|em) |hãy )?(?:có|tìm|xem|liệt kê|những|các) )+{FILES}(?: nào)?|{FILES} nào)"
    "(?: có)? (?:nói|viết|bàn|đề cập|nhắc|liên quan|thảo luận)(?: tới| đến| về)+ (?P<topic>.+?)(?: hay)?(?: không| vậy| ạ)*"
    "|(?P<called>luật|bộ luật|nghị định|thông tư|nghị quyết|quy chế|nội quy)(?: nào| gì)"
    " (?:có )?(?:quy định|điều chỉnh|nói|đề cập)(?: tới| đến| về)* (?P<law>.+?)(?: không| vậy| ạ)*"
    "|(?:which|what) documents? (?:is about|are about|talks? about|talks? of|speaks? of|mentions?) (?P<english>.+)"
)
_LONG_FORM: Final = re.compile(r" \([^()]{1,200}\)")
"""What an abbreviation stands for, where both are searched."""
_SEARCHED: Final = 40
_MOST: Final = 6
"""Documents that are named."""
_LABEL: Final = 4
"""Words."""
_QUOTED: Final = frozenset({UnitKind.SENTENCE, UnitKind.ITEM, UnitKind.ROW})


class Topic(NamedTuple):
    """What the documents that are asked for should speak of, and what they should be called, such as "luật"; "" for all."""

    words: str
    called: str = ""


def topic_of(question: str) -> Topic | None:
    """The topic of the documents that a question asks for; None for other questions."""
    said, bare = said_in(question, LONGEST_REQUEST)
    found = _ASKS.form(bare=bare).fullmatch(said)
    if found is None:
        return None
    group = next(one for one in ("topic", "law", "english") if found[one])
    first = said.count(" ", 0, found.start(group))
    return Topic(as_typed(question, first, found[group].count(" ") + 1), found["called"] or "")


def mentioning(library: Library, topic: Topic, within: Collection[str] | None) -> tuple[SearchResult, Writer] | None:
    """The search for a topic, and the documents with a passage that has all its words; None where there is none."""
    if not telling(topic.words):
        return None
    result = library.search(topic.words, _SEARCHED, within=within)
    wanted = telling(_LONG_FORM.sub("", result.searched_as)) or telling(topic.words)
    units = written_out(all_units(result.hits), result.wordings)
    chosen: dict[str, Unit] = {}  # by document, the best first
    for number, hit in enumerate(result.hits):
        own = [unit for unit in units if unit.hit == number]
        if (
            hit.passage.document_id in chosen
            or not wanted <= _words(own, hit)
            or not _is_called(hit.title, topic.called)
        ):
            continue
        quoted = [unit for unit in own if unit.kind in _QUOTED]
        if quoted:
            chosen[hit.passage.document_id] = max(quoted, key=lambda unit: _tells(unit, wanted))
    return (result, _written(library, list(chosen.values())[:_MOST], result.hits)) if chosen else None


def _is_called(title: str, called: str) -> bool:
    """Whether a title begins so, with accents or without."""
    return f"{strip_accents(' '.join(tokens(title)))} ".startswith(f"{strip_accents(called)} ") if called else True


def _tells(unit: Unit, wanted: frozenset[str]) -> tuple[int, bool, bool]:
    """How many of the words a unit has, whether it says more than a label does, and whether it can be read without a header."""
    own = tokens(unit.read_as)
    return len(wanted & set(own)), len(own) > _LABEL, unit.kind is not UnitKind.ROW


def _words(units: Sequence[Unit], hit: Hit) -> frozenset[str]:
    """What a passage says, and what stands above it."""
    return frozenset(tokens(" ".join((hit.title, *hit.passage.section, *(unit.read_as for unit in units)))))


def _written(library: Library, chosen: Sequence[Unit], found: Sequence[Hit]) -> Writer:
    writer = Writer([found[unit.hit] for unit in chosen])
    for number, unit in enumerate(chosen):
        hit = writer.hits[number]
        writer.say("\n\n" if number else "")
        head = next(iter(passages_of(library, hit.passage.document_id, 1)), None)
        span = None if head is None else name_of(hit.title, head)
        if head is not None and span is not None:
            first = writer.reach(head, number)
            writer.copy(first, span.start, span.end, [Span(0, span.end - span.start)])
            writer.next_line(first, number)
        writer.copy(number, unit.start, unit.end)
        writer.mark(number)
    return writer
