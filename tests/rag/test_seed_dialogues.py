"""Dialogues over the five originals: follow-ups find the right passage at every turn for sixteen of twenty.

Every dialogue runs with the history of the real answers, as a person would meet them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from originals import runs, runs_of

from index.collection import Collection
from index.evaluation.datasets import Evidence
from index.evaluation.judging import holds, is_evidence, names_document, plain
from rag.chat import Chat
from rag.types import Turn

DIALOGUES = Path(__file__).resolve().parent.parent / "data" / "seed_dialogues.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a dialogue and what a passage must hold to answer it."""

    question: str
    evidence: tuple[Evidence, ...]


def read_dialogues() -> dict[str, tuple[Asked, ...]]:
    rows = [json.loads(line) for line in DIALOGUES.read_text(encoding="utf-8").splitlines()]
    return {
        row["id"]: tuple(
            Asked(turn["question"], tuple(Evidence(e["document"], tuple(e["all_of"])) for e in turn["evidence"]))
            for turn in row["turns"]
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def originals(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    collection = Collection(tmp_path_factory.mktemp("originals") / "collection", create=True)
    collection.ingest([seeds])
    yield collection
    collection.close()


def test_twenty_dialogues_of_two_to_four_turns() -> None:
    dialogues = read_dialogues()
    assert len(dialogues) == 20
    assert all(2 <= len(turns) <= 4 for turns in dialogues.values())
    assert all(asked.evidence for turns in dialogues.values() for asked in turns)


def test_no_run_of_words_is_taken_from_the_originals(seeds: Path) -> None:
    theirs = runs_of(seeds)
    for turns in read_dialogues().values():
        for asked in turns:
            for text in (asked.question, *(s for entry in asked.evidence for s in entry.all_of)):
                assert not runs(text) & theirs, text


def test_every_evidence_is_in_a_passage(originals: Collection) -> None:
    stored = originals.store.passages([int(row) for row in originals.store.rows()[0]])
    for turns in read_dialogues().values():
        for entry in (entry for asked in turns for entry in asked.evidence):
            assert any(
                holds(plain(one.passage.text), entry) and names_document(plain(entry.document), one.title, one.source)
                for one in stored
            ), entry


def test_the_right_passage_at_every_turn_of_sixteen_dialogues(originals: Collection) -> None:
    chat = Chat(originals)
    lost = {name: missed for name, turns in read_dialogues().items() if (missed := _missed(chat, turns))}
    assert len(lost) <= 4, lost


def test_the_history_is_what_finds_them(originals: Collection) -> None:
    """Asked without the turns before, far fewer dialogues go through: the completion earns its place."""
    chat = Chat(originals)
    dialogues = read_dialogues()
    alone = sum(all(_found(chat, asked, []) is not None for asked in turns) for turns in dialogues.values())
    together = sum(not _missed(chat, turns) for turns in dialogues.values())
    assert together >= alone + 3


def _missed(chat: Chat, turns: tuple[Asked, ...]) -> list[str]:
    """The questions, as they were completed, for which no passage among the first five holds the evidence."""
    history: list[Turn] = []
    missed = []
    for asked in turns:
        answer = chat.answer(asked.question, history)
        if not any(is_evidence(hit, entry) for hit in answer.hits[:5] for entry in asked.evidence):
            missed.append(f"{asked.question} -> {answer.searched_as}")
        history.append(Turn(asked.question, answer))
    return missed


def _found(chat: Chat, asked: Asked, history: list[Turn]) -> int | None:
    hits = chat.answer(asked.question, history).hits[:5]
    return next((hit.rank for hit in hits if any(is_evidence(hit, entry) for entry in asked.evidence)), None)
