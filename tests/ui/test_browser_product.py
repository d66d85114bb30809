"""The product itself in a real browser: ``hoidap chat`` over the sample documents, in a fresh home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.conftest import Served, Visitor
from tests.ui.product_ui import running_product
from tests.ui.test_browser import on_screen

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The chat in a fresh home, with a watch on whom it turns to."""
    with running_product(tmp_path_factory.mktemp("product")) as served:
        yield served


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
