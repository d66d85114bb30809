"""The product itself in a real browser: ``hoidap chat`` over the sample documents, in a fresh home."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.conftest import ROOT, Served, Visitor, free_port
from tests.ui.test_browser import on_screen

pytestmark = pytest.mark.browser


WATCHED = """
import sys
from pathlib import Path
from tests.ui.served_ui import watch
watch(Path(sys.argv[1]))
from ui.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``hoidap chat --no-browser`` once it says that it runs, with a watch on whom it turns to."""
    folder = tmp_path_factory.mktemp("product")
    port = free_port()
    env = {**os.environ, "HOIDAP_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    log = folder / "outside.txt"
    log.touch()
    command = [sys.executable, "-c", WATCHED, str(log), "chat", "--no-browser", "--port", str(port)]
    with (folder / "errors.txt").open("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=env, cwd=folder)
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert f"http://127.0.0.1:{port}/" in line, (folder / "errors.txt").read_text()
            yield Served(f"http://127.0.0.1:{port}/", log)
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(20)


@pytest.mark.parametrize("query", ["", "?__theme=dark"])
def test_from_question_to_the_exact_words(visitor: Visitor, chat: Served, query: str) -> None:
    v = visitor(chat.url, query)
    assert v.page.locator(".chip").count() >= 3
    v.shot(f"product-welcome{'-dark' if query else ''}")
    v.ask("viet nam co quan he ngoai giao voi bao nhieu nuoc")
    assert "189" in v.page.locator(".a").inner_text()
    assert "việt nam có quan hệ ngoại giao" in v.page.locator(".read").inner_text().lower()
    link = v.page.locator(".a").get_by_role("link", name="[1]").first
    link.click()
    mark: Any = v.page.locator("#src-1-1 mark").first
    assert mark.inner_text().strip() in v.page.locator(".a").inner_text()
    assert on_screen(mark)
    v.shot(f"product-answer{'-dark' if query else ''}")
    v.page.locator("#src-1-1").get_by_text("mở tại chỗ").click()
    here = v.page.locator("#hd-viewer mark.here").first
    here.wait_for()
    assert on_screen(here)
    v.shot(f"product-viewer{'-dark' if query else ''}")
    v.page.keyboard.press("Escape")
    v.ask("Giá vé máy bay đi Đà Nẵng hôm nay bao nhiêu?")
    assert "Tài liệu không nói đến điều này." in v.page.locator(".turn").last.inner_text()
    v.quiet()
    assert chat.log.read_text(encoding="utf-8") == "", "it turned to another machine"
