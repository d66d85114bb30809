"""Near-duplicates over numbers: the same as over strings."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Passage
from corpus.duplicates import Candidate, Collapsed, paragraphs
from corpus.duplicates import collapse as by_strings
from corpus.sentences import sentences
from index.collapsing import collapse as by_numbers
from index.collapsing import shingles
from index.forward import Row
from index.keys import tokens
from index.lexical import LexicalIndex

WORDS = st.sampled_from("hội nhập quốc tế là việc của toàn dân hòa hoà bình".split())
LINE = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
LINES = st.lists(LINE, min_size=1, max_size=4)

VIEW = "Chủ động hội nhập là đường lối lâu dài, lấy lợi ích của người dân làm gốc và giữ vững độc lập."


def collapse(texts: list[str], asked: set[str] | frozenset[str]) -> list[Collapsed]:
    """As the product does it: passages cut into sentences, their words read from the index."""
    spans = [np.array(sentences(text), np.uint32).reshape(-1, 2) for text in texts]
    index = LexicalIndex.of_rows(Row("", text, own) for text, own in zip(texts, spans, strict=True))
    return by_numbers(index.forward.said(np.arange(len(texts))), spans, asked)


def slowly(texts: list[str], asked: frozenset[str]) -> list[Collapsed]:
    """The definition, word for word: shingles of strings, and the paragraph that shares most words."""

    def best(text: str) -> str:
        parts = [text[start:end] for start, end in paragraphs(text)]
        return max(parts, key=lambda part: (len(asked.intersection(tokens(part))), len(part)))

    return by_strings([Candidate(Passage("x:0-1", "x", text, 0, len(text)), best(text)) for text in texts])


@settings(max_examples=80)
@given(st.data())
def test_it_collapses_what_the_definition_says(data: st.DataObject) -> None:
    shared = data.draw(st.lists(LINE, min_size=1, max_size=3))
    texts = ["\n".join(data.draw(st.lists(st.sampled_from(shared) | LINE, min_size=1, max_size=3))) for _ in range(5)]
    asked = frozenset(tokens(data.draw(LINE)))
    assert collapse(texts, asked) == slowly(texts, asked)


def test_one_word_is_never_taken_for_two() -> None:
    texts = ["hội", "hội", "hội", "hội\nnhập", "của"]
    assert collapse(texts, {"hội"}) == slowly(texts, frozenset({"hội"}))
    numbers = range(40)
    hashes = [shingles(np.array(words, np.uint32), len(words)).tolist()[0] for words in product(numbers, repeat=2)]
    hashes += [shingles(np.array([word], np.uint32), 1).tolist()[0] for word in numbers]
    assert len(set(hashes)) == len(hashes)


def test_words_that_nobody_asked_for_do_not_make_a_paragraph_the_best() -> None:
    texts = ["hội hội hội hội hội hội hội hội"] * 2 + ["hội hội hội hội hội hội hội hội\nhội nhập"]
    assert collapse(texts, {"hội"}) == slowly(texts, frozenset({"hội"})) == [Collapsed(0, (1, 2))]


def test_the_same_paragraph_is_shown_once() -> None:
    texts = [
        f"Mở đầu.\n{VIEW}\nPhần sau nói chuyện khác.",
        "Không liên quan gì đến điều vừa hỏi cả.",
        f"{VIEW}\nThêm một dòng.",
    ]
    assert collapse(texts, {"hội", "nhập"}) == [Collapsed(0, (2,)), Collapsed(1, ())]


def test_case_marks_and_points_do_not_matter() -> None:
    texts = [VIEW, VIEW.upper().replace(",", ";").replace("HÒA", "HOÀ")]
    assert collapse(texts, {"hội"}) == [Collapsed(0, (1,))]


def test_nothing_collapses_into_nothing() -> None:
    assert collapse([], {"hội"}) == []
    assert collapse(["…", "—"], {"hội"}) == [Collapsed(0, ()), Collapsed(1, ())]
