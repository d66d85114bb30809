"""The library in a real browser, over real collections, beside other programs that write to them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from office import column, docx, pdf, pptx, xlsx

from index.home import DEFAULT
from tests.ui.conftest import Served, Visit, Visitor
from tests.ui.product_ui import running_product
from tests.ui.second_process import hoidap, writing
from tests.ui.test_browser import on_screen, wide_as_the_window

pytestmark = pytest.mark.browser
SCREENS = [("", 1280, 800), ("?__theme=dark", 390, 844)]
IDS = ["desktop", "phone-dark"]
CHUM = "Chum tương của bà Năm đặt ở góc sân phía đông. Mỗi sáng bà mở nắp phơi nắng hai giờ.\n"
GIENG = "Giếng làng đào năm 1932, sâu mười hai mét, thành giếng xây bằng đá ong.\n"


@dataclass(frozen=True)
class Product:
    """``hoidap chat`` and where it keeps everything."""

    served: Served
    home: Path


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The chat in a fresh home."""
    folder = tmp_path_factory.mktemp("library")
    with running_product(folder) as served:
        yield Product(served, folder / "home")


@pytest.fixture
def arrive(visitor: Visitor, product: Product) -> Any:
    """Opens the chat in a collection of its own, called by the test."""

    def opened(title: str, query: str = "", width: int = 1280, height: int = 800) -> Visit:
        v = visitor(product.served.url, query, width, height)
        v.page.set_default_timeout(180_000)
        side(v)
        v.page.locator("#hd-collections summary").click()
        v.page.get_by_role("button", name="+ Bộ mới…").click()
        v.page.get_by_label("Tên bộ mới").fill(title)
        v.page.get_by_label("Tên bộ mới").press("Enter")
        v.page.locator("#hd-collections strong", has_text=title).wait_for()
        return v

    return opened


def side(v: Visit) -> None:
    """Shows the left side where it is behind a button."""
    if not v.page.locator("#hd-side").is_visible():
        v.page.locator("#hd-menu").click()


def row(v: Visit, title: str) -> Any:
    return v.page.locator("#hd-library li", has_text=title)


def listed(v: Visit, number: int) -> bool:
    """Waits for that many documents in the list, and says whether it is no more."""
    v.page.locator("#hd-library li").nth(number - 1).wait_for(state="attached")
    return int(v.page.locator("#hd-library li").count()) == number


def status(v: Visit, text: str) -> None:
    v.page.locator("#hd-status", has_text=text).wait_for()


def ask(v: Visit, question: str) -> str:
    if v.page.locator("html.hd-menu").count():
        v.page.mouse.click(v.page.viewport_size["width"] - 5, 300)
    v.ask(question)
    return str(v.page.locator(".turn").last.inner_text())


def file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def drop(v: Visit, path: Path) -> None:
    """Drags a file or folder of this machine onto the list of documents, as a hand would."""
    box = v.page.locator("#hd-add").bounding_box()
    session = v.page.context.new_cdp_session(v.page)
    at = {"x": box["x"] + 20, "y": box["y"] + 10}
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})


def throw(v: Visit, names: list[str], text: str) -> None:
    """Drops files with any names whatever, made in the page."""
    v.page.evaluate(
        """([names, text]) => {
          const files = new DataTransfer();
          names.forEach((name, n) => files.items.add(new File([text + n], name)));
          document.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
        }""",
        [names, text],
    )


