"""The answering words inside a sentence that was chosen: those that the network which reads takes for the answer.

Where it finds none, and for dates, they are those of the form asked for that stand among the question's words. Dates,
numbers with what they count and names show themselves, and so does the clause that a reason begins. For other questions
the answer stands where the asking word stood: behind the words that stand before it in the question ("gây ra tác hại gì"
is answered behind "gây ra tác hại"), up to the end of the clause. Where neither is found nothing is emphasised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from corpus.document import Span
from corpus.vietnamese import canonical
from index.abbreviations import initials
from rag.evidence.asked import LEAD, asking_place
from rag.evidence.kinds import Kind, holders, kind_of
from rag.names import NAME
from rag.terms import ASKING, tokens

MOST: Final = 2
"""Stretches of a sentence that are emphasised at most."""
_SHARE: Final = 0.6
"""How near, against the nearest one, a further stretch must stand to the question's words."""
_WORD = re.compile(r"[^\W_]+")
_UNIT = re.compile(
    r"\s?(?:%|phần trăm|triệu|tỷ|tỉ|nghìn|ngàn|đồng|usd|đô la|euro|km²?|m²?|cm|mm|mét|kg|gram|tấn|lít|ha|ngày|tháng|năm|giờ"
    r"|phút|giây|tiếng|tuần|lần|độ|tuổi)(?!\w)",
    re.IGNORECASE,
)
_UNIT_AND_MORE: Final = 4
_REASONS: Final = frozenset({"vì", "do", "bởi"})
"""Words that ask for a reason ("vì sao") and give it as well."""
_LONGEST: Final = 30
"""Words of a clause at most: a longer one is no emphasis."""
_BEHIND: Final = {"gì": 2, "như thế nào": 2, "thế nào": 2, "ra sao": 2, "bao lâu": 2, "ở đâu": 2, "nào": 4, "là gì": 4}
"""How many words before the asking word must stand in the sentence, for the clause behind them to be taken."""
_CHOICE = re.compile(r"(?<!\w)(?:hay|hoặc|or)(?!\w)|,")
_IS = re.compile(r"\blà\b")
_CLAUSE_END = re.compile(r"[,;:.!?…)]\s|[.!?…]?$")
_CLAUSES: Final = frozenset({Kind.REASON})
_RUN: Final = re.compile(r"[^\W_]+(?:[./,:-][^\W_]+)*%?")
"""Words and numbers with what stands inside them: "10/4/2013", "22-NQ/TW"."""
_NAME: Final = re.compile(NAME)
_FORMS: Final = frozenset({Kind.DATE, Kind.NUMBER, Kind.PERSON, Kind.PLACE}) | _CLAUSES


def answering(question: str, quote: str, read: Span | None = None) -> tuple[Span, ...]:
    """The stretches of ``quote`` that hold what was asked for and that the question did not hold itself, in order.

    ``read`` is what the network that reads takes for the answer, if anything. Dates show themselves more surely, and words of
    the question alone answer none that gives no choice.
    """
    kind = kind_of(question)
    words = (_whole(quote, read),) if read else ()
    if words and not _CHOICE.search(question.lower()) and set(tokens(quote[slice(*words[0])])) <= set(tokens(question)):
        words = ()
    if words and kind is Kind.DEFINITION:
        return _clause_from(quote, words[0].start) or words
    if words and kind is not Kind.DATE:
        return words
    return _by_form(question, quote, kind) or words


def _whole(quote: str, found_in_part: Span) -> Span:
    """A stretch with the rest of the names and numbers that it begins or ends inside of: the network's units, and patterns
    of names, are smaller than they are."""
    start, end = found_in_part
    for pattern in (_RUN, _NAME):
        for found in pattern.finditer(quote):
            if found.start() < start < found.end():
                start = found.start()
            if found.start() < end < found.end():
                end = found.end()
    return Span(start, start + len(quote[start:end].rstrip(".")))


