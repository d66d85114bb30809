"""A list goes on in the passages behind the one that begins it: passages are cut between items, answers are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from corpus.document import Passage, Span
from corpus.duplicates import paragraphs
from corpus.headings import Marker, marker
from corpus.sentences import sentences
from rag.evidence.units import LONG_ITEM

PASSAGES: Final = 6
"""How many passages behind the first are looked at."""
_GAP: Final = 8
"""Code points of white space between passages that follow one another, at most."""


class Item(NamedTuple):
    """An item of a list: its passage, and its span in the document."""

    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        """Its words."""
        return self.passage.text[self.span.start - self.passage.start : self.span.end - self.passage.start]


def continued(begun: Passage, last: str | None, following: Sequence[Passage]) -> list[Item]:
    """The items that stand in ``following``, the passages right behind ``begun`` in their document.

    ``last`` are the words of the last item in ``begun``; None where it ends with the line that introduces the list. The
    list ends with its section, with a gap, and with the first line that is no next item of the same kind; between numbered
    items other lines may stand, since the numbers tell that it is still the same list.
    """
    before = marker(last) if last is not None else None
    if last is not None and before is None:
        return []
    return _items(before, begun.end, begun.section, len(begun.section), following[:PASSAGES])


def listed_from(begun: Passage, start: int, depth: int, following: Sequence[Passage]) -> list[Item]:
    """The items, numbered from one or not at all, that begin in ``begun`` behind ``start``; empty where the first line
    there is none.

    The list goes on while the first ``depth`` headings of the passages stay: each item may be a section of its own.
    """
    cut = replace(begun, text=begun.text[start - begun.start :], start=start)
    first = next((marker(line.text) for line in lines(cut)), None)
    if first is None or first.number[-1:] not in ((), (1,)):
        return []
    return _items(None, start, begun.section, depth, [cut, *following])


def _items(
    before: Marker | None, end: int, section: tuple[str, ...], depth: int, passages: Sequence[Passage]
) -> list[Item]:
    """The items behind the one marked ``before``, in passages that follow one another from ``end`` on."""
    found: list[Item] = []
    for passage in passages:
        if passage.section[:depth] != section[:depth] or passage.start - end > _GAP:
            break
        if depth == len(section) and passage.section != section and not _numbers(before):
            break
        end = passage.end
        for line in lines(passage):
            own = marker(line.text)
            if own is not None and follows(before, own):
                found.append(_short(line))
                before = own
            elif not _numbers(before):
                return found
    return found


def _numbers(before: Marker | None) -> bool:
    return before is not None and bool(before.number)


def follows(before: Marker | None, own: Marker) -> bool:
    """Whether ``own`` marks the next item behind ``before``; the first item where there is none before."""
    if before is None:
        return not own.number or own.number[-1] == 1
    if before.level_class != own.level_class:
        return False
    return not own.number or own.number == (*before.number[:-1], before.number[-1] + 1)


def lines(passage: Passage) -> Iterator[Item]:
    """The lines of a passage that are not empty."""
    for start, end in paragraphs(passage.text):
        yield Item(passage, Span(passage.start + start, passage.start + end))


def _short(line: Item) -> Item:
    """An item, or its first sentence where it is long."""
    if len(line.text) <= LONG_ITEM:
        return line
    first = sentences(line.text)[0]
    return Item(line.passage, Span(line.span.start + first.start, line.span.start + first.end))
