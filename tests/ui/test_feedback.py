"""Thumbs are kept with what they were given on, and what is exported is evaluated as it stands."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import write_stories

from corpus.errors import HoidapError
from index.collection import Collection
from index.evaluate import QuestionSet, read_dataset
from index.evaluation.datasets import Evidence
from index.evaluation.judging import is_evidence
from rag.chat import Chat
from rag.types import Outcome, Turn
from tests.ui.turns_ui import GARDEN, VERSIONS, garden_turn, hit_in, turn_of
from ui.cli import main
from ui.feedback import EVIDENCE_WORDS, Feedback, Opinion, exported
from ui.history import LOCAL, History, versions


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def rated(place: Path, turn: Turn, *, helpful: bool = True, word: str = "") -> int:
    kept = History(place).add(LOCAL, None, turn, VERSIONS)
    Feedback(place).give(LOCAL, kept.turn, helpful=helpful, word=word)
    return kept.turn


def opinion(turn: Turn, number: int = 1, *, helpful: bool = True) -> Opinion:
    return Opinion(number, LOCAL, "2026-11-23T00:00:00+00:00", helpful, "", turn.question, turn, VERSIONS)


def test_a_thumb_is_stored_with_question_answer_hits_and_versions(place: Path) -> None:
    turn = garden_turn()
    number = rated(place, turn, helpful=False, word="thiếu\0 buổi trưa \ud800")
    (found,) = Feedback(place).opinions()
    assert (found.turn_id, found.turn, found.versions, found.helpful) == (number, turn, VERSIONS, False)
    assert found.word == "thiếu buổi trưa ?"
    Feedback(place).give(LOCAL, number, helpful=True)
    (again,) = Feedback(place).opinions("vuon")
    assert again.helpful
    assert again.word == ""
    assert Feedback(place).opinions("other") == []
    (shown,) = History(place).turns(LOCAL, 1)
    assert shown.helpful is True
    Feedback(place).take_back(LOCAL, number)
    assert Feedback(place).opinions() == []


def test_thumbs_belong_to_the_owner_and_go_with_the_conversation(place: Path) -> None:
    number = rated(place, garden_turn())
    for act in (
        lambda: Feedback(place).give("lan", number, helpful=False),
        lambda: Feedback(place).give(LOCAL, number + 1, helpful=False),
    ):
        with pytest.raises(HoidapError, match="lịch sử"):
            act()
    Feedback(place).take_back("lan", number)
    assert len(Feedback(place).opinions()) == 1
    History(place).delete(LOCAL, 1)
    assert Feedback(place).opinions() == []


def test_a_follow_up_is_exported_whole(place: Path) -> None:
    first = History(place).add(LOCAL, None, garden_turn("Sản lượng năm 2019 là bao nhiêu?"), VERSIONS)
    second = History(place).add(LOCAL, first.conversation, garden_turn("Còn năm 2020 thì sao?"), VERSIONS)
    Feedback(place).give(LOCAL, second.turn, helpful=True)
    (row,) = exported(Feedback(place).opinions()).rows
    assert row["question"] == "Sản lượng năm 2020 là bao nhiêu?"


def test_a_thumb_up_makes_a_question_with_its_quote_as_evidence() -> None:
    (row,) = exported([opinion(garden_turn())]).rows
    quote = GARDEN.partition(". ")[0] + "."
    assert row == {
        "id": "feedback-1",
        "question": "Rau muống cần tưới mấy lần mỗi ngày?",
        "answers": ["hai lần mỗi ngày"],
        "evidence": [{"document": "vuon.md", "all_of": [quote]}],
        "answerable": True,
    }


def test_a_thumb_up_on_no_evidence_is_unanswerable_and_a_thumb_down_makes_no_question() -> None:
    nothing = turn_of("Giá vàng?", [hit_in(GARDEN)], [])
    assert nothing.answer.outcome is Outcome.NO_EVIDENCE
    found = exported([opinion(nothing), opinion(garden_turn(), 2, helpful=False)])
    assert [(row["answerable"], row["evidence"], row["answers"]) for row in found.rows] == [(False, [], [])]
    assert (found.down, found.unusable) == (1, 0)


def test_the_latest_thumb_on_a_question_counts() -> None:
    found = exported([opinion(garden_turn(), 1), opinion(garden_turn("  rau muống cần TƯỚI mấy lần mỗi ngày?"), 2)])
    assert [row["id"] for row in found.rows] == ["feedback-2"]


def test_a_quote_that_no_passage_holds_is_counted_not_exported() -> None:
    turn = garden_turn()
    other = replace(turn.answer.hits[0], passage=replace(turn.answer.hits[0].passage, text="chuyện khác"))
    found = exported([opinion(Turn(turn.question, replace(turn.answer, hits=(other,))))])
    assert (found.rows, found.unusable) == ((), 1)


@given(st.lists(st.text(min_size=1, max_size=90), min_size=1, max_size=4), st.data())
def test_evidence_is_short_and_stands_in_the_passage_it_was_quoted_from(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    emphasis = data.draw(st.sampled_from(["", text[start:end], text[start : start + 1]]))
    turn = turn_of("câu hỏi", [hit_in(text)], [text[start:end]], emphasis)
    found = exported([opinion(turn)])
    assert len(found.rows) + found.unusable == 1
    assert found.unusable == 0 or not text[start:end].strip() or not text[start:end].isascii()
    for row in found.rows:
        for entry in row["evidence"]:
            assert is_evidence(turn.answer.hits[0], Evidence(entry["document"], tuple(entry["all_of"])))
            assert all(0 < len(string.split()) <= EVIDENCE_WORDS for string in entry["all_of"])


def test_odd_file_names_are_read_back(tmp_path: Path) -> None:
    turn = turn_of("hỏi", [hit_in(GARDEN, source="/tmp/\udce9\u202e.md")], [GARDEN])
    file = tmp_path / "f.jsonl"
    file.write_text(exported([opinion(turn)]).text, encoding="utf-8")
    questions = read_dataset(file)
    assert isinstance(questions, QuestionSet)
    assert is_evidence(turn.answer.hits[0], questions.questions[0].evidence[0])


ASKED = {
    "Thư viện mở cửa năm nào?": True,
    "thu vien nam o pho nao": True,
    "Chủ quán cà phê tên là gì?": True,
    "Hoa nở rộ vào mùa nào?": False,
}


def test_feedback_from_the_chat_is_evaluated_as_it_stands(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = write_stories(tmp_path / "docs")
    assert main(["--collection", "truyen", "index", str(folder)]) == 0
    collection = Collection.named("truyen")
    chat, history = Chat(collection), History()
    for question, helpful in ASKED.items():
        answer = chat.answer(question)
        assert answer.outcome is Outcome.ANSWERED, question
        kept = history.add(LOCAL, None, Turn(question, answer), versions(collection))
        Feedback().give(LOCAL, kept.turn, helpful=helpful, word="sai mùa" if not helpful else "")
    collection.close()
    capfd.readouterr()

    file = tmp_path / "out" / "feedback.jsonl"
    assert main(["feedback", "export", "--out", str(file)]) == 0
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "3 câu hỏi" in printed.err
    assert "1 câu 👎" in printed.err
    assert main(["eval", str(file), "--json"]) == 0
    out, err = capfd.readouterr()
    (measured,) = json.loads(out)
    assert measured["queries"] == 3
    assert measured["metrics"]["R@5"] == 1.0
    assert "bằng chứng" not in err, "every evidence stands in a passage"

    assert main(["feedback", "export"]) == 0
    assert capfd.readouterr().out == file.read_text(encoding="utf-8")
    assert main(["feedback", "list"]) == 0
    assert "👎" in (listed := capfd.readouterr().out)
    assert "sai mùa" in listed
    assert main(["feedback", "list", "--json"]) == 0
    records = json.loads(capfd.readouterr().out)
    assert [record["helpful"] for record in records] == list(ASKED.values())
    assert {record["collection"] for record in records} == {"truyen"}
    assert all(record["answer"]["hits"] and record["model"] for record in records)


def test_nothing_to_export_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "export"]) == 1
    assert "👍" in capsys.readouterr().err
    assert main(["--lang", "en", "feedback", "list"]) == 0
    assert "no feedback" in capsys.readouterr().out
