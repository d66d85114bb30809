"""A list that a heading introduces: "Nhiệm vụ", and below it numbered paragraphs, each with a text of its own.

Asked for the tasks, one wants to see all of them, by their first sentences, though they fill many passages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from corpus.document import Passage, Span
from corpus.headings import unnumbered
from corpus.vietnamese import canonical
from rag.composing.continuing import Item, listed_from
from rag.evidence.kinds import Kind, kind_of
from rag.evidence.units import Unit, UnitKind
from rag.outlines import REQUESTS, heading_words, parts_in, said_by, worded
from rag.terms import ASKING, LIGHT

FURTHER: Final = 30
"""How many passages behind the heading's own are looked at."""
_COUNTED = re.compile(
    r"\b(?:những|các|mấy|bao nhiêu|\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (.+?)"
    r"(?= (?:nào|gì|là|của|về|(?<!bên )trong|được|mà|khi|để|đối|ở|do|gồm|bao gồm)\b|$)"
)
_FIRST = re.compile(r"^(.+?)(?= (?:của|về|trong|đối với|gồm|bao gồm)\b)")
_WHY = re.compile(r"(?:vì sao|tại sao|nguyên nhân|lý do)(?: của| vì sao)? (?P<what>.+)")
_ALIKE: Final = 0.6
_ASKS_SO: Final = 0.75


class Headed(NamedTuple):
    """The heading and the items below it."""

    lead: Span
    items: list[Item]


def asked_thing(question: str) -> frozenset[str]:
    """The words of what a question wants listed: those of "định hướng chủ yếu" in "Các định hướng chủ yếu là gì?"."""
    said = worded(question)
    found = _COUNTED.search(said) or _FIRST.search(said)
    return frozenset(found[1].split() if found else ()) - LIGHT - ASKING


def last_titled(section: Sequence[str]) -> str:
    """The nearest heading of a path that says anything, which "Khoản 2" does not; "" without any."""
    return next((label for label in reversed(section) if unnumbered(label).strip()), "")


def names(heading: str, thing: frozenset[str]) -> bool:
    """Whether a heading names the thing asked for, and little besides: no part of it that was not asked for."""
    if not thing or not parts_in(heading) <= thing:
        return False
    words = frozenset(heading_words(heading)) - LIGHT
    return len(thing & words) >= _ALIKE * len(thing | words)


def asks_so(heading: str, question: str) -> float:
    """How much of a question a heading says, from 0, where it is less than three quarters of its telling words, to 1:
    "Độc lập và tự chủ khác nhau ở đâu" answers "Độc lập khác tự chủ ở điểm nào?" below it."""
    asked = said_by(question)
    share = len(asked.intersection(worded(heading).split())) / (len(asked) or 1)
    return 2 * share - 1 if share >= _ASKS_SO else 0.0


def asks_why(heading: str, question: str) -> bool:
    """Whether a heading asks for the reason that the question asks for: "Vì sao có Ban Chỉ đạo"."""
    why = _WHY.match(worded(unnumbered(heading)))
    words = frozenset(why["what"].split()) - LIGHT - REQUESTS if why else frozenset()
    return len(words) > 1 and kind_of(question) is Kind.REASON and words <= frozenset(worded(question).split())


def is_asked(heading: str, question: str) -> bool:
    """Whether a heading and a question have nearly all their telling words in common: "Nghĩa vụ của người tiêu dùng" and
    "Người tiêu dùng có những nghĩa vụ gì?"."""
    asked = said_by(question)
    words = frozenset(heading_words(heading)) - LIGHT
    return len(asked & words) >= _ASKS_SO * len(asked | words) > 0


def headed(
    question: str, passage: Passage, units: Sequence[Unit], following: Callable[[Passage, int], Sequence[Passage]]
) -> Headed | None:
    """The list below the heading in ``passage`` that names what is asked for, of two items at least.

    ``units`` are those of the passage.
    """
    thing = asked_thing(question)
    for unit in units:
        if (
            unit.kind is not UnitKind.HEADING
            or not unit.stands
            or not (names(unit.text, thing) or is_asked(unit.text, question))
        ):
            continue
        depth = _depth(passage, unit.text)
        items = listed_from(passage, unit.end, depth, following(passage, FURTHER))
        if len(items) > 1:
            return Headed(Span(unit.start, unit.end), items)
    return None


def _depth(passage: Passage, heading: str) -> int:
    """How many headings of the passage's path lead down to ``heading``."""
    said = canonical(heading).strip(" .:…")
    for depth, label in enumerate(passage.section, start=1):
        plain = canonical(label).strip(" .:…")
        if plain in said or said in plain:
            return depth
    return len(passage.section)
