"""What happens in the web chat, without Gradio: each handler takes the session and says which parts of the page change.

Browser events carry whatever a client cares to send: every value of theirs is checked before use.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.document import Span
from corpus.errors import HoidapError
from rag.chat import Options
from rag.types import Delta, Done, Event, Found, Searching
from ui.cards import passage_of, sources
from ui.history import History
from ui.library_handlers import asked_within, library_changes
from ui.panels.past import past
from ui.render import Exchange, Stage, Wide, conversation
from ui.service import Collections, Service, Upload
from ui.session import Session, merged
from ui.settings import Hosting
from ui.shelf import notice
from ui.strings import Words
from ui.viewer import viewer

logger = logging.getLogger(__name__)

MAX_QUESTION = 2_000
"""Code points of a question."""

MAX_EXCHANGES = 100
"""Questions of one conversation that stay on the screen."""

MOST_AROUND = 5
"""Passages shown on each side of one that was found."""

HERE = Hosting()
"""A chat of one person, started without any choice."""

Changes = dict[str, Any]
"""Parts of the page by name, with their new content. ``busy`` says whether an answer is on its way."""

Steps = Generator[Changes, Session | None, None]
"""Changes one after the other. Each step may be told the session as it is then, other events having changed it too."""


def folded(exchange: Exchange, event: Event, milliseconds: int, lang: str = "vi") -> Exchange:
    """The exchange after one more event of its answer. A Restart takes back what was streamed and says why."""
    if isinstance(event, Searching):
        return replace(exchange, stage=Stage.SEARCHING)
    if isinstance(event, Found):
        return replace(exchange, stage=Stage.READING, found=len(event.result.hits))
    if isinstance(event, Delta):
        return replace(exchange, stage=Stage.ANSWERING, partial=exchange.partial + event.text)
    if isinstance(event, Done):
        return replace(exchange, stage=Stage.DONE, answer=event.answer, milliseconds=milliseconds)
    return replace(exchange, stage=Stage.READING, partial="", note=event.vi if lang == "vi" else event.en)


def settled(session: Session) -> Session:
    """The session with every answer that is still on its way marked as stopped.

    A cancelled answer may take one more step after its end was shown, so this is done wherever the next thing begins.
    """
    under_way = (Stage.SEARCHING, Stage.READING, Stage.ANSWERING)
    done = tuple(replace(e, stage=Stage.STOPPED) if e.stage in under_way else e for e in session.exchanges)
    return replace(session, exchanges=done)


def exchanges_of(
    service: Service, session: Session, question: str, t: Words, *, exact: bool = False, hosting: Hosting = HERE
) -> Iterator[Session]:
    """Asks, and yields the session after each step; the last exchange is the one on its way."""
    before = settled(session).exchanges[-(MAX_EXCHANGES - 1) :]
    current = Exchange(question, exact=exact)
    started = time.perf_counter()
    if len(question) > MAX_QUESTION:
        failed = replace(current, question=question[:200] + "…", stage=Stage.FAILED)
        failed = replace(failed, error=t("too_long", n=t.number(MAX_QUESTION)))
        yield replace(session, exchanges=(*before, failed))
        return
    yield replace(session, exchanges=(*before, current))
    history = [turn for exchange in before if (turn := exchange.turn) is not None]
    try:
        within = asked_within(service, session.place)
        options = Options(k=session.settings.k, exact=exact, within=within, lang=t.lang)
        for event in service.ask(question, history, options, hosting.endpoint(session.settings)):
            current = folded(current, event, round((time.perf_counter() - started) * 1000), t.lang)
            yield replace(session, exchanges=(*before, current))
    except HoidapError as error:
        logger.info("a question failed: %s", error)
        yield replace(session, exchanges=(*before, replace(current, stage=Stage.FAILED, error=error.message(t.lang))))


def uploads_of(payload: Any) -> list[Upload]:
    """The files of an upload event, under the names they had on the user's machine."""
    if payload is None:
        return []
    files = getattr(payload, "root", payload)
    files = files if isinstance(files, list) else [files]
    return [Upload(Path(file.path), file.orig_name or Path(file.path).name) for file in files]


def number_in(data: dict[str, Any], key: str) -> int:
    """A whole number that a browser sent, 0 when it is none."""
    try:
        return int(str(data.get(key, 0))[:18])
    except ValueError:
        return 0


