"""Past conversations and thumbs without a browser: what is kept, what is shown, and whose it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from toys import write_stories

from index.collection import Collection
from tests.ui.fakes_ui import FakeService
from tests.ui.markup_ui import parsed
from tests.ui.test_handlers import QUESTION, last, text
from ui.cli import main
from ui.collections import OpenCollections
from ui.feedback import Feedback
from ui.handlers import Handlers
from ui.history import Conversation, History, Match
from ui.panels.past import LISTED, past
from ui.panels.remembering import Remembering, file_name
from ui.session import Session
from ui.strings import Words

T = Words("vi")
NOW = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


@pytest.fixture
def desk() -> Handlers:
    return Handlers(FakeService(), T)


def asked(desk: Handlers, session: Session | None = None, question: str = QUESTION) -> Session:
    return last(desk.ask(question, session or Session()))["session"]  # type: ignore[no-any-return]


def match(number: int, title: str, age: timedelta) -> Match:
    return Match(Conversation(number, title, NOW.isoformat(), (NOW - age).isoformat(), 1), "", None)


def test_each_finished_turn_is_kept_in_one_conversation(desk: Handlers) -> None:
    session = asked(desk, asked(desk), "Bếp mở cửa lúc mấy giờ?")
    (conversation,) = desk.history.conversations("")
    assert (conversation.id, conversation.turns) == (session.conversation, 2)
    stored = desk.history.turns("", conversation.id)
    assert [one.id for one in stored] == [e.kept for e in session.exchanges]
    assert [one.turn.answer for one in stored] == [e.answer for e in session.exchanges]
    assert stored[0].versions == desk.at(Session()).versions()
    new = desk.new(session)
    assert (new["session"].conversation, new["session"].exchanges) == (None, ())
    asked(desk, new["session"])
    assert len(desk.history.conversations("")) == 2


def test_a_question_asked_again_or_edited_is_kept_once(desk: Handlers) -> None:
    session = asked(desk, asked(desk), "rau muong")
    session = last(desk.ask_again(session, {"turn": "2", "act": "exact"}))["session"]
    session = desk.edit(session, {})["session"]
    assert len(desk.history.turns("", session.conversation or 0)) == 2, "until the next is answered nothing is lost"
    session = asked(desk, desk.edit(session, {})["session"], "Rau muống trồng ở đâu?")
    assert [one.turn.question for one in desk.history.turns("", session.conversation or 0)] == [
        "Rau muống trồng ở đâu?"
    ]
    session = asked(desk, session, "Bếp mở cửa lúc mấy giờ?")
    stored = desk.history.turns("", session.conversation or 0)
    assert [one.id for one in stored] == [e.kept for e in session.exchanges]
    left = desk.new(desk.edit(session, {})["session"])["session"]
    asked(desk, left)
    assert len(desk.history.turns("", session.conversation or 0)) == 2


def test_nothing_is_kept_of_what_was_not_answered(desk: Handlers) -> None:
    step = next(desk.ask(QUESTION, Session()))
    desk.stop(step["session"])
    assert desk.history.conversations("") == []


def test_a_history_that_cannot_be_written_costs_no_answer(desk: Handlers, home: Path) -> None:
    home.mkdir()
    (home / "history.sqlite3").write_bytes(b"not a database" * 100)
    shown = last(desk.ask(QUESTION, Session()))
    assert "hai lần mỗi ngày" in text(shown["talk"])
    assert "chưa lưu được" in text(shown["talk"])
    assert "aria-pressed" not in shown["talk"], "what is not kept cannot be judged"
    assert "lịch sử" in text(shown["past"])


def test_a_stored_conversation_goes_on_without_asking_anything_again(desk: Handlers) -> None:
    before = asked(desk)
    empty = FakeService()
    gone = Handlers(empty, T)
    empty.texts.clear()
    shown = Remembering(gone).resume(Session(), {"conversation": str(before.conversation)})
    assert shown["session"].exchanges[0].answer == before.exchanges[0].answer
    assert "hai lần mỗi ngày" in text(shown["cards"])
    assert 'aria-current="true"' in shown["past"]
    again = asked(gone, shown["session"], "Còn phân thì sao?")
    assert again.conversation == before.conversation
    assert len(gone.history.turns("", before.conversation or 0)) == 2


def test_history_survives_re_indexing_and_removal(tmp_path: Path) -> None:
    folder = write_stories(tmp_path / "docs")
    assert main(["--collection", "truyen", "index", str(folder)]) == 0
    desk = Handlers(OpenCollections(Collection.named("truyen")), T)
    before = asked(desk, question="Thư viện mở cửa năm nào?")
    (folder / "thu-vien.md").write_text("# Thư viện\n\nNơi này đã dời đi, không rõ năm.\n", encoding="utf-8")
    assert main(["--collection", "truyen", "index", str(folder)]) == 0
    assert main(["--collection", "truyen", "remove", "vuon-hoa.md"]) == 0
    shown = Remembering(desk).resume(Session(), {"conversation": before.conversation})
    assert "1998" in text(shown["talk"])
    assert "1998" in "".join(mark.text() for mark in parsed(shown["cards"]).all("mark"))
    assert (
        "1998" in Remembering(desk).export(shown["session"], {"conversation": before.conversation})["download"]["text"]
    )


def test_renaming_deleting_and_searching(desk: Handlers) -> None:
    act = Remembering(desk)
    session = asked(desk)
    at = {"conversation": str(session.conversation)}
    assert "Đã đổi tên" in text(act.rename(session, {**at, "title": "Vườn nhà"})["status"])
    assert "Vườn nhà" in text(act.rename(session, {**at, "title": "  "})["past"])
    found = act.find(session, {"words": "vuon nha"})
    assert "Vườn nhà" in text(found["past"])
    none = act.find(session, {"words": "tàu ngầm"})
    assert text(none["past"]) == T("past_found_none")
    elsewhere = act.delete(Session(conversation=99), at)
    assert "session" not in elsewhere, "the conversation on the screen stays"
    assert desk.history.conversations("") == []
    session = asked(desk)
    here = act.delete(session, {"conversation": session.conversation})
    assert (here["session"].exchanges, here["session"].conversation) == ((), None)
    assert "không còn" in text(act.delete(session, {"conversation": session.conversation})["status"])


def test_a_deleted_conversation_that_is_still_open_elsewhere_begins_anew(desk: Handlers) -> None:
    session = asked(desk)
    desk.history.delete("", session.conversation or 0)
    again = asked(desk, session, "Bếp mở cửa lúc mấy giờ?")
    assert again.conversation != session.conversation
    shown = Remembering(desk).thumb(again, {"turn": 1, "helpful": 1})
    assert "không còn trong lịch sử" in text(shown["status"])


def test_nobody_reaches_what_belongs_to_another(desk: Handlers) -> None:
    session = asked(desk, Session(owner="Lan"))
    at = {"conversation": session.conversation, "title": "của tôi", "turn": 1, "helpful": 1, "word": "x"}
    act = Remembering(desk)
    for owner in ("Minh", "", None):
        other = Session(owner=owner)
        for handler in (act.resume, act.rename, act.delete, act.export):
            shown = handler(other, at)
            assert "không còn cuộc hỏi đáp này" in text(shown["status"])
            assert QUESTION not in json.dumps(shown, default=str, ensure_ascii=False)
        stolen = Session(exchanges=session.exchanges, owner=owner)  # as if a session were taken over
        assert "session" not in act.thumb(stolen, at)
        assert QUESTION not in act.find(other, {"words": "rau muong"})["past"]
    assert desk.history.turns("Lan", session.conversation or 0)[0].helpful is None
    assert [one.title for one in desk.history.conversations("Lan")] == [QUESTION]


def test_a_session_never_passes_from_one_name_to_another(desk: Handlers) -> None:
    session = asked(desk, Session().belonging("Lan"))
    assert session.belonging("Lan") is session
    for other in ("Minh", ""):
        fresh = session.belonging(other)
        assert (fresh.owner, fresh.exchanges, fresh.conversation) == (other, (), None)


def test_thumbs_toggle_and_a_word_needs_one(desk: Handlers) -> None:
    act = Remembering(desk)
    session = asked(desk)
    assert act.word(session, {"turn": 1, "word": "đúng"}) == {"session": session}
    up = act.thumb(session, {"turn": "1", "helpful": "1"})
    assert [b.attributes["aria-pressed"] for b in parsed(up["talk"]).all("button", "thumb")] == ["true", "false"]
    down = act.thumb(up["session"], {"turn": "1", "helpful": "0"})
    said = act.word(down["session"], {"turn": "1", "word": "  thiếu ý  "})
    (opinion,) = Feedback().opinions()
    assert (opinion.helpful, opinion.word) == (False, "thiếu ý")
    assert "Đã ghi: thiếu ý" in text(said["talk"])
    back = act.thumb(said["session"], {"turn": "1", "helpful": "0"})
    assert Feedback().opinions() == []
    assert "judged" not in back["talk"]
    for wrong in ({}, {"turn": "9"}, {"turn": "x", "helpful": "y"}, {"turn": None}):
        assert act.thumb(session, wrong) == {"session": session}


def test_feedback_given_in_the_chat_is_evaluated_as_it_stands(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = write_stories(tmp_path / "docs")
    assert main(["--collection", "truyen", "index", str(folder)]) == 0
    service = OpenCollections(Collection.named("truyen"))
    desk = Handlers(service, T)
    act = Remembering(desk)
    session = asked(desk, question="Thư viện mở cửa năm nào?")
    session = asked(desk, session, "Chủ quán cà phê tên là gì?")
    session = act.thumb(session, {"turn": 1, "helpful": 1})["session"]
    session = act.thumb(session, {"turn": 2, "helpful": 1})["session"]
    act.word(session, {"turn": 2, "word": "đúng người"})
    file = tmp_path / "feedback.jsonl"
    assert main(["feedback", "export", "--out", str(file)]) == 0
    capfd.readouterr()
    assert main(["eval", str(file), "--json"]) == 0
    (measured,) = json.loads(capfd.readouterr().out)
    assert (measured["queries"], measured["metrics"]["R@5"]) == (2, 1.0)


def listed(found: list[Match], **more: Any) -> str:
    return past(found, (), T, **{"current": None, "shown": LISTED, "wanted": "", "now": NOW, **more})


def test_the_list_is_grouped_by_day_and_grows_on_request() -> None:
    ages = [timedelta(minutes=5), timedelta(hours=23), timedelta(days=3), timedelta(days=20), timedelta(days=400)]
    root = parsed(listed([match(i, f"cuộc {i}", age) for i, age in enumerate(ages)]))
    assert [h.text() for h in root.all("h3")] == ["Hôm nay", "Hôm qua", "7 ngày qua", "30 ngày qua", "Cũ hơn"]
    many = [match(i, f"cuộc {i}", timedelta(0)) for i in range(4)]
    root = parsed(listed(many, shown=3))
    assert len(root.all(css="resume")) == 3
    assert root.all("button")[-1].text() == "Xem thêm"
    assert [b.text() for b in parsed(listed(many)).all("button") if b.attributes.get("data-act") == "older"] == []
    assert text(listed([])) == T("past_none")


def test_more_of_the_list_is_shown_on_request(desk: Handlers) -> None:
    history = History()
    session = asked(desk)
    turn = session.exchanges[0].turn
    assert turn is not None
    for _ in range(LISTED + 1):
        history.add("", None, turn, desk.at(Session()).versions())
    assert desk.past(session).count('"resume"') == LISTED * 2
    more = Remembering(desk).older(session, {})
    assert more["past"].count('"resume"') == (LISTED + 2) * 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Giá vé?", "Giá vé.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ("…", "hoi-dap.md"),
        ('a"b<c>|d', "a b c d.md"),
        ("x" * 100, f"{'x' * 60}.md"),
    ],
)
def test_names_of_files_suit_every_system(title: str, name: str) -> None:
    assert file_name(Conversation(1, title, "", "", 1)) == name
