"""Questions over the sample and the originals as people ask who have not read them, and what the documents do not say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from originals import runs, runs_of

from corpus.vietnamese import nfc
from index.evaluate import read_questions
from index.evaluation.product import ProductLibrary

DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLE, ORIGINALS = DATA / "everyday_sample.jsonl", DATA / "everyday_seeds.jsonl"


@pytest.mark.parametrize("path", [SAMPLE, ORIGINALS], ids=["sample", "originals"])
def test_there_are_questions_of_every_kind(path: Path) -> None:
    found = read_questions(path).questions
    assert Counter(one.id.partition("-")[0] for one in found) == {"plain": 50, "colloquial": 30, "trap": 40}
    for one in found:
        assert one.answerable == bool(one.evidence) == (not one.id.startswith("trap"))
        assert one.text == nfc(one.text).strip()
    assert len({one.text for one in found}) == len(found)


def test_every_evidence_is_in_a_passage_of_the_sample() -> None:
    with ProductLibrary().open_for(read_questions(SAMPLE)) as engine:
        assert [notice.en for notice in engine.notices] == []


def test_every_evidence_is_in_a_passage_of_the_originals(seeds: Path) -> None:
    with ProductLibrary(documents=seeds).open_for(read_questions(ORIGINALS)) as engine:
        assert [notice.en for notice in engine.notices] == []


def test_no_run_of_words_is_taken_from_the_originals(seeds: Path) -> None:
    theirs = runs_of(seeds)
    for one in read_questions(ORIGINALS).questions:
        strings = [one.text, *(string for entry in one.evidence for string in entry.all_of)]
        assert not [string for string in strings if runs(string) & theirs]
