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
_OF_BEING: Final = ("is", "are", "was", "were")
_DOING: Final = ("do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "should")
_WITH_A_NOUN: Final = ("what", "which")
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
    **{f"who {verb}": "là ai" for verb in _OF_BEING},
    **{f"{word} {verb}": "là gì" for word in _WITH_A_NOUN for verb in _OF_BEING},
    **{f"{word} {verb}": "gì" for word in _WITH_A_NOUN for verb in _DOING},
}
"""What asks at the end."""
_ASKING: Final = _FIRST.keys() | _LAST.keys()
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
        size = next((size for size in (2, 1) if " ".join(asked[at : at + size]) in _ASKING), 0)
        phrase = " ".join(asked[at : at + size])
        if phrase in _FIRST:
            before.append(_FIRST[phrase])
            at += size
        elif phrase in _LAST:
            behind.append(_LAST[phrase])
            at += size
        elif asked[at] in _WITH_A_NOUN:
            at, noun = _put(typed, found, held, at + 1)
            if noun:
                before += [*noun, "nào"]
            else:
                behind.append("gì")
        elif asked[at] in LITTLE:
            before += _JOINING.get(asked[at], "").split()
            at += 1
        else:
            at, put = _put(typed, found, held, at)
            before += put
    return " ".join([*before, *behind])


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
