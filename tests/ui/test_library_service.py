"""The chat's service over a real collection with the bundled model and the sample documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import UnknownDocument
from index.collection import Collection
from index.home import DEFAULT, SAMPLE, preferred
from index.sample import open_sample
from rag.types import Done, Outcome
from ui.collections import OpenCollections
from ui.library import LibraryService
from ui.service import Added, Adding, Upload
from ui.strings import Words

T = Words("vi")
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
    assert (service.name, service.title, service.read_only) == (SAMPLE, T("name_sample"), True)
    refused = errors(list(service.add([upload(folder, "ảnh.png", b"\x89PNG\x00")])))
    assert len(refused) == 1
    assert "upload:" not in refused[0]
    assert preferred() is None, "nothing to begin a collection with"
    steps = list(service.add([upload(folder, "Chum tương.md")]))
    assert errors(steps) == []
    assert steps[-1].result == Added(DEFAULT, 1)
    own = chat.use(DEFAULT)
    assert (own.name, own.title, own.read_only) == (DEFAULT, T("name_default"), False)
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
    assert all("phơi chum tương" in question or "tưới vườn" in question for question in own.examples())
