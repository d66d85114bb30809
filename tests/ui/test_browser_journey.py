"""Everything a person does with a conversation and with its sources, on a desktop and on a phone, in light and in dark.

Each step leaves a picture in ``artefacts/``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.test_browser import IDS, QUESTION, QUOTE, SCREENS, on_screen, wide_as_the_window

pytestmark = pytest.mark.browser

RECORDER = """() => {
  window.seen = []; window.shifts = []; window.doneAt = Infinity;
  new MutationObserver(() => {
    const turn = [...document.querySelectorAll('.turn')].at(-1);
    const stage = turn?.querySelector('.stage')?.textContent ?? '';
    const text = stage || (turn?.querySelector('.a')?.textContent ?? '');
    if (text && text !== window.seen.at(-1)) window.seen.push(text);
    if (window.seen.length > 3 && turn.querySelector('.tools')) window.doneAt = Math.min(window.doneAt, performance.now());
  }).observe(document.querySelector('#hd-talk'), { childList: true, subtree: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push([entry.startTime, entry.value]);
  }).observe({ type: 'layout-shift' });
}"""

EVERY_SCREEN = pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Keeps a picture of a step, and sees that the page is no wider than the window."""

    def keep(v: Any, step: str) -> None:
        v.shot(f"{request.node.callspec.id}-{step}")
        assert wide_as_the_window(v.page), step

    return keep


@EVERY_SCREEN
def test_a_conversation(visit: Any, shot: Callable[[Any, str], None], query: str, width: int, height: int) -> None:
    v = visit(query, width, height)
    page, box = v.page, v.page.locator("#hd-question textarea")

    # an example, made of the collection, asks itself; so does a question to go on with
    example = page.locator(".welcome .chip").first
    question = example.inner_text()
    example.click()
    page.locator(".turn .tools").wait_for()
    assert page.locator(".q").inner_text() == question
    offered = page.locator(".next .chip").first
    offered.wait_for()
    shot(v, "example")
    following = offered.inner_text()
    offered.click()
    page.locator(".turn .tools").nth(1).wait_for()
    assert page.locator(".q").last.inner_text() == following

    # the stages are seen one after the other, the answer grows, and nothing moves meanwhile
    page.locator(".turn:last-child .next").wait_for()
    page.evaluate(RECORDER)
    v.ask(f"{QUESTION} (từng bước)")
    seen = page.evaluate("window.seen")
    assert seen.index("Đang tìm trong tài liệu…") < next(i for i, s in enumerate(seen) if s.startswith("Đang đọc"))
    grown = [text for text in seen if text and QUOTE.startswith(text.strip())]
    assert len(grown) >= 2
    assert grown == sorted(grown, key=len)
    moved = page.evaluate("window.shifts.filter(([at]) => at < window.doneAt).map(([, value]) => value)")
    assert page.evaluate("Number.isFinite(window.doneAt)")
    assert sum(moved) < 0.05
    shot(v, "streamed")

    # an answer on its way is stopped
    box.fill("Trả lời thật chậm: rau muống")
    box.press("Enter")
    page.locator(".turn:last-child .busy").wait_for()
    shot(v, "on-its-way")
    page.locator("#hd-stop").click()
    page.get_by_text("Đã dừng.").wait_for()
    shot(v, "stopped")

    # the last question is taken back and edited, then asked again as it is, then exactly as typed
    turns = page.locator(".turn").count()
    page.get_by_role("button", name="Sửa câu hỏi").click()
    page.locator(".turn").nth(turns - 1).wait_for(state="detached")
    assert box.input_value() == "Trả lời thật chậm: rau muống"
    v.ask("rau muong can tuoi")
    last = page.locator(".turn").last
    assert "Đã hiểu là: rau muống can tưới" in last.locator(".read").inner_text()
    shot(v, "understood")
    page.evaluate("window.seen = []")
    last.get_by_role("button", name="Hỏi lại").click()
    page.wait_for_function("window.seen.some((text) => text.startsWith('Đang'))")  # seen, however short it stood there
    last.locator(".tools").wait_for()
    page.locator("#hd-ask").wait_for()
    last.get_by_role("button", name="tìm đúng như đã gõ").click()
    page.get_by_text("Đã tìm đúng như đã gõ.").wait_for()
    page.locator("#hd-ask").wait_for()
    assert page.locator(".turn").count() == turns
    shot(v, "exact")

    # what is copied holds the answer and its sources
    page.locator(".turn").nth(2).get_by_role("button", name="Chép", exact=True).click()
    page.get_by_text("Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert QUOTE in copied
    assert "[1] Sổ tay vườn rau, I – Vườn rau › 1- Tưới nước · trang 3, 5/3/2024" in copied

    # from the keyboard alone
    page.locator("#hd-talk").click(position={"x": 3, "y": 3})
    page.keyboard.press("/")
    page.keyboard.type("hỏa tiễn")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("tưới")
    assert box.input_value() == "hỏa tiễn\ntưới"
    page.keyboard.press("Enter")
    page.locator(".turn").nth(turns).locator(".none").wait_for()
    assert on_screen(page.locator(".turn").nth(turns).locator(".none"))
    shot(v, "no-evidence")
    v.quiet()


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
