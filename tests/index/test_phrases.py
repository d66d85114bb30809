"""Frequent phrases by arrays: the same as counted one by one."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import is_syllable, syllables
from index.abbreviations import mine_abbreviations
from index.phrases import FUNCTION, LEAST, LONGEST, Phrases

WORD = st.sampled_from("hội nhập quốc tế Hội và của HNQT abc 12".split())
TEXT = st.lists(st.tuples(WORD, st.sampled_from([" ", " ", " ", ", ", "\n", " - "])), max_size=40).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def slowly(texts: list[str]) -> dict[tuple[str, ...], int]:
    """Every run of two to seven plain syllables of every clause; seldom ones, and those that hold a seldom one, left out."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for clause in re.split(r"[,\n]", text):
            words = [
                "" if word.lower() in FUNCTION or not is_syllable(word) or word in ("HNQT", "12") else word.lower()
                for word in syllables(clause)
            ]
            for length in range(2, LONGEST + 1):
                for start in range(len(words) - length + 1):
                    if all(words[start : start + length]):
                        counts[tuple(words[start : start + length])] += 1
    return {phrase: count for phrase, count in counts.items() if count >= LEAST}


@settings(max_examples=80)
@given(st.lists(TEXT, max_size=6))
def test_phrases_are_counted_as_one_by_one(texts: list[str]) -> None:
    phrases = Phrases()
    for text in texts:
        phrases.read(text)
    assert phrases.frequent() == slowly(texts)


def test_phrases_of_some_texts_and_definitions_of_all() -> None:
    texts = ["Hội nhập quốc tế, viết là HNQT."] * 4 + ["Ủy ban nhân dân (UBND) họp."]
    assert {one.short for one in mine_abbreviations(texts)} == {"HNQT", "UBND"}
    assert {one.short for one in mine_abbreviations(texts, every=2)} == {"UBND"}
