"""The library's part of the page as Gradio components, and which of their events call which handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.handlers import Handlers, uploads_of
from ui.library_handlers import LibraryHandlers
from ui.strings import Words
from ui.wiring import HIDDEN, Parts, Wiring


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
    # Gradio's own keeps the path of an upload and loses the name that the file had. It is replaced on the class: a new label
    # makes a new button of it.
    gr.UploadButton.preprocess = lambda _, payload: uploads_of(payload)
    with gr.Row(elem_id="hd-add"):
        parts["files"] = gr.UploadButton(t("add_files"), file_count="multiple", elem_id="hd-files")
        parts["folder"] = gr.UploadButton(t("add_folder"), file_count="directory", elem_id="hd-folder")
    parts["status"] = markup("", "hd-status")
    parts["documents"] = markup("", "hd-library")
    return parts


def wire_library(loaded: Any, parts: Parts, speaking: Mapping[str, Handlers], running: Sequence[Any]) -> None:
    """Which event calls which handler. ``loaded`` is the event of a new page; ``running`` are the events that answer, which
    end when the page turns to another collection."""
    import gradio as gr

    by = Wiring(parts, {lang: LibraryHandlers(page) for lang, page in speaking.items()})
    session, documents, status = parts["session"], parts["documents"], parts["status"]
    shown = [parts[name] for name in ("collections", "documents", "scope", "talk", "status")]
    turned = [
        *shown,
        *(parts[name] for name in ("session", "past", "cards", "ask", "stop", "naming", "title")),
    ]
    opened = loaded.then(by.once(LibraryHandlers.load), session, shown, **HIDDEN)
    opened.then(by.once(LibraryHandlers.look), session, shown, **HIDDEN)
    # Clicks that follow each other quickly are all heard, one after the other.
    each: dict[str, Any] = {**HIDDEN, "trigger_mode": "multiple", "concurrency_limit": 1, "concurrency_id": "choosing"}
    documents.pick(by.clicked(LibraryHandlers.pick), session, shown, **each)
    parts["scope"].unpick(by.clicked(LibraryHandlers.unpick), session, shown, **each)
    documents.remove(by.clicked(LibraryHandlers.remove), session, shown, **HIDDEN)
    turning = parts["collections"].turn(by.clicked(LibraryHandlers.turn), session, turned, cancels=running, **HIDDEN)
    turning.then(by.once(LibraryHandlers.look), session, shown, **HIDDEN)
    parts["collections"].begin(by.clicked(LibraryHandlers.begin), session, [parts["naming"], parts["title"]], **HIDDEN)
    gr.on(
        [parts["title"].submit, parts["create"].click],
        by.once(LibraryHandlers.create), [parts["title"], session], turned, cancels=running, **HIDDEN,
    )  # fmt: skip
    adding = [status.again(by.clicked_steps(LibraryHandlers.again), session, status, **HIDDEN)]
    adding += [
        part.refresh(by.clicked_steps(LibraryHandlers.refresh), session, status, **HIDDEN)
        for part in (documents, status)
    ]
    for name in ("files", "folder"):
        button = parts[name]
        adding.append(button.upload(by.steps(LibraryHandlers.upload), [button, session], status, **HIDDEN))
    for event in adding:
        event.then(by.once(LibraryHandlers.after), session, turned, **HIDDEN)
