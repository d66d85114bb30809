"""Past conversations and thumbs in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.ui.payloads_ui import PAYLOADS
from tests.ui.test_browser import IDS, QUESTION, QUOTE, SCREENS, on_screen, wide_as_the_window

pytestmark = pytest.mark.browser


def side(v: Any) -> None:
    """Brings the left side into sight where it is behind a button."""
    if v.page.locator("#hd-menu").is_visible() and not v.page.locator("#hd-side").is_visible():
        v.page.locator("#hd-menu").click()
    v.page.locator("#hd-side").wait_for()


def row(v: Any, title: str) -> Any:
    return v.page.locator("#hd-past .talked", has_text=title).first


def begin(v: Any, title: str) -> None:
    """A conversation of a fresh page, with a title that no other test has."""
    v.ask(QUESTION)
    side(v)
    menu(v, row(v, QUESTION))
    row(v, QUESTION).locator("input").fill(title)
    row(v, QUESTION).get_by_role("button", name="Lưu tên").click()
    row(v, title).wait_for()


def menu(v: Any, one: Any) -> None:
    one.locator("summary").click()
    one.locator(".menu").wait_for()


@pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)
def test_a_conversation_is_kept_found_continued_and_deleted(
    visit: Any, request: pytest.FixtureRequest, query: str, width: int, height: int
) -> None:
    name = request.node.callspec.id
    title = f"Lịch tưới của {name}"
    v = visit(query, width, height)
    begin(v, title)
    later = visit(query, width, height)  # another day: a page that knows nothing of the first one
    side(later)
    box = later.page.get_by_label("Tìm câu đã hỏi")
    box.fill(f"lich tuoi cua {name}")
    later.page.wait_for_function("document.querySelectorAll('#hd-past .resume').length == 1")
    assert box.evaluate("e => e === document.activeElement && e.value.startsWith('lich')"), "typing goes on undisturbed"
    later.shot(f"{name}-history")
    row(later, title).locator(".resume").click()
    later.page.locator(".turn").wait_for()
    if width < 500:
        assert not later.page.locator("#hd-side").is_visible()
    assert QUOTE in later.page.locator(".a").inner_text()
    later.page.locator(".a").get_by_role("link", name="[1]").click()
    assert on_screen(later.page.locator("#src-1-1 mark").first)
    later.ask("Bón phân cho rau ăn lá bao nhiêu?")
    assert later.page.locator(".turn").count() == 2
    side(later)
    assert row(later, title).locator(".jumps a").all_inner_texts() == [QUESTION, "Bón phân cho rau ăn lá bao nhiêu?"]
    assert wide_as_the_window(later.page)
    menu(later, row(later, title))
    later.shot(f"{name}-history-menu")
    delete = row(later, title).locator("[data-act=delete]")
    delete.click()
    assert row(later, title).count() == 1, "asked once more"
    delete.click()
    row(later, title).wait_for(state="detached")
    later.page.locator(".welcome").wait_for()
    v.quiet()
    later.quiet()


def test_a_conversation_is_downloaded_with_its_sources(visit: Any, tmp_path: Path) -> None:
    v = visit()
    begin(v, "Tải: về/nhà?")
    menu(v, row(v, "Tải: về/nhà?"))
    with v.page.expect_download() as caught:
        row(v, "Tải: về/nhà?").get_by_role("button", name="Tải về").click()
    assert caught.value.suggested_filename == "Tải về nhà.md"
    caught.value.save_as(tmp_path / "x.md")
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert text.startswith("# Tải: về/nhà?")
    assert f"> {QUOTE}" in text
    assert "Sổ tay vườn rau › I – Vườn rau" in text
    v.quiet()


def test_opening_another_conversation_stops_the_answer_on_its_way(visit: Any) -> None:
    v = visit()
    begin(v, "Nơi muốn đến")
    v.page.get_by_role("button", name="+ Cuộc hỏi mới").click()
    v.page.locator(".welcome").wait_for()
    v.page.locator("#hd-question textarea").fill("Trả lời thật chậm: rau muống")
    v.page.keyboard.press("Enter")
    v.page.get_by_text("Đang tìm trong tài liệu…").wait_for()
    row(v, "Nơi muốn đến").locator(".resume").click()
    v.page.get_by_text(QUOTE).first.wait_for()
    v.page.wait_for_timeout(1_000)
    assert v.page.locator(".q").all_inner_texts() == [QUESTION]
    v.quiet()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_thumbs_and_a_word_are_given_kept_and_taken_back(visit: Any, width: int, height: int) -> None:
    title = f"Nhận xét {width}"
    v = visit("", width, height)
    begin(v, title)
    v.page.keyboard.press("Escape")
    down = v.page.get_by_role("button", name="Trả lời chưa đúng")
    assert down.get_attribute("aria-pressed") == "false"
    down.click()
    word = v.page.get_by_label("Nói thêm về câu trả lời")
    word.fill("thiếu <b>buổi trưa</b>")
    word.press("Enter")
    v.page.get_by_text("Đã ghi: thiếu <b>buổi trưa</b>").wait_for()
    v.shot(f"thumbs-{width}")
    later = visit("", width, height)
    side(later)
    row(later, title).locator(".resume").click()
    later.page.get_by_text("Đã ghi: thiếu <b>buổi trưa</b>").wait_for()
    again = later.page.get_by_role("button", name="Trả lời chưa đúng")
    assert again.get_attribute("aria-pressed") == "true"
    again.click()
    later.page.locator(".judged").wait_for(state="detached")
    assert again.get_attribute("aria-pressed") == "false"
    v.quiet()
    later.quiet()


def test_the_keyboard_reaches_all_of_it(visit: Any) -> None:
    v = visit()
    begin(v, "Bằng bàn phím")
    one = row(v, "Bằng bàn phím")
    one.locator(".resume").focus()
    v.page.keyboard.press("Tab")
    v.page.keyboard.press("Enter")
    one.locator(".menu").wait_for()
    v.page.keyboard.press("Tab")
    v.page.keyboard.press("Control+A")
    v.page.keyboard.type("Chỉ gõ phím")
    v.page.keyboard.press("Enter")
    row(v, "Chỉ gõ phím").wait_for()
    v.page.get_by_role("button", name="Trả lời đúng").focus()
    outline = v.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    v.page.keyboard.press("Space")
    v.page.locator(".judged").wait_for()
    assert outline == "solid"
    v.quiet()


def test_hostile_titles_and_words_do_nothing(visit: Any) -> None:
    v = visit()
    begin(v, "Đối tượng thử")
    hostile = [text for text in PAYLOADS.values() if len(text) < 120 and "\n" not in text]
    v.page.get_by_role("button", name="Trả lời đúng").click()
    current = v.page.locator("#hd-past .talked", has=v.page.locator("[aria-current]"))
    for text in [*hostile[::6], "<img src=x onerror=window.pwned=1>"]:
        before = v.page.locator("#hd-past").inner_html()
        menu(v, current)
        current.locator("input").fill(text)
        current.get_by_role("button", name="Lưu tên").click()
        v.page.wait_for_function("b => document.querySelector('#hd-past').innerHTML != b", arg=before)
        current.locator(".menu").wait_for(state="hidden")
        v.page.locator(".judged input").fill(text)
        v.page.locator(".judged input").press("Enter")
    v.page.get_by_text(re.compile("Đã ghi: <img src=x")).wait_for()
    injected = "script, iframe, img, svg:not(.icon), form:not([data-act]), object, style, link, base, meta, template"
    for part in ("#hd-talk", "#hd-past"):
        inside = v.page.locator(part).locator(".html-container").first
        assert inside.evaluate("(element, found) => element.querySelectorAll(found).length", injected) == 0, part
    assert wide_as_the_window(v.page)
    v.shot("hostile-history")
    v.quiet()
