"""The library's part of the page as Gradio components, and which of their events call which handler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ui.handlers import Handlers, uploads_of
from ui.library_handlers import LibraryHandlers
from ui.strings import Words

Parts = dict[str, Any]

HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def library_layout(markup: Callable[..., Any], t: Words) -> Parts:
    """The left side's lower part: the collections, the buttons, what happened, and the documents."""
    import gradio as gr

    parts: Parts = {"collections": markup("", "hd-collections")}
    with gr.Row(elem_id="hd-naming", visible=False) as parts["naming"]:
        parts["title"] = gr.Textbox(
            elem_id="hd-title", label=t("create_label"), show_label=False, container=False, lines=1,
            placeholder=t("create_placeholder"), max_length=60,
        )  # fmt: skip
        parts["create"] = gr.Button(t("create_do"), elem_id="hd-create")
    with gr.Row(elem_id="hd-add"):
        parts["files"] = gr.UploadButton(t("add_files"), file_count="multiple", elem_id="hd-files")
        parts["folder"] = gr.UploadButton(t("add_folder"), file_count="directory", elem_id="hd-folder")
    parts["status"] = markup("", "hd-status")
    parts["documents"] = markup("", "hd-library")
    return parts


def wire_library(app: Any, parts: Parts, by: Any, page: Handlers, running: Sequence[Any]) -> None:
    """Which event calls which handler. ``by`` turns handlers into functions as Gradio wants them; ``running`` are the
    events that answer, which end when the page turns to another collection."""
    import gradio as gr

    handlers = LibraryHandlers(page)
    session, documents, status = parts["session"], parts["documents"], parts["status"]
    shown = [parts[name] for name in ("collections", "documents", "scope", "talk", "status")]
    turned = [
        *shown,
        *(parts[name] for name in ("session", "asked", "cards", "ask", "stop", "naming", "title")),
    ]
    looked = [session, *shown]
    app.load(by.once(handlers.load), session, shown, **HIDDEN).then(by.once(handlers.look), session, looked, **HIDDEN)
    # Clicks that follow each other quickly are all heard, one after the other.
    each: dict[str, Any] = {**HIDDEN, "trigger_mode": "multiple", "concurrency_limit": 1, "concurrency_id": "choosing"}
    documents.pick(by.clicked(handlers.pick), session, shown, **each)
    parts["scope"].unpick(by.clicked(handlers.unpick), session, shown, **each)
    documents.remove(by.clicked(handlers.remove), session, shown, **HIDDEN)
    turning = parts["collections"].turn(by.clicked(handlers.turn), session, turned, cancels=running, **HIDDEN)
    turning.then(by.once(handlers.look), session, looked, **HIDDEN)
    parts["collections"].begin(by.clicked(handlers.begin), session, [parts["naming"], parts["title"]], **HIDDEN)
    gr.on(
        [parts["title"].submit, parts["create"].click],
        by.once(handlers.create), [parts["title"], session], turned, cancels=running, **HIDDEN,
    )  # fmt: skip
    adding = [status.again(by.clicked_steps(handlers.again), session, status, **HIDDEN)]
    adding += [
        part.refresh(by.clicked_steps(handlers.refresh), session, status, **HIDDEN) for part in (documents, status)
    ]
    for name in ("files", "folder"):
        button = parts[name]
        button.preprocess = uploads_of  # Gradio's own keeps the path and loses the name that the file had
        adding.append(button.upload(by.steps(handlers.upload), [button, session], status, **HIDDEN))
    for event in adding:
        event.then(by.once(handlers.after), session, turned, **HIDDEN)
