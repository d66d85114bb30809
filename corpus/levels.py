"""Which numbered lines belong together, and which kind of number stands above which.

Nothing here knows a genre: a kind of marker is above another when the second starts anew between its items, as
``1-, 2-, 3-`` does between ``I –`` and ``II –``. A number that continues no sequence is no heading at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.headings import NAMED_KINDS, Marker

LevelClass = tuple[str, str, int]

_STEP = 2  # a number may be skipped: scans lose lines, and statutes have no letter f
_ACROSS = frozenset({"roman", "capital", *NAMED_KINDS})  # sequences that a named heading does not interrupt


@dataclass(slots=True)
class Sequel:
    """Items of one kind numbered one after the other: positions in the list of marked lines."""

    level_class: LevelClass
    scope: int
    items: list[int] = field(default_factory=list)
    last: int = 0


def sequels(markers: Sequence[Marker], barriers: Sequence[int]) -> list[Sequel]:
    """Groups ``markers`` (in document order) into sequences; ``barriers[i]`` counts the headings before marker i.

    A sequence within another of the same kind (a list inside an item) is left out: it is the inner text of that item.
    """
    running: dict[LevelClass, list[Sequel]] = defaultdict(list)
    found: list[Sequel] = []
    for place, (mark, barrier) in enumerate(zip(markers, barriers, strict=True)):
        scope = 0 if mark.kind in _ACROSS else barrier
        stack = running[mark.level_class]
        while stack and stack[-1].scope != scope:
            stack.pop()
        number = mark.number[-1]
        fitting = next((s for s in reversed(stack) if s.last < number <= s.last + _STEP), None)
        if fitting is None:
            fitting = Sequel(mark.level_class, scope)
            found.append(fitting)
            stack.append(fitting)
            del stack[:-8]  # deeper nesting of one kind is noise; keeps the search constant
        else:
            while stack[-1] is not fitting:
                stack.pop()
        fitting.items.append(place)
        fitting.last = number
    return _outermost(found)


def _outermost(found: list[Sequel]) -> list[Sequel]:
    """Without the sequences that lie between two items of a sequence of the same kind.

    Named kinds stay, and so do decimals of some depth: their words and prefixes say where they belong.
    """
    reach: dict[LevelClass, int] = {}
    kept = []
    for sequel in found:  # by first item
        kind, _, depth = sequel.level_class
        if kind in NAMED_KINDS or depth > 1 or sequel.items[0] > reach.get(sequel.level_class, -1):
            kept.append(sequel)
            reach[sequel.level_class] = sequel.items[-1]
    return kept


def ranks(groups: Sequence[Sequel], markers: Sequence[Marker]) -> dict[LevelClass, int]:
    """The rank of every kind in ``groups``, 0 the outermost.

    Named kinds and decimals have their own order; for the others the evidence is what lies between two successive
    items, and, where there is none, which came first.
    """
    first: dict[LevelClass, int] = {}
    for group in groups:
        first[group.level_class] = min(first.get(group.level_class, group.items[0]), group.items[0])
    inside = _between(groups, markers)
    left = sorted(first, key=first.__getitem__)
    order: list[LevelClass] = []
    while left:
        top, passed = left[0], {left[0]}
        while (higher := next((c for c in left if c not in passed and _above(c, top, inside)), None)) is not None:
            top = higher
            passed.add(top)
        left.remove(top)
        order.append(top)
    return {level_class: rank for rank, level_class in enumerate(order)}


def _between(groups: Sequence[Sequel], markers: Sequence[Marker]) -> Mapping[tuple[LevelClass, LevelClass], int]:
    """``[a, b]``: how many markers of kind b lie between successive items of kind a."""
    kept = {place: group for group in groups for place in group.items}
    seen: Counter[LevelClass] = Counter()
    at_last: dict[int, dict[LevelClass, int]] = {}
    inside: Counter[tuple[LevelClass, LevelClass]] = Counter()
    for place in sorted(kept):
        group, own = kept[place], markers[place].level_class
        if (before := at_last.get(id(group))) is not None:
            for other, count in seen.items():
                if other != own and count > before.get(other, 0):
                    inside[own, other] += count - before.get(other, 0)
        seen[own] += 1
        at_last[id(group)] = dict(seen)
    return inside


def _above(one: LevelClass, other: LevelClass, inside: Mapping[tuple[LevelClass, LevelClass], int]) -> bool:
    if one[0] in NAMED_KINDS and other[0] in NAMED_KINDS:
        return NAMED_KINDS.index(one[0]) < NAMED_KINDS.index(other[0])
    if one[0] == other[0] == "decimal":
        return one[2] < other[2]
    return inside.get((one, other), 0) > inside.get((other, one), 0)


def plausible(group: Sequel, markers: Sequence[Marker], is_list: Callable[[Sequel], bool]) -> bool:
    """Whether a sequence is one of headings: named, a decimal of some depth, or two and more items that are no list.

    One item is enough where its words are in capitals (``III. KẾT QUẢ`` in an excerpt).
    """
    first = markers[group.items[0]]
    if first.kind in {"roman", "capital"} and first.text.isupper() and " " in first.text:
        return True
    if first.kind in NAMED_KINDS or (first.kind == "decimal" and len(first.number) > 1):
        return True
    return len(group.items) > 1 and not is_list(group)
