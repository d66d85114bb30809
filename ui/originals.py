"""The route to a document's original file: sent to be saved, or shown as plain text; nothing in it is ever executed.

The address holds a collection's name and a document's id, and no path. Which file that is, and whether it is still the
one that was indexed, the collection says.
"""
# No `from __future__ import annotations`: FastAPI reads the annotations of the nested function at run time.

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from corpus.errors import HoidapError
from index.originals import Original
from ui.service import Collections

_ROUTE = "original"

_PLAIN = (".txt", ".md", ".markdown")
_GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def address_of(collection: str, document: str) -> str:
    """The address of a file, relative to the page. Both names are of ours: letters, digits and hyphens."""
    return f"{_ROUTE}/{quote(collection, safe='')}/{quote(document, safe='')}"


def headers_of(original: Original) -> dict[str, str]:
    """How a browser is to treat a file: plain text in UTF-8 it may show as such, everything else it saves."""
    shown = PurePath(original.name).suffix.lower() in _PLAIN and _is_utf8(original.data)
    kind = "text/plain; charset=utf-8" if shown else "application/octet-stream"
    name = original.name.encode("utf-8", "replace").decode("utf-8")
    place = "inline" if shown else "attachment"
    return {
        **_GUARDED,
        "Content-Type": kind,
        "Content-Disposition": f"{place}; filename*=UTF-8''{quote(name, safe='')}",
    }


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def serve_originals(server: Any, collections: Collections, lang: str) -> None:
    """Adds the route to a served Gradio application, behind the check of who signed in that guards its ``/config``."""
    from fastapi.responses import PlainTextResponse, Response

    guards = next(route.dependencies for route in server.routes if getattr(route, "path", "") == "/config")
    if not guards:
        raise RuntimeError("this Gradio does not guard /config: nothing tells who signed in")

    def original(collection: str, document: str) -> Response:
        try:
            found = collections.at(collection).original(document)
        except HoidapError as error:
            said = error.message(lang).encode("utf-8", "replace").decode("utf-8")
            return PlainTextResponse(said, 404, _GUARDED)
        return Response(found.data, 200, headers_of(found))

    path = f"/{_ROUTE}/{{collection}}/{{document}}"
    server.add_api_route(path, original, dependencies=guards, response_model=None)
