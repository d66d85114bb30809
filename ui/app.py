"""The web chat as a Gradio application: layout and wiring. What happens is in ``ui.handlers``, what is shown in the pure
modules beside it; ``ui.server`` serves it.
"""
# No `from __future__ import annotations`: Gradio reads the annotations of the nested functions at run time.

from collections.abc import Callable, Iterator
from typing import Any

from ui.cards import sources
from ui.handlers import MAX_QUESTION, Changes, Handlers, Session
from ui.json_output import answer_json
from ui.library_wiring import HIDDEN, Parts, library_layout, wire_library
from ui.service import Collections
from ui.shelf import asked
from ui.strings import Words

_WIRE = """
(function go() { window.hoidap ? window.hoidap.wire(element, trigger) : setTimeout(go, 20); })();
/* events: 'ask' 'retry' 'exact' 'edit' 'open' 'remove' 'pick' 'unpick' 'turn' 'begin' 'again' 'refresh' 'widen' */
"""


def build_app(collections: Collections, lang: str = "vi") -> Any:
    """The chat over ``collections`` as a ``gradio.Blocks``, not yet served. Importing Gradio takes seconds."""
    import gradio as gr

    t = Words(lang)
    handlers = Handlers(collections, t)
    with gr.Blocks(
        title=t("title"), analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=(3600, 6 * 3600)
    ) as app:
        parts = _layout(handlers, t)
        _wire(app, parts, handlers)
    app.queue(default_concurrency_limit=16)
    return app


def _layout(handlers: Handlers, t: Words) -> Parts:
    """Three columns and the viewer over them; ``static/style.css`` places them."""
    import gradio as gr

    def markup(value: str, elem_id: str, *, wired: bool = True) -> Any:
        """A part whose markup is rendered by us; Gradio compares it with what is shown and changes only that."""
        return gr.HTML(value, elem_id=elem_id, js_on_load=_WIRE if wired else None, apply_default_css=False)

    parts: Parts = {"session": gr.State(Session())}
    with gr.Row(elem_id="hd-app"):
        with gr.Column(elem_id="hd-side"):
            markup(_brand(t), "hd-brand", wired=False)
            parts["new"] = gr.Button(t("new"), elem_id="hd-new", variant="primary")
            parts["asked"] = markup(asked((), t), "hd-asked")
            parts |= library_layout(markup, t)
        with gr.Column(elem_id="hd-main"):
            markup(_menu(t), "hd-top", wired=False)
            parts["talk"] = markup(handlers.talk(Session()), "hd-talk")
            parts["scope"] = markup("", "hd-scope")
            with gr.Row(elem_id="hd-box"):
                parts["box"] = gr.Textbox(
                    elem_id="hd-question", label=t("box_label"), show_label=False, container=False, lines=1,
                    max_lines=6, placeholder=t("placeholder"), max_length=MAX_QUESTION, autofocus=True,
                )  # fmt: skip
                parts["ask"] = gr.Button(t("ask"), elem_id="hd-ask", variant="primary")
                parts["stop"] = gr.Button(t("stop"), elem_id="hd-stop", visible=False)
            markup(_hint(t), "hd-hint", wired=False)
        with gr.Column(elem_id="hd-sources"):
            parts["cards"] = markup(sources((), t), "hd-cards")
    parts["reader"] = markup("", "hd-viewer")
    return parts


