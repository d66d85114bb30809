"""What happens when a person asks, stops, edits, opens, adds and removes: without Gradio, without a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CollectionBusy
from rag.chat import Options
from rag.generation.endpoint import Generator
from rag.types import Delta, Done, Event, Found, Restart, Searching, Turn
from tests.ui.fakes_ui import FakeService
from tests.ui.markup_ui import parsed
from ui.handlers import MAX_QUESTION, MOST_AROUND, Handlers, folded, number_in, uploads_of
from ui.render import Exchange, Stage
from ui.service import Upload
from ui.session import Session
from ui.strings import Words

T = Words("vi")
QUESTION = "Rau muống cần tưới mấy lần mỗi ngày?"


class Scripted(FakeService):
    """Answers with given events; notes what it was asked."""

    def __init__(self, script: Sequence[Event | Exception] | None = None) -> None:
        super().__init__()
        self.script = script
        self.asked: list[tuple[str, int, bool]] = []

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        options: Options | None = None,
        generator: Generator | None = None,
    ) -> Iterator[Event]:
        self.asked.append((question, len(history), options is not None and options.exact))
        for event in super().ask(question, history, options) if self.script is None else self.script:
            if isinstance(event, Exception):
                raise event
            yield event


def last(changes: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return list(changes)[-1]


def text(markup: str) -> str:
    return parsed(markup).text()


def test_an_answer_comes_in_stages_and_empties_the_box() -> None:
    steps = list(Handlers(FakeService(), T).ask(f"  {QUESTION}\n", Session()))
    assert steps[0]["box"] == ""
    assert all("box" not in step for step in steps[1:])
    stages = [step["session"].exchanges[-1].stage for step in steps]
    assert stages == sorted(stages, key=[*Stage].index)
    assert {Stage.SEARCHING, Stage.READING, Stage.ANSWERING, Stage.DONE} == set(stages)
    assert [step["busy"] for step in steps] == [True] * (len(steps) - 1) + [False]
    assert steps[-1]["session"].exchanges[0].question == QUESTION
    assert "hai lần mỗi ngày" in text(steps[-1]["cards"])


@pytest.mark.parametrize("question", ["", "   \n", None])
def test_an_empty_question_changes_nothing(question: str | None) -> None:
    session = Session()
    assert list(Handlers(FakeService(), T).ask(question, session)) == [{"session": session}]


def test_an_overlong_question_is_refused_in_words() -> None:
    service = Scripted()
    shown = last(Handlers(service, T).ask("x" * (MAX_QUESTION + 1), Session()))
    assert "dài quá 2.000 ký tự" in text(shown["talk"])
    assert service.asked == []


def test_an_error_is_said_in_the_language_of_the_page_and_the_conversation_goes_on() -> None:
    busy = CollectionBusy("Bộ tài liệu đang bận.", "The collection is busy.")
    shown = last(Handlers(Scripted([Searching("q"), busy]), Words("en")).ask("q", Session()))
    assert "The collection is busy." in text(shown["talk"])
    assert shown["busy"] is False
    service = Scripted()
    again = last(Handlers(service, T).ask(QUESTION, shown["session"]))
    assert service.asked == [(QUESTION, 0, False)], "a failed question is no turn of the conversation"
    assert len(again["session"].exchanges) == 2


def test_follow_ups_carry_the_conversation() -> None:
    service = Scripted()
    handlers = Handlers(service, T)
    session = last(handlers.ask(QUESTION, Session()))["session"]
    last(handlers.ask("Còn phân thì sao?", session))
    assert [n for _, n, _ in service.asked] == [0, 1]


def test_what_a_language_model_began_is_taken_back_when_it_fails() -> None:
    found = next(event for event in FakeService().ask(QUESTION) if isinstance(event, Found))
    exchange = Exchange("q")
    for event in (Searching("q"), found, Delta("nửa câu"), Restart("Mô hình không trả lời.", "The model is silent.")):
        exchange = folded(exchange, event, 1)
    assert (exchange.partial, exchange.note) == ("", "Mô hình không trả lời.")
    done = folded(
        folded(exchange, Delta("câu"), 1), next(e for e in FakeService().ask(QUESTION) if isinstance(e, Done)), 7
    )
    assert (done.stage, done.milliseconds) == (Stage.DONE, 7)


def test_asking_the_last_question_exactly_replaces_it_and_an_older_one_is_asked_anew() -> None:
    service = Scripted()
    handlers = Handlers(service, T)
    session = last(handlers.ask("rau muong", Session()))["session"]
    session = last(handlers.ask_again(session, {"turn": "1", "act": "exact"}))["session"]
    assert [(e.question, e.exact) for e in session.exchanges] == [("rau muong", True)]
    session = last(handlers.ask(QUESTION, session))["session"]
    session = last(handlers.ask_again(session, {"turn": "1", "act": "retry"}))["session"]
    assert [e.question for e in session.exchanges] == ["rau muong", QUESTION, "rau muong"]


@pytest.mark.parametrize("data", [{}, {"turn": "99"}, {"turn": "-1"}, {"turn": "x"}, {"turn": None}, {"turn": [1]}])
def test_a_turn_that_is_not_there_is_left_alone(data: dict[str, Any]) -> None:
    session = Session()
    assert list(Handlers(FakeService(), T).ask_again(session, data)) == [{"session": session}]


@given(st.none() | st.text() | st.integers() | st.floats() | st.lists(st.integers()))
def test_any_number_a_browser_sends_is_read_or_zero(value: Any) -> None:
    assert isinstance(number_in({"turn": value}, "turn"), int)


def test_stopping_keeps_what_was_there() -> None:
    handlers = Handlers(FakeService(), T)
    step = next(s for s in handlers.ask(QUESTION, Session()) if s["session"].exchanges[-1].stage is Stage.ANSWERING)
    stopped = handlers.stop(step["session"])
    assert stopped["session"].exchanges[-1].stage is Stage.STOPPED
    assert "Đã dừng." in text(stopped["talk"])
    assert stopped["busy"] is False
    assert handlers.stop(Session())["session"] == Session()
    late = last(handlers.ask(QUESTION, step["session"]))["session"]
    assert [e.stage for e in late.exchanges] == [Stage.STOPPED, Stage.DONE], "a step that came after the end"


def test_editing_takes_the_question_back() -> None:
    handlers = Handlers(FakeService(), T)
    session = last(handlers.ask(QUESTION, Session()))["session"]
    edited = handlers.edit(session, {})
    assert (edited["box"], edited["session"].exchanges) == (QUESTION, ())
    assert handlers.edit(Session(), {}) == {"session": Session()}


def test_opening_the_same_place_twice_is_seen_twice() -> None:
    service = FakeService()
    handlers = Handlers(service, T)
    data = {"document": service.documents()[0].id, "start": "30", "end": "60", "turn": "1"}
    first = handlers.open(Session(), data)
    second = handlers.open(first["session"], data)
    assert first["reader"] != second["reader"]
    gone = handlers.open(Session(), {"document": "../../etc/passwd"})
    assert "reader" not in gone
    assert "Không có tài liệu này" in text(gone["status"])


def test_a_card_is_widened_step_by_step_and_made_small_again() -> None:
    handlers = Handlers(FakeService(), T)
    asked = last(handlers.ask(QUESTION, Session()))
    card = {"turn": "1", "number": "1"}

    def quotes(changes: dict[str, Any]) -> list[str]:
        return [quote.text() for quote in parsed(changes["cards"]).all(css="quote")]

    shown, changes = [quotes(asked)], asked
    for _ in range(2):
        changes = handlers.widen(changes["session"], {**card, "how": "wider"})
        shown.append(quotes(changes))
    assert len(shown[0][0]) < len(shown[1][0]) < len(shown[2][0])
    assert all(step[1:] == shown[0][1:] for step in shown), "the other cards stay as they are"
    assert quotes(handlers.widen(changes["session"], {**card, "how": "narrower"})) == shown[0]
    answers = {changes["session"].answer(1), asked["session"].answer(1)}
    assert len(answers) == 1, "spans, ids and scores stay"


def test_widening_ends_where_there_is_no_more_to_show() -> None:
    handlers = Handlers(FakeService(), T)
    session = last(handlers.ask(QUESTION, Session()))["session"]
    for _ in range(MOST_AROUND + 3):
        session = handlers.widen(session, {"turn": "1", "number": "1", "how": "wider"})["session"]
    (wide,) = session.exchanges[0].wide
    assert wide.by <= MOST_AROUND
    assert wide.whole


@pytest.mark.parametrize(
    "data",
    [{}, {"turn": "1"}, {"turn": "1", "number": "99"}, {"turn": "9", "number": "1"}, {"turn": "x", "number": []}],
)
def test_a_card_that_is_not_there_is_left_alone(data: dict[str, Any]) -> None:
    handlers = Handlers(FakeService(), T)
    session = last(handlers.ask(QUESTION, Session()))["session"]
    assert handlers.widen(session, data) == {"session": session}
    assert handlers.widen(Session(), data) == {"session": Session()}


def test_uploaded_files_keep_the_names_they_had() -> None:
    sent = SimpleNamespace(root=[SimpleNamespace(path="/tmp/x/anh.md", orig_name="Ảnh “đẹp”.md")])
    assert uploads_of(sent) == [Upload(Path("/tmp/x/anh.md"), "Ảnh “đẹp”.md")]
    assert uploads_of(SimpleNamespace(path="/tmp/x/anh.md", orig_name=None)) == [
        Upload(Path("/tmp/x/anh.md"), "anh.md")
    ]
    assert uploads_of(None) == []
