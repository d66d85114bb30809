"""The web chat as a Gradio application: layout and events. What is shown is rendered in pure modules beside it.

``build_app`` makes the application and ``ui.server`` serves it. Browser events carry whatever a client cares to send:
every value of theirs is checked before use.
"""
# No `from __future__ import annotations`: Gradio reads the annotations of the nested handlers at run time.

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.document import Span
from corpus.errors import HoidapError
from rag.types import Answer, Delta, Event, Found, Searching
from ui.cards import sources
from ui.render import Exchange, Stage, conversation
from ui.service import Adding, Service, Upload
from ui.shelf import adding_html, asked, library, notice
from ui.strings import Words
from ui.viewer import viewer

logger = logging.getLogger(__name__)

MAX_QUESTION = 2_000
"""Code points of a question."""

MAX_EXCHANGES = 100
"""Questions of one conversation that stay on the screen."""

_WIRE = """
(function go() { window.hoidap ? window.hoidap.wire(element, trigger) : setTimeout(go, 20); })();
/* events: 'ask' 'retry' 'exact' 'edit' 'open' 'remove' */
"""


@dataclass(frozen=True, slots=True)
class Session:
    """What the server keeps of one open page."""

    exchanges: tuple[Exchange, ...] = ()
    serial: int = 0

    def answer(self, turn: int) -> Answer | None:
        """The answer of turn ``turn`` (from 1), if there is one."""
        return self.exchanges[turn - 1].answer if 0 < turn <= len(self.exchanges) else None


def folded(exchange: Exchange, event: Event, milliseconds: int) -> Exchange:
    """The exchange after one more event of its answer."""
    if isinstance(event, Searching):
        return replace(exchange, stage=Stage.SEARCHING)
    if isinstance(event, Found):
        return replace(exchange, stage=Stage.READING, found=len(event.result.hits))
    if isinstance(event, Delta):
        return replace(exchange, stage=Stage.ANSWERING, partial=exchange.partial + event.text)
    return replace(exchange, stage=Stage.DONE, answer=event.answer, milliseconds=milliseconds)


def exchanges_of(
    service: Service, session: Session, question: str, t: Words, *, exact: bool = False
) -> Iterator[Session]:
    """Asks, and yields the session after each step; the last exchange is the one on its way."""
    before = session.exchanges[-(MAX_EXCHANGES - 1) :]
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
        for event in service.ask(question, history, exact=exact):
            current = folded(current, event, round((time.perf_counter() - started) * 1000))
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


def _number(data: dict[str, Any], key: str) -> int:
    """A whole number that a browser sent, 0 when it is none."""
    try:
        return int(str(data.get(key, 0))[:18])
    except ValueError:
        return 0


class Screen:
    """Renders the parts of the page; the handlers of ``build_app`` choose which parts change."""

    def __init__(self, service: Service, t: Words) -> None:
        self.service = service
        self.t = t

    def talk(self, session: Session) -> str:
        """The conversation, or the welcome with examples."""
        examples: Sequence[str] = ()
        if not session.exchanges:
            with suppress(HoidapError):
                examples = self.service.examples()
        return conversation(session.exchanges, examples, self.t)

    def library(self) -> str:
        """The list of documents, or why it cannot be shown."""
        try:
            return library(self.service.name, self.service.documents(), self.service.read_only, self.t)
        except HoidapError as error:
            return notice(error.message(self.t.lang), bad=True)

    def add(self, uploads: Sequence[Upload]) -> Iterator[str]:
        """Adds files; yields how far it has come, and at the end what was refused."""
        refused: list[HoidapError] = []
        last = Adding(0, len(uploads))
        try:
            for step in self.service.add(uploads):
                last = step
                if step.error is not None:
                    refused.append(step.error)
                yield adding_html(last, refused, self.t, finished=False)
        except HoidapError as error:
            yield notice(error.message(self.t.lang), bad=True)
            return
        finally:
            for upload in uploads:  # the collection keeps its own copy
                with suppress(OSError):
                    upload.path.unlink()
        yield adding_html(last, refused, self.t, finished=True)


