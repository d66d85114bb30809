"""What happens in the settings: chosen, tried, encoded again, forgotten. Without Gradio."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from corpus.errors import HoidapError
from index.encoder import BUNDLED
from rag.generation.endpoint import Endpoint, GeneratorError
from ui.cards import sources
from ui.handlers import Changes, Handlers, Steps
from ui.library_view import shown_name
from ui.panels.choices import Model, Panel, encoding, sheet
from ui.panels.cost import cost_of_reindexing
from ui.privacy import forget, kept
from ui.service import CollectionEntry
from ui.session import Session
from ui.settings import Settings
from ui.shelf import notice

SHOWN_MODELS = 8
"""Models of an endpoint that are named."""


class Choosing:
    """The settings over the page of ``desk``. ``speaking`` has the page in each language."""

    def __init__(self, desk: Handlers, speaking: Mapping[str, Handlers]) -> None:
        self.desk = desk
        self.t = desk.t
        self.speaking = speaking
        self.hosting = desk.hosting

    def load(self, session: Session, record: object) -> Changes:
        """A new page, as this browser wants it."""
        session = replace(session, settings=self.hosting.settings(record))
        desk = self.speaking[session.settings.lang]
        changes = {"session": session, "past": desk.past(session), "cards": sources(session.exchanges, desk.t)}
        return changes if desk.t.lang == self.hosting.initial.lang else {**changes, "words": desk.t}

    def open_settings(self, session: Session, _: dict[str, Any]) -> Changes:
        """Shows the settings."""
        session = replace(session, serial=session.serial + 1)
        return {"session": session, "panel": self.panel(session)}

    def choose(self, session: Session, data: dict[str, Any]) -> Changes:
        """Saves what was chosen, or tries the language model without saving."""
        typed = {key: str(data.get(key, value)).strip() for key, value in asdict(session.settings).items()}
        if data.get("do") == "test":
            return {"panel": self.panel(session, typed=typed, llm=self._tried(typed))}
        try:
            k = int(typed["k"][:9]) if typed["k"].lstrip("-").isdecimal() else 0
            chosen = Settings.parse({**typed, "k": k}, self.hosting.initial)
        except HoidapError as error:
            return {"panel": self.panel(session, typed=typed, choices=self._bad(error))}
        record = chosen.record(self.hosting.initial)
        session = replace(session, settings=self.hosting.settings(record))
        desk = self.speaking[session.settings.lang]
        saved = Choosing(desk, self.speaking).panel(session, choices=notice(desk.t("choices_saved")))
        return {**desk.screen(session), "words": desk.t, "panel": saved, "chosen": record, "status": ""}

    def _tried(self, typed: Mapping[str, str]) -> str:
        """Whether the language model answers, in words."""
        if self.hosting.shared:
            return notice(self.t("choices_shared"), bad=True)
        url, model = typed["llm_url"], typed["llm_model"]
        if not url:
            return notice(self.t("llm_none"), bad=True)
        try:
            key = self.hosting.key if url == self.hosting.initial.llm_url else None
            models = Endpoint(url, model, key).models()
        except GeneratorError:
            return notice(self.t("llm_silent", url=url), bad=True)
        except HoidapError as error:
            return self._bad(error)
        if model in models:
            return notice(self.t("llm_good", model=model))
        return notice(self.t("llm_other", model=model, models=", ".join(models[:SHOWN_MODELS]) or "–"), bad=True)

    def model(self, session: Session, data: dict[str, Any]) -> Steps:
        """Says what another embedding model costs, or encodes the collection with it."""
        typed = str(data.get("other", "")).strip()[:500] if data.get("which") == "other" else ""
        service = self.desk.at(session)
        if self.hosting.shared or service.read_only:
            yield {"panel": self.panel(session)}
            return
        wanted = typed or BUNDLED
        try:
            if data.get("do") != "encode":
                yield {"panel": self.panel(session, other=typed, model=notice(self.t("model_looking")))}
                cost = service.cost(wanted)
                words = cost_of_reindexing(cost.passages, cost.per_second, self.t.lang)
                said = notice(self.t("model_same") if cost.same else words)
                yield {"panel": self.panel(session, other=typed, offered=not cost.same, model=said)}
                return
            yield {"panel": self.panel(session, other=typed, model=encoding(0, len(service.documents()), self.t))}
            for step in service.reencode(wanted):
                yield {"panel": self.panel(session, other=typed, model=encoding(step.done, step.total, self.t))}
        except HoidapError as error:
            yield {"panel": self.panel(session, other=typed, model=self._bad(error))}
            return
        done = notice(self.t("model_done", model=service.model))
        yield {"panel": self.panel(session, other=typed, model=done)}

    def forget(self, session: Session, data: dict[str, Any]) -> Changes:
        """Deletes what is kept: everything where one person uses the program, a person's own where several do."""
        if data.get("sure") != "1":
            return {"panel": self.panel(session, privacy=notice(self.t("privacy_unsure"), bad=True))}
        try:
            if self.hosting.shared:
                self.desk.history.delete_all(session.whose)
                left = ""
            else:
                left = "; ".join(f"{thing.path} ({why})" for thing, why in forget(kept()))
        except HoidapError as error:
            return {"panel": self.panel(session, privacy=self._bad(error))}
        said = notice(self.t("privacy_left", things=left), bad=True) if left else notice(self.t("privacy_deleted"))
        session.place.within, session.place.wanted = frozenset(), ""
        session = replace(session.cleared(), settings=self.hosting.initial)
        desk = self.speaking[session.settings.lang]
        panel = Choosing(desk, self.speaking).panel(session, privacy=said)
        return {**desk.screen(session), "words": desk.t, "panel": panel, "chosen": {}, "status": ""}

    def panel(
        self,
        session: Session,
        *,
        typed: Mapping[str, object] | None = None,
        other: str = "",
        offered: bool = False,
        **said: str,
    ) -> str:
        """The sheet as it is now; ``said`` is what happened, by section."""
        things = () if self.hosting.shared else kept()  # before a collection is opened: the sample would be made anew
        mine = None
        with suppress(HoidapError):
            mine = self.desk.history.count(session.whose)
        shared = (mine or (0, 0)) if self.hosting.shared else None
        try:
            service = self.desk.at(session)
            name = shown_name(CollectionEntry(service.name, service.title), self.t)
            model = Model(name, service.model, service.read_only, other, offered)
        except HoidapError as error:
            model, said = Model("–", "", True), {**said, "model": self._bad(error)}
        return sheet(Panel(session.serial, typed or asdict(session.settings), model, things, shared, said), self.t)

    def _bad(self, error: HoidapError) -> str:
        return notice(error.message(self.t.lang), bad=True)