class _Wiring:
    """Turns handlers, which speak of parts by name, into functions as Gradio wants them."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def applied(self, changes: Changes) -> dict[Any, Any]:
        """The changes by component; ``busy`` shows one of the two buttons, ``naming`` the box for a new collection's name."""
        import gradio as gr

        changes = dict(changes)
        update: dict[Any, Any] = {}
        if (busy := changes.pop("busy", None)) is not None:
            update = {self.parts["ask"]: gr.Button(visible=not busy), self.parts["stop"]: gr.Button(visible=busy)}
        if (naming := changes.pop("naming", None)) is not None:
            update |= {self.parts["naming"]: gr.Row(visible=naming), self.parts["title"]: ""}
        return update | {self.parts[name]: value for name, value in changes.items()}

    def once(self, handler: Callable[..., Changes]) -> Callable[..., dict[Any, Any]]:
        """For a handler that answers at once."""

        def run(*values: Any) -> dict[Any, Any]:
            return self.applied(handler(*values))

        return run

    def steps(self, handler: Callable[..., Iterator[Changes]]) -> Callable[..., Iterator[dict[Any, Any]]]:
        """For a handler that answers in steps."""

        def run(*values: Any) -> Iterator[dict[Any, Any]]:
            for changes in handler(*values):
                yield self.applied(changes)

        return run

    def clicked(self, handler: Callable[..., Changes]) -> Callable[..., dict[Any, Any]]:
        """The same as ``once``, with what the browser's event carries."""
        import gradio as gr

        def run(session: Session, event: gr.EventData) -> dict[Any, Any]:
            return self.applied(handler(session, _payload(event)))

        return run

    def clicked_steps(self, handler: Callable[..., Iterator[Changes]]) -> Callable[..., Iterator[dict[Any, Any]]]:
        """The same as ``steps``, with what the browser's event carries."""
        import gradio as gr

        def run(session: Session, event: gr.EventData) -> Iterator[dict[Any, Any]]:
            for changes in handler(session, _payload(event)):
                yield self.applied(changes)

        return run


def _wire(app: Any, parts: Parts, handlers: Handlers) -> None:
    """Which event calls which handler."""
    import gradio as gr

    by = _Wiring(parts)
    hidden = HIDDEN
    session, box, talk = parts["session"], parts["box"], parts["talk"]
    page = [parts[name] for name in ("session", "talk", "asked", "cards", "box", "ask", "stop")]
    page += [parts[name] for name in ("collections", "documents", "scope")]
    again = by.clicked_steps(handlers.ask_again)
    running = [
        gr.on([box.submit, parts["ask"].click], by.steps(handlers.ask), [box, session], page, **hidden),
        talk.ask(by.clicked_steps(handlers.ask_example), session, page, **hidden),
        talk.retry(again, session, page, **hidden),
        talk.exact(again, session, page, **hidden),
    ]
    for name, handler in (("stop", handlers.stop), ("new", handlers.new)):
        # First the cancelling, then the page: a step still under way would otherwise be shown over it.
        parts[name].click(None, cancels=running, **hidden).then(by.once(handler), session, page, **hidden)
    talk.edit(by.clicked(handlers.edit), session, page, **hidden)
    for name in ("cards", "documents", "reader"):
        outputs = [session, parts["reader"], parts["status"]]
        parts[name].open(by.clicked(handlers.open), session, outputs, **hidden)
    parts["cards"].widen(by.clicked(handlers.widen), session, [session, parts["cards"], parts["status"]], **hidden)
    wire_library(app, parts, by, handlers, running)

    def ask(question: str, exact: bool = False) -> dict[str, Any]:
        """Answers one question on its own; the answer is that of ``hoidap ask --json``."""
        return answer_json(handlers.answer(question, exact=bool(exact)))

    gr.api(ask, api_name="ask")


def _payload(event: Any) -> dict[str, Any]:
    """What a browser event carries, as a dictionary."""
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}


def _brand(t: Words) -> str:
    """Name and motto."""
    return f"<h1>{t('title')}</h1><p>{t('tagline')}</p>"


def _menu(t: Words) -> str:
    """On a narrow screen, the name and the button that shows the left side."""
    return f'<h1>{t("title")}</h1><button type="button" id="hd-menu">☰ {t("menu")}</button>'


def _hint(t: Words) -> str:
    """What the keys do."""
    return f"<p>{t('hint')}</p>"
