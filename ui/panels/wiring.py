"""Which event of the history and of the thumbs calls which handler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.handlers import Handlers
from ui.panels.remembering import Remembering
from ui.wiring import HIDDEN, Parts, Wiring


def wire_panels(parts: Parts, speaking: Mapping[str, Handlers], page: Sequence[Any], running: Sequence[Any]) -> None:
    """Wires what stands around the conversation. ``page`` are the components that a whole screen changes,
    ``running`` the events of answers under way.
    """
    by = Wiring(parts, {lang: Remembering(desk) for lang, desk in speaking.items()})
    session, talk, listed = parts["session"], parts["talk"], parts["past"]
    whole = [*page, parts["status"]]
    for event, handler in ((listed.resume, Remembering.resume), (listed.delete, Remembering.delete)):
        # First the cancelling, then the page: a step still under way would otherwise be shown over it.
        noted = event(by.noted, None, parts["noted"], cancels=running, **HIDDEN)
        noted.then(by.once(handler), [session, parts["noted"]], whole, **HIDDEN)
    listed.rename(by.clicked(Remembering.rename), session, [listed, parts["status"]], **HIDDEN)
    listed.older(by.clicked(Remembering.older), session, [session, listed], **HIDDEN)
    parts["finding"].find(by.clicked(Remembering.find), session, [session, listed], **HIDDEN)
    saved = [parts["download"], parts["status"], listed]
    listed.export(by.clicked(Remembering.export), session, saved, **HIDDEN).then(
        None, parts["download"], None, js="(file) => window.hoidap.save(file)", **HIDDEN
    )
    judged = [session, talk, parts["status"], listed]
    talk.thumb(by.clicked(Remembering.thumb), session, judged, **HIDDEN)
    talk.word(by.clicked(Remembering.word), session, judged, **HIDDEN)
