"""What the server keeps of one open page, and how events that overlap change it without undoing each other."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any

from index.types import OnDisk
from rag.types import Answer
from ui.history import LOCAL
from ui.panels.past import LISTED
from ui.render import Exchange
from ui.service import Upload
from ui.settings import INITIAL, Settings

_BEGUN = count()
_MERGING = threading.Lock()
"""One for all pages: it is held for microseconds."""


@dataclass(slots=True)
class Place:
    """Where one page is. All states of its session share it, so it is never merged: whatever an event shows of it is as it
    is by then.

    ``collection`` is a name, "" for the last used one; ``within`` are ids of the documents that are asked, none for all;
    ``waiting`` are files that could not be added yet; ``arrived`` names the collection that took the last ones; ``on_disk``
    is what became of the documents' files, as far as it was looked at; ``wanted`` is what is searched for in the history,
    of which ``listed`` conversations are shown.
    """

    collection: str = ""
    within: frozenset[str] = frozenset()
    waiting: tuple[Upload, ...] = ()
    arrived: str = ""
    on_disk: OnDisk = field(default_factory=OnDisk)
    wanted: str = ""
    listed: int = LISTED


@dataclass(frozen=True, slots=True)
class Session:
    """One page at one moment: its conversation, where it is, whose it is, and how its owner wants it.

    ``owner`` is None until the first event. ``conversation`` is the number under which the exchanges are kept;
    ``replaced`` are numbers of turns that were taken back to be asked again; ``begun`` is another number for each
    conversation that was on the page, kept or not.
    """

    exchanges: tuple[Exchange, ...] = ()
    serial: int = 0
    place: Place = field(default_factory=Place)
    owner: str | None = None
    conversation: int | None = None
    replaced: tuple[int, ...] = ()
    begun: int = field(default_factory=_BEGUN.__next__, compare=False)
    settings: Settings = INITIAL

    @property
    def whose(self) -> str:
        """The owner of what is stored."""
        return LOCAL if self.owner is None else self.owner

    def cleared(self) -> Session:
        """The session with another conversation about to begin."""
        return replace(self, exchanges=(), conversation=None, replaced=(), begun=next(_BEGUN))

    def taken_back(self) -> Session:
        """The session without its last exchange, which the next one replaces in the history."""
        *before, last = self.exchanges
        gone = () if last.kept is None else (last.kept,)
        return replace(self, exchanges=tuple(before), replaced=(*self.replaced, *gone))

    def exchange(self, turn: int) -> Exchange | None:
        """The exchange of turn ``turn`` (from 1), if there is one."""
        return self.exchanges[turn - 1] if 0 < turn <= len(self.exchanges) else None

    def answer(self, turn: int) -> Answer | None:
        """The answer of turn ``turn`` (from 1), if there is one."""
        exchange = self.exchange(turn)
        return None if exchange is None else exchange.answer

    def belonging(self, owner: str) -> Session:
        """The session if it is ``owner``'s; a new one where somebody else signed in meanwhile."""
        if self.owner == owner:
            return self
        return replace(self, owner=owner) if self.owner is None else Session(owner=owner, settings=self.settings)


_CONVERSATION = ("exchanges", "conversation", "replaced", "begun")
"""The fields of a session that speak of one conversation, and are never mixed from two."""


def merged(before: Session, after: Session, now: Session) -> Session:
    """``now`` with what one event changed when it made ``after`` of ``before``, whatever other events did meanwhile.

    What it says about a conversation that the page has left is dropped, and everything when the page changed hands.
    """
    if now.owner != before.owner:
        return now
    result: Session = _merged(before, after, now)
    if after.begun != before.begun:
        return replace(result, **{name: getattr(after, name) for name in _CONVERSATION})
    if now.begun != before.begun:
        return replace(result, **{name: getattr(now, name) for name in _CONVERSATION})
    return result


def _merged(before: Any, after: Any, now: Any) -> Any:
    """The three-way merge of one value: what changed on one side only is taken from there; where both did, sessions,
    exchanges and tuples of one length are merged part by part, and anything else is as ``after`` has it."""
    if after is before or after is now:
        return now
    if now is before:
        return after
    if isinstance(after, Session | Exchange):
        parts = {f.name: _merged(*(getattr(one, f.name) for one in (before, after, now))) for f in fields(after)}
        return replace(now, **parts)
    if isinstance(after, tuple) and len(before) == len(after) == len(now):
        return tuple(map(_merged, before, after, now))
    return after


class Page:
    """The session of one open page, which its events share.

    Gradio hands each event the state as it was when the event began, and keeps the one that ended last: a search in the
    history that ends after a conversation was opened would undo the opening. So the state is this object, and every event
    changes the session in it by what it changed itself.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    def of(self, owner: str) -> Session:
        """The session as it is now, for ``owner`` who asks for it."""
        with _MERGING:
            self.session = self.session.belonging(owner)
            return self.session

    def take(self, before: Session, after: Session) -> None:
        """Takes in what an event made of the session ``before``."""
        with _MERGING:
            self.session = merged(before, after, self.session)
