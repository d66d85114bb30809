"""What happens when a person chooses, adds, removes and turns to another collection: without Gradio, without a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.errors import CollectionBusy
from index.types import OnDisk
from tests.ui.fakes_ui import FakeService
from tests.ui.markup_ui import parsed
from ui.handlers import Handlers
from ui.library_handlers import LibraryHandlers
from ui.service import Added, Adding, Upload
from ui.session import Place, Session
from ui.strings import Words

T = Words("vi")
QUESTION = "Rau muống cần tưới mấy lần mỗi ngày?"


def library(service: FakeService) -> tuple[Handlers, LibraryHandlers]:
    page = Handlers(service, T)
    return page, LibraryHandlers(page)


def last(changes: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return list(changes)[-1]


def text(markup: str) -> str:
    return parsed(markup).text()


def sent(folder: Path, *names: str) -> list[Upload]:
    folder.mkdir(exist_ok=True)
    uploads = []
    for n, name in enumerate(names):
        path = folder / str(n)
        path.write_text("Nội dung.", encoding="utf-8")
        uploads.append(Upload(path, name))
    return uploads


class Busy(FakeService):
    """Another program writes while ``busy`` is set."""

    busy = True

    def add(self, uploads: Sequence[Upload]) -> Iterator[Adding]:
        yield Adding(0, len(uploads))
        if self.busy:
            raise CollectionBusy("Chương trình khác đang ghi: thử lại sau.", "Another program writes: try again.")
        yield from super().add(uploads)


class Sealed(FakeService):
    """The read-only sample: what is added goes to another collection."""

    def add(self, uploads: Sequence[Upload]) -> Iterator[Adding]:
        self.others["cua-toi"] = FakeService(name="cua-toi", title="Của tôi")
        for step in super().add(uploads):
            yield step if step.result is None else Adding(1, 1, result=Added("cua-toi", 1))


def test_a_document_is_removed_or_said_to_be_gone() -> None:
    service = FakeService()
    _, handlers = library(service)
    document = service.documents()[0].id
    shown = handlers.remove(Session(), {"document": document})
    assert "Đã bỏ “Sổ tay vườn rau”" in text(shown["status"])
    assert "Sổ tay vườn rau" not in text(shown["documents"])
    assert "Không có tài liệu này" in text(handlers.remove(Session(), {"document": document})["status"])


def test_uploads_are_added_and_their_temporary_files_deleted(tmp_path: Path) -> None:
    uploads = sent(tmp_path / "sent", "Bản ghi.md", "b.exe")
    _, handlers = library(FakeService())
    session = Session()
    steps = [text(step["status"]) for step in handlers.upload(uploads, session)]
    assert "Đang thêm 1/2: Bản ghi.md" in steps[0]
    assert "Đã thêm 1 tệp." in steps[-1]
    assert "b.exe: chưa đọc được loại tệp này." in steps[-1]
    assert "Bản ghi.md" in text(handlers.after(session)["documents"])
    assert not any(upload.path.exists() for upload in uploads)


def test_files_wait_while_another_program_writes_and_are_added_on_the_next_try(tmp_path: Path) -> None:
    service = Busy()
    _, handlers = library(service)
    session = Session()
    first, second = sent(tmp_path / "a", "một.md"), sent(tmp_path / "b", "hai.md")
    busy = last(handlers.upload(first, session))["status"]
    assert "Chương trình khác đang ghi" in text(busy)
    assert [b.attributes["data-act"] for b in parsed(busy).all("button")] == ["again"]
    assert "2 tệp đã gửi vẫn được giữ" in text(last(handlers.upload(second, session))["status"])
    assert all(upload.path.exists() for upload in (*first, *second))
    service.busy = False
    assert "Đã thêm 2 tệp." in text(last(handlers.again(session, {}))["status"])
    assert {"một.md", "hai.md"} <= {info.title for info in service.documents()}
    assert not any(upload.path.exists() for upload in (*first, *second))
    assert last(handlers.again(session, {})) == {"status": ""}, "nothing waits any more"


def test_a_page_follows_what_it_added_to_the_sample(tmp_path: Path) -> None:
    service = Sealed()
    page, handlers = library(service)
    session = last(page.ask(QUESTION, Session(place=Place(service.name))))["session"]
    list(handlers.upload(sent(tmp_path / "sent", "một.md"), session))
    after = handlers.after(session)
    assert session.place.collection == service.current == "cua-toi"
    assert after["session"].exchanges == (), "another collection, another conversation"
    assert "Của tôi" in text(after["collections"])


def test_questions_go_to_the_chosen_documents_until_all_are_asked_again() -> None:
    service = FakeService()
    page, handlers = library(service)
    session = Session()
    garden, kitchen, _ = (info.id for info in service.documents())
    handlers.pick(session, {"document": garden, "on": "1"})
    shown = handlers.pick(session, {"document": kitchen, "on": "1"})
    assert "Đang hỏi trong 2 tài liệu: “Sổ tay vườn rau”, “Nội quy bếp”" in text(shown["scope"])
    shown = handlers.pick(session, {"document": garden, "on": "0"})
    ticked = [b.attributes["data-document"] for b in parsed(shown["documents"]).all("button", "tick")]
    on = [b.attributes["aria-checked"] == "true" for b in parsed(shown["documents"]).all("button", "tick")]
    assert [key for key, yes in zip(ticked, on, strict=True) if yes] == [kitchen]
    answered = last(page.ask(QUESTION, session))["session"]
    assert {c.document_id for c in answered.exchanges[0].answer.citations} == {kitchen}
    again = page.new(answered)["session"]
    assert again.place.within == {kitchen}, "a new conversation asks the same documents"
    assert handlers.unpick(session, {})["scope"] == ""
    answered = last(page.ask(QUESTION, again))["session"]
    assert garden in {c.document_id for c in answered.exchanges[0].answer.citations}


@pytest.mark.parametrize("data", [{}, {"document": "../../etc/passwd", "on": "1"}, {"document": ["x"], "on": "1"}])
def test_what_is_no_document_is_never_chosen(data: dict[str, Any]) -> None:
    _, handlers = library(FakeService())
    session = Session()
    assert handlers.pick(session, data)["scope"] == ""
    assert session.place.within == frozenset()


def test_all_are_asked_when_the_chosen_documents_are_gone() -> None:
    service = FakeService()
    page, handlers = library(service)
    session = Session()
    kitchen = service.documents()[1].id
    handlers.pick(session, {"document": kitchen, "on": "1"})
    service.remove(kitchen)  # by another page, or another program
    shown = last(page.ask(QUESTION, session))
    assert "hai lần mỗi ngày" in text(shown["talk"])
    assert shown["scope"] == ""


def test_two_pages_are_each_on_their_own_collection() -> None:
    service = FakeService()
    page, handlers = library(service)
    one, two = Session(), Session()
    handlers.load(one)
    handlers.load(two)
    asked = last(page.ask(QUESTION, two))["session"]
    shown = handlers.create("Hợp đồng", asked)
    assert shown["session"].exchanges == ()
    assert "Chưa có tài liệu nào" in text(shown["documents"])
    assert "Khu nhà vườn" in text(shown["collections"]), "the way back"
    assert "Không có đoạn nào" in text(last(page.ask(QUESTION, shown["session"]))["talk"])
    assert "hai lần mỗi ngày" in text(last(page.ask(QUESTION, one))["talk"])
    three = Session()
    handlers.load(three)
    assert three.place.collection == two.place.collection, "a new page opens the last used one"
    back = handlers.turn(shown["session"], {"collection": service.name})
    assert "Sổ tay vườn rau" in text(back["documents"])


def test_a_collection_that_cannot_be_opened_or_made_leaves_the_page_where_it_is() -> None:
    service = FakeService()
    _, handlers = library(service)
    session = Session()
    for shown in (handlers.turn(session, {"collection": "../x"}), handlers.create("", session)):
        assert text(shown["status"])
        assert session.place.collection == ""


def test_a_page_whose_collection_is_gone_shows_the_one_that_is_there() -> None:
    _, handlers = library(FakeService())
    session = Session(place=Place("khong-con"))
    assert "Sổ tay vườn rau" in text(handlers.load(session)["documents"])
    assert session.place.collection == "khu-nha-vuon"


def test_changed_and_gone_files_are_told_and_refreshed_on_a_click() -> None:
    service = FakeService()
    _, handlers = library(service)
    session = Session()
    assert "status" not in handlers.look(session)
    garden, kitchen, _ = (info.id for info in service.documents())
    service.files = OnDisk(frozenset({garden}), frozenset({kitchen}))
    shown = handlers.look(session)
    assert "1 tệp đã đổi từ lúc được thêm. 1 tệp gốc không còn ở chỗ cũ" in text(shown["status"])
    assert [b.attributes["data-act"] for b in parsed(shown["status"]).all("button")] == ["refresh"]
    rows = [row.text() for row in parsed(shown["documents"]).all("li")]
    assert [("đã đổi" in row, "tệp gốc không còn" in row) for row in rows] == [(1, 0), (0, 1), (0, 0)]
    steps = [step["status"] for step in handlers.refresh(session, {})]
    assert "Đã cập nhật 1 tệp." in text(steps[-1])
    assert "tệp gốc không còn ở chỗ cũ" in text(steps[-1])
    assert "đã đổi" not in text(handlers.after(session)["documents"])
    assert "Không có tệp nào mới hay thay đổi." in text(last(handlers.refresh(session, {}))["status"])


def test_new_files_of_a_folder_are_told_and_added_on_a_click() -> None:
    service = FakeService()
    _, handlers = library(service)
    session = Session()
    service.files = OnDisk(new=("/tai-lieu/moi.md", "/tai-lieu/moi-nua.md"))
    shown = handlers.look(session)
    assert "2 tệp mới trong thư mục đã thêm." in text(shown["status"])
    assert [b.attributes["data-act"] for b in parsed(shown["status"]).all("button")] == ["refresh"]
    assert "Đã thêm 2 tệp." in text(last(handlers.refresh(session, {}))["status"])


def test_a_button_that_was_given_another_label_still_tells_what_files_were_called() -> None:
    import gradio as gr

    from ui.app import build_app

    build_app(FakeService())
    sent = SimpleNamespace(root=[SimpleNamespace(path="/tmp/x/anh.md", orig_name="Ảnh “đẹp”.md")])
    made = gr.UploadButton(label="Add files…", file_count="multiple")  # what Gradio does when a label changes
    assert made.preprocess(sent) == [Upload(Path("/tmp/x/anh.md"), "Ảnh “đẹp”.md")]
