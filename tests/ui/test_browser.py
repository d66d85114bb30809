"""The chat in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ui.payloads_ui import PAYLOADS

pytestmark = pytest.mark.browser
QUESTION = "Rau muống cần tưới mấy lần mỗi ngày?"
QUOTE = "Rau muống cần tưới hai lần mỗi ngày, sáng sớm và chiều mát."
SCREENS = [("", 1440, 900), ("?__theme=dark", 1440, 900), ("?__theme=light", 390, 844), ("?__theme=dark", 360, 740)]
IDS = ["desktop", "desktop-dark", "phone", "phone-dark"]


def on_screen(locator: Any) -> bool:
    """Whether the middle of an element is inside the window and not covered by something else."""
    return bool(
        locator.evaluate(
            """element => {
              const box = element.getClientRects()[0];
              if (!box) return false;
              const x = box.left + box.width / 2, y = box.top + box.height / 2;
              if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return false;
              const top = document.elementFromPoint(x, y);
              return element === top || element.contains(top);
            }"""
        )
    )


def wide_as_the_window(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)
def test_a_question_its_answer_and_the_quote_behind_it(
    visit: Any, request: pytest.FixtureRequest, query: str, width: int, height: int
) -> None:
    v = visit(query, width, height)
    name = request.node.callspec.id
    v.shot(f"{name}-welcome")
    assert v.page.evaluate("document.documentElement.lang") == "vi"
    assert v.page.evaluate("document.body.classList.contains('dark')") == ("dark" in query)
    v.ask("Bếp mở cửa lúc mấy giờ?")
    v.ask(QUESTION)
    assert QUOTE in v.page.locator(".turn").last.inner_text()
    v.shot(f"{name}-answer")
    address = v.page.url
    link = v.page.locator(".turn").last.get_by_role("link", name="[1]")
    link.click()
    card = v.page.locator("#src-2-1")
    assert "on" in card.get_attribute("class").split()
    mark = card.locator("mark").first
    assert mark.inner_text() == QUOTE
    assert on_screen(mark)
    assert v.page.url == address
    assert v.page.locator(".turn").count() == 2, "the conversation is still there"
    assert wide_as_the_window(v.page)
    v.shot(f"{name}-source")
    v.page.locator(".turn").first.get_by_role("link", name="[1]").click()
    assert on_screen(v.page.locator("#src-1-1 mark").first)
    v.quiet()


@pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)
def test_a_card_opens_the_document_at_the_place(
    visit: Any, request: pytest.FixtureRequest, query: str, width: int, height: int
) -> None:
    v = visit(query, width, height)
    v.ask(QUESTION)
    v.page.locator("#src-1-1").get_by_text("mở tại chỗ").click()
    here = v.page.locator("#hd-viewer mark.here")
    here.wait_for()
    assert here.inner_text() == QUOTE
    assert on_screen(here)
    assert v.page.locator("#hd-viewer [aria-current]").inner_text() == "1- Tưới nước"
    v.shot(f"{request.node.callspec.id}-viewer")
    count = v.page.locator("#hd-viewer .count")
    first = count.inner_text()
    v.page.get_by_label("Chỗ sau").click()
    assert count.inner_text() != first
    assert on_screen(here.first)
    v.page.locator("#hd-viewer nav").get_by_text("II – Sâu bệnh").click()
    assert on_screen(v.page.locator("#hd-viewer h3", has_text="II – Sâu bệnh"))
    assert wide_as_the_window(v.page)
    v.page.keyboard.press("Escape")
    assert not v.page.locator("#hd-viewer").is_visible()
    v.page.locator("#src-1-1").get_by_text("mở tại chỗ").click()
    v.page.locator("#hd-viewer").wait_for()
    v.quiet()


def test_keyboard_enter_shift_enter_and_slash(visit: Any) -> None:
    v = visit()
    box = v.page.locator("#hd-question textarea")
    v.page.locator(".welcome h2").click()
    v.page.keyboard.press("/")
    assert box.evaluate("element => element === document.activeElement")
    assert box.input_value() == ""
    v.page.keyboard.type("Rau muống cần tưới")
    v.page.keyboard.press("Shift+Enter")
    v.page.keyboard.type("mấy lần mỗi ngày? a/b")
    assert box.input_value() == "Rau muống cần tưới\nmấy lần mỗi ngày? a/b"
    v.page.keyboard.press("Enter")
    v.page.locator(".turn .ref").first.wait_for()
    assert box.input_value() == ""
    v.quiet()


def test_an_example_asks_itself(visit: Any) -> None:
    v = visit()
    chip = v.page.locator(".chip").first
    question = chip.inner_text()
    chip.click()
    v.page.locator(".turn .tools").wait_for()
    assert v.page.locator(".q").inner_text() == question
    v.page.locator("#hd-past [aria-current]", has_text=question).wait_for()
    v.page.get_by_role("button", name="+ Cuộc hỏi mới").click()
    v.page.locator(".welcome").wait_for()
    assert v.page.locator(".turn").count() == 0
    v.quiet()


def test_a_question_offered_under_an_answer_asks_itself(visit: Any) -> None:
    v = visit()
    v.ask(QUESTION)
    chip = v.page.locator(".next .chip").first
    question = chip.inner_text()
    assert question != QUESTION
    chip.click()
    v.page.locator(".turn .tools").nth(1).wait_for()
    assert v.page.locator(".q").last.inner_text() == question
    v.page.locator(".turn:last-child .next").wait_for()
    assert v.page.locator(".next").count() == 1, "only under the last answer"
    v.quiet()


def test_a_question_read_differently_is_asked_exactly_on_request(visit: Any) -> None:
    v = visit()
    v.ask("rau muong can tuoi")
    assert "Đã hiểu là: rau muống can tưới" in v.page.locator(".read").inner_text()
    v.page.get_by_role("button", name="tìm đúng như đã gõ").click()
    v.page.get_by_text("Đã tìm đúng như đã gõ.").wait_for()
    assert v.page.locator(".turn").count() == 1
    v.quiet()


def test_no_evidence_is_plain_and_shows_what_is_near(visit: Any) -> None:
    v = visit()
    v.ask("hỏa tiễn tưới")
    assert "Tài liệu không nói đến điều này." in v.page.locator(".none").inner_text()
    assert v.page.locator(".group.on h2").first.text_content() == "Đoạn gần nhất, không trả lời câu hỏi"
    v.shot("desktop-no-evidence")
    v.quiet()


def test_editing_and_asking_again(visit: Any) -> None:
    v = visit()
    v.ask("hỏa tiễn tưới")
    v.page.get_by_role("button", name="Sửa câu hỏi").click()
    v.page.locator(".welcome").wait_for()
    assert v.page.locator("#hd-question textarea").input_value() == "hỏa tiễn tưới"
    v.ask(QUESTION)
    v.page.get_by_role("button", name="Hỏi lại").click()
    v.page.locator(".stage").wait_for()
    v.page.locator(".turn .tools").wait_for()
    assert v.page.locator(".turn").count() == 1
    v.quiet()


def test_an_answer_on_its_way_can_be_stopped(visit: Any) -> None:
    v = visit()
    v.page.locator("#hd-question textarea").fill("Trả lời thật chậm: rau muống")
    v.page.keyboard.press("Enter")
    v.page.get_by_text("Đang tìm trong tài liệu…").wait_for()
    v.page.locator("#hd-stop").click()
    v.page.get_by_text("Đã dừng.").wait_for()
    v.ask(QUESTION)
    assert v.page.locator(".turn").count() == 2
    v.quiet()


def test_a_question_sent_during_an_answer_waits_for_its_end(visit: Any) -> None:
    v = visit()
    v.page.locator("#hd-question textarea").fill("Trả lời thật chậm: rau muống")
    v.page.keyboard.press("Enter")
    v.page.get_by_text("Đang tìm trong tài liệu…").wait_for()
    v.page.locator("#hd-question textarea").fill(QUESTION)
    v.page.keyboard.press("Enter")
    assert v.page.locator(".turn").count() == 1
    v.page.locator("#hd-stop").click()
    v.page.locator(".turn .tools").nth(1).wait_for()
    assert v.page.locator(".turn .q").all_inner_texts()[-1] == QUESTION
    assert v.page.locator("#hd-question textarea").input_value() == ""
    v.quiet()


def test_a_question_sent_the_moment_an_answer_ends_is_not_lost(visit: Any) -> None:
    # The button is back a little before Gradio takes the next event; the page itself presses Enter in between.
    v = visit()
    v.ask(QUESTION)
    v.page.evaluate(
        """() => {
          const fill = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
          let [asked, ready] = [0, true];
          const ask = () => {
            const box = document.querySelector('#hd-question textarea');
            fill.call(box, `Bón phân cho rau ăn lá, lần ${++asked}`);
            box.dispatchEvent(new Event('input', { bubbles: true }));
            const enter = { key: 'Enter', bubbles: true, cancelable: true };
            const down = () => box.dispatchEvent(new KeyboardEvent('keydown', enter));
            setTimeout(() => down() && box.dispatchEvent(new KeyboardEvent('keypress', enter)));
          };
          new MutationObserver(() => {
            const before = ready;
            ready = Boolean(document.querySelector('#hd-ask'));
            if (ready && !before && asked < 6) ask();
          }).observe(document.querySelector('#hd-box'), { childList: true, subtree: true, attributes: true });
          ask();
        }"""
    )
    v.page.locator(".turn .tools").nth(6).wait_for()
    assert [q[-1] for q in v.page.locator(".turn .q").all_inner_texts()[1:]] == list("123456")
    v.quiet()


def test_a_question_that_was_not_sent_is_there_again_after_a_reload(visit: Any) -> None:
    v = visit()
    v.ask(QUESTION)
    box = v.page.locator("#hd-question textarea")
    v.page.reload()
    box.wait_for()
    assert box.input_value() == "", "what was sent does not come back"
    box.fill("Bếp mở cửa lúc mấy giờ?")
    v.page.reload()
    box.wait_for()
    v.page.wait_for_function("document.querySelector('#hd-question textarea').value")
    assert box.input_value() == "Bếp mở cửa lúc mấy giờ?"
    box.press("Enter")
    v.page.locator(".turn .tools").first.wait_for()
    assert v.page.locator(".turn .q").all_inner_texts()[-1] == "Bếp mở cửa lúc mấy giờ?"


def test_copying_an_answer_takes_its_sources_along(visit: Any) -> None:
    v = visit()
    v.ask(QUESTION)
    v.page.get_by_role("button", name="Chép", exact=True).click()
    v.page.get_by_text("Đã chép").wait_for()
    copied = v.page.evaluate("navigator.clipboard.readText()")
    assert QUOTE in copied
    assert "[1] Sổ tay vườn rau, I – Vườn rau › 1- Tưới nước · trang 3, 5/3/2024" in copied
    v.quiet()


def test_files_are_added_with_refusals_in_words_and_removed_on_a_second_click(visit: Any, tmp_path: Path) -> None:
    v = visit()
    good, bad = tmp_path / "Ghi chép của bà Năm.md", tmp_path / "ảnh.png"
    good.write_text("Chum tương đặt ở góc sân phía đông, nắng sớm chiếu vào.", encoding="utf-8")
    bad.write_bytes(b"\x89PNG")
    v.page.locator("#hd-add input[type=file]").first.set_input_files([good, bad])
    v.page.locator("#hd-status .refused").wait_for()
    v.page.locator("#hd-status", has_text="Đã thêm").wait_for()  # a refusal is told while the rest is still being added
    assert "Đã thêm 1 tệp." in v.page.locator("#hd-status").inner_text()
    assert "ảnh.png: chưa đọc được loại tệp này." in v.page.locator("#hd-status").inner_text()
    row = v.page.locator("#hd-library li", has_text="Ghi chép của bà Năm.md")
    row.wait_for()
    v.shot("desktop-added")
    v.ask("Chum tương đặt ở góc sân nào?")
    assert "phía đông" in v.page.locator(".a").inner_text()
    row.hover()
    row.get_by_role("button", name="Bỏ khỏi bộ tài liệu").click()
    assert row.count() == 1
    row.get_by_text("Bỏ thật?").click()
    row.wait_for(state="detached")
    v.quiet()


def test_on_a_phone_the_documents_are_behind_a_button(visit: Any) -> None:
    v = visit("", 360, 740)
    side = v.page.locator("#hd-side")
    assert not side.is_visible()
    v.page.locator("#hd-menu").click()
    assert side.is_visible()
    v.shot("phone-menu")
    v.page.locator("#hd-library").get_by_text("Nội quy bếp").click()
    v.page.locator("#hd-viewer .sheet").wait_for()
    assert not side.is_visible()
    v.quiet()


@pytest.mark.parametrize("width", [360, 760, 1080, 3840])
def test_every_width_holds_the_page(visit: Any, width: int) -> None:
    v = visit("", width, 900)
    v.ask("x" * 300 + " rau muống tưới " + "nghiêng" * 60)
    assert wide_as_the_window(v.page)
    v.quiet()


@pytest.mark.parametrize(("width", "height"), [(900, 700), (1440, 600), (390, 844)])
def test_a_long_conversation_leaves_the_question_box_in_sight(visit: Any, width: int, height: int) -> None:
    v = visit("", width, height)
    for number in range(3):
        v.ask(f"Bón phân cho rau ăn lá, tuần thứ {number}")
        assert on_screen(v.page.locator("#hd-question textarea"))
        assert on_screen(v.page.locator(".q").last)
        assert on_screen(v.page.locator(".turn").last.locator(".ref").first)
    assert v.page.locator("#hd-side").evaluate("e => e.getBoundingClientRect().top") >= 0
    v.quiet()


def test_hostile_documents_and_questions_do_nothing(visit: Any) -> None:
    v = visit()
    for start in range(0, len(PAYLOADS), 12):
        some = [text for text in list(PAYLOADS.values())[start : start + 12] if len(text) < 500]
        v.ask("\n".join(some)[:1_900] + " đèn lồng số")
    for number in range(1, len(PAYLOADS) + 1, 9):
        v.ask(f"Đèn lồng số {number}")
    v.page.locator("#hd-library").get_by_text("<img src=").click()
    v.page.locator("#hd-viewer .sheet").wait_for()
    assert "<script>window.pwned=1</script>" in v.page.locator("#hd-viewer .text").inner_text()
    injected = "script, iframe, img, svg:not(.icon), form:not([data-act]), object, embed, video, style, link, base"
    injected += ", meta, template, details:not(.more)"
    for part in ("#hd-talk", "#hd-cards", "#hd-viewer", "#hd-library", "#hd-past"):
        inside = v.page.locator(part).locator(".html-container, .sheet").first
        assert inside.evaluate("(element, found) => element.querySelectorAll(found).length", injected) == 0, part
    assert wide_as_the_window(v.page)
    v.shot("desktop-hostile")
    v.quiet()


def test_the_fonts_come_from_the_server_and_hold_vietnamese(visit: Any) -> None:
    v = visit()
    v.ask(QUESTION)
    loaded = v.page.evaluate(
        """async () => {
          await document.fonts.ready;
          const text = 'ẮẰẲẴẶắằẳẵặẤẦẨẪẬấầẩẫậĐđƠơƯưỬửỮữỰựỸỹ';
          await Promise.all(['400', '700'].map(w => document.fonts.load(`${w} 16px "Source Sans Pro"`, text)));
          return [...document.fonts].filter(f => f.family.includes('Source Sans Pro')).map(f => [f.weight, f.status]);
        }"""
    )
    assert sorted(map(tuple, loaded)) == [("400", "loaded"), ("700", "loaded")]
    assert v.page.locator(".a p").first.evaluate("e => getComputedStyle(e).fontFamily").startswith('"Source Sans Pro"')
    v.quiet()
