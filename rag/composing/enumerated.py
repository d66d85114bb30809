"""Lists that run within sentences and over paragraphs: "... bốn nguyên tắc, gồm: i) ...; ii) ...", "Một là, ... Hai là, ...".

Their items are told apart by their numbers alone: what explains an item may stand between it and the next one, and so
may the end of a passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from corpus.document import Passage, Span
from corpus.headings import Marker, marker
from corpus.sentences import sentences
from rag.composing.continuing import Item, follows
from rag.composing.headed import asked_thing
from rag.outlines import NUMERAL, value
from rag.terms import tokens

FURTHER: Final = 12
"""How many passages behind the first are looked at."""
_APART: Final = 25
"""Sentences that may stand between two items."""
_INSIDE = re.compile(r":\s*(?=(?:\(?(?:[iI1aA])\)|Một là|[Tt]hứ nhất)[\s,:])")

_COUNTS = re.compile(
    rf"(?<!\S)(?<!khoản )(?<!điều )(?<!điểm )(?<!mục )(?<!số )(?<!lần )(?<!thứ )(?P<count>{NUMERAL})"
    r" (?P<what>(?!năm|tháng|ngày|nước)[^\W\d]+(?: [^\W\d]+)?)"
)
_WHICH = re.compile(r"(?<!\S)(\S+ \S+) (?:nào|gì)(?!\S)")


class Enumerated(NamedTuple):
    """What introduces the items, and they."""

    lead: Span
    items: list[Item]


def opens(text: str) -> bool:
    """Whether a sentence introduces a list and has the first item of it."""
    return _INSIDE.search(text) is not None


def counts_asked(question: str, text: str) -> bool:
    """Whether a text says how many there are of what a question wants to know which: "phương châm nào?", "3 phương châm"."""
    asked = [frozenset(found[1].split()) for found in _WHICH.finditer(" ".join(tokens(question)))]
    counted = [frozenset(found["what"].split()) for found in _COUNTS.finditer(" ".join(tokens(text)))]
    return any(what <= words for what in counted for words in (*asked, asked_thing(question)))


def enumerated(
    passage: Passage, unit: Span, following: Callable[[Passage, int], Sequence[Passage]]
) -> Enumerated | None:
    """The list that begins within ``unit``, a sentence of ``passage``, or right behind it; of two items at least."""
    words = Item(passage, unit).text
    inside = _INSIDE.search(words)
    first = _first_inside(words)
    begins = Item(passage, Span(unit.start + inside.end(), unit.end)) if inside and first else None
    lead = Span(unit.start, unit.start + inside.start() + 1) if begins and inside else unit
    items = list(_items(begins, first, _sentences([passage, *following(passage, FURTHER)], unit.end, passage)))
    items = items[: promised(words[: inside.start()] if inside else words) or None]
    return Enumerated(lead, items) if len(items) > 1 else None


def _first_inside(text: str) -> Marker | None:
    """The marker of the first item of a list that begins in a sentence."""
    inside = _INSIDE.search(text)
    return marker(text[inside.end() :]) if inside else None


def promised(lead: str) -> int:
    """How many things the words before a list promise, the last of such words; 0 where they do not say."""
    said = [found["count"] for found in _COUNTS.finditer(" ".join(tokens(lead)))]
    most = [number for number in map(value, said) if number > 1]
    return most[-1] if most else 0


def _sentences(passages: Sequence[Passage], start: int, begun: Passage) -> Iterator[Item]:
    """The sentences behind ``start`` in passages of the part that ``begun`` is of."""
    for passage in passages:
        if passage.section[: len(begun.section)] != begun.section:
            return
        at = max(start - passage.start, 0)
        for span in sentences(passage.text, at):
            yield Item(passage, Span(passage.start + span.start, passage.start + span.end))


def _items(begins: Item | None, first: Marker | None, rest: Iterator[Item]) -> Iterator[Item]:
    """The first item, and of the sentences behind it those with the next numbers."""
    if begins is not None:
        yield begins
    before, apart = first, 0
    for sentence in rest:
        own = marker(sentence.text)
        if own is not None and own.number and own.text and follows(before, own):
            yield sentence
            before, apart = own, 0
        elif before is None or apart == _APART or _begins_again(sentence.text, before):
            return
        apart += 1


def _begins_again(text: str, before: Marker) -> bool:
    """Whether another list with numbers of the same kind begins in a sentence."""
    first = _first_inside(text)
    return first is not None and first.level_class == before.level_class