@pytest.mark.parametrize(("query", "width", "height"), SCREENS, ids=IDS)
def test_documents_come_in_are_chosen_read_and_taken_out(
    arrive: Any, tmp_path: Path, request: pytest.FixtureRequest, query: str, width: int, height: int
) -> None:
    name = request.node.callspec.id
    v = arrive(f"Sân nhà {name}", query, width, height)
    chum, well = file(tmp_path, "Chum tương.md", CHUM), file(tmp_path, "Giếng làng.md", GIENG)
    picture = tmp_path / "ảnh.png"
    picture.write_bytes(b"\x89PNG")
    v.page.locator("#hd-add input[type=file]").first.set_input_files([chum, well, picture])
    status(v, "Đã thêm 2 tệp.")
    status(v, "ảnh.png: chưa đọc được định dạng .png")
    assert "1 đoạn" in row(v, "Giếng làng").inner_text()
    v.shot(f"library-{name}")
    tick = row(v, "Giếng làng").get_by_role("checkbox")
    tick.click()
    v.page.locator("#hd-scope", has_text="Đang hỏi trong 1 tài liệu").wait_for(state="attached")
    assert tick.get_attribute("aria-checked") == "true"
    assert "Tài liệu không nói đến điều này." in ask(v, "Chum tương của bà Năm đặt ở đâu?")
    assert "1932" in ask(v, "Giếng làng đào năm nào?")
    assert on_screen(v.page.locator("#hd-scope strong"))
    v.shot(f"library-chosen-{name}")
    v.page.locator("#hd-scope").get_by_role("button", name="hỏi tất cả").click()
    v.page.locator("#hd-scope strong").wait_for(state="detached")
    assert "phía đông" in ask(v, "Chum tương của bà Năm đặt ở đâu?")
    side(v)
    row(v, "Chum tương").locator(".open").click()
    v.page.locator("#hd-viewer .sheet").wait_for()
    assert CHUM.strip() in v.page.locator("#hd-viewer .text").inner_text()
    v.page.keyboard.press("Escape")
    side(v)
    row(v, "Chum tương").hover()
    row(v, "Chum tương").locator(".remove").click()
    row(v, "Chum tương").get_by_text("Bỏ thật?").click()
    row(v, "Chum tương").wait_for(state="detached")
    status(v, "Đã bỏ")
    assert chum.exists()
    assert wide_as_the_window(v.page)
    v.quiet()


def test_a_folder_is_dragged_in_with_all_that_lies_in_it(arrive: Any, tmp_path: Path) -> None:
    v = arrive("Kéo thả")
    docs = tmp_path / "Giấy tờ"
    file(docs, "a.md", CHUM)
    file(docs, ".an.md", "Tệp ẩn.")
    file(docs / "sâu", "b.md", GIENG)
    drop(v, docs)
    status(v, "Đã thêm 2 tệp.")
    assert listed(v, 2)
    assert "1932" in ask(v, "Giếng làng đào năm nào?")
    drop(v, docs / "a.md")
    status(v, "1 tệp đã có sẵn, không đổi.")
    (docs / "a.md").write_text(CHUM.replace("phía đông", "phía tây"), encoding="utf-8")
    drop(v, docs / "a.md")
    status(v, "Đã cập nhật 1 tệp.")
    assert "phía tây" in ask(v, "Chum tương của bà Năm đặt ở góc sân phía nào?")
    v.quiet()


def test_a_folder_is_picked(arrive: Any, tmp_path: Path) -> None:
    v = arrive("Thư mục")
    docs = tmp_path / "Giấy tờ"
    file(docs, "a.md", CHUM)
    file(docs / "sâu", "a.md", GIENG)
    v.page.locator("#hd-add input[type=file]").nth(1).set_input_files(docs)
    status(v, "Đã thêm 2 tệp.")
    v.quiet()


