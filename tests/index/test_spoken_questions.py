"""Questions as they are put to a person, and as they are typed into a phone: what is searched is what is asked."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import canonical
from index.keys import word_spans
from index.query import read
from index.readings.courtesy import MOST, courtesies, without_courtesy
from index.readings.rewriting import ChangeKind
from index.readings.typed import Typing, retype

with (ROOT / "tests/data/spoken_questions.tsv").open(encoding="utf-8", newline="") as lines:
    SPOKEN = [tuple(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]

QUESTIONS = [
    "Nghị quyết 22-NQ/TW ra đời năm nào?",
    "Ai đứng đầu Ban Chỉ đạo quốc gia?",
    "Vì sao Việt Nam gia nhập ASEAN?",
    "Thư viện mở cửa lúc nào?",
    "Hội nhập kinh tế quốc tế là gì?",
    "Có bao nhiêu nước tham gia hiệp định?",
]


@pytest.mark.parametrize(("typed", "searched"), SPOKEN)
def test_what_is_asked_is_searched(typed: str, searched: str) -> None:
    reading = read(typed)
    assert reading.searched_as == searched
    assert reading.typed == typed
    assert read(typed, exact=True).searched_as == typed


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("seed", range(12))
def test_courtesy_changes_nothing_that_is_searched(question: str, seed: int) -> None:
    plain, polite = read(question), read(retype(question, Typing.POLITE, seed))
    assert polite.keys == plain.keys
    assert ChangeKind.COURTESY in {change.kind for change in polite.changes}


@pytest.mark.parametrize("question", QUESTIONS)
def test_shorthand_is_written_out(question: str) -> None:
    for seed in range(8):
        assert canonical(read(retype(question, Typing.SHORTHAND, seed)).searched_as) == canonical(question)


def test_what_is_left_out_is_told() -> None:
    reading = read("Cho mình hỏi phí bn vậy ạ?")
    assert [(change.kind, change.before.strip(), change.after) for change in reading.changes] == [
        (ChangeKind.SHORTHAND, "bn", "bao nhiêu"),
        (ChangeKind.COURTESY, "Cho mình hỏi", ""),
        (ChangeKind.COURTESY, "vậy ạ?", "?"),
    ]


def test_nobody_greets_with_a_pasted_page() -> None:
    assert read("cho em hỏi " + "lúa gạo " * (MOST // 2 - 3) + "ạ").changes
    assert read("cho em hỏi " + "lúa gạo " * MOST + "ạ").changes == ()


PIECES = st.sampled_from(
    "chào bạn , cho em hỏi xin hãy nêu ạ vậy thế không ? cảm ơn là gì (hội nhập) “22” ko j please a the".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_something_is_always_left_and_once_is_enough(text: str) -> None:
    spans = word_spans(text)
    cuts = courtesies(text, spans, [canonical(text[start:end]) for start, end in spans])
    assert all(before.end <= after.start for before, after in pairwise(cuts))
    assert sum(cut.last - cut.first for cut in cuts) < max(len(spans), 1)
    assert bool(word_spans(without_courtesy(text))) == bool(spans)
