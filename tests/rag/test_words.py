"""Words of many texts as arrays, and a question's words among them, against plain loops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.evidence.asked import read
from rag.evidence.matching import gathered, largest, match, total
from rag.evidence.words import Look, words_of
from rag.terms import tokens

SOME = st.sampled_from(
    "thư viện Thư VIỆN mở cửa năm 1998 hoà hòa 42 phòng; . , (đọc) là của ai nào gì x\x1fy a_b \n".split(" ")
)
TEXTS = st.lists(st.lists(SOME, max_size=12).map(" ".join), max_size=6)
QUESTIONS = st.lists(SOME, min_size=1, max_size=8).map(" ".join)


def flat(terms: Sequence[str]) -> NDArray[np.float32]:
    return np.ones(len(terms), np.float32)


@given(TEXTS)
def test_words_are_the_canonical_syllables_of_each_text(texts: list[str]) -> None:
    words = words_of(texts)
    spelled = {number: word for word, number in words.numbers.items()}
    found = [[spelled[n] for n in words.word[a:b].tolist()] for a, b in pairwise(words.starts.tolist())]
    assert found == [tokens(text.replace("\x1f", " ")) for text in texts]
    assert words.owner.tolist() == [i for i, own in enumerate(found) for _ in own]


def test_looks() -> None:
    words = words_of(["Năm 1998 bà Thu có 42 km đường vì mưa"])
    seen = {
        look: [w for w, has in zip(range(len(words.word)), words.has(look).tolist(), strict=True) if has]
        for look in Look
    }
    assert seen[Look.YEAR] == [1]
    assert seen[Look.NUMBER] == [1, 5]
    assert seen[Look.CAPITAL] == [0, 3]
    assert seen[Look.MEASURE] == [6]
    assert seen[Look.REASON] == [8]


@given(QUESTIONS, TEXTS)
def test_matches_are_those_of_plain_loops(question: str, texts: list[str]) -> None:
    asked = read(question, flat)
    words = words_of(texts)
    found = match(asked, words)
    said = [tokens(text.replace("\x1f", " ")) for text in texts]
    assert found.counts.tolist() == [[float(own.count(term)) for term in asked.terms] for own in said]
    pairs = list(dict.fromkeys(pairwise(asked.words)))
    assert found.pairs.tolist() == [[float(pair in set(pairwise(own))) for pair in pairs] for own in said]
    for i, own in enumerate(said):
        lengths = [
            max(
                n
                for n in range(len(asked.lead) + 1)
                if n == 0 or tuple(own[max(0, at + 1 - n) : at + 1]) == asked.lead[-n:]
            )
            for at in range(len(own))
        ]
        assert found.lead[words.owner == i].tolist() == lengths
    assert (found.order <= 1 + 1e-5).all()
    assert (found.order >= (found.counts > 0).max(axis=1, initial=0) * asked.share.min() - 1e-6).all()


def test_warmth_falls_with_the_distance_and_stays_in_its_text() -> None:
    asked = read("thư viện nào", flat)
    words = words_of(["thư viện một hai ba bốn năm sáu", "bảy tám"])
    warm = match(asked, words).warmth
    assert warm[2] > warm[4] > warm[7] > 0
    assert warm[8:].tolist() == [0.0, 0.0]


def test_groups() -> None:
    values = np.array([[1.0], [2.0], [3.0], [4.0]], np.float32)
    assert gathered(values, np.array([0, 0, 1, 1]), 3).ravel().tolist() == [2, 4, 0]


def test_texts_without_words_have_nothing() -> None:
    words = words_of(["", "một hai", "…"])
    ones = np.ones(len(words.word))
    assert total(ones, words).tolist() == [0, 2, 0]
    assert largest(ones, words).tolist() == [0, 1, 0]
    assert words_of([]).starts.tolist() == pytest.approx([0])