class Handlers:
    """The conversation and the viewer, in one language. The library has handlers of its own."""

    def __init__(self, collections: Collections, t: Words, hosting: Hosting = HERE) -> None:
        self.collections = collections
        self.t = t
        self.hosting = hosting
        self.history = History()

    def at(self, session: Session) -> Service:
        """The collection that a page is on; where that one is gone, the one that a new page would open."""
        try:
            return self.collections.at(session.place.collection)
        except HoidapError:
            return self.collections.at("")

    def talk(self, session: Session) -> str:
        """The conversation, or the welcome with examples."""
        examples: Sequence[str] = ()
        if not session.exchanges:
            with suppress(HoidapError):
                examples = self.at(session).examples(self.t.lang)
        return conversation(session.exchanges, examples, self.t)

    def screen(self, session: Session, *, busy: bool = False) -> Changes:
        """The page after a step. What stands beside the conversation waits for the end of an answer, so that nothing
        jumps meanwhile."""
        changes = {
            "session": session,
            "talk": self.talk(session),
            "busy": busy,
        }
        if not busy:
            changes |= {"cards": sources(session.exchanges, self.t), **library_changes(self, session)}
            changes |= {"past": self.past(session)}
        return changes

    def past(self, session: Session) -> str:
        """The list of past conversations, or why it cannot be shown."""
        place = session.place
        try:
            found = self.history.listed(session.whose, place.wanted, limit=place.listed + 1)
        except HoidapError as error:
            return notice(error.message(self.t.lang), bad=True)
        return past(
            found, session.exchanges, self.t, current=session.conversation, shown=place.listed,
            wanted=place.wanted, now=datetime.now().astimezone(),
        )  # fmt: skip

    def ask(self, question: str | None, session: Session, *, exact: bool = False) -> Steps:
        """Asks; the box is emptied once the question stands in the conversation."""
        question = (question or "").strip()
        if not question:
            yield {"session": session}
            return
        page = session
        for step, answered, more in self._asking(question, session, exact):
            page, session = merged(session, step, page), step
            page = (yield {**self.screen(page, busy=not answered), **more}) or page

    def _asking(self, question: str, session: Session, exact: bool) -> Iterator[tuple[Session, bool, Changes]]:
        """The session after each step, whether its answer is whole by then, and what else changes."""
        steps = exchanges_of(self.at(session), session, question, self.t, exact=exact, hosting=self.hosting)
        for i, step in enumerate(steps):
            session = step
            yield session, False, {} if i else {"box": ""}
        session = self._kept(session)
        yield session, True, {"busy": True}  # the answer and its sources do not wait for what follows
        yield self._completed(session), True, {}

    def _kept(self, session: Session) -> Session:
        """The session with its last answer stored in the history, or with the reason why it is not."""
        *before, last = session.exchanges
        if last.turn is None:
            return session
        try:
            versions = self.at(session).versions()
            kept = self.history.add(session.whose, session.conversation, last.turn, versions, session.replaced)
        except HoidapError as error:
            reason = self.t("not_kept", reason=error.message(self.t.lang))
            return replace(session, exchanges=(*before, replace(last, note=f"{last.note} {reason}".strip())))
        kept_now = replace(last, kept=kept.turn)
        return replace(session, exchanges=(*before, kept_now), conversation=kept.conversation, replaced=())

    def _completed(self, session: Session) -> Session:
        """The session with what may come after its last answer: questions to go on with, and the documents' dates."""
        *before, last = session.exchanges
        if (answer := last.answer) is None:
            return session
        with suppress(HoidapError):
            service = self.at(session)
            asked_so_far = [one.question for one in session.exchanges]
            last = replace(last, suggested=tuple(service.next_questions(answer, asked_so_far, self.t.lang)))
            shown = {hit.passage.document_id for hit in answer.hits}
            dates = {info.id: info.metadata.get("date", "") for info in service.documents() if info.id in shown}
            last = replace(last, dates={document: date for document, date in dates.items() if date})
        return replace(session, exchanges=(*before, last))

    def ask_example(self, session: Session, data: dict[str, Any]) -> Steps:
        """Asks a question that the page offered."""
        yield from self.ask(str(data.get("question", "")), session)

    def ask_again(self, session: Session, data: dict[str, Any]) -> Steps:
        """Asks a question of the conversation again, as before or exactly as typed; the last one is replaced."""
        turn = number_in(data, "turn")
        if not 0 < turn <= len(session.exchanges):
            yield {"session": session}
            return
        chosen = session.exchanges[turn - 1]
        if turn == len(session.exchanges):
            session = session.taken_back()
        yield from self.ask(chosen.question, session, exact=data.get("act") == "exact" or chosen.exact)

    def edit(self, session: Session, _: dict[str, Any]) -> Changes:
        """Takes the last question back into the box."""
        if not session.exchanges:
            return {"session": session}
        question = session.exchanges[-1].question
        return {**self.screen(session.taken_back()), "box": question}

    def stop(self, session: Session) -> Changes:
        """Marks the answer that was on its way as stopped."""
        return self.screen(settled(session))

    def new(self, session: Session) -> Changes:
        """Begins another conversation."""
        return {**self.screen(session.cleared()), "box": ""}

    def open(self, session: Session, data: dict[str, Any]) -> Changes:
        """Opens the viewer at a place."""
        session = replace(session, serial=session.serial + 1)
        try:
            view = self.at(session).document(str(data.get("document", "")))
        except HoidapError as error:
            return {"session": session, "status": notice(error.message(self.t.lang), bad=True)}
        focus = Span(number_in(data, "start"), number_in(data, "end"))
        answer = session.answer(number_in(data, "turn"))
        return {"session": session, "reader": viewer(view, focus, answer, session.serial, self.t)}

    def widen(self, session: Session, data: dict[str, Any]) -> Changes:
        """Shows more, or less, of what surrounds the passage of a card; everything else of the card stays."""
        turn, number = number_in(data, "turn"), number_in(data, "number")
        if (passage := passage_of(session.answer(turn), number)) is None:
            return {"session": session}
        exchange = session.exchanges[turn - 1]
        before = next((one.by for one in exchange.wide if one.number == number), 0)
        by = 0 if data.get("how") == "narrower" else min(before + 1, MOST_AROUND)
        wide = tuple(one for one in exchange.wide if one.number != number)
        try:
            if by:
                service = self.at(session)
                stretch = service.widened(passage, by)
                whole = by == MOST_AROUND or service.widened(passage, by + 1) == stretch
                wide += (Wide(number, by, stretch, whole),)
        except HoidapError as error:
            return {"session": session, "status": notice(error.message(self.t.lang), bad=True)}
        exchanges = (*session.exchanges[: turn - 1], replace(exchange, wide=wide), *session.exchanges[turn:])
        return {"session": replace(session, exchanges=exchanges), "cards": sources(exchanges, self.t, (turn, number))}
