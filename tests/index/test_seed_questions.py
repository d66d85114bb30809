"""Questions over the five originals: the evidence is among the first five passages for nine in ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from originals import runs, runs_of

from index.evaluate import Engine, Evidence, QuestionSet, read_questions
from index.evaluation.judging import is_evidence
from index.evaluation.product import ProductLibrary

QUESTIONS = Path(__file__).resolve().parent.parent / "data" / "seed_questions.jsonl"


@pytest.fixture(scope="module")
def questions() -> QuestionSet:
    return read_questions(QUESTIONS)


@pytest.fixture(scope="module")
def engine(seeds: Path, questions: QuestionSet) -> Iterator[Engine]:
    with ProductLibrary(documents=seeds).open_for(questions) as opened:
        yield opened


def test_there_are_questions_of_every_kind(questions: QuestionSet) -> None:
    answerable = [question for question in questions.questions if question.answerable]
    assert len(answerable) >= 70
    assert len(questions.questions) - len(answerable) >= 15
    kinds = {question.id.partition("-")[0] for question in answerable}
    assert kinds == {"def", "date", "num", "list", "per", "tab", "org", "pol"}
    named = {entry.document for question in answerable for entry in question.evidence}
    assert len(named) == 5
    assert all(len(string.split()) < 10 for q in answerable for entry in q.evidence for string in entry.all_of)


def test_no_run_of_words_is_taken_from_the_originals(seeds: Path, questions: QuestionSet) -> None:
    theirs = runs_of(seeds)
    for question in questions.questions:
        strings = [question.text, *question.answers, *(s for entry in question.evidence for s in entry.all_of)]
        assert not [string for string in strings if runs(string) & theirs]


def test_every_evidence_is_in_a_passage(engine: Engine) -> None:
    assert engine.documents == 5
    assert [notice.en for notice in engine.notices] == []


def test_evidence_is_among_the_first_five_for_nine_in_ten(engine: Engine, questions: QuestionSet) -> None:
    answerable = [question for question in questions.questions if question.answerable]
    missed = [question.text for question in answerable if not found(engine, question.text, 5, question.evidence)]
    assert len(missed) <= 0.1 * len(answerable), missed


@pytest.mark.parametrize("asked", ["HNQT là gì?", "hội nhập quốc tế là gì", "hoi nhap quoc te la gi"])
def test_a_slide_definition_is_among_the_first_three(engine: Engine, questions: QuestionSet, asked: str) -> None:
    defined = next(question for question in questions.questions if question.text == "HNQT là gì?")
    slides = [entry for entry in defined.evidence if entry.document.startswith("004")]
    assert found(engine, asked, 3, slides)


def found(engine: Engine, asked: str, k: int, evidence: Sequence[Evidence]) -> bool:
    hits = engine.search(asked, k, "hybrid").hits
    return any(is_evidence(hit, entry) for hit in hits for entry in evidence)
