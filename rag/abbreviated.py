"""Abbreviations that a document uses for words of the question: its units are read with those written out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.document import Span
from rag.units import Unit


def written_out(units: Sequence[Unit], abbreviations: Mapping[str, str]) -> tuple[Unit, ...]:
    """The units as they are read; ``abbreviations`` gives the long form of each short one."""
    if not abbreviations:
        return tuple(units)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, abbreviations))})(?!\w)")

    def written(text: str) -> str:
        return found.sub(lambda short: abbreviations[short[0]], text)

    return tuple(
        replace(unit, said=written(unit.text)) if found.search(unit.text) is not None else unit for unit in units
    )


def in_text(unit: Unit, words: Span, abbreviations: Mapping[str, str]) -> Span:
    """The place in a unit's text of a stretch of what is read of it; empty where the text does not hold it so."""
    if unit.read_as == unit.text:
        return words
    said = unit.read_as[words.start : words.end]
    for short, long in abbreviations.items():
        if said and said not in unit.text:
            said = said.replace(long, short)
    at = unit.text.find(said) if said else -1
    return Span(at, at + len(said)) if at >= 0 else Span(0, 0)
