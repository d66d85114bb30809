"""The chat's functions for other programs, as endpoints of Gradio's API: search, ask, read_document, documents, collections.

Values in, values out that JSON can carry; what is wrong with a call is said in one line, in both languages.
"""
# No `from __future__ import annotations`: Gradio reads the annotations at run time.

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Any

from corpus.errors import HoidapError, UsageError
from rag.chat import Options
from rag.types import Done
from ui.document_part import LONGEST_PART, document_part, sendable
from ui.handlers import MAX_QUESTION
from ui.json_output import answer_json, info_json, search_json
from ui.library_view import shown_name
from ui.service import Collections, Service
from ui.strings import Words

MOST_PASSAGES = 50


class Api:
    """The endpoints over the collections of a chat. ``collection`` is a name as ``--collection`` takes it, "" for the last
    used one; ``within`` are documents by id, title or file name, none for all. Methods raise HoidapError."""

    def __init__(self, collections: Collections, lang: str = "vi") -> None:
        self._collections = collections
        self._lang = lang
        self._words = Words(lang)

    def search(
        self, question: str, k: int = 10, within: list[str] | None = None, collection: str = "", exact: bool = False
    ) -> dict[str, Any]:
        """The k nearest passages, best first: what `hoidap search --json` says."""
        service = self._collections.at(collection)
        found = service.search(_question(question), _count(k), exact=bool(exact), within=_ids(service, within))
        return search_json(found)

    def ask(
        self,
        question: str,
        exact: bool = False,
        k: int = 5,
        within: list[str] | None = None,
        collection: str = "",
    ) -> dict[str, Any]:
        """An answer with citations, on its own, without a conversation: what `hoidap ask --json` says."""
        service = self._collections.at(collection)
        options = Options(k=_count(k), exact=bool(exact), within=_ids(service, within), lang=self._lang)
        for event in service.ask(_question(question), options=options):
            if isinstance(event, Done):
                return answer_json(event.answer)
        raise RuntimeError("asking ended without an answer")

    def read_document(self, document: str, start: int = 0, length: int = 8000, collection: str = "") -> dict[str, Any]:
        """A stretch of one document's text, from the offset start; next is where to read on. The outline comes with the
        first part."""
        service = self._collections.at(collection)
        view = service.document(service.find(str(document)).id)
        start, length = _whole(start, "start", 0, len(view.text)), _whole(length, "length", 1, LONGEST_PART)
        return asdict(document_part(view.info, view.text, view.sections, start, length))

    def documents(self, collection: str = "") -> list[dict[str, Any]]:
        """All documents of a collection: what `hoidap list --json` says."""
        return [info_json(info) for info in self._collections.at(collection).documents()]

    def collections(self) -> list[dict[str, Any]]:
        """All collections: name, title, and which one was used last."""
        current = self._collections.current
        entries = self._collections.entries()
        return [
            {"name": one.name, "title": shown_name(one, self._words), "current": one.name == current} for one in entries
        ]


def offer(api: Api) -> None:
    """Registers the endpoints; to be called while the application is built."""
    import gradio as gr

    for function in (api.search, api.ask, api.read_document, api.documents, api.collections):
        gr.api(_told(function), api_name=function.__name__)


def _told(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with errors for people as errors that the calling program is shown."""
    import gradio as gr

    @wraps(function)
    def run(*values: Any, **named: Any) -> Any:
        try:
            return _clean(function(*values, **named))
        except HoidapError as error:
            raise gr.Error(sendable(f"{error.vi} ({error.en})"), print_exception=False) from error

    return run


def _clean(value: Any) -> Any:
    """The value with nothing in it that JSON in UTF-8 cannot carry."""
    if isinstance(value, str):
        return sendable(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value


def _question(question: str) -> str:
    question = str(question).strip()
    if not question or len(question) > MAX_QUESTION:
        raise UsageError(
            f"câu hỏi cần từ 1 đến {MAX_QUESTION} ký tự; hãy hỏi lại",
            f"a question needs 1 to {MAX_QUESTION} characters; ask again",
        )
    return question


def _count(k: int) -> int:
    return _whole(k, "k", 1, MOST_PASSAGES)


def _whole(value: object, name: str, low: int, high: int) -> int:
    """A whole number from ``low`` up; what is over ``high`` is brought down to it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < low:
        raise UsageError(f"{name} phải là số nguyên từ {low}", f"{name} must be a whole number, {low} or more")
    return min(value, high)


def _ids(service: Service, within: Sequence[str] | None) -> frozenset[str] | None:
    """The ids of documents given by id, title or file name. Raises UnknownDocument."""
    if not within:
        return None
    wanted = [within] if isinstance(within, str) else list(within)
    return frozenset(service.find(str(one)).id for one in wanted)
