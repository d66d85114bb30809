"""Which list answers a question: the one of the best unit, with what of it stands in the passages behind, or the one below
the heading that names what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.document import Passage, Span
from index.types import Hit
from rag.composing.continuing import PASSAGES, Item, continued
from rag.composing.headed import headed
from rag.composing.labelled import label_fit
from rag.evidence.kinds import Kind, kind_of
from rag.evidence.units import Unit, UnitKind

Following = Callable[[Passage, int], Sequence[Passage]]
"""Up to so many passages behind one in its document."""
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
    alone = not best.introduces and label_fit(question, best.read_as) > 0
    if len(items) > 1 and not alone and (best.introduces or listing or best.kind is UnitKind.HEADER):
        return Listed(best.hit, lead, items, table=own[:1] != [] and own[0].kind is UnitKind.ROW)
    if kind not in _BELOW_HEADINGS:
        return None
    section = passage.section[:1]
    for number in dict.fromkeys((best.hit, *range(min(len(hits), HEADED)))):
        near = hits[number].passage
        if near.document_id == passage.document_id and near.section[:1] == section:
            found = headed(question, near, [unit for unit in everything if unit.hit == number], following)
            if found is not None:
                return Listed(number, found.lead, found.items)
    return None


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
