"""Everything a person does with the sources of an answer, on a desktop and on a phone, in light and in dark.

Each step leaves a picture in ``artefacts/``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.test_browser import IDS, QUESTION, QUOTE, SCREENS, on_screen, wide_as_the_window

pytestmark = pytest.mark.browser

EVERY_SCREEN = pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Keeps a picture of a step, and sees that the page is no wider than the window."""

    def keep(v: Any, step: str) -> None:
        v.shot(f"{request.node.callspec.id}-{step}")
        assert wide_as_the_window(v.page), step

    return keep


@EVERY_SCREEN
def test_the_sources(visit: Any, shot: Callable[[Any, str], None], query: str, width: int, height: int) -> None:
    v = visit(query, width, height)
    page = v.page
    v.ask(QUESTION)
    answer, panel = page.locator(".turn").last.bounding_box(), page.locator("#hd-sources").bounding_box()
    if width > 760:
        assert panel["x"] >= answer["x"] + answer["width"], "beside the answer"
    else:
        assert panel["y"] >= answer["y"] + answer["height"], "below it"
    page.locator(".turn").get_by_role("link", name="[1]").click()
    card = page.locator("#src-1-1")
    told = card.inner_text()
    for part in ("Sổ tay vườn rau", "I – Vườn rau › 1- Tưới nước", "trang 3", "khớp:", "điểm"):
        assert part in told
    assert card.locator("mark.quoted").inner_text() == QUOTE
    shot(v, "card")
    card.get_by_role("button", name="chép dẫn nguồn").click()
    card.get_by_text("Đã chép").wait_for()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited == f"“{QUOTE}” (Sổ tay vườn rau, I – Vườn rau › 1- Tưới nước · trang 3, 5/3/2024)"

    # the same words elsewhere open there
    same = page.locator(".card .also").first
    assert "cũng có trong:" in same.inner_text()
    same.get_by_role("button").first.click()
    page.locator("#hd-viewer .sheet").wait_for()
    shot(v, "also-in")
    page.locator("#hd-viewer").get_by_role("button", name="Đóng").click()

    # the document at the place, its marks, its outline, its file
    card.get_by_role("button", name="mở tại chỗ").click()
    here = page.locator("#hd-viewer mark.here")
    here.first.wait_for()
    assert page.locator("#hd-viewer mark").count() >= 2, "all places of the answer are marked"
    assert on_screen(page.get_by_role("link", name="Tệp gốc"))
    for step in ("Chỗ sau", "Chỗ trước"):
        page.get_by_label(step).click()
        assert on_screen(here.first)
    shot(v, "place")
    page.keyboard.press("Escape")

    # a document of more than 200 KB is read part by part
    if width <= 960:
        page.locator("#hd-menu").click()
    page.locator("#hd-library").get_by_text("Sổ kho thóc").click()
    part = page.locator("#hd-viewer .part")
    part.wait_for()
    first = part.inner_text()
    assert "Tài liệu dài" in first
    page.locator("#hd-viewer nav").get_by_text("9- Kho số 69").click()
    heading = page.locator("#hd-viewer h3", has_text="9- Kho số 69")
    heading.wait_for()
    assert on_screen(heading)
    assert part.inner_text() != first
    shot(v, "part")
    v.quiet()