def build_app(service: Service, lang: str = "vi") -> Any:
    """The chat over ``service`` as a ``gradio.Blocks``, not yet served. Importing Gradio takes seconds."""
    import gradio as gr

    t = Words(lang)
    screen = Screen(service, t)
    with gr.Blocks(
        title=t("title"), analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=(3600, 6 * 3600)
    ) as app:
        session = gr.State(Session())
        with gr.Row(elem_id="hd-app"):
            with gr.Column(elem_id="hd-side"):
                gr.HTML(brand(t), elem_id="hd-brand", js_on_load=None, apply_default_css=False)
                new = gr.Button(t("new"), elem_id="hd-new", variant="primary")
                asked_list = gr.HTML(asked((), t), elem_id="hd-asked", js_on_load=_WIRE, apply_default_css=False)
                documents = gr.HTML(screen.library(), elem_id="hd-library", js_on_load=_WIRE, apply_default_css=False)
                with gr.Row(elem_id="hd-add"):
                    files = gr.UploadButton(t("add_files"), file_count="multiple", elem_id="hd-files")
                    folder = gr.UploadButton(t("add_folder"), file_count="directory", elem_id="hd-folder")
                status = gr.HTML("", elem_id="hd-status", js_on_load=None, apply_default_css=False)
            with gr.Column(elem_id="hd-main"):
                gr.HTML(menu(t), js_on_load=None, apply_default_css=False)
                talk = gr.HTML(screen.talk(Session()), elem_id="hd-talk", js_on_load=_WIRE, apply_default_css=False)
                with gr.Row(elem_id="hd-box"):
                    box = gr.Textbox(
                        elem_id="hd-question", label=t("box_label"), show_label=False, container=False, lines=1,
                        max_lines=6, placeholder=t("placeholder"), max_length=MAX_QUESTION, autofocus=True,
                    )  # fmt: skip
                    ask = gr.Button(t("ask"), elem_id="hd-ask", variant="primary")
                    stop = gr.Button(t("stop"), elem_id="hd-stop", visible=False)
                gr.HTML(hint(t), elem_id="hd-hint", js_on_load=None, apply_default_css=False)
            with gr.Column(elem_id="hd-sources"):
                cards = gr.HTML(sources((), t), elem_id="hd-cards", js_on_load=_WIRE, apply_default_css=False)
        reader = gr.HTML("", elem_id="hd-viewer", js_on_load=_WIRE, apply_default_css=False)

        def show(now: Session, *, busy: bool) -> dict[Any, Any]:
            changed = {
                session: now,
                talk: screen.talk(now),
                asked_list: asked(now.exchanges, t),
                ask: gr.Button(visible=not busy),
                stop: gr.Button(visible=busy),
            }
            if not busy:
                changed |= {cards: sources(now.exchanges, t), documents: screen.library()}
            return changed

        def answering(now: Session, question: str, *, exact: bool = False) -> Iterator[dict[Any, Any]]:
            for now in exchanges_of(service, now, question, t, exact=exact):
                yield show(now, busy=True)
            yield show(now, busy=False)

        def on_ask(question: str, now: Session) -> Iterator[dict[Any, Any]]:
            if question and question.strip():
                for i, changed in enumerate(answering(now, question.strip())):
                    yield {**changed, box: ""} if i == 0 else changed
            else:
                yield {session: now}

        def on_chip(now: Session, event: gr.EventData) -> Iterator[dict[Any, Any]]:
            yield from on_ask(str(payload(event).get("question", "")), now)

        def on_again(now: Session, event: gr.EventData) -> Iterator[dict[Any, Any]]:
            """Asks a question of the conversation again, as it was read or exactly as typed."""
            data = payload(event)
            turn = _number(data, "turn")
            if not 0 < turn <= len(now.exchanges):
                yield {session: now}
                return
            chosen = now.exchanges[turn - 1]
            if turn == len(now.exchanges):
                now = replace(now, exchanges=now.exchanges[:-1])
            yield from answering(now, chosen.question, exact=data.get("act") == "exact" or chosen.exact)

        def on_edit(now: Session, event: gr.EventData) -> dict[Any, Any]:
            """Takes the last question back into the box."""
            if not now.exchanges:
                return {session: now}
            question = now.exchanges[-1].question
            return {**show(replace(now, exchanges=now.exchanges[:-1]), busy=False), box: question}

        def on_stop(now: Session) -> dict[Any, Any]:
            last = now.exchanges[-1] if now.exchanges else None
            if last is not None and last.stage in (Stage.SEARCHING, Stage.READING, Stage.ANSWERING):
                now = replace(now, exchanges=(*now.exchanges[:-1], replace(last, stage=Stage.STOPPED)))
            return show(now, busy=False)

        def on_new(now: Session) -> dict[Any, Any]:
            return {**show(Session(serial=now.serial), busy=False), box: ""}

        def on_open(now: Session, event: gr.EventData) -> dict[Any, Any]:
            data = payload(event)
            now = replace(now, serial=now.serial + 1)
            try:
                view = service.document(str(data.get("document", "")))
            except HoidapError as error:
                return {session: now, status: notice(error.message(t.lang), bad=True)}
            focus = Span(_number(data, "start"), _number(data, "end"))
            return {session: now, reader: viewer(view, focus, now.answer(_number(data, "turn")), now.serial, t)}

        def on_upload(upload: list[Upload]) -> Iterator[dict[Any, Any]]:
            for text in screen.add(upload):
                yield {status: text}
            yield {documents: screen.library()}

        def on_remove(event: gr.EventData) -> dict[Any, Any]:
            document = str(payload(event).get("document", ""))
            try:
                title = service.document(document).info.title
                service.remove(document)
            except HoidapError as error:
                return {status: notice(error.message(t.lang), bad=True), documents: screen.library()}
            return {status: notice(t("removed", title=title)), documents: screen.library()}

        def on_load(now: Session) -> dict[Any, Any]:
            return {documents: screen.library(), talk: screen.talk(now)}

        hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page = [session, talk, asked_list, cards, documents, box, ask, stop]
        running = [
            gr.on([box.submit, ask.click], on_ask, [box, session], page, **hidden),
            talk.ask(on_chip, session, page, **hidden),
            talk.retry(on_again, session, page, **hidden),
            talk.exact(on_again, session, page, **hidden),
        ]
        stop.click(on_stop, session, page, cancels=running, **hidden)
        talk.edit(on_edit, session, page, **hidden)
        new.click(on_new, session, page, cancels=running, **hidden)
        for part in (cards, documents, reader):
            part.open(on_open, session, [session, reader, status], **hidden)
        documents.remove(on_remove, None, [status, documents], **hidden)
        for button in (files, folder):
            button.preprocess = uploads_of  # Gradio's own keeps the path and loses the name that the file had
            button.upload(on_upload, button, [status, documents], **hidden)
        app.load(on_load, session, [documents, talk], **hidden)
    app.queue(default_concurrency_limit=16)
    return app


def payload(event: Any) -> dict[str, Any]:
    """What a browser event carries, as a dictionary."""
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}


def brand(t: Words) -> str:
    """Name and motto."""
    return f"<h1>{t('title')}</h1><p>{t('tagline')}</p>"


def menu(t: Words) -> str:
    """On a narrow screen, the button that shows the left side."""
    return f'<button type="button" id="hd-menu">☰ {t("menu")}</button>'


def hint(t: Words) -> str:
    """What the keys do."""
    return f"<p>{t('hint')}</p>"
