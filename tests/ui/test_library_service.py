"""The chat's service over a real collection with the bundled model and the sample documents."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from toys import Backwards

from corpus.errors import CollectionBusy, CollectionMissing, UnknownDocument, UsageError
from index.collection import Collection
from index.home import DEFAULT, SAMPLE, preferred
from index.sample import open_sample
from rag.chat import Options
from rag.types import Answer, Done, Outcome
from tests.ui.second_process import hoidap, writing
from ui.collections import OpenCollections
from ui.library import LibraryService
from ui.service import Added, Adding, Upload

TEXT = "Chum tương của bà Năm đặt ở góc sân phía đông. Mỗi sáng bà mở nắp phơi nắng hai giờ.\n"


@pytest.fixture
def own() -> Iterator[LibraryService]:
    """A person's own collection, still empty."""
    collection = Collection.named(DEFAULT, create=True)
    yield LibraryService(collection)
    collection.close()


def upload(folder: Path, name: str, text: str | bytes = TEXT) -> Upload:
    path = folder / f"{len(list(folder.iterdir()))}{Path(name.replace(chr(0), '')).suffix}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Upload(path, name)


def errors(steps: list[Adding]) -> list[str]:
    return [step.error.vi for step in steps if step.error is not None]


def test_files_are_added_read_and_removed(own: LibraryService, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    steps = list(own.add([upload(folder, "Chuyện cái chum.md"), upload(folder, "ảnh.png", b"\x89PNG\r\n\x1a\n\x00")]))
    assert steps[-1].total == 2
    assert len(errors(steps)) == 1
    assert errors(steps)[0].startswith("ảnh.png: ")
    (info,) = own.documents()
    assert info.source == "upload:Chuyện cái chum.md"
    view = own.document(info.id)
    assert view.text.strip() == TEXT.strip()
    assert (view.sections[0].start, view.sections[-1].end) == (0, len(view.text))
    own.remove(info.id)
    assert own.documents() == []
    for gone in (info.id, "../../etc/passwd"):
        with pytest.raises(UnknownDocument):
            own.remove(gone)
        with pytest.raises(UnknownDocument):
            own.document(gone)


def test_files_of_one_name_from_two_folders_are_both_kept(own: LibraryService, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    sent = [upload(folder, name, TEXT + str(n)) for n, name in enumerate(["a/ghi.md", "b/ghi.md", r"c\ghi.md"])]
    assert errors(list(own.add(sent))) == []
    names = sorted(info.source for info in own.documents())
    assert names == ["upload:ghi (2).md", "upload:ghi (3).md", "upload:ghi.md"]


def test_hostile_names_make_no_paths(own: LibraryService, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    hostile = ["../../x.md", "a\x00b.md", "đ" * 300 + ".md", "\u202egpj.md", "/etc/passwd.md", "con.md"]
    before = {path for path in tmp_path.rglob("*") if home not in path.parents and folder not in path.parents}
    assert errors(list(own.add([upload(folder, name) for name in hostile]))) == []
    assert len(own.documents()) == len(hostile)
    after = {path for path in tmp_path.rglob("*") if home not in path.parents and folder not in path.parents}
    assert after - before <= {home}
    assert all("/" not in info.source and "\u202e" not in info.source for info in own.documents())


def test_files_added_to_the_sample_go_to_a_collection_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    chat = OpenCollections(open_sample())
    service = chat.at("")
    assert (service.name, service.title, service.read_only) == (SAMPLE, SAMPLE, True)
    refused = errors(list(service.add([upload(folder, "ảnh.png", b"\x89PNG\x00")])))
    assert len(refused) == 1
    assert "upload:" not in refused[0]
    assert preferred() is None, "nothing to begin a collection with"
    steps = list(service.add([upload(folder, "Chum tương.md")]))
    assert errors(steps) == []
    assert steps[-1].result == Added(DEFAULT, 1)
    own = chat.use(DEFAULT)
    assert (own.name, own.title, own.read_only) == (DEFAULT, DEFAULT, False)
    assert [info.source for info in own.documents()] == ["upload:Chum tương.md"]
    assert chat.current == preferred() == DEFAULT


def test_the_sample_answers_its_own_examples(home: Path) -> None:
    service = LibraryService(open_sample())
    examples = service.examples()
    assert len(examples) >= 3
    for question in examples:
        answer = next(event.answer for event in service.ask(question) if isinstance(event, Done))
        assert answer.outcome is Outcome.ANSWERED
        for c in answer.citations:
            text = service.document(c.document_id).text
            assert answer.text[c.answer_start : c.answer_end] == text[c.start : c.end] == c.quote


def test_examples_follow_the_documents(own: LibraryService, tmp_path: Path) -> None:
    assert list(own.examples()) == []
    folder = tmp_path / "sent"
    folder.mkdir()
    text = (
        "# Sổ tay\n\n## Cách phơi chum tương\n\n"
        + TEXT * 3
        + "\n## Lịch tưới vườn rau muống\n\nTưới hai lần mỗi ngày.\n"
    )
    list(own.add([upload(folder, "so-tay.md", text)]))
    offered = own.examples()
    assert offered[0] == "Tóm tắt Sổ tay"
    assert all("phơi chum tương" in question or "tưới vườn" in question for question in offered[1:])


def answer(service: LibraryService, question: str, within: frozenset[str] | None = None) -> Answer:
    asked = service.ask(question, options=Options(within=within))
    return next(event.answer for event in asked if isinstance(event, Done))


def test_five_hundred_files_at_once(own: LibraryService, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    files = [Upload(folder / str(n), f"Kho {n}.md") for n in range(500)]
    for n, file in enumerate(files):
        file.path.write_text(f"Kho số {n} chứa {n * 7} bao thóc giống.", encoding="utf-8")
    steps = list(own.add(files))
    assert errors(steps) == []
    assert steps[-1].result == Added(DEFAULT, added=500)
    shown = [(step.done, step.total) for step in steps]
    assert shown == sorted(shown)
    assert shown[-1] == (500, 500)
    assert len(own.documents()) == 500
    assert "2086 bao" in answer(own, "Kho số 298 chứa bao nhiêu bao thóc giống?").text


def test_the_same_file_twice_is_one_and_a_changed_file_takes_the_place_of_the_one_before(
    own: LibraryService, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    twice = list(own.add([upload(folder, "Chum.md"), upload(folder, "Chum.md")]))
    assert twice[-1].result == Added(DEFAULT, added=1)
    again = list(own.add([upload(folder, "Chum.md")]))
    assert again[-1].result == Added(DEFAULT, unchanged=1)
    changed = list(own.add([upload(folder, "Chum.md", TEXT.replace("phía đông", "phía tây"))]))
    assert changed[-1].result == Added(DEFAULT, replaced=1)
    assert len(own.documents()) == 1
    assert "phía tây" in answer(own, "Chum tương đặt ở góc sân phía nào?").text
    files = list((home / "collections" / DEFAULT / "files").iterdir())
    assert [path.read_text(encoding="utf-8") for path in files] == [TEXT.replace("phía đông", "phía tây")]


def test_names_that_differ_in_case_alone_are_told_apart(own: LibraryService, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    sent = [upload(folder, "Ghi.md"), upload(folder, "GHI.md", TEXT + "Khác.")]
    assert errors(list(own.add(sent))) == []
    assert sorted(info.source for info in own.documents()) == ["upload:GHI (2).md", "upload:Ghi.md"]


def test_only_the_chosen_documents_are_asked(own: LibraryService, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    list(own.add([upload(folder, "Đông.md"), upload(folder, "Tây.md", TEXT.replace("phía đông", "phía tây"))]))
    west = next(info.id for info in own.documents() if info.source == "upload:Tây.md")
    asked = answer(own, "Chum tương đặt ở góc sân phía nào?", within=frozenset({west}))
    assert "phía tây" in asked.text
    assert {hit.passage.document_id for hit in asked.hits} == {west}


def test_collections_are_created_listed_and_each_asked_on_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    chat = OpenCollections(open_sample())
    made = chat.create("  Hợp đồng \t 2026 ")
    assert (made.name, made.title, chat.current) == ("hop-dong-2026", "Hợp đồng 2026", "hop-dong-2026")
    list(made.add([upload(folder, "Chum.md")]))
    assert [(entry.name, entry.title) for entry in chat.entries()] == [
        ("hop-dong-2026", "Hợp đồng 2026"),
        (SAMPLE, SAMPLE),
    ]
    question = "Nghị quyết 22 được ban hành ngày nào?"
    assert answer(made, question).outcome is Outcome.NO_EVIDENCE
    assert answer(chat.at(SAMPLE), question).outcome is Outcome.ANSWERED
    assert preferred() == "hop-dong-2026", "the next chat begins with it"
    assert OpenCollections(Collection.named("hop-dong-2026")).at("").title == "Hợp đồng 2026"


@pytest.mark.parametrize("title", ["", "   ", "***", "x" * 61, "a\x00b", "a\u202eb", "mau", "Mẫu", "con", "中文"])
def test_a_collection_is_not_given_an_impossible_name(title: str) -> None:
    chat = OpenCollections(open_sample())
    with pytest.raises(UsageError):
        chat.create(title)
    assert [entry.name for entry in chat.entries()] == [SAMPLE]


def test_a_name_is_taken_once(home: Path) -> None:
    chat = OpenCollections(open_sample())
    chat.create("Hợp đồng")
    for same in ("Hợp đồng", "hop dong", "HỢP ĐỒNG"):
        with pytest.raises(UsageError, match="đã có"):
            chat.create(same)


def test_a_collection_that_was_deleted_is_no_longer_open(home: Path) -> None:
    chat = OpenCollections(open_sample())
    chat.create("Hợp đồng")
    shutil.rmtree(home / "collections" / "hop-dong")
    assert chat.at("").name == SAMPLE
    with pytest.raises(CollectionMissing):
        chat.at("hop-dong")
    with pytest.raises(UsageError):
        chat.at("../hop-dong")


# -- another process ---------------------------------------------------------------------------------------------------


def test_an_upload_while_another_process_writes_says_so_and_nothing_is_lost(
    own: LibraryService, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    list(own.add([upload(folder, "Trước.md")]))
    sent = upload(folder, "Chum.md", TEXT + "Chum thứ hai.")
    with writing(home, DEFAULT) as other:
        with pytest.raises(CollectionBusy, match="chương trình khác"):
            list(own.add([sent]))
        assert sent.path.exists(), "it can be sent again"
        assert "phía đông" in answer(own, "Chum tương đặt ở góc sân phía nào?").text, "asking goes on"
        other.finish()
    assert list(own.add([sent]))[-1].result == Added(DEFAULT, added=1)
    assert {info.title for info in own.documents()} >= {"Bến đò"}
    assert len(own.documents()) == 3
    assert "năm giờ sáng" in answer(own, "Bến đò mở lúc mấy giờ?").text


def test_a_process_that_is_killed_while_writing_takes_nothing_along(
    own: LibraryService, tmp_path: Path, home: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    list(own.add([upload(folder, "Trước.md")]))
    with writing(home, DEFAULT):
        pass  # killed here
    assert list(own.add([upload(folder, "Sau.md", TEXT + "Sau.")]))[-1].result == Added(DEFAULT, added=1)
    assert len(own.documents()) == 2


def test_the_next_question_sees_what_another_terminal_indexed(own: LibraryService, tmp_path: Path, home: Path) -> None:
    question = "Chum tương của bà Năm đặt ở góc sân phía nào?"
    assert answer(own, question).outcome is Outcome.NO_EVIDENCE
    (tmp_path / "docs").mkdir()
    document = tmp_path / "docs" / "chum.md"
    document.write_text(TEXT, encoding="utf-8")
    hoidap(home, "index", str(document))
    assert "phía đông" in answer(own, question).text
    document.write_text(TEXT.replace("phía đông", "phía tây"), encoding="utf-8")
    (info,) = own.documents()
    assert own.on_disk().changed == {info.id}
    steps = list(own.refresh())
    assert steps[-1].result == Added(DEFAULT, replaced=1)
    assert "phía tây" in answer(own, question).text
    document.unlink()
    assert own.on_disk().gone == {info.id}


def test_questions_are_asked_through_the_reranker_and_offered_without_it() -> None:
    reranker = Backwards()
    service = LibraryService(open_sample(), reranker=reranker)
    assert len(service.examples()) >= 3
    assert reranker.asked == []
    events = list(service.ask("Hội nhập quốc tế là gì?"))
    assert reranker.asked == ["Hội nhập quốc tế là gì?"]
    done = events[-1]
    assert isinstance(done, Done)
    service.next_questions(done.answer)
    assert len(reranker.asked) == 1
