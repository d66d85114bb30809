"""Composing an answer out of scored units: copied stretches, markers, and nothing else.

The text is built together with its citations, so the promise of ``rag.types`` holds by construction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.document import Passage, Span
from corpus.headings import marker as marked
from index.types import Hit
from rag.composing.choosing import (
    Limits,
    by_form,
    chosen_units,
    lesser_rows,
    likelihoods,
    list_beside,
    reasons_given,
    without_questions,
)
from rag.composing.continuing import Item
from rag.composing.emphasis import answering
from rag.composing.enumerated import counts_asked
from rag.composing.listing import Following, Listed, list_of, parts_of
from rag.composing.named import named_first
from rag.composing.subheaded import Part
from rag.evidence.defining import definition_start, term_of
from rag.evidence.kinds import compares
from rag.evidence.units import Unit, UnitKind
from rag.phrases import BULLET, ELLIPSIS
from rag.terms import tokens
from rag.types import Citation
from rag.writer import Writer


class Composed(NamedTuple):
    """An answer's text and citations, and the hits that were given with those of further passages behind them."""

    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]


def _write_list(writer: Writer, one: Listed, limits: Limits) -> None:
    """The lead, then the items; each passage is marked behind its last item."""
    at = one.hit
    if one.lead is not None:
        writer.copy(at, one.lead.start, one.lead.end)
        if not one.table:
            writer.mark(at)
        writer.say("\n" if one.table else "\n\n")
    used = 0
    shown = 0
    for item in one.items:
        used += len(tokens(item.text))
        if shown == limits.items or (shown and used > limits.list_syllables):
            break
        here = at if item.passage.id == writer.hits[at].passage.id else writer.reach(item.passage, one.hit)
        if shown:
            writer.next_line(at, here)
        at = here
        writer.say("" if one.table or marked(item.text) is not None else BULLET)
        writer.copy(at, *item.span)
        shown += 1
    if shown < len(one.items):
        writer.say(f"\n{ELLIPSIS}")
    if one.lead is None or shown:
        writer.mark(at)


def _write_parts(writer: Writer, parts: Sequence[tuple[int, Part]], limits: Limits) -> None:
    """Parts of a document, each its heading and the first of what stands below."""
    most = max(min(limits.part_units // len(parts), limits.items), 2)
    for place, (like, part) in enumerate(parts):
        writer.say("\n\n" if place else "")
        hit = writer.reach(part.passage, like)
        writer.copy(hit, *part.heading)
        before: Unit | None = None
        for unit in part.told[:most]:
            writer.say(_between(before, unit) if before and unit.kind is not UnitKind.HEADER else "\n\n")
            if unit.kind is UnitKind.ITEM:
                writer.say("" if marked(unit.text) else BULLET)
            writer.copy(hit, unit.start, unit.end)
            before = unit
        if len(part.told) > most:
            writer.say(f"\n{ELLIPSIS}")
        writer.mark(hit)


def _between(unit: Unit, after: Unit) -> str:
    """What stands between two stretches of one passage: rows and items keep lines of their own."""
    if {unit.kind, after.kind} & {UnitKind.ROW, UnitKind.ITEM}:
        return "\n"
    return " " if 0 <= after.start - unit.end < 4 else f" {ELLIPSIS} "


def _write_best(writer: Writer, unit: Unit, read: Span | None, likely: float) -> None:
    """The best sentence, from its definition on where one is asked for; what was ``read`` as the answer is emphasised."""
    cut = definition_start(term_of(writer.question), unit.text) or 0
    words = Span(read.start - cut, read.end - cut) if read and read.start >= cut else None
    emphasised = answering(writer.question, unit.text[cut:], words)
    writer.copy(unit.hit, unit.start + cut, unit.end, emphasised, likely=likely)


def _write_sentences(
    writer: Writer, chosen: Sequence[Unit], words: Mapping[Unit, Span], likely: Mapping[Unit, float]
) -> None:
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
                if group[i - 1].kind is UnitKind.ROW and unit.kind is not UnitKind.ROW:
                    writer.mark(hit)  # a table is shown apart from what goes with it
                writer.say(_between(group[i - 1], unit))
            if unit.kind is UnitKind.ROW and unit.lead is not None and unit.lead != header:
                header = unit.lead
                writer.copy(hit, header.start, header.end, likely=likely[unit])
                writer.say("\n")
            if unit == chosen[0]:
                _write_best(writer, unit, words.get(unit), likely[unit])
            else:
                writer.copy(hit, unit.start, unit.end, likely=likely[unit])
        writer.mark(hit)


def _promised(question: str, one: Listed, hits: Sequence[Hit]) -> bool:
    """Whether what introduces a list says how many there are of what is asked for: no sentence need stand before it."""
    return one.lead is not None and counts_asked(question, Item(hits[one.hit].passage, one.lead).text)


def _no_more(passage: Passage, most: int) -> Sequence[Passage]:
    return ()


def compose(
    question: str,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    scores: NDArray[np.float32],
    limits: Limits | None = None,
    following: Following = _no_more,
    words: Mapping[Unit, Span] | None = None,
) -> Composed:
    """The answer from units scored in log-odds. Empty text when there is no unit to quote.

    ``words`` are those of a unit's text that answer, where they are known.

    A list that goes on behind its passage is followed as far as ``following`` leads.
    """
    limits = limits or Limits()
    table_wanted = compares(question)
    usable = [
        i
        for i, unit in enumerate(units)
        if unit.kind is not UnitKind.HEADING
        and len(unit.text) > 1
        and (table_wanted or unit.kind is not UnitKind.HEADER)
    ]
    if not usable:
        usable = [i for i, unit in enumerate(units) if unit.stands]
    if not usable:
        return Composed("", (), tuple(hits))
    scores = scores + by_form(question, hits, units, limits)
    everything, units, scores = units, *without_questions([units[i] for i in usable], scores[usable])
    scores = named_first(question, units, scores)
    best = units[int(np.argmax(scores))]
    writer = Writer(list(hits), question)
    parts = parts_of(question, hits, following)
    if parts:
        _write_parts(writer, parts, limits)
        return Composed(writer.text, tuple(writer.citations), tuple(writer.hits))

    def listed(unit: Unit) -> Listed | None:
        return list_of(question, unit, hits, units, everything, following)

    whole = listed(best)
    beside = None if whole else list_beside(question, units, scores, listed, limits)
    if beside is not None and (
        any(item.span == Span(best.start, best.end) for item in beside.items) or _promised(question, beside, hits)
    ):
        whole, beside = beside, None
    if whole is not None:
        _write_list(writer, whole, limits)
    else:
        lesser = set() if table_wanted else lesser_rows(question, hits, units, best)
        chosen = reasons_given(question, hits, units, best, limits)
        chosen = chosen or ([best] if beside else chosen_units(units, scores, limits, lesser))
        _write_sentences(writer, chosen, words or {}, dict(zip(units, likelihoods(scores).tolist(), strict=True)))
    if beside is not None:
        writer.say("\n\n")
        _write_list(writer, beside, limits)
    return Composed(writer.text, tuple(writer.citations), tuple(writer.hits))