def test_a_printed_page_and_a_word_file_are_asked(arrive: Any, tmp_path: Path) -> None:
    v = arrive("Bản in")
    with v.page.context.new_page() as paper:
        paper.set_content(f"<h1>Giếng làng</h1><p>{CHUM}</p><p style='break-before:page'>{GIENG}</p>")
        paper.pdf(path=tmp_path / "Giếng.pdf")
    (tmp_path / "Bến.docx").write_bytes(docx([("Title", "Bến đò"), ("", "Bến đò mở lúc năm giờ sáng.")]))
    (tmp_path / "khóa.pdf").write_bytes(pdf([column([CHUM])], locked=True))
    (tmp_path / "Chợ.pptx").write_bytes(pptx([("Chợ nổi", []), ("Giờ họp", ["Chợ nổi họp lúc ba giờ sáng."])]))
    (tmp_path / "Thuyền.xlsx").write_bytes(xlsx({"Đội": [["Tên thuyền", "Số chỗ"], ["Sóng", 12], ["Gió", 30]]}))
    names = ("Giếng.pdf", "Bến.docx", "khóa.pdf", "Chợ.pptx", "Thuyền.xlsx")
    v.page.locator("#hd-add input[type=file]").first.set_input_files([tmp_path / name for name in names])
    status(v, "Đã thêm 4 tệp.")
    status(v, "khóa.pdf: tệp PDF có mật khẩu")
    assert "năm giờ sáng" in ask(v, "Bến đò mở lúc mấy giờ?")
    assert "1932" in ask(v, "Giếng làng đào năm nào?")
    v.page.locator(".card", has_text="trang 2").last.wait_for()
    assert "ba giờ sáng" in ask(v, "Chợ nổi họp lúc mấy giờ?")
    assert "30" in ask(v, "Thuyền Gió có bao nhiêu chỗ?")
    v.quiet()


def test_hostile_names_become_documents_like_any_other(arrive: Any, product: Product) -> None:
    v = arrive("Tên lạ")
    names = ["../../x.md", "a\0b.md", "đ" * 300 + ".md", "\u202egpj.md", "<img src=x onerror=window.pwned=1>.md"]
    throw(v, names, "Nội dung của tệp số ")
    status(v, f"Đã thêm {len(names)} tệp.")
    assert listed(v, len(names))
    assert not list(product.home.parent.rglob("x.md"))
    assert "\u202e" not in v.page.locator("#hd-side").inner_text()
    assert wide_as_the_window(v.page)
    v.shot("library-hostile")
    v.quiet()


def test_five_hundred_files_at_once_and_again(arrive: Any) -> None:
    v = arrive("Năm trăm tệp")
    v.page.set_default_timeout(180_000)
    names = [f"Kho {n}.md" for n in range(500)]
    throw(v, names, "Sổ kho ghi số bao thóc giống là ")
    status(v, "Đã thêm 500 tệp.")
    v.page.locator("#hd-library p", has_text="500 tài liệu").wait_for()
    v.shot("library-many")
    throw(v, names, "Sổ kho ghi số bao thóc giống là ")
    status(v, "500 tệp đã có sẵn, không đổi.")
    v.quiet()


def test_files_wait_while_another_program_writes(arrive: Any, product: Product, tmp_path: Path) -> None:
    v = arrive("Bận rộn")
    with writing(product.home, "ban-ron") as other:
        v.page.locator("#hd-add input[type=file]").first.set_input_files([file(tmp_path, "Chum.md", CHUM)])
        status(v, "đang được chương trình khác ghi")
        status(v, "1 tệp đã gửi vẫn được giữ.")
        v.shot("library-busy")
        assert v.page.locator("#hd-library li").count() == 0
        other.finish()
    v.page.get_by_role("button", name="Thử lại").click()
    status(v, "Đã thêm 1 tệp.")
    row(v, "Bến đò").wait_for()
    assert listed(v, 2), "nothing is lost on either side"
    assert "năm giờ sáng" in ask(v, "Bến đò mở lúc mấy giờ?")
    row(v, "Chum tương").locator(".open").click()
    v.page.locator("#hd-viewer .text", has_text="phía đông").wait_for()
    v.quiet()


def test_the_next_question_sees_what_another_terminal_indexed(arrive: Any, product: Product, tmp_path: Path) -> None:
    v = arrive("Hai nơi")
    assert "Không có đoạn nào" in ask(v, "Giếng làng đào năm nào?")
    document = file(tmp_path, "Giếng làng.md", GIENG)
    hoidap(product.home, "--collection", "hai-noi", "index", str(document))
    assert "1932" in ask(v, "Giếng làng đào năm nào?")
    row(v, "Giếng làng").wait_for()
    v.quiet()


