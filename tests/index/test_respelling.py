"""Words spelt as they sound are read as what was meant, and what is spelt right is left alone."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import is_syllable, sound_alikes
from index.query import read
from index.readings.accents import bundled
from index.readings.respelling import respelt
from index.readings.rewriting import ChangeKind
from index.readings.typed import Typing, retype

SAMPLE = [
    json.loads(line)["question"]
    for line in (ROOT / "corpus/sample/questions.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("củ", "cũ"),
        ("nổ", "nỗ"),
        ("dành", "giành"),
        ("nghành", "ngành"),
        ("sử", "xử"),
        ("trương", "chương"),
        ("lay", "nay"),
        ("tác", "tát"),
        ("gì", "dì"),
        ("xữ", "sử"),
        ("liu", "lưu"),
    ],
)
def test_what_sounds_alike(word: str, meant: str) -> None:
    assert meant in dict(sound_alikes(word))


@given(st.text(max_size=8) | st.sampled_from("giữ nghiêng quyển sách trống giặt iên Thuở rượu".split(" ")))
def test_sound_alikes_are_syllables_and_know_each_other(word: str) -> None:
    for other, changes in sound_alikes(word):
        assert is_syllable(other)
        assert changes in (1, 2)
        if is_syllable(word):
            assert dict(sound_alikes(other)).get(word.lower()) in (None, changes)


def test_a_properly_typed_question_is_left_alone() -> None:
    changed = {
        question: read(question).changes
        for question in SAMPLE
        if any(change.kind is ChangeKind.SPELLING for change in read(question).changes)
    }
    assert changed == {}


def test_most_misspelt_words_are_mended_and_searched_as_typed_too() -> None:
    mended = missed = 0
    for question in SAMPLE:
        wrong = retype(question, Typing.MISSPELT)
        pairs = list(zip(question.split(), wrong.split(), read(wrong).searched_as.split(), strict=False))
        mended += sum(right != typed and right == searched for right, typed, searched in pairs)
        missed += sum(right != typed and right != searched for right, typed, searched in pairs)
    assert mended > 2 * missed, "without a collection to ask; its pairs of words tell more"
    (key,) = [key for key in read("kho sách củ").keys if dict(key.parts[0]).keys() == {"cũ", "củ"}][:1]
    assert dict(key.parts[0])["củ"] < dict(key.parts[0])["cũ"] == 1.0


def test_names_codes_and_asking_words_are_closed() -> None:
    table = bundled()
    assert respelt(["Củ", "Chi"], [False, False], table) == [None, None]
    assert respelt(["sách", "củ"], [False, True], table) == [None, None]
    assert respelt([], [], table) == []
    assert read("Vì sao gì nào?").changes == ()
    assert read("kho sách củ", exact=True).searched_as == "kho sách củ"