def _by_form(question: str, quote: str, kind: Kind) -> tuple[Span, ...]:
    asked = question.lower()
    letters = initials(tokens(question))
    found = [
        span
        for span in (holders(quote, kind) if kind in _FORMS else ())
        if (said := quote[span.start : span.end].strip()).lower() in _REASONS
        or (said.lower() not in asked and not (said.isupper() and said in letters))
    ]
    if not found:
        return _behind(question, quote)
    near = _nearness(question, quote, found)
    best = max(near)
    chosen = [span for span, warm in zip(found, near, strict=True) if warm >= _SHARE * best]
    chosen = sorted(sorted(chosen, key=lambda span: -near[found.index(span)])[: 1 if kind is Kind.NUMBER else MOST])
    if kind is Kind.NUMBER:
        chosen = [_with_unit(question, quote, span) for span in chosen]
    elif kind in _CLAUSES:
        chosen = [_clause(quote, span) for span in chosen[:1]]
    elif kind is not Kind.DATE:
        chosen = [_whole(quote, span) for span in chosen]
    return tuple(_apart(chosen))


def _nearness(question: str, quote: str, spans: Sequence[Span]) -> list[float]:
    """For each span, how near the question's words stand to it, each counted once and at its nearest."""
    wanted = set(tokens(question)) - ASKING
    places: dict[str, list[int]] = {}
    for word in _WORD.finditer(quote):
        plain = canonical(word[0])
        if plain in wanted:
            places.setdefault(plain, []).append(word.start())
    scale = 22.0  # code points: about five words
    return [
        sum(
            max(float(np.exp(-min(abs(at - span.start), abs(at - span.end)) / scale)) for at in found)
            for found in places.values()
        )
        + 1e-6
        for span in spans
    ]


def _with_unit(question: str, quote: str, span: Span) -> Span:
    """A number with its unit and with the words behind it that the question counts: "8.000 trường hợp"."""
    start, end = span.start, span.end
    while end > start and quote[end - 1].isspace():
        end -= 1
    asked = set(tokens(question))
    for _ in range(_UNIT_AND_MORE):
        unit = _UNIT.match(quote, end)
        if unit:
            end = unit.end()
            continue
        word = re.compile(r"\s[^\W_]+").match(quote, end)
        if word is None or canonical(word[0].strip()) not in asked:
            break
        end = word.end()
    return Span(start, end)


def _clause(quote: str, span: Span) -> Span:
    """From the word that gives the reason to the end of its clause; a bracket that opens in it closes in it."""
    end = _CLAUSE_END.search(quote, span.end)
    while end is not None and end[0].startswith(")") and "(" in quote[span.start : end.start()].rpartition(")")[2]:
        end = _CLAUSE_END.search(quote, end.start() + 1)
    return Span(span.start, end.start() if end else len(quote))


def _behind(question: str, quote: str) -> tuple[Span, ...]:
    """The clause behind the words that stand before the asking word, if enough of them stand in the sentence so."""
    words = tokens(question)
    begin, end, asks = asking_place(" ".join(words), len(words))
    if begin == end or asks not in _BEHIND:
        return ()
    said = [(canonical(word[0]), word.end()) for word in _WORD.finditer(quote)]
    for length in range(min(LEAD, begin), _BEHIND[asks] - 1, -1):
        lead = words[begin - length : begin]
        for at in range(len(said) - length + 1):
            if [word for word, _ in said[at : at + length]] == lead:
                return _clause_from(quote, said[at + length - 1][1])
    copula = _IS.search(quote) if asks == "là gì" else None
    return _clause_from(quote, copula.end()) if copula else ()


def _clause_from(quote: str, start: int) -> tuple[Span, ...]:
    while start < len(quote) and not quote[start].isalnum():
        start += 1
    end = start + len(quote[start : _clause(quote, Span(start, start)).end].rstrip('"”»'))
    return (Span(start, end),) if 0 < len(tokens(quote[start:end])) <= _LONGEST else ()


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that overlap an earlier one or hold nothing."""
    kept: list[Span] = []
    for span in spans:
        if span.end > span.start and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept
