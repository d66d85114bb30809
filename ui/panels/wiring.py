"""Which event of the history, the thumbs and the settings calls which handler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.handlers import Handlers
from ui.labels import LABELLED
from ui.panels.choosing import Choosing
from ui.panels.remembering import Remembering
from ui.wiring import HIDDEN, Parts, Wiring


def wire_panels(
    app: Any, parts: Parts, speaking: Mapping[str, Handlers], page: Sequence[Any], running: Sequence[Any]
) -> Any:
    """Wires what stands around the conversation. ``page`` are the components that a whole screen changes,
    ``running`` the events of answers under way. Returns the event of a new page, to go on from.
    """
    by = Wiring(parts, {lang: Remembering(desk) for lang, desk in speaking.items()})
    session, talk, listed = parts["session"], parts["talk"], parts["past"]
    whole = [*page, parts["status"]]
    for event, handler in ((listed.resume, Remembering.resume), (listed.delete, Remembering.delete)):
        # First the cancelling, then the page: a step still under way would otherwise be shown over it.
        noted = event(by.noted, None, parts["noted"], cancels=running, **HIDDEN)
        noted.then(by.once(handler), [session, parts["noted"]], whole, **HIDDEN)
    listed.rename(by.clicked(Remembering.rename), session, [listed, parts["status"]], **HIDDEN)
    listed.older(by.clicked(Remembering.older), session, listed, **HIDDEN)
    parts["finding"].find(by.clicked(Remembering.find), session, listed, **HIDDEN)
    saved = [parts["download"], parts["status"], listed]
    listed.export(by.clicked(Remembering.export), session, saved, **HIDDEN).then(
        None, parts["download"], None, js="(file) => window.hoidap.save(file)", **HIDDEN
    )
    judged = [session, talk, parts["status"], listed]
    talk.thumb(by.clicked(Remembering.thumb), session, judged, **HIDDEN)
    talk.word(by.clicked(Remembering.word), session, judged, **HIDDEN)
    return _wire_settings(app, parts, speaking, whole)


def _wire_settings(app: Any, parts: Parts, speaking: Mapping[str, Handlers], whole: Sequence[Any]) -> Any:
    by = Wiring(parts, {lang: Choosing(desk, speaking) for lang, desk in speaking.items()})
    session, panel, chosen = parts["session"], parts["panel"], parts["chosen"]
    words = [parts[name] for name in LABELLED]
    all_of_it = list(dict.fromkeys([*whole, *words, panel, chosen]))
    parts["gear"].open_settings(by.clicked(Choosing.open_settings), session, [session, panel], **HIDDEN)
    panel.model(by.clicked_steps(Choosing.model), session, panel, **HIDDEN)
    for event, handler in ((panel.choose, Choosing.choose), (panel.forget, Choosing.forget)):
        changed = event(by.clicked(handler), session, all_of_it, **HIDDEN)
        changed.then(None, chosen, None, js="(chosen) => chosen && window.hoidap.keep(chosen)", **HIDDEN)
    opened = list(dict.fromkeys([session, parts["past"], parts["cards"], *words]))
    kept = "(session, chosen) => [session, window.hoidap.kept()]"
    return app.load(by.once(Choosing.load), [session, chosen], opened, js=kept, **HIDDEN)
