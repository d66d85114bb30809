"""Composing an answer out of scored units: copied stretches, markers, and nothing else.

The text is built together with its citations, so the promise of ``rag.types`` holds by construction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage, Span
from corpus.headings import marker as marked
from index.types import Hit
from rag.continuing import PASSAGES, Item, continued
from rag.defining import definition_start
from rag.emphasis import answering
from rag.kinds import Kind, kind_of
from rag.phrases import BULLET, ELLIPSIS, marker
from rag.terms import tokens
from rag.types import Citation
from rag.units import Unit, UnitKind

_COMPARES = re.compile(r"\b(?:so sánh|khác nhau|khác gì|khác với|khác .{1,30} ở|phân biệt|compare|difference|differ)\b")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may hold. A further sentence must be the answering one with the probability ``least``, and with
    ``worth`` for each of its syllables, so that a long one must be likelier than a short one."""

    sentences: int = 3
    syllables: int = 180
    items: int = 12
    list_syllables: int = 480
    least: float = 0.03
    worth: float = 0.0012
    overlap: float = 0.6


class Composed(NamedTuple):
    """An answer's text and citations, and the hits that were given with those of further passages behind them."""

    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]


Following = Callable[[Passage, int], Sequence[Passage]]
"""Up to so many passages behind one in its document."""


@dataclass(slots=True)
class _Writer:
    """Grows the text and its citations together."""

    hits: list[Hit]
    question: str
    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    markers: dict[int, int] = field(default_factory=dict)

    def say(self, words: str) -> None:
        self.text += words

    def copy(self, hit: int, start: int, end: int, *, emphasise: bool) -> None:
        passage = self.hits[hit].passage
        quote = passage.text[start - passage.start : end - passage.start]
        number = self.markers.setdefault(hit, len(self.markers) + 1)
        at = len(self.text)
        self.text += quote
        spans = answering(self.question, quote) if emphasise else ()
        emphasis = tuple(Span(at + span.start, at + span.end) for span in spans)
        self.citations.append(
            Citation(
                number,
                at,
                len(self.text),
                passage.id,
                passage.document_id,
                self.hits[hit].title,
                self.hits[hit].source,
                passage.section,
                passage.page,
                start,
                end,
                quote,
                emphasis,
            )
        )

    def reach(self, passage: Passage, like: int) -> int:
        """The hit of a passage: one of those found, else a further one, below them all, of the document of ``like``."""
        for number, hit in enumerate(self.hits):
            if hit.passage.id == passage.id:
                return number
        last = self.hits[-1]
        self.hits.append(
            replace(
                self.hits[like], passage=passage, score=last.score - 1.0, rank=last.rank + 1, also_in=(), reasons=()
            )
        )
        return len(self.hits) - 1

    def mark(self, hit: int) -> None:
        self.say(f" {marker(self.markers[hit])}")


def _repeats(text: str, other: str, limits: Limits) -> bool:
    """Whether ``text`` says again what ``other`` says. Sentences that differ in a number contradict each other: both stay."""
    a, b = set(tokens(text)), set(tokens(other))
    if any(word[0].isdecimal() for word in a - b):
        return False
    return len(a & b) / (min(len(a), len(b)) or 1) > limits.overlap


def _block_of(best: Unit, units: Sequence[Unit]) -> tuple[Span | None, list[Unit]]:
    """The lead and the items of the list that ``best`` introduces or belongs to; no items when there is none."""
    same = [unit for unit in units if unit.hit == best.hit]
    if best.text.rstrip().endswith(":"):
        own = Span(best.start, best.end)
        items = [unit for unit in same if unit.lead == own and unit.kind is UnitKind.ITEM]
        return own, items
    if best.kind is UnitKind.HEADER:
        return Span(best.start, best.end), [unit for unit in same if unit.lead == Span(best.start, best.end)]
    if best.kind is UnitKind.ITEM:
        return best.lead, [unit for unit in same if unit.block == best.block and unit.kind is UnitKind.ITEM]
    return None, []


def _further(best: Unit, hit: Hit, items: Sequence[Unit], units: Sequence[Unit], following: Following) -> list[Item]:
    """The items of the list of ``best`` that stand in the passages behind its own; none where something follows it."""
    last = items[-1] if items else best
    if best.kind is UnitKind.HEADER or any(
        unit.hit == best.hit and unit.start >= last.end and unit.block != last.block for unit in units
    ):
        return []
    return continued(hit.passage, items[-1].text if items else None, following(hit.passage, PASSAGES))


