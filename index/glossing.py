"""An English question put into Vietnamese word by word, in the words of the passages found: crude, but what looks for an answer
in them then compares like with like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corpus.vietnamese import nfc
from index.keys import tokens, word_spans
from index.translating import LITTLE, MOST_WORDS, WordList, base_forms, bundled_list, stretches

_LOOKED_AT: Final = 10
"""Texts at most that decide what a word is."""
_OF_BEING: Final = frozenset(["is", "are", "was", "were"])
_DOING: Final = frozenset(["do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should"])
_FIRST: Final = {
    "who": "ai",
    "whom": "ai",
    "why": "vì sao",
    "how many": "bao nhiêu",
    "how much": "bao nhiêu",
}
"""What asks at the beginning in Vietnamese, or where it stands."""
_LAST: Final = {
    "when": "khi nào",
    "where": "ở đâu",
    "how": "như thế nào",
    "whose": "của ai",
    "what year": "năm nào",
    "which year": "năm nào",
    "how long": "bao lâu",
    "how old": "bao nhiêu tuổi",
    "how far": "bao xa",
    "how tall": "cao bao nhiêu",
    "how high": "cao bao nhiêu",
    "how often": "bao lâu một lần",
}
"""What asks at the end."""
_JOINING: Final = {
    "of": "của",
    "and": "và",
    "or": "hoặc",
    "not": "không",
    "no": "không",
    "from": "từ",
    "after": "sau",
    "before": "trước",
}


def glossed(question: str, texts: Sequence[str], words: WordList | None = None) -> str:
    """The English ``question`` in Vietnamese; of what a word may be the one that the first of ``texts`` have. ``words`` is the
    bundled list unless given."""
    composed = nfc(question)
    typed = [composed[start:end] for start, end in word_spans(composed)][:MOST_WORDS]
    asked = [" ".join(tokens(word)) for word in typed]
    held = [f" {' '.join(tokens(text))} " for text in texts[:_LOOKED_AT]]
    found = {
        start: (end, told) for start, end, told in stretches(asked, (words or bundled_list()).vietnamese, base_forms)
    }
    before: list[str] = []
    behind: list[str] = []
    at = 0
    while at < len(asked):
        size, first, last = _asking(asked, at)
        if size:
            before += first
            behind += last
            at += size
            if first or last:
                continue
            noun_end, noun = _put(typed, found, held, at)  # "which city" asks with the noun before it
            before += [*noun, "nào"] if noun else ["gì"]
            at = noun_end
            continue
        if asked[at] in LITTLE:
            before += [_JOINING[asked[at]]] if asked[at] in _JOINING else []
            at += 1
            continue
        at, put = _put(typed, found, held, at)
        before += put
    return " ".join([*before, *behind])


def _asking(asked: Sequence[str], at: int) -> tuple[int, list[str], list[str]]:
    """How many words ask at this place, and what they are at the beginning and at the end; neither for what goes with a noun."""
    for size in (2, 1):
        phrase = " ".join(asked[at : at + size])
        if phrase == "who" and asked[at + 1 : at + 2] and asked[at + 1] in _OF_BEING:
            return 2, [], ["là ai"]
        if phrase in _FIRST:
            return size, [_FIRST[phrase]], []
        if phrase in _LAST:
            return size, [], [_LAST[phrase]]
    if asked[at] in {"what", "which"}:
        then = asked[at + 1] if at + 1 < len(asked) else ""
        if then in _OF_BEING:
            return 2, [], ["là gì"]
        return (2, [], ["gì"]) if then in _DOING or not then else (1, [], [])
    return 0, [], []


def _put(
    typed: Sequence[str], found: dict[int, tuple[int, tuple[str, ...]]], held: Sequence[str], at: int
) -> tuple[int, list[str]]:
    """Where the stretch that begins here ends, and what it is in Vietnamese: itself where there is no word for it."""
    if at >= len(typed):
        return at, []
    end, told = found.get(at, (at + 1, ()))
    return end, [max(told, key=lambda one: _present(one, held))] if told else [typed[at]]


def _present(phrase: str, held: Sequence[str]) -> float:
    """In how many of the texts a phrase stands; one of the first counts more."""
    wanted = f" {' '.join(tokens(phrase))} "
    return sum(1 / place for place, text in enumerate(held, 1) if wanted in text)
