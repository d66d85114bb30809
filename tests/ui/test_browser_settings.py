"""Settings, language, theme and privacy in a real browser."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Visitor, free_port
from tests.ui.fakes_ui import FILLER, GARDEN, KITCHEN, FakeService
from tests.ui.test_browser import QUESTION, wide_as_the_window
from tests.ui.test_browser_past import side
from ui.auth import set_user
from ui.server import Server, start
from ui.strings import KEYS, Words

pytestmark = pytest.mark.browser
SIZES = [(1280, 800), (390, 844)]
PASSWORD = "một mật khẩu dài"


def opened(v: Any, name: str = "Cài đặt") -> Any:
    """The settings, opened."""
    side(v)
    v.page.locator("#hd-gear button", has_text=name).click()
    v.page.locator("#hd-panel .sheet").wait_for()
    return v.page.locator("#hd-panel")


def everything(page: Any) -> str:
    """All words of the page: shown, or said to a screen reader."""
    return str(
        page.evaluate(
            """() => [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [placeholder], [title]')]
              .flatMap(e => [e.ariaLabel, e.placeholder, e.title])].join('\\n')"""
        )
    )


def phrases(t: Words, other: Words, content: str) -> list[str]:
    """The stretches of the interface's strings in one language that could be nothing else."""
    parts = [(key, one.strip(" “”().,:;·")) for key in KEYS for one in re.split(r"\{\w+\}", t(key))]
    return [part for key, part in parts if len(part) > 4 and part not in other(key) and part not in content]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_language_and_theme_change_everything_and_stay(visit: Any, width: int, height: int) -> None:
    v = visit("", width, height)
    panel = opened(v)
    assert panel.get_by_label("Tiếng Việt").is_checked()
    assert panel.get_by_label("Theo máy").is_checked()
    assert v.page.evaluate("document.activeElement.className") == "close"
    v.shot(f"settings-{width}")
    panel.get_by_label("English").check()
    panel.get_by_label("Tối").check()
    panel.locator("#set-k").fill("3")
    panel.get_by_role("button", name="Lưu", exact=True).click()
    panel.get_by_text("Saved in this browser.").wait_for()
    assert v.page.evaluate("document.documentElement.lang") == "en"
    assert v.page.evaluate("document.body.classList.contains('dark')")
    assert wide_as_the_window(v.page)
    v.shot(f"settings-{width}-english-dark")
    panel_words = everything(v.page)
    v.page.keyboard.press("Escape")
    assert not panel.is_visible()
    v.page.reload()
    v.page.get_by_text("Ask your documents").wait_for()
    assert v.page.evaluate("document.body.classList.contains('dark')")
    v.ask(QUESTION)
    v.page.get_by_role("button", name="Good answer").click()
    v.page.locator(".judged").wait_for()
    assert v.page.locator(".group.on .card").count() == 3
    side(v)
    content = GARDEN + KITCHEN + FILLER + "chữ chung"
    words = panel_words + everything(v.page)
    vietnamese = phrases(Words("vi"), Words("en"), content)
    assert len(vietnamese) > 100
    listed = v.page.locator("#hd-past").inner_text()  # what people asked is in their language
    assert [one for one in vietnamese if one in words and one not in listed] == []
    v.page.keyboard.press("Escape")
    panel = opened(v, "Settings")
    panel.get_by_label("Tiếng Việt").check()
    panel.get_by_role("button", name="Save", exact=True).click()
    panel.get_by_text("Đã lưu trong trình duyệt này.").wait_for()
    v.page.keyboard.press("Escape")
    english = phrases(Words("en"), Words("vi"), content)
    side(v)
    words = everything(v.page)
    assert [one for one in english if one in words] == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_another_model_says_what_it_costs_and_then_encodes(visit: Any, width: int, height: int) -> None:
    v = visit("", width, height)
    panel = opened(v)
    panel.get_by_label("Mô hình khác", exact=True).check()
    panel.get_by_label("Thư mục hoặc tên").fill("khac<img src=x onerror=window.pwned=1>")
    panel.get_by_role("button", name="Xem trước chi phí").click()
    panel.get_by_text("được mã hóa lại, khoảng 2 giây").wait_for()
    v.shot(f"settings-{width}-cost")
    panel.get_by_role("button", name="Mã hóa lại bây giờ").click()
    panel.get_by_text("Đã mã hóa lại bằng").wait_for()
    panel.get_by_label("Địa chỉ").fill("http://127.0.0.1:9/v1")
    panel.get_by_label("Tên mô hình").fill("qwen3:4b")
    panel.get_by_role("button", name="Thử kết nối").click()
    panel.get_by_text("http://127.0.0.1:9/v1 không trả lời.").wait_for()
    v.quiet()


