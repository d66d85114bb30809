"""From handlers to functions as Gradio wants them: who asks, in which language, and which components change."""
# No `from __future__ import annotations`: Gradio reads the annotations of the nested functions at run time.

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar

from ui.handlers import Changes, Session
from ui.history import LOCAL
from ui.labels import labels

H = TypeVar("H")
HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How every event of the page is wired: without Gradio's own signs of progress, and not as a function for programs."""

Parts = dict[str, Any]
"""The components of the page by the names that the handlers use."""


class Wiring(Generic[H]):
    """Turns methods of the handlers ``H``, which speak of parts by name, into functions over components.

    ``speaking`` holds one ``H`` for each language. Every function takes the owner from the request itself, never from
    what the page or the session says.
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
            return self.applied(self._call(handler, request, values))

        return run

    def steps(self, handler: Callable[..., Iterator[Changes]]) -> Callable[..., Iterator[dict[Any, Any]]]:
        """For a handler that answers in steps."""
        import gradio as gr

        def run(request: gr.Request, *values: Any) -> Iterator[dict[Any, Any]]:
            for changes in self._call(handler, request, values):
                yield self.applied(changes)

        return run

    def clicked(self, handler: Callable[..., Changes]) -> Callable[..., dict[Any, Any]]:
        """The same as ``once``, with what the browser's event carries."""
        import gradio as gr

        def run(request: gr.Request, session: Session, event: gr.EventData) -> dict[Any, Any]:
            return self.applied(self._call(handler, request, (session, payload(event))))

        return run

    def clicked_steps(self, handler: Callable[..., Iterator[Changes]]) -> Callable[..., Iterator[dict[Any, Any]]]:
        """The same as ``steps``, with what the browser's event carries."""
        import gradio as gr

        def run(request: gr.Request, session: Session, event: gr.EventData) -> Iterator[dict[Any, Any]]:
            for changes in self._call(handler, request, (session, payload(event))):
                yield self.applied(changes)

        return run

    @property
    def noted(self) -> Callable[..., dict[str, Any]]:
        """Keeps what a browser's event carries for the step after it."""
        import gradio as gr

        def run(event: gr.EventData) -> dict[str, Any]:
            return payload(event)

        return run

    def _call(self, handler: Callable[..., Any], request: Any, values: tuple[Any, ...]) -> Any:
        owner = str(request.username or LOCAL)
        values = tuple(belonging(value, owner) if isinstance(value, Session) else value for value in values)
        session = next(value for value in values if isinstance(value, Session))
        return handler(self.speaking[session.settings.lang], *values)


def belonging(session: Session, owner: str) -> Session:
    """The session if it is ``owner``'s; a new one where somebody else signed in meanwhile."""
    if session.owner == owner:
        return session
    return replace(session, owner=owner) if session.owner is None else Session(owner=owner, settings=session.settings)


def payload(event: Any) -> dict[str, Any]:
    """What a browser event carries, as a dictionary."""
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}
