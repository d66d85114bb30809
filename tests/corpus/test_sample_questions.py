"""The questions over the sample corpus: their counts, and that each piece of evidence is one passage could hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

from corpus.loading import load_file

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample"
QUESTIONS = [json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
STRETCH = 900  # characters: about what one passage holds
KINDS = {
    "comparison", "date", "definition", "document_number", "list", "number", "person", "reason", "yes_no",
}  # fmt: skip


def plain(text: str) -> str:
    return " ".join(text.lower().split())


@cache
def sections(name: str) -> tuple[str, ...]:
    loaded = load_file(SAMPLE / name)
    return tuple(plain(loaded.document.text[section.start : section.end]) for section in loaded.sections)


def stands_together(text: str, strings: list[str]) -> bool:
    """Whether some stretch of ``STRETCH`` characters of ``text`` holds every string."""
    starts = [match.start() for string in strings for match in re.finditer(re.escape(string), text)]
    return any(all(string in text[start : start + STRETCH] for string in strings) for start in starts)


def test_counts() -> None:
    assert len(QUESTIONS) == 150
    assert sum(not question["answerable"] for question in QUESTIONS) == 30
    assert Counter(question["language"] for question in QUESTIONS) == {"vi": 120, "en": 30}
    assert {question["kind"] for question in QUESTIONS} == KINDS
    assert (
        len({question["id"] for question in QUESTIONS}) == len({question["question"] for question in QUESTIONS}) == 150
    )


def test_answerable_questions_have_answers_and_evidence_and_the_others_have_none() -> None:
    for question in QUESTIONS:
        assert bool(question["answers"]) == bool(question["evidence"]) == question["answerable"], question["id"]


def test_every_sample_is_asked_about() -> None:
    asked = {entry["document"] for question in QUESTIONS for entry in question["evidence"]}
    assert asked == {path.name for path in SAMPLE.glob("*.md")}


def test_each_evidence_stands_in_one_stretch_of_one_section() -> None:
    missing = [
        (question["id"], entry["document"], entry["all_of"])
        for question in QUESTIONS
        for entry in question["evidence"]
        if not any(stands_together(text, list(map(plain, entry["all_of"]))) for text in sections(entry["document"]))
    ]
    assert missing == []


def test_questions_do_not_repeat_the_documents_words() -> None:
    """No question contains eight words in a row of the samples; a name of a document or body is shorter."""
    said = {
        " ".join(words[i : i + 8])
        for path in SAMPLE.glob("*.md")
        for text in sections(path.name)
        for words in [re.findall(r"\w+", text)]
        for i in range(len(words) - 7)
    }
    copied = [
        question["question"]
        for question in QUESTIONS
        for words in [re.findall(r"\w+", plain(question["question"]))]
        if any(" ".join(words[i : i + 8]) in said for i in range(len(words) - 7))
    ]
    assert copied == []