def test_the_keyboard_opens_and_closes_the_settings(visit: Any) -> None:
    v = visit()
    v.page.locator("#hd-gear button").focus()
    v.page.keyboard.press("Enter")
    v.page.locator("#hd-panel .sheet").wait_for()
    for _ in range(40):
        v.page.keyboard.press("Tab")
        assert not v.page.evaluate("document.querySelector('#hd-app').contains(document.activeElement)")
    v.page.keyboard.press("Escape")
    assert not v.page.locator("#hd-panel").is_visible()
    assert v.page.evaluate("document.activeElement.dataset.act") == "open_settings"
    v.quiet()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A chat in which two people sign in."""
    folder = tmp_path_factory.mktemp("two-people")
    for name in ("Lan", "Minh"):
        set_user(folder / "nguoi-dung", name, PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOIDAP_HOME", str(folder / "home"))
        patch.setenv("GRADIO_TEMP_DIR", "replaced")
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        server = start(FakeService(), port=free_port(), auth_file=folder / "nguoi-dung")
        yield server
        server.close()
    assert os.environ.get("GRADIO_TEMP_DIR") != "replaced"


def test_two_people_never_see_each_others_history(visitor: Visitor, shared: Server) -> None:
    def signed_in(name: str) -> Any:
        v = visitor.blank(shared.url)
        answer = v.page.request.post(shared.url + "login", form={"username": name, "password": PASSWORD})
        assert answer.ok
        v.page.goto(shared.url)
        v.page.locator(".welcome").wait_for()
        return v

    lan, minh = signed_in("Lan"), signed_in("Minh")
    lan.ask(QUESTION)
    minh.ask("Bếp mở cửa lúc mấy giờ?")
    for v, own, others in ((lan, QUESTION, "Bếp mở cửa"), (minh, "Bếp mở cửa", "Rau muống")):
        v.page.reload()
        v.page.locator("#hd-past .resume", has_text=own).wait_for()
        assert v.page.locator("#hd-past .resume").count() == 1
        assert others not in v.page.locator("#hd-past").inner_text()
    panel = opened(lan)
    assert "Của bạn: 1 cuộc hỏi đáp" in panel.inner_text()
    assert panel.locator("#set-llm_url, #set-other").count() == 0
    panel.get_by_role("button", name="Xóa tất cả").click()
    panel.get_by_text("Chưa xóa gì").wait_for()
    panel.get_by_label("Tôi hiểu").check()
    panel.get_by_role("button", name="Xóa tất cả").click()
    panel.get_by_text("Đã xóa tất cả.").wait_for()
    lan.shot("privacy-shared")
    minh.page.reload()
    minh.page.locator("#hd-past .resume", has_text="Bếp mở cửa").wait_for()
    lan.quiet()
    minh.quiet()


def test_what_is_kept_is_listed_and_deleted_after_a_confirmation(visitor: Visitor, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOIDAP_HOME", str(tmp_path / "own"))
        patch.setenv("GRADIO_TEMP_DIR", "replaced")
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        server = start(FakeService(), port=free_port())
        try:
            v = visitor(server.url, "", 1280, 800)
            v.ask(QUESTION)
            panel = opened(v)
            assert str(tmp_path / "own" / "history.sqlite3") in panel.inner_text()
            assert "1 cuộc hỏi đáp" in panel.inner_text()
            panel.get_by_role("button", name="Xóa tất cả").scroll_into_view_if_needed()
            v.shot("privacy")
            panel.get_by_label("Tôi hiểu").check()
            panel.get_by_role("button", name="Xóa tất cả").click()
            panel.get_by_text("Đã xóa tất cả.").wait_for()
            assert not (tmp_path / "own" / "history.sqlite3").exists()
            v.page.keyboard.press("Escape")
            v.page.locator(".welcome").wait_for()
            v.ask("Bếp mở cửa lúc mấy giờ?")  # it goes on
            v.quiet()
        finally:
            server.close()
