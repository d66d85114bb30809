"""A chat that is open to other machines: nobody reads anything before signing in, and a bad file is one clear line."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import HoidapError, UsageError
from tests.ui.conftest import free_port
from tests.ui.fakes_ui import FakeService
from ui.auth import set_user
from ui.cli import main
from ui.server import Server, start

ORIGINAL = f"original/{FakeService().name}/{FakeService().documents()[0].id}"
NAME, PASSWORD = "Lan Anh", "một mật khẩu dài"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A chat on every address of this machine, with one person who may sign in."""
    folder = tmp_path_factory.mktemp("signing-in")
    file = folder / "nguoi-dung"
    set_user(file, NAME, PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOIDAP_HOME", str(folder / "home"))
        patch.setenv("GRADIO_TEMP_DIR", "replaced")  # so that the real value is put back at the end
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        server = start(FakeService(), host="0.0.0.0", port=free_port(), auth_file=file)
        assert os.environ["GRADIO_TEMP_DIR"] == str(folder / "home" / "tmp")
        yield server
        server.close()


@pytest.fixture
def browser_like(shared: Server) -> Any:
    """Opens paths of the chat like a browser with cookies of its own: ``status, body``."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open_path(path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        data = None if form is None else urllib.parse.urlencode(form).encode()
        try:
            with opener.open(shared.url + path, data, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    return open_path


def test_nothing_is_told_before_signing_in(browser_like: Any) -> None:
    status, page = browser_like("")
    assert status == 200
    assert '"auth_required":true' in page.replace(" ", "")
    assert "Vườn rau" not in page, "a title of a document"
    for path in ("config", "gradio_api/info", "gradio_api/file=/etc/passwd", "gradio_api/queue/data?session_hash=x"):
        assert browser_like(path)[0] == 401, path
    assert browser_like(ORIGINAL)[0] == 401
    for path in ("gradio_api/upload", "gradio_api/call/ask", "gradio_api/queue/join", "gradio_api/run/predict"):
        assert browser_like(path, {"data": "x"})[0] == 401, path


@pytest.mark.parametrize(("name", "password"), [(NAME, "sai mật khẩu"), ("ai đó", PASSWORD), (NAME, "x" * 5000)])
def test_a_wrong_name_or_password_stays_outside(browser_like: Any, name: str, password: str) -> None:
    assert browser_like("login", {"username": name, "password": password})[0] == 400
    assert browser_like("config")[0] == 401


def test_the_right_password_opens_the_chat(browser_like: Any) -> None:
    assert browser_like("login", {"username": NAME, "password": PASSWORD})[0] == 200
    status, config = browser_like("config")
    assert status == 200
    assert json.loads(config)["username"] == NAME
    status, text = browser_like(ORIGINAL)
    assert status == 200
    assert "Rau muống" in text


def test_a_program_signs_in_too(shared: Server) -> None:
    from gradio_client import Client

    client = Client(shared.url, auth=(NAME, PASSWORD), verbose=False, analytics_enabled=False)
    answer = client.predict("Rau muống cần tưới mấy lần mỗi ngày?", api_name="/ask")
    assert answer["outcome"] == "answered"
    with pytest.raises(Exception, match=r"(?i)auth|login|credentials"):
        Client(shared.url, auth=(NAME, "sai mật khẩu"), verbose=False, analytics_enabled=False)


@pytest.mark.parametrize("content", [None, "", "lan:mật khẩu chưa băm\n"])
def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "nguoi-dung"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(HoidapError) as caught:
        start(FakeService(), host="0.0.0.0", auth_file=file)
    assert not isinstance(caught.value, UsageError)
    for line in (caught.value.vi, caught.value.en):
        assert str(file) in line
        assert "\n" not in line


def test_the_command_refuses_other_machines_without_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--no-browser", "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert "--auth-file" in said
    assert said.count("\n") == 1


def test_the_command_names_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    absent = tmp_path / "khong-co"
    assert main(["chat", "--no-browser", "--host", "0.0.0.0", "--auth-file", str(absent)]) == 1
    said = capsys.readouterr().err
    assert "khong-co" in said
    assert said.count("\n") == 1
