"""The original files: only those that the collection knows, byte for byte as they were indexed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from toys import ToyEncoder, write_stories

from corpus.errors import UnknownDocument, UnreadableFile
from index.collection import Collection
from index.ingest import text_item


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    yield made
    made.close()


def test_a_file_comes_back_byte_for_byte(collection: Collection, tmp_path: Path) -> None:
    docs = write_stories(tmp_path / "docs")
    collection.ingest([docs])
    for info in collection.documents():
        assert collection.has_original(info)
        original = collection.original(info.id)
        assert original.data == Path(info.source).read_bytes()
        assert original.name == Path(info.source).name


def test_an_upload_comes_back_from_the_collections_own_copy(collection: Collection, tmp_path: Path) -> None:
    sent = tmp_path / "0.md"
    sent.write_bytes("Chum tương đặt ở góc sân phía đông.\n".encode("utf-16"))
    collection.upload([(sent, "Chuyện cái chum.MD")])
    (info,) = collection.documents()
    data = sent.read_bytes()
    sent.unlink()
    assert collection.has_original(info)
    original = collection.original(info.id)
    assert (original.name, original.data) == ("Chuyện cái chum.MD", data)


@pytest.mark.parametrize("wanted", ["", "../../etc/passwd", "/etc/passwd", "0" * 16])
def test_nothing_but_an_id_finds_a_file(collection: Collection, tmp_path: Path, wanted: str) -> None:
    docs = write_stories(tmp_path / "docs")
    collection.ingest([docs])
    for asked in (wanted, str(docs / "thu-vien.md"), "thu-vien.md"):
        with pytest.raises(UnknownDocument):
            collection.original(asked)


def test_a_file_that_is_gone_or_changed_is_refused_in_words(collection: Collection, tmp_path: Path) -> None:
    docs = write_stories(tmp_path / "docs")
    collection.ingest([docs])
    library = next(info for info in collection.documents() if info.title == "Thư viện thành phố")
    (docs / "thu-vien.md").write_text("Lời khác hẳn.", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"thu-vien\.md: tệp gốc đã thay đổi"):
        collection.original(library.id)
    (docs / "thu-vien.md").unlink()
    assert not collection.has_original(library)
    with pytest.raises(UnreadableFile, match="không còn ở chỗ cũ"):
        collection.original(library.id)
    (docs / "thu-vien.md").mkdir()
    assert not collection.has_original(library)


def test_a_text_that_was_never_a_file_has_no_original(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ghi-nho").write_text("Mật khẩu.", encoding="utf-8")
    collection.add([text_item("ghi-nho", "", "Mật khẩu.", cut=True)])
    (info,) = collection.documents()
    assert not collection.has_original(info)
    with pytest.raises(UnreadableFile):
        collection.original(info.id)


@pytest.mark.parametrize("limit", ["0.000001", "inf"])
def test_a_file_that_grew_is_not_read_whole(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    docs = write_stories(tmp_path / "docs")
    collection.ingest([docs])
    info = collection.documents()[0]
    monkeypatch.setenv("HOIDAP_MAX_MB", limit)
    if limit == "inf":
        assert collection.original(info.id).data == Path(info.source).read_bytes()
    else:
        with pytest.raises(UnreadableFile):
            collection.original(info.id)
