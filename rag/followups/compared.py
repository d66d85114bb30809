"""Comparisons that no passage makes: "So sánh Đại hội X và Đại hội XI" is answered with what is said of either."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from corpus.vietnamese import is_accented, nfc
from rag.followups.conversation import LONGEST
from rag.followups.doubled import joined
from rag.terms import tokens
from rag.types import Answer, Outcome

_END: Final = r"(?: (?:(?:ở )?(?:điểm|chỗ|những điểm|những chỗ) nào|ở đâu|như thế nào|thế nào|ra sao|không|là gì))?\W*"
_THINGS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:.* )?(?:so sánh|phân biệt|(?:sự|điểm|chỗ) (?:giống|khác)(?: và (?:giống|khác))?(?: nhau| biệt)?)(?: giữa| của)?"
        rf" (?P<one>.+?) (?:và|với|so với) (?P<other>.+?){_END}",
        rf"(?P<one>.+?) và (?P<other>.+?)(?: có)?(?: gì| điểm gì)? (?:giống|khác)(?: và (?:giống|khác))? nhau{_END}",
        rf"(?P<one>.+?)(?: có)?(?: gì| điểm gì)? (?:giống|khác)(?: và (?:giống|khác))?(?: gì)?(?: với| so với)?"
        rf" (?P<other>(?!nhau|gì|biệt|với).+?){_END}",
    )
)
_MOST: Final = 9
"""Words of each thing."""
_NUMBER: Final = re.compile(r"(?:\d+|[IVXLC]+)")


def compared(question: str) -> tuple[str, str] | None:
    """The two things that a question compares; None where it compares none. "Đại hội X và XI" are two congresses."""
    text = nfc(question).strip()
    if len(text) > LONGEST or not is_accented(text):
        return None
    for pattern in _THINGS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        one, other = found["one"].strip(), found["other"].strip()
        if _NUMBER.fullmatch(other) and (head := one.rpartition(" "))[0] and _NUMBER.fullmatch(head[2]):
            other = f"{head[0]} {other}"
        return (one, other) if max(len(tokens(one)), len(tokens(other))) <= _MOST else None
    return None


def answer_compared(question: str, answer_of: Callable[[str], Answer]) -> Answer | None:
    """The answer to a question that compares: the one that it gets as it stands, unless what is quoted first does not speak of
    both things at all; then what each of them is, where both are told. None for all other questions."""
    things = compared(question)
    if things is None:
        return None
    whole = answer_of(question)
    if whole.outcome is Outcome.ANSWERED and _speaks_of_both(whole, *(compared(whole.searched_as) or things)):
        return whole
    one, other = (answer_of(f"{thing} là gì?") for thing in things)
    if not all(answer.outcome is Outcome.ANSWERED for answer in (one, other)):
        return whole
    return replace(joined(one, other), question=question)


def _speaks_of_both(answer: Answer, one: str, other: str) -> bool:
    """Whether the passage that is quoted first has, in its text or above it, some of the words that either thing has alone."""
    first = answer.citations[0]
    hits = (hit for hit in answer.hits if hit.passage.id == first.passage_id)
    said = frozenset(tokens(" ".join(" ".join((hit.title, *hit.passage.section, hit.passage.text)) for hit in hits)))
    words, others = frozenset(tokens(one)), frozenset(tokens(other))
    return all(not alone or alone & said for alone in (words - others, others - words))
