"""The web chat as a Gradio application: layout and wiring. What happens is in ``ui.handlers``, what is shown in the pure
modules beside it; ``ui.server`` serves it.
"""
# No `from __future__ import annotations`: Gradio reads the annotations of the nested functions at run time.

from typing import Any

from ui.api import Api, offer
from ui.cards import sources
from ui.handlers import HERE, MAX_QUESTION, Handlers
from ui.labels import fixed
from ui.library_wiring import library_layout, wire_library
from ui.panels.wiring import wire_panels
from ui.service import Collections
from ui.session import Page, Session
from ui.settings import Hosting
from ui.strings import LANGUAGES, Words
from ui.wiring import HIDDEN, Parts, Wiring

_WIRE = """
(function go() { window.hoidap?.wire ? window.hoidap.wire(element, trigger) : setTimeout(go, 20); })();
/* events: 'ask' 'retry' 'exact' 'edit' 'open' 'remove' 'pick' 'unpick' 'turn' 'begin' 'again' 'refresh' 'widen'
   'thumb' 'word' 'find' 'older' 'resume' 'rename' 'delete' 'export'
   'open_settings' 'choose' 'model' 'forget' */
"""


def build_app(collections: Collections, hosting: Hosting = HERE) -> Any:
    """The chat over ``collections`` as a ``gradio.Blocks``, not yet served. Importing Gradio takes seconds."""
    import gradio as gr

    speaking = {lang: Handlers(collections, Words(lang), hosting) for lang in LANGUAGES}
    handlers = speaking[hosting.initial.lang]
    t = handlers.t
    with gr.Blocks(
        title=t("title"), analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=(3600, 6 * 3600)
    ) as app:
        parts = _layout(handlers, t)
        _wire(app, parts, speaking)
    app.queue(default_concurrency_limit=16)
    return app


def _layout(handlers: Handlers, t: Words) -> Parts:
    """Three columns and the viewer over them; ``static/style.css`` places them."""
    import gradio as gr

    def markup(value: str, elem_id: str, *, wired: bool = True) -> Any:
        """A part whose markup is rendered by us; Gradio compares it with what is shown and changes only that."""
        return gr.HTML(value, elem_id=elem_id, js_on_load=_WIRE if wired else None, apply_default_css=False)

    parts: Parts = {"session": gr.State(Page(Session(settings=handlers.hosting.initial)))}
    parts["noted"] = gr.State({})
    parts["download"], parts["chosen"] = gr.JSON(visible=False), gr.JSON(visible=False)
    still = fixed(t)
    with gr.Row(elem_id="hd-app"):
        with gr.Column(elem_id="hd-side"):
            parts["brand"] = markup(still["brand"], "hd-brand", wired=False)
            parts["new"] = gr.Button(t("new"), elem_id="hd-new", variant="primary")
            parts["finding"] = markup(still["finding"], "hd-find")
            parts["past"] = markup("", "hd-past")
            parts |= library_layout(markup, t)
            parts["gear"] = markup(still["gear"], "hd-gear")
        with gr.Column(elem_id="hd-main"):
            parts["top"] = markup(still["top"], "hd-top", wired=False)
            parts["talk"] = markup(handlers.talk(Session()), "hd-talk")
            parts["scope"] = markup("", "hd-scope")
            with gr.Row(elem_id="hd-box"):
                parts["box"] = gr.Textbox(
                    elem_id="hd-question", label=t("box_label"), show_label=False, container=False, lines=1,
                    max_lines=6, placeholder=t("placeholder"), max_length=MAX_QUESTION, autofocus=True,
                )  # fmt: skip
                parts["ask"] = gr.Button(t("ask"), elem_id="hd-ask", variant="primary")
                parts["stop"] = gr.Button(t("stop"), elem_id="hd-stop", visible=False)
            parts["hint"] = markup(still["hint"], "hd-hint", wired=False)
        with gr.Column(elem_id="hd-sources"):
            parts["cards"] = markup(sources((), t), "hd-cards")
    parts["reader"] = markup("", "hd-viewer")
    parts["panel"] = markup("", "hd-panel")
    return parts


def _wire(app: Any, parts: Parts, speaking: dict[str, Handlers]) -> None:
    """Which event calls which handler."""
    import gradio as gr

    by = Wiring(parts, speaking)
    hidden = HIDDEN
    session, box, talk = parts["session"], parts["box"], parts["talk"]
    page = [parts[name] for name in ("session", "talk", "past", "cards", "box", "ask", "stop")]
    page += [parts[name] for name in ("collections", "documents", "scope")]
    again = by.clicked_steps(Handlers.ask_again)
    running = [
        gr.on([box.submit, parts["ask"].click], by.steps(Handlers.ask), [box, session], page, **hidden),
        talk.ask(by.clicked_steps(Handlers.ask_example), session, page, **hidden),
        talk.retry(again, session, page, **hidden),
        talk.exact(again, session, page, **hidden),
    ]
    for name, handler in (("stop", Handlers.stop), ("new", Handlers.new)):
        # First the cancelling, then the page: a step still under way would otherwise be shown over it.
        parts[name].click(None, cancels=running, **hidden).then(by.once(handler), session, page, **hidden)
    talk.edit(by.clicked(Handlers.edit), session, page, **hidden)
    for name in ("cards", "documents", "reader"):
        outputs = [session, parts["reader"], parts["status"]]
        parts[name].open(by.clicked(Handlers.open), session, outputs, **hidden)
    parts["cards"].widen(by.clicked(Handlers.widen), session, [session, parts["cards"], parts["status"]], **hidden)
    loaded = wire_panels(app, parts, speaking, page, running)
    wire_library(loaded, parts, speaking, running)
    offer(Api(speaking["vi"].collections))
