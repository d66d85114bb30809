"""One served chat and one browser for all tests of this folder that need them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Served:
    """A chat in a process of its own; ``log`` names every address outside the machine that it turned to."""

    url: str
    log: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The chat over the made-up collection."""
    folder = tmp_path_factory.mktemp("served")
    port, log = free_port(), folder / "outside.txt"
    log.touch()
    env = {**os.environ, "HOIDAP_HOME": str(folder / "home"), "GRADIO_TEMP_DIR": str(folder / "gradio")}
    command = [sys.executable, str(Path(__file__).parent / "served_ui.py"), str(port), str(log)]
    with (folder / "errors.txt").open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=env, cwd=folder)
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            assert line.startswith("http://127.0.0.1:"), (folder / "errors.txt").read_text()
            yield Served(line, log)
        finally:
            process.terminate()
            process.wait(20)


def chromium() -> str | None:
    """The browser of this machine."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium with a fresh profile. Absent, the tests skip; under CI=1 they fail."""
    path = chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        message = "Chromium or playwright is absent: the browser tests need both (apt-get install chromium)"
        if os.environ.get("CI") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@dataclass
class Visit:
    """A page with what it said and asked for meanwhile."""

    page: Any
    url: str
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Types a question, Enter, and waits for the end of its answer."""
        before = self.page.locator(".turn .tools").count()
        self.page.locator("#hd-question textarea").fill(question)
        self.page.locator("#hd-question textarea").press("Enter")
        self.page.locator(".turn .tools").nth(before).wait_for()
        self.page.locator("#hd-ask").wait_for()

    def shot(self, name: str) -> None:
        """Keeps a picture of the screen as a build artefact."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png")

    def quiet(self) -> None:
        """Nothing went wrong, nothing was asked of anyone else, nothing hostile ran."""
        assert self.console == []
        assert self.outside == []
        assert self.failed == []
        assert self.page.evaluate("window.pwned === undefined")


@dataclass
class Visitor:
    """Opens pages in contexts of their own."""

    browser: Any
    contexts: list[Any] = field(default_factory=list)

    def __call__(self, url: str, query: str = "", width: int = 1440, height: int = 900) -> Visit:
        """The chat at ``url``, open."""
        visit = self.blank(url, query, width, height)
        visit.page.goto(visit.url)
        visit.page.locator(".welcome").wait_for()
        return visit

    def blank(self, url: str, query: str = "", width: int = 1440, height: int = 900) -> Visit:
        """A page that has not gone anywhere yet."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.contexts.append(context)
        visit = Visit(context.new_page(), url + query)
        page = visit.page
        page.set_default_timeout(60_000)
        page.on("console", lambda m: visit.console.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: visit.console.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else visit.outside.append(r.url))
        page.on("websocket", lambda w: visit.outside.append(w.url))
        page.on("response", lambda r: visit.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        return visit


@pytest.fixture
def visitor(browser: Any) -> Iterator[Visitor]:
    """Visits; their pages are closed after the test."""
    opened = Visitor(browser)
    yield opened
    for context in opened.contexts:
        context.close()


@pytest.fixture
def visit(visitor: Visitor, served: Served) -> Any:
    """Opens the chat over the made-up collection: ``visit("?__theme=dark", 390, 844)``."""
    return lambda query="", width=1440, height=900: visitor(served.url, query, width, height)
