"""A question in another language than the passages: what its words are in theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from growth import grows_with_size
from hypothesis import given
from hypothesis import strategies as st
from toys import write_stories

from index.collection import Collection
from index.keys import tokens
from index.lexical import LexicalIndex
from index.translating import (
    NO_TRANSLATION,
    WordList,
    base_forms,
    bundled_lines,
    bundled_list,
    entries,
    inflected,
    translated,
)

WORDS = WordList(
    [
        "treaty\thiệp ước|hòa ước",
        "war\tchiến tranh|cuộc chiến",
        "world war ii\tChiến tranh thế giới thứ hai",
        "of\tcủa",
        "sign\tký",
    ]
)


def best(texts: list[str], question: str) -> str:
    """The text that the translation of a question finds first."""
    index = LexicalIndex.build(texts)
    scores = index.scores(translated(question, index, WORDS).keys)
    return texts[int(scores.argmax())] if scores.max() > 0 else ""


VIETNAMESE = ["Hòa ước được ký sau ba năm.", "Cuộc chiến kéo dài ở miền núi.", "Chợ họp mỗi tuần một lần."]
ENGLISH = ["The treaties were signed in spring.", "A war went on in the hills.", "The market is held once a week."]


def test_an_english_question_finds_a_vietnamese_text_by_any_of_its_words() -> None:
    assert best(VIETNAMESE, "When was the treaty signed?") == VIETNAMESE[0]
    assert best(VIETNAMESE, "Where did the wars take place?") == VIETNAMESE[1]


def test_a_vietnamese_question_finds_an_english_text_by_any_form_of_a_word() -> None:
    assert best(ENGLISH, "Hiệp ước ký khi nào?") == ENGLISH[0]
    assert best(ENGLISH, "Cuộc chiến diễn ra ở đâu?") == ENGLISH[1]


def test_the_longest_phrase_is_taken() -> None:
    index = LexicalIndex.build(["Chiến tranh thế giới thứ hai nổ ra.", "Hiệp ước về của cải."])
    asked = {
        form
        for key in translated("What was World War II about?", index, WORDS).keys
        for part in key.parts
        for form, _ in part
    }
    assert asked == set(tokens("chiến tranh thế giới thứ hai"))


def test_little_words_are_not_translated() -> None:
    index = LexicalIndex.build(VIETNAMESE)
    assert translated("What of the of?", index, WORDS) == NO_TRANSLATION


def test_nothing_is_asked_where_the_collection_holds_less_than_half_of_it() -> None:
    index = LexicalIndex.build(["Hòa ước cũ."])
    assert translated("Which treaty ended the war of signs?", index, WORDS) == NO_TRANSLATION
    assert translated("Which treaty?", index, WORDS) != NO_TRANSLATION
    assert translated("Which treaty?", LexicalIndex.build([]), WORDS) == NO_TRANSLATION


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("treaties", "treaty"),
        ("signed", "sign"),
        ("planned", "plan"),
        ("making", "make"),
        ("churches", "church"),
        ("used", "use"),
    ],
)
def test_forms_lead_back_to_their_word(form: str, base: str) -> None:
    assert base in base_forms(form)
    assert base in inflected(base)


def test_short_words_have_no_other_form() -> None:
    assert not list(base_forms("is"))
    assert not list(base_forms("bed"))


@given(st.text(max_size=200))
def test_any_text_is_asked_or_not(question: str) -> None:
    index = LexicalIndex.build(VIETNAMESE + ENGLISH)
    for key in translated(question, index, WORDS).keys:
        assert key.weight > 0
        assert all(form and 0 < share <= 1 for part in key.parts for form, share in part)


def test_long_questions_take_linear_time() -> None:
    index = LexicalIndex.build(VIETNAMESE)
    assert grows_with_size(lambda size: translated("what war of the world " * size, index, WORDS), 200)


def test_the_bundled_list_is_whole() -> None:
    lines = bundled_lines()
    said = [english for english, _ in entries(lines)]
    assert len(said) == len(set(said)) > 15_000
    assert all(
        english == english.lower().strip() and told and all(one == one.strip() != "" for one in told)
        for english, told in entries(lines)
    )
    assert "chiến tranh" in bundled_list().vietnamese["war"]
    assert "war" in bundled_list().english["chiến tranh"]


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """The bundled model over little documents, one of them English."""
    write_stories(tmp_path / "docs")
    (tmp_path / "docs" / "lake.txt").write_text(
        "The lake\n\nTwo rivers flow into the lake. Fishermen mend their nets there.\n"
    )
    found = Collection(tmp_path / "bo", create=True)
    found.ingest([tmp_path / "docs"])
    yield found
    found.close()


@pytest.mark.parametrize("retriever", ["bm25", "fusion", "hybrid"])
def test_a_collection_is_asked_in_the_language_of_its_passages(collection: Collection, retriever: str) -> None:
    for question, source in (
        ("Where do people drink coffee by the river?", "quan-ca-phe"),
        ("Ngư dân vá lưới ở đâu?", "lake"),
    ):
        assert source in collection.search(question, retriever=retriever).hits[0].source


def test_the_translation_is_told_and_what_is_searched_exactly_has_none(collection: Collection) -> None:
    question = "Where do people drink coffee by the river?"
    assert "cà phê" in " ".join(collection.search(question, explain="vi").hits[0].reasons)
    (only,) = collection.search(question, retriever="bm25", exact=True).hits  # by "the"
    assert "lake" in only.source


def test_a_question_in_the_language_of_the_passages_is_not_translated(collection: Collection) -> None:
    for question in ("Quán cà phê bán gì?", "Where do the fishermen mend their nets?"):
        said = " ".join(one for hit in collection.search(question, explain="en").hits for one in hit.reasons)
        assert "translated" not in said
