"""Source cards and the document behind them in a real browser: widening, the original file, copies, references."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.test_browser import IDS, QUESTION, QUOTE, SCREENS, on_screen, wide_as_the_window

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)
def test_a_card_widens_in_place_and_its_words_stay_marked(
    visit: Any, request: pytest.FixtureRequest, query: str, width: int, height: int
) -> None:
    v = visit(query, width, height)
    v.ask("Bếp mở cửa lúc mấy giờ?")
    v.ask(QUESTION)
    v.page.locator(".turn").first.get_by_role("link", name="[1]").click()
    card = v.page.locator("#src-1-1")
    quoted = card.locator("mark.quoted").all_inner_texts()
    before = card.locator(".quote").inner_text()
    place = card.evaluate("e => e.getBoundingClientRect().top")
    card.get_by_role("button", name="xem rộng hơn").click()
    card.get_by_role("button", name="thu gọn").wait_for()
    assert len(card.locator(".quote").inner_text()) > len(before)
    assert card.locator("mark.quoted").all_inner_texts() == quoted
    assert card.evaluate("e => e.getBoundingClientRect().top") == pytest.approx(place, abs=2), "nothing jumps"
    assert "on" in card.get_attribute("class").split()
    assert card.is_visible(), "the sources of this turn stay in sight, not those of the last"
    assert wide_as_the_window(v.page)
    v.shot(f"{request.node.callspec.id}-widened")
    card.get_by_role("button", name="thu gọn").click()
    card.get_by_role("button", name="thu gọn").wait_for(state="detached")
    assert card.locator(".quote").inner_text() == before
    v.quiet()


def test_the_original_file_of_a_document_opens_as_plain_text(visit: Any) -> None:
    v = visit()
    v.ask(QUESTION)
    v.page.locator("#src-1-1").get_by_text("mở tại chỗ").click()
    link = v.page.locator("#hd-viewer").get_by_role("link", name="Tệp gốc")
    assert on_screen(link)
    with v.page.context.expect_page() as opened:
        link.click()
    page = opened.value
    page.wait_for_load_state()
    assert QUOTE in page.locator("body").inner_text()
    assert page.evaluate("document.contentType") == "text/plain"
    page.close()
    v.quiet()


def test_the_original_of_a_hostile_document_executes_nothing(visit: Any) -> None:
    v = visit()
    v.page.locator("#hd-library").get_by_text("<img src=").click()
    link = v.page.locator("#hd-viewer").get_by_role("link", name="Tệp gốc")
    answer = v.page.request.get(v.url + link.get_attribute("href"))
    assert answer.headers["x-content-type-options"] == "nosniff"
    with v.page.context.expect_page() as opened:
        link.click()
    page = opened.value
    page.wait_for_load_state()
    assert "<script>window.pwned=1</script>" in page.locator("body").inner_text()
    assert page.evaluate("window.pwned === undefined && document.scripts.length === 0")
    page.close()
    v.quiet()
