"""Which list answers a question: the one of the best unit, with what of it stands in the passages behind, or the one below
the heading that names what is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.document import Passage, Span
from index.types import Hit
from rag.composing.continuing import PASSAGES, Item, continued
from rag.composing.enumerated import counts_asked, enumerated, opens, promised
from rag.composing.headed import asked_thing, headed, last_titled, names
from rag.composing.labelled import label_fit
from rag.composing.subheaded import Part, below, parts_asked
from rag.evidence.kinds import Kind, compares, kind_of
from rag.evidence.units import Unit, UnitKind
from rag.outlines import covers
from rag.terms import telling, tokens

Following = Callable[[Passage, int], Sequence[Passage]]
"""Up to so many passages behind one in its document."""
_POINTS_BELOW = re.compile(r"\b(?:mục|phần|ý|điểm|nhóm|tiểu mục) (?:dưới đây|sau đây|sau)\b")
HEADED: Final = 3
"""How many of the first passages may hold the heading of a list."""
_BELOW_HEADINGS: Final = frozenset({Kind.LIST, Kind.DEFINITION, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Listed:
    """A list to be written: the hit that it begins in, the line that introduces it, its items, whether it is a table."""

    hit: int
    lead: Span | None
    items: Sequence[Item]
    table: bool = False


def list_of(
    question: str,
    best: Unit,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    everything: Sequence[Unit],
    following: Following,
) -> Listed | None:
    """The list that answers: the one of the best unit, with what of it stands in the passages behind, or the one below the
    heading that names what is asked for."""
    kind = kind_of(question)
    listing = kind is Kind.LIST
    passage = hits[best.hit].passage
    lead, own = _block_of(best, units)
    items = [Item(passage, Span(item.start, item.end)) for item in own]
    if best.introduces or (own and listing):
        items += _further(best, passage, own, everything, following)
    if listing and best.kind is UnitKind.ROW:
        return _table(question, best, passage, units)
    alone = not best.introduces and label_fit(question, best.read_as) > 0
    if len(items) > 1 and not alone and (best.introduces or listing or best.kind is UnitKind.HEADER):
        return Listed(best.hit, lead, items, table=own[:1] != [] and own[0].kind is UnitKind.ROW)
    if kind not in _BELOW_HEADINGS:
        return None
    itemised = listing and not compares(question)
    if itemised and (found := _below(question, best, passage, hits[best.hit].title, following)):
        return found
    if itemised or opens(best.text) or counts_asked(question, best.text):
        spread = enumerated(passage, Span(best.start, best.end), following)
        if spread is not None:
            return Listed(best.hit, spread.lead, spread.items)
    section = passage.section[:1]
    thing = asked_thing(question) if listing else frozenset()
    named = [number for number, hit in enumerate(hits) if names(last_titled(hit.passage.section), thing)]
    for number in dict.fromkeys((best.hit, *range(min(len(hits), HEADED)), *named)):
        near = hits[number].passage
        if near.document_id == passage.document_id and (number in named or near.section[:1] == section):
            told = headed(question, near, [unit for unit in everything if unit.hit == number], following)
            if told is not None:
                return Listed(number, told.lead, told.items)
    return None


def _table(question: str, best: Unit, passage: Passage, units: Sequence[Unit]) -> Listed | None:
    """The table of the best row, where its header has more of the question than any row, or most rows have as much as that."""
    rows = [unit for unit in units if unit.hit == best.hit and unit.kind is UnitKind.ROW and unit.lead == best.lead]
    asked = telling(question)
    held = [len(asked.intersection(tokens(row.text))) for row in rows]
    alike = 2 * held.count(held[rows.index(best)]) >= len(rows)
    if len(rows) < 2 or not (alike or len(asked.intersection(tokens(best.header))) > max(held)):
        return None
    return Listed(best.hit, best.lead, [Item(passage, Span(row.start, row.end)) for row in rows], table=True)


def _below(question: str, best: Unit, passage: Passage, title: str, following: Following) -> Listed | None:
    """The headings below the best unit's own, where that is what is asked for ("Ba cách tiếp cận") or it says that they are
    ("... trong bốn mục dưới đây")."""
    own, thing = last_titled(passage.section), asked_thing(question)
    if not (names(own, thing) or covers(own, thing, question, title) or _POINTS_BELOW.search(best.text.lower())):
        return None
    headings = below(passage, len(passage.section), following)[: promised(best.text) or promised(own) or None]
    return Listed(best.hit, Span(best.start, best.end), headings) if len(headings) > 1 else None


def parts_of(question: str, hits: Sequence[Hit], following: Following) -> list[tuple[int, Part]]:
    """The parts that answer, of the first document that has such, and the hit by which it was found; parts that are named in
    full go before those of which only the title says whose they are: it may name several things."""
    titled: list[tuple[int, Part]] = []
    if kind_of(question) in _BELOW_HEADINGS:
        first: dict[str, int] = {}
        for number, hit in enumerate(hits):
            first.setdefault(hit.passage.document_id, number)
        for document, number in first.items():
            found = [(number, part) for part in parts_asked(question, hits[number].title, document, following)]
            if found and found[0][1].named:
                return found
            titled = titled or found
    return titled


def _further(
    best: Unit, passage: Passage, items: Sequence[Unit], units: Sequence[Unit], following: Following
) -> list[Item]:
    """The items of the list of ``best`` that stand in the passages behind its own; none where something follows it."""
    last = items[-1] if items else best
    if best.kind is UnitKind.HEADER or any(
        unit.hit == best.hit and unit.start >= last.end and (unit.block, unit.lead) != (last.block, last.lead)
        for unit in units
    ):
        return []
    return continued(passage, items[-1].text if items else None, following(passage, PASSAGES))


def _block_of(best: Unit, units: Sequence[Unit]) -> tuple[Span | None, list[Unit]]:
    """The lead and the items of the list that ``best`` introduces or belongs to; no items when there is none."""
    same = [unit for unit in units if unit.hit == best.hit]
    if best.introduces:
        own = Span(best.start, best.end)
        items = [unit for unit in same if unit.lead == own and unit.kind is UnitKind.ITEM]
        return own, items
    if best.kind is UnitKind.HEADER:
        return Span(best.start, best.end), [unit for unit in same if unit.lead == Span(best.start, best.end)]
    if best.kind is UnitKind.ITEM:
        listed = [unit for unit in same if unit.block == best.block and unit.kind is UnitKind.ITEM]
        return best.lead, [unit for unit in listed if unit.lead == best.lead]
    return None, []
