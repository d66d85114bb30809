"""Events of one page that overlap: none undoes what another did. Without a browser, through the functions Gradio is given."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.fakes_ui import FakeService
from tests.ui.test_handlers import QUESTION, last, text
from ui.handlers import Changes, Handlers
from ui.panels.remembering import Remembering
from ui.render import Exchange, Stage
from ui.session import Page, Session, merged
from ui.settings import Settings
from ui.strings import Words
from ui.wiring import Wiring

NEXT = "Bếp mở cửa lúc mấy giờ?"


class Plain(Wiring[Any]):
    """Changes by name instead of by component."""

    def applied(self, changes: Changes) -> dict[Any, Any]:
        return changes


@pytest.fixture
def desk() -> Handlers:
    return Handlers(FakeService(), Words("vi"))


@pytest.fixture
def by(desk: Handlers) -> Plain:
    return Plain({}, {"vi": desk, "en": desk})


def from_(name: str | None) -> Any:
    """A request of someone who signed in as ``name``."""
    return SimpleNamespace(username=name)


def click(**data: object) -> Any:
    return SimpleNamespace(_data=data)


def asked(desk: Handlers, question: str = QUESTION, session: Session | None = None) -> Session:
    return last(desk.ask(question, session or Session(owner="")))["session"]  # type: ignore[no-any-return]


def test_an_event_that_ends_late_does_not_undo_one_that_began_after_it(desk: Handlers, by: Plain) -> None:
    kept = asked(desk)
    page = Page(Session())
    began, go_on = threading.Event(), threading.Event()

    def slow(_: Handlers, session: Session) -> Changes:
        began.set()
        assert go_on.wait(20)
        return {"session": replace(session, serial=session.serial + 1)}

    opening = threading.Thread(target=by.once(slow), args=(from_(None), page))
    opening.start()
    assert began.wait(20)
    resume = Plain({}, {"vi": Remembering(desk)}).clicked(Remembering.resume)
    resume(from_(None), page, click(conversation=kept.conversation))
    go_on.set()
    opening.join(20)
    assert [e.question for e in page.session.exchanges] == [QUESTION]
    assert (page.session.conversation, page.session.serial) == (kept.conversation, 1)
    *_, shown = by.steps(Handlers.ask)(from_(None), NEXT, page)
    assert text(shown["talk"]).count(QUESTION) == 1
    assert len(desk.history.turns("", kept.conversation or 0)) == 2, "the conversation goes on"


def test_what_is_done_while_an_answer_is_on_its_way_stays(desk: Handlers, by: Plain) -> None:
    page = Page(asked(desk))
    act = Plain({}, {"vi": Remembering(desk)})
    answering = by.steps(Handlers.ask)(from_(None), NEXT, page)
    next(answering)
    act.clicked(Remembering.thumb)(from_(None), page, click(turn=1, helpful=1))
    by.clicked(Handlers.widen)(from_(None), page, click(turn=1, number=1))
    act.clicked(Remembering.find)(from_(None), page, click(words="không có ở đâu"))
    *_, shown = answering
    first, second = page.session.exchanges
    assert first.helpful is True
    assert first.wide
    assert second.stage is Stage.DONE
    assert 'aria-pressed="true"' in shown["talk"], "and it is shown"
    assert text(shown["past"]) == Words("vi")("past_found_none"), "the list is as it was searched meanwhile"


def test_an_answer_to_a_conversation_that_was_left_stays_out_of_the_next(desk: Handlers, by: Plain) -> None:
    page = Page(Session())
    answering = by.steps(Handlers.ask)(from_(None), QUESTION, page)
    next(answering)
    by.once(Handlers.new)(from_(None), page)
    list(answering)  # a cancelled answer may take further steps
    assert (page.session.exchanges, page.session.conversation) == ((), None)


def test_an_answer_ends_where_somebody_else_signs_in(desk: Handlers, by: Plain) -> None:
    page = Page(Session())
    answering = by.steps(Handlers.ask)(from_("Lan"), QUESTION, page)
    next(answering)
    by.once(Handlers.stop)(from_("Minh"), page)
    assert list(answering) == []
    assert (page.session.owner, page.session.exchanges) == ("Minh", ())


exchanges = st.builds(
    Exchange, st.sampled_from("abc"), note=st.sampled_from("xyz"), helpful=st.sampled_from([None, True, False])
)


@given(st.lists(exchanges, max_size=3), st.integers(1, 9), st.integers(0, 9), st.booleans())
def test_changes_to_different_things_are_all_kept(talk: list[Exchange], k: int, serial: int, left: bool) -> None:
    before = Session(tuple(talk), owner="")
    ours = replace(before, serial=serial)
    ours = ours.cleared() if left else replace(ours, exchanges=tuple(replace(e, note="ours") for e in talk))
    theirs = replace(before, settings=Settings(k=k), exchanges=tuple(replace(e, helpful=True) for e in talk))
    for one, other in ((ours, theirs), (theirs, ours)):
        both = merged(before, one, other)
        assert (both.serial, both.settings.k) == (serial, k)
        if left:
            assert (both.exchanges, both.begun) == ((), ours.begun)
        else:
            assert both.exchanges == tuple(replace(e, note="ours", helpful=True) for e in talk)
    assert merged(before, before, theirs) == theirs
    assert merged(before, ours, before) == ours


def test_an_empty_question_changes_nothing(by: Plain) -> None:
    page = Page(Session())
    assert len(list(by.steps(Handlers.ask)(from_(None), "  ", page))) == 1
    assert page.session == Session(owner="")
