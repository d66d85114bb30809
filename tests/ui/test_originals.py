"""How the original file of a document is served: by the document's id alone, and never as something that executes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpus.document import Span
from corpus.errors import UnreadableFile
from index.originals import Original
from tests.ui.examples_ui import view
from tests.ui.fakes_ui import FakeService
from tests.ui.markup_ui import parsed
from ui.originals import headers_of, serve_originals
from ui.strings import Words
from ui.viewer import viewer

PAGE = b"<script>window.pwned=1</script>"


def nothing() -> dict[str, str]:
    return {}


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def client(service: FakeService) -> Any:
    """A bare application with the route, and a check that lets everyone in until ``closed`` is set."""
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.testclient import TestClient

    application = FastAPI()
    application.state.closed = False

    def login_check() -> None:
        if application.state.closed:
            raise HTTPException(401)

    application.add_api_route("/config", nothing, dependencies=[Depends(login_check)])

    serve_originals(application, service, "vi")
    return TestClient(application)


@pytest.mark.parametrize("name", ["trang.html", "hình.svg", "trang.htm", "a.xhtml", "a.pdf", "a", "a.txt.html", "a.js"])
def test_what_could_execute_is_sent_to_be_saved(name: str) -> None:
    headers = headers_of(Original(name, PAGE))
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_plain_text_is_shown_as_plain_text_and_only_where_the_browser_reads_it_rightly() -> None:
    headers = headers_of(Original("Ghi chép.md", PAGE))
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Disposition"].startswith("inline;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers_of(Original("a.txt", "ắ".encode("utf-16")))["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ['"; filename="x.html', "a\r\nSet-Cookie: x=1.html", "ắ/..\\b.html", "\udcff.html"])
def test_a_hostile_name_stays_inside_its_header(name: str) -> None:
    value = headers_of(Original(name, b""))["Content-Disposition"]
    assert value.isascii()
    assert not set('"\r\n/\\ ') & set(value.split("filename*=UTF-8''")[1])


def test_the_file_of_a_document_is_sent_with_its_bytes(client: Any, service: FakeService) -> None:
    for info in service.documents():
        answer = client.get(f"/original/{service.name}/{info.id}")
        assert answer.status_code == 200
        assert answer.content == service.original(info.id).data


@pytest.mark.parametrize(
    "path", ["0" * 16, "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "../etc/passwd", "pyproject.toml", "%00", ""]
)
def test_anything_but_an_id_finds_nothing(client: Any, service: FakeService, path: str) -> None:
    for place in (service.name, "khong-co", ""):
        answer = client.get(f"/original/{place}/{path}")
        assert answer.status_code == 404
        assert "root:" not in answer.text
    assert client.get(f"/original/{path}/{service.documents()[0].id}").status_code == 404


def test_a_file_that_is_gone_is_said_to_be_gone_in_plain_text(client: Any, service: FakeService) -> None:
    def gone(document_id: str) -> Original:
        raise UnreadableFile("<b>x</b>\udcff", "tệp gốc không còn ở chỗ cũ", "gone")

    service.original = gone  # type: ignore[method-assign]
    answer = client.get(f"/original/{service.name}/{service.documents()[0].id}")
    assert answer.status_code == 404
    assert "không còn ở chỗ cũ" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_gets_a_file_before_signing_in(client: Any, service: FakeService) -> None:
    address = f"/original/{service.name}/{service.documents()[0].id}"
    client.app.state.closed = True
    assert client.get(address).status_code == 401
    client.app.state.closed = False
    assert client.get(address).status_code == 200


def test_an_application_that_guards_nothing_is_not_served() -> None:
    from fastapi import FastAPI

    application = FastAPI()
    application.add_api_route("/config", nothing)
    with pytest.raises(RuntimeError):
        serve_originals(application, FakeService(), "vi")


def test_the_viewer_links_to_the_file_only_where_there_is_one() -> None:
    t, document = Words("vi"), view("Trạm bơm.")
    there = parsed(viewer(replace(document, original="mac-dinh"), Span(0, 0), None, 1, t))
    (link,) = there.all("a", "original")
    assert link.attributes["href"] == f"original/mac-dinh/{document.info.id}"
    gone = parsed(viewer(document, Span(0, 0), None, 1, t))
    assert not gone.all("a", "original")
    assert t("viewer_no_original") in gone.text()
