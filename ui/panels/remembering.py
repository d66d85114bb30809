"""What happens to past conversations and to thumbs: opened, searched, renamed, deleted, taken away, judged. Without Gradio."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from corpus.errors import HoidapError
from ui.feedback import WORD_LENGTH, Feedback
from ui.handlers import MAX_EXCHANGES, Changes, Handlers, number_in
from ui.history import Conversation, StoredTurn
from ui.history_markdown import markdown
from ui.panels.past import LISTED
from ui.render import Exchange, Stage
from ui.session import Session
from ui.shelf import notice

_NO_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')
_NAME_LENGTH: Final = 60


class Remembering:
    """History and thumbs beside the conversation of ``desk``. Whatever a browser sends reaches only its owner's."""

    def __init__(self, desk: Handlers) -> None:
        self.desk = desk
        self.t = desk.t
        self.history = desk.history
        self.feedback = Feedback(self.history.path)

    def resume(self, session: Session, data: dict[str, Any]) -> Changes:
        """Puts a stored conversation on the screen, to read or to go on with; nothing is asked of the documents."""
        number = number_in(data, "conversation")
        try:
            stored = self.history.turns(session.whose, number)[-MAX_EXCHANGES:]
        except HoidapError as error:
            return self._failed(session, error)
        shown = tuple(_exchange(turn) for turn in stored)
        with suppress(HoidapError):  # the collection that was asked may be gone: then the open one is asked on
            place, name = session.place, stored[-1].versions.collection if stored else ""
            if name != self.desk.at(session).name:
                place.collection, place.within = self.desk.collections.at(name).name, frozenset()
        return {**self.desk.screen(replace(session.cleared(), exchanges=shown, conversation=number)), "status": ""}

    def find(self, session: Session, data: dict[str, Any]) -> Changes:
        """Shows the conversations that hold some words."""
        session.place.wanted, session.place.listed = str(data.get("words", ""))[:200], LISTED
        return {"past": self.desk.past(session)}

    def older(self, session: Session, _: dict[str, Any]) -> Changes:
        """Shows more of the list."""
        session.place.listed += LISTED
        return {"past": self.desk.past(session)}

    def rename(self, session: Session, data: dict[str, Any]) -> Changes:
        """Gives a conversation another title; an empty one changes nothing."""
        title = str(data.get("title", ""))
        if not title.strip():
            return {"past": self.desk.past(session)}
        try:
            self.history.rename(session.whose, number_in(data, "conversation"), title)
        except HoidapError as error:
            return self._failed(session, error)
        return {"past": self.desk.past(session), "status": notice(self.t("past_renamed"))}

    def delete(self, session: Session, data: dict[str, Any]) -> Changes:
        """Deletes a conversation; if it is the one on the screen, the screen becomes empty."""
        number = number_in(data, "conversation")
        try:
            self.history.delete(session.whose, number)
        except HoidapError as error:
            return self._failed(session, error)
        said = {"status": notice(self.t("past_deleted"))}
        if number != session.conversation:
            return {**said, "past": self.desk.past(session)}
        return {**self.desk.new(session), **said}

    def export(self, session: Session, data: dict[str, Any]) -> Changes:
        """Hands a conversation to the browser as a Markdown file with its sources."""
        number = number_in(data, "conversation")
        try:
            conversation = self.history.conversation(session.whose, number)
            turns = self.history.turns(session.whose, number)
        except HoidapError as error:
            return self._failed(session, error)
        text = markdown(conversation, turns, self.t.lang)
        return {"download": {"name": file_name(conversation), "text": text}}

    def thumb(self, session: Session, data: dict[str, Any]) -> Changes:
        """Keeps a thumb on an answer; the same thumb again takes it back."""
        helpful = str(data.get("helpful")) == "1"
        return self._judged(session, data, helpful=helpful, word="", toggle=True)

    def word(self, session: Session, data: dict[str, Any]) -> Changes:
        """Keeps a word beside a thumb that was given."""
        exchange = session.exchange(number_in(data, "turn"))
        if exchange is None or exchange.helpful is None:
            return {"session": session}
        word = str(data.get("word", "")).strip()[:WORD_LENGTH]
        return self._judged(session, data, helpful=exchange.helpful, word=word, toggle=False)

    def _judged(self, session: Session, data: dict[str, Any], *, helpful: bool, word: str, toggle: bool) -> Changes:
        turn = number_in(data, "turn")
        exchange = session.exchange(turn)
        if exchange is None or exchange.kept is None:
            return {"session": session}
        back = toggle and exchange.helpful is helpful
        try:
            if back:
                self.feedback.take_back(session.whose, exchange.kept)
            else:
                self.feedback.give(session.whose, exchange.kept, helpful=helpful, word=word)
        except HoidapError as error:
            return self._failed(session, error)
        judged = replace(exchange, helpful=None if back else helpful, word=word)
        exchanges = (*session.exchanges[: turn - 1], judged, *session.exchanges[turn:])
        session = replace(session, exchanges=exchanges)
        return {"session": session, "talk": self.desk.talk(session)}

    def _failed(self, session: Session, error: HoidapError) -> Changes:
        return {"status": notice(error.message(self.t.lang), bad=True), "past": self.desk.past(session)}


def _exchange(stored: StoredTurn) -> Exchange:
    turn = stored.turn
    return Exchange(
        turn.question, Stage.DONE, answer=turn.answer, kept=stored.id, helpful=stored.helpful, word=stored.word
    )


def file_name(conversation: Conversation) -> str:
    """A name that every system takes for the file of a conversation."""
    name = _NO_NAME.sub(" ", conversation.title).strip(" .…")[:_NAME_LENGTH].strip(" .")
    return f"{name or 'hoi-dap'}.md"
