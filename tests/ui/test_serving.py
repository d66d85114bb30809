"""Where the chat listens, what it answers over HTTP, what it never serves, and that it stays on this machine."""

from __future__ import annotations

import json
import re
import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import HoidapError, UsageError
from tests.ui.conftest import ROOT, Served
from ui.server import DEFAULT_PORT, TRIED_PORTS, blocked_paths, choose_port, is_loopback, page_head, start

QUESTION = "Rau muống cần tưới mấy lần mỗi ngày?"


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, ""


@pytest.fixture(scope="module")
def client(served: Served) -> Any:
    from gradio_client import Client

    return Client(served.url, verbose=False, analytics_enabled=False)


def test_an_explicit_port_that_is_taken_fails_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            choose_port("127.0.0.1", port)
    assert str(port) in caught.value.vi
    assert "\n" not in caught.value.vi + caught.value.en
    assert choose_port("127.0.0.1", port) == port, "free again"


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_cannot_be_is_wrong_use(port: int) -> None:
    with pytest.raises(UsageError):
        choose_port("127.0.0.1", port)


def test_the_default_port_tries_the_next_nine() -> None:
    held = []
    try:
        for port in range(DEFAULT_PORT, DEFAULT_PORT + TRIED_PORTS):
            holder = socket.socket()
            try:
                holder.bind(("127.0.0.1", port))
                holder.listen()
            except OSError:  # someone else has it: taken all the same
                holder.close()
                continue
            held.append(holder)
        with pytest.raises(HoidapError, match=str(DEFAULT_PORT)):
            choose_port("127.0.0.1", None)
        freed = held.pop()
        port = freed.getsockname()[1]
        freed.close()
        assert choose_port("127.0.0.1", None) == port
    finally:
        for holder in held:
            holder.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", "127.0.0.1.evil.example"])
def test_a_host_open_to_others_is_refused(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(UsageError, match=r"127\.0\.0\.1"):
        start(None, host=host)  # type: ignore[arg-type]


def test_loopback_is_recognised() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"))


def test_the_script_is_small_and_filled_in() -> None:
    assert len((ROOT / "ui" / "static" / "app.js").read_text(encoding="utf-8").splitlines()) < 150
    for lang in ("vi", "en"):
        head = page_head(lang)
        assert "{{" not in head
        assert f'?? "{lang}"' in head


def test_no_address_of_elsewhere_stands_in_our_files() -> None:
    for path in (ROOT / "ui").rglob("*"):
        if path.suffix in (".css", ".js", ".svg"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?:|url\(|@import", text), path


def test_the_page_names_no_analytics_and_no_share(served: Served) -> None:
    status, page = get(served.url)
    assert status == 200
    config = json.loads(get(served.url + "config")[1])
    assert config["analytics_enabled"] is False
    assert "fonts.googleapis" not in page
    assert "fonts.googleapis" not in get(served.url + "theme.css")[1]


def test_the_documented_endpoint_answers_like_the_command_line(client: Any) -> None:
    answer = client.predict(QUESTION, api_name="/ask")
    assert answer["outcome"] == "answered"
    for citation in answer["citations"]:
        assert answer["answer"][citation["answer_start"] : citation["answer_end"]] == citation["quote"]
    assert client.predict("rau muong can tuoi", True, api_name="/ask")["searched_as"] == "rau muong can tuoi"


def test_ten_clients_at_once_get_their_own_answers(served: Served) -> None:
    from gradio_client import Client

    def ask(n: int) -> tuple[int, str]:
        patient = {"timeout": 120}  # ten at once on a busy machine
        client = Client(served.url, verbose=False, analytics_enabled=False, httpx_kwargs=patient)
        return n, client.predict(f"Công việc của tuần thứ {n} trong sổ tay", api_name="/ask")["question"]

    with ThreadPoolExecutor(10) as pool:
        for n, question in pool.map(ask, range(1, 11)):
            assert f"tuần thứ {n} " in question


@pytest.mark.parametrize("path", ["/etc/passwd", str(ROOT / "pyproject.toml"), "pyproject.toml", "../../etc/passwd"])
def test_no_file_of_the_machine_is_served(served: Served, path: str) -> None:
    for route in ("gradio_api/file=", "file="):
        status, body = get(served.url + route + path)
        assert status in (403, 404), body


def test_the_server_turns_to_nobody_else(client: Any, served: Served) -> None:
    client.predict(QUESTION, api_name="/ask")
    assert Path(served.log).read_text(encoding="utf-8") == ""


def test_the_watch_on_the_server_does_see_what_leaves(tmp_path: Path) -> None:
    import subprocess
    import sys

    log = tmp_path / "log"
    code = (
        "import socket, sys; from pathlib import Path; from tests.ui.served_ui import watch; watch(Path(sys.argv[1]))\n"
        "s = socket.socket(); s.settimeout(0.01)\n"
        "try: s.connect(('192.0.2.1', 9))\n"
        "except OSError: pass\n"
    )
    subprocess.run([sys.executable, "-c", code, str(log)], cwd=ROOT, check=True, timeout=60)
    assert "192.0.2.1" in log.read_text(encoding="utf-8")


def test_the_folder_of_uploads_stays_readable_and_what_lies_beside_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert blocked_paths(tmp_path.parent / "elsewhere" / "tmp") == [str(tmp_path)]
    (tmp_path / "home" / "collections").mkdir(parents=True)
    (tmp_path / "notes.txt").write_text("riêng")
    blocked = blocked_paths(tmp_path / "home" / "tmp")
    assert sorted(blocked) == [str(tmp_path / "home" / "collections"), str(tmp_path / "notes.txt")]