def test_a_file_that_changed_is_noticed_when_the_chat_opens(arrive: Any, product: Product, tmp_path: Path) -> None:
    v = arrive("Đổi tệp")
    document, other = file(tmp_path, "Giếng.md", GIENG), file(tmp_path, "Chum.md", CHUM)
    hoidap(product.home, "--collection", "doi-tep", "index", str(document), str(other))
    document.write_text(GIENG.replace("1932", "1945"), encoding="utf-8")
    other.unlink()
    v.page.reload()
    status(v, "1 tệp đã đổi từ lúc được thêm.")
    status(v, "1 tệp gốc không còn ở chỗ cũ")
    assert "đã đổi" in row(v, "Giếng").inner_text()
    assert "tệp gốc không còn" in row(v, "Chum").inner_text()
    v.shot("library-changed")
    v.page.locator("#hd-status").get_by_role("button", name="Cập nhật").click()
    status(v, "Đã cập nhật 1 tệp.")
    assert "1945" in ask(v, "Giếng làng đào năm nào?")
    assert "phía đông" in ask(v, "Chum tương của bà Năm đặt ở góc sân phía nào?"), "what is gone is still asked"
    v.quiet()


def test_two_browsers_are_each_on_their_own_collection(arrive: Any, tmp_path: Path) -> None:
    one = arrive("Nhà một")
    one.page.locator("#hd-add input[type=file]").first.set_input_files([file(tmp_path / "a", "Chum.md", CHUM)])
    status(one, "Đã thêm 1 tệp.")
    two = arrive("Nhà hai")
    two.page.locator("#hd-add input[type=file]").first.set_input_files([file(tmp_path / "b", "Giếng.md", GIENG)])
    status(two, "Đã thêm 1 tệp.")
    assert "phía đông" in ask(one, "Chum tương của bà Năm đặt ở góc sân phía nào?")
    assert "1932" in ask(two, "Giếng làng đào năm nào?")
    assert "Tài liệu không nói đến điều này." in ask(one, "Giếng làng đào năm nào?")
    one.page.locator("#hd-collections summary").click()
    one.page.locator("#hd-collections").get_by_role("button", name="Tài liệu mẫu").click()
    one.page.locator("#hd-collections strong", has_text="Tài liệu mẫu").wait_for()
    assert one.page.locator(".turn").count() == 0
    assert one.page.locator("#hd-library .remove").count() == 0, "the sample is read-only"
    assert "10/4/2013" in ask(one, "Nghị quyết 22 được ban hành ngày nào?")
    for v in (one, two):
        v.quiet()


def test_what_is_added_to_the_sample_begins_a_collection_of_ones_own(
    visitor: Visitor, product: Product, tmp_path: Path
) -> None:
    v = visitor(product.served.url)
    v.page.set_default_timeout(180_000)
    if v.page.locator("#hd-collections strong").inner_text() != "Tài liệu mẫu":
        v.page.locator("#hd-collections summary").click()
        v.page.locator("#hd-collections").get_by_role("button", name="Tài liệu mẫu").click()
        v.page.locator("#hd-collections strong", has_text="Tài liệu mẫu").wait_for()
    v.page.locator("#hd-add input[type=file]").first.set_input_files([file(tmp_path, "Chum.md", CHUM)])
    v.page.locator("#hd-collections strong", has_text="Tài liệu của tôi").wait_for()
    assert "Đã thêm 1 tệp." in v.page.locator("#hd-status").inner_text()
    assert listed(v, 1)
    assert (product.home / "collections" / DEFAULT).is_dir()
    assert os.listdir(product.home / "collections" / DEFAULT / "files")
    v.quiet()
