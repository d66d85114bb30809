"""An English question put into Vietnamese word by word."""

from __future__ import annotations

import pytest
from growth import grows_with_size
from hypothesis import given
from hypothesis import strategies as st

from index.glossing import glossed
from index.translating import WordList

WORDS = WordList(
    [
        "library\tthư viện",
        "open\tmở|khai trương",
        "city\tthành phố",
        "capital\tthủ đô|vốn",
        "book\tsách|đặt chỗ",
        "germany\tĐức",
        "write\tviết",
        "wrote\tviết",
        "old town\tphố cổ",
    ]
)


@pytest.mark.parametrize(
    ("question", "gloss"),
    [
        ("When was the library opened?", "thư viện mở khi nào"),
        ("In what year did the library open?", "thư viện mở năm nào"),
        ("Who wrote the books?", "ai viết sách"),
        ("Who is Lan?", "Lan là ai"),
        ("Which city is the capital of Germany?", "thành phố nào thủ đô của Đức"),
        ("What is the old town?", "phố cổ là gì"),
        ("What did Lan write?", "Lan viết gì"),
        ("How many books are in the library?", "bao nhiêu sách thư viện"),
        ("Where?", "ở đâu"),
        ("What?", "gì"),
        ("", ""),
    ],
)
def test_words_take_the_place_of_words_and_what_asks_stands_where_vietnamese_has_it(question: str, gloss: str) -> None:
    assert glossed(question, [], WORDS) == gloss


def test_of_what_a_word_may_be_that_is_taken_which_the_passages_say() -> None:
    assert glossed("Where is the capital?", ["Công ty có vốn lớn."], WORDS) == "vốn ở đâu"
    assert glossed("Where is the capital?", ["Thủ đô cũ.", "Có vốn lớn."], WORDS) == "thủ đô ở đâu"


@given(st.text(max_size=200), st.lists(st.text(max_size=50), max_size=3))
def test_any_question_has_a_gloss(question: str, texts: list[str]) -> None:
    assert glossed(question, texts, WORDS) == " ".join(glossed(question, texts, WORDS).split())


def test_long_questions_take_linear_time() -> None:
    assert grows_with_size(lambda size: glossed("which old town of what book " * size, ["sách"], WORDS), 200)
