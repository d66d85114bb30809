"""From handlers to functions as Gradio wants them: who asks, in which language, and which components change."""
# No `from __future__ import annotations`: Gradio reads the annotations of the nested functions at run time.

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

from ui.handlers import Changes, Steps
from ui.history import LOCAL
from ui.labels import labels
from ui.session import Page, Session

H = TypeVar("H")
HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How every event of the page is wired: without Gradio's own signs of progress, and not as a function for programs."""

Parts = dict[str, Any]
"""The components of the page by the names that the handlers use."""


class Wiring(Generic[H]):
    """Turns methods of the handlers ``H``, which speak of parts by name, into functions over components.

    ``speaking`` holds one ``H`` for each language. Every function takes the owner from the request itself, never from
    what the page or the session says. The state that Gradio keeps is a ``Page``; handlers are given the session in it, and
    what they make of that goes into the page, not over it.
    """

    def __init__(self, parts: Parts, speaking: Mapping[str, H]) -> None:
        self.parts = parts
        self.speaking = speaking

    def applied(self, changes: Changes) -> dict[Any, Any]:
        """The changes by component; ``busy`` shows one of the two buttons, ``naming`` the box for a new collection's name,
        ``words`` everything that stands still in another language.

        No change at all leaves everything as it is.
        """
        import gradio as gr

        if not changes:
            return gr.skip()  # type: ignore[no-any-return]
        changes = dict(changes)
        update: dict[Any, Any] = {}
        if (busy := changes.pop("busy", None)) is not None:
            update = {self.parts["ask"]: gr.Button(visible=not busy), self.parts["stop"]: gr.Button(visible=busy)}
        if (t := changes.pop("words", None)) is not None:
            changes = {**labels(t), **changes}
        if (naming := changes.pop("naming", None)) is not None:
            update |= {self.parts["naming"]: gr.Row(visible=naming), self.parts["title"]: ""}
        return update | {self.parts[name]: value for name, value in changes.items()}

    def once(self, handler: Callable[..., Changes]) -> Callable[..., dict[Any, Any]]:
        """For a handler that answers at once."""
        import gradio as gr

        def run(request: gr.Request, *values: Any) -> dict[Any, Any]:
            return self._once(handler, request, values)

        return run

    def steps(self, handler: Callable[..., Steps]) -> Callable[..., Iterator[dict[Any, Any]]]:
        """For a handler that answers in steps."""
        import gradio as gr

        def run(request: gr.Request, *values: Any) -> Iterator[dict[Any, Any]]:
            yield from self._steps(handler, request, values)

        return run

    def clicked(self, handler: Callable[..., Changes]) -> Callable[..., dict[Any, Any]]:
        """The same as ``once``, with what the browser's event carries."""
        import gradio as gr

        def run(request: gr.Request, page: Page, event: gr.EventData) -> dict[Any, Any]:
            return self._once(handler, request, (page, payload(event)))

        return run

    def clicked_steps(self, handler: Callable[..., Steps]) -> Callable[..., Iterator[dict[Any, Any]]]:
        """The same as ``steps``, with what the browser's event carries."""
        import gradio as gr

        def run(request: gr.Request, page: Page, event: gr.EventData) -> Iterator[dict[Any, Any]]:
            yield from self._steps(handler, request, (page, payload(event)))

        return run

    @property
    def noted(self) -> Callable[..., dict[str, Any]]:
        """Keeps what a browser's event carries for the step after it."""
        import gradio as gr

        def run(event: gr.EventData) -> dict[str, Any]:
            return payload(event)

        return run

    def _once(self, handler: Callable[..., Changes], request: Any, values: tuple[Any, ...]) -> dict[Any, Any]:
        page, session, given = _given(request, values)
        return self._taken(page, session, handler(self.speaking[session.settings.lang], *given))

    def _steps(self, handler: Callable[..., Steps], request: Any, values: tuple[Any, ...]) -> Iterator[dict[Any, Any]]:
        page, session, given = _given(request, values)
        steps = handler(self.speaking[session.settings.lang], *given)
        told, owner = None, session.owner
        with suppress(StopIteration):
            while page.session.owner == owner:  # nobody else signed in meanwhile
                changes = steps.send(told)
                yield self._taken(page, session, changes)
                told = session = page.session

    def _taken(self, page: Page, before: Session, changes: Changes) -> dict[Any, Any]:
        """The changes by component. Gradio is given the page itself as the state, so that it counts as used."""
        if "session" in changes:
            page.take(before, changes["session"])
            changes = {**changes, "session": page}
        return self.applied(changes)


def _given(request: Any, values: tuple[Any, ...]) -> tuple[Page, Session, list[Any]]:
    """The page among ``values``, its session for whoever asks, and the values with the session in the page's place."""
    page = next(value for value in values if isinstance(value, Page))
    session = page.of(str(request.username or LOCAL))
    return page, session, [session if value is page else value for value in values]


def payload(event: Any) -> dict[str, Any]:
    """What a browser event carries, as a dictionary."""
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}
