"""Abbreviations and numbers that a document writes in another way than the question: its units are read in the question's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.document import Span
from rag.evidence.units import Unit


def written_out(units: Sequence[Unit], wordings: Mapping[str, str]) -> tuple[Unit, ...]:
    """The units as they are read; ``wordings`` gives for what may stand in them what the question has, the long form of an
    abbreviation for one. Only those that are not in capitals are found whatever their case."""
    if not wordings:
        return tuple(units)
    ways = (re.escape(one) if one.isupper() else f"(?i:{re.escape(one)})" for one in wordings)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)")

    def written(text: str) -> str:
        return found.sub(lambda one: wordings.get(one[0]) or wordings[one[0].lower()], text)

    return tuple(
        replace(unit, said=written(unit.text)) if found.search(unit.text) is not None else unit for unit in units
    )


def in_text(unit: Unit, read_as: str, words: Span, wordings: Mapping[str, str]) -> Span:
    """The place in a unit's text of a stretch of what was read for it; empty where the text does not hold it so."""
    if read_as == unit.text:
        return words
    said = read_as[words.start : words.end]
    for short, long in wordings.items():
        if said and said not in unit.text:
            said = said.replace(long, short)
    at = unit.text.find(said) if said else -1
    return Span(at, at + len(said)) if at >= 0 else Span(0, 0)