def _write_list(
    writer: _Writer, hit: int, lead: Span | None, items: Sequence[Unit], further: Sequence[Item], limits: Limits
) -> None:
    """The lead, then the items; each passage is marked behind its last item."""
    table = bool(items) and items[0].kind is UnitKind.ROW
    if lead is not None:
        writer.copy(hit, lead.start, lead.end, emphasise=False)
        if not table:
            writer.mark(hit)
        writer.say("\n" if table else "\n\n")
    spans = [Item(writer.hits[hit].passage, Span(item.start, item.end)) for item in items] + list(further)
    used = 0
    shown = 0
    at = hit
    for passage, span in spans:
        text = passage.text[span.start - passage.start : span.end - passage.start]
        used += len(tokens(text))
        if shown == limits.items or (shown and used > limits.list_syllables):
            break
        if shown:
            here = at if passage.id == writer.hits[at].passage.id else writer.reach(passage, hit)
            if here != at:
                writer.mark(at)
                at = here
            writer.say("\n")
        elif passage.id != writer.hits[at].passage.id:  # the lead stands alone in its passage, and is marked
            at = writer.reach(passage, hit)
        writer.say("" if table or marked(text) is not None else BULLET)
        writer.copy(at, span.start, span.end, emphasise=False)
        shown += 1
    if shown < len(spans):
        writer.say(f"\n{ELLIPSIS}")
    if lead is None or shown:
        writer.mark(at)


def _chosen(units: Sequence[Unit], scores: NDArray[np.float32], limits: Limits) -> list[Unit]:
    """The best sentences: worth their length, different from each other, within the limits."""
    order = np.argsort(-scores, kind="stable")
    odds = np.exp(scores - scores[order[0]])
    likely = odds / odds.sum()
    chosen: list[Unit] = []
    length = 0
    for i in order:
        unit = units[int(i)]
        size = len(tokens(unit.text))
        if chosen and (
            likely[i] < max(limits.least, limits.worth * size)
            or length + size > limits.syllables
            or any(_repeats(unit.text, other.text, limits) for other in chosen)
        ):
            continue
        chosen.append(unit)
        length += size
        if len(chosen) == limits.sentences:
            break
    return chosen


def _write_sentences(writer: _Writer, chosen: Sequence[Unit]) -> None:
    """Passages in the order of their best sentence; the best sentence of all first, the others in reading order."""
    by_hit: dict[int, list[Unit]] = {}
    for unit in chosen:
        by_hit.setdefault(unit.hit, []).append(unit)
    for place, (hit, group) in enumerate(by_hit.items()):
        if place:
            writer.say("\n\n")
        group.sort(key=lambda unit: (unit != chosen[0], unit.start))
        header: Span | None = None
        for i, unit in enumerate(group):
            if i:
                follows = 0 <= unit.start - group[i - 1].end < 4
                writer.say("\n" if unit.kind is UnitKind.ROW else " " if follows else f" {ELLIPSIS} ")
            if unit.kind is UnitKind.ROW and unit.lead is not None and unit.lead != header:
                header = unit.lead
                writer.copy(hit, header.start, header.end, emphasise=False)
                writer.say("\n")
            start = unit.start + (definition_start(writer.question, unit.text) if unit == chosen[0] else 0)
            writer.copy(hit, start, unit.end, emphasise=unit == chosen[0])
        writer.mark(hit)


def _no_more(passage: Passage, most: int) -> Sequence[Passage]:
    return ()


def compose(
    question: str,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    scores: NDArray[np.float32],
    limits: Limits | None = None,
    following: Following = _no_more,
) -> Composed:
    """The answer from units scored in log-odds. Empty text when there is no unit to quote.

    A list that goes on behind its passage is followed as far as ``following`` leads.
    """
    limits = limits or Limits()
    table_wanted = _COMPARES.search(question.lower()) is not None
    usable = [
        i
        for i, unit in enumerate(units)
        if unit.kind is not UnitKind.HEADING
        and len(unit.text) > 1
        and (table_wanted or unit.kind is not UnitKind.HEADER)
    ]
    if not usable:
        usable = list(range(len(units)))
    if not usable:
        return Composed("", (), tuple(hits))
    everything, units = units, [units[i] for i in usable]
    scores = scores[usable]
    best = units[int(np.argmax(scores))]
    introduces = best.text.rstrip().endswith(":")
    writer = _Writer(list(hits), question)
    lead, items = _block_of(best, units)
    further: list[Item] = []
    if introduces or (items and kind_of(question) is Kind.LIST):
        further = _further(best, hits[best.hit], items, everything, following)
    if len(items) + len(further) > 1 and (introduces or best.kind is UnitKind.HEADER or kind_of(question) is Kind.LIST):
        _write_list(writer, best.hit, lead, items, further, limits)
    else:
        _write_sentences(writer, _chosen(units, scores, limits))
    return Composed(writer.text, tuple(writer.citations), tuple(writer.hits))
