"""Files that change or go away after they were indexed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from toys import ToyEncoder, write_stories

from corpus.document import document_id
from corpus.errors import UsageError
from index.collection import Collection
from index.ingest import text_item
from index.types import OnDisk


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_stories(tmp_path / "docs")


@pytest.fixture
def collection(tmp_path: Path, docs: Path) -> Collection:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.ingest([docs])
    return made


def rewrite(path: Path, text: str) -> str:
    """New words; returns the id of the document."""
    path.write_text(text, encoding="utf-8")
    return document_id(str(path))


def test_changed_and_gone_files_are_noticed_and_touched_ones_are_not(collection: Collection, docs: Path) -> None:
    assert collection.on_disk() == OnDisk()
    changed = rewrite(docs / "thu-vien.md", "# Thư viện\n\nThư viện nay mở cửa cả buổi tối.\n")
    gone = document_id(str(docs / "vuon-hoa.md"))
    (docs / "vuon-hoa.md").unlink()
    os.utime(docs / "quan-ca-phe.txt")  # touched, the same bytes
    assert collection.on_disk() == OnDisk(frozenset({changed}), frozenset({gone}))


def test_an_older_file_put_in_the_place_of_another_is_noticed(collection: Collection, docs: Path) -> None:
    changed = rewrite(docs / "cu.md", "# Thư viện\n\nBản cũ, từ năm ngoái.\n")
    os.utime(docs / "cu.md", (1_000_000_000, 1_000_000_000))
    os.replace(docs / "cu.md", docs / "thu-vien.md")
    changed = document_id(str(docs / "thu-vien.md"))
    assert collection.refresh().replaced == (changed,)
    assert "năm ngoái" in collection.loaded(changed).document.text


def test_refreshing_reads_what_has_changed_and_keeps_what_is_gone(collection: Collection, docs: Path) -> None:
    changed = rewrite(docs / "thu-vien.md", "# Thư viện\n\nThư viện nay mở cửa cả buổi tối.\n")
    gone = document_id(str(docs / "vuon-hoa.md"))
    (docs / "vuon-hoa.md").unlink()
    report = collection.refresh()
    assert report.replaced == (changed,)
    assert len(report.unchanged) == 1
    assert "buổi tối" in collection.loaded(changed).document.text
    assert "hoa hồng" in collection.loaded(gone).document.text
    assert collection.on_disk() == OnDisk(gone=frozenset({gone}))


def test_a_file_that_cannot_be_read_any_more_is_told_and_its_last_words_stay(
    collection: Collection, docs: Path
) -> None:
    (docs / "thu-vien.md").write_bytes(b"\x00\x01\x02")
    report = collection.refresh()
    assert [problem.source for problem in report.problems] == [str(docs / "thu-vien.md")]
    assert "1998" in collection.loaded(document_id(str(docs / "thu-vien.md"))).document.text


def test_what_is_no_file_is_neither_changed_nor_gone(tmp_path: Path) -> None:
    collection = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    collection.add([text_item("ghi-chep", "Ghi chép", "Một dòng ghi chép.", cut=True)])
    sent = tmp_path / "sent"
    sent.write_text("Một tệp gửi lên.", encoding="utf-8")
    collection.upload([(sent, "gui-len.md")])
    sent.unlink()
    assert collection.on_disk() == OnDisk()
    assert collection.refresh().replaced == ()


def test_new_files_in_folders_that_were_added_are_noticed_and_read(collection: Collection, docs: Path) -> None:
    (docs / "sau").mkdir()
    fresh = docs / "sau" / "moi.md"
    fresh.write_text("# Bể bơi\n\nBể bơi mở cửa mùa hè.\n", encoding="utf-8")
    (docs / ".an.md").write_text("Tệp ẩn.", encoding="utf-8")
    (docs / "anh.png").write_bytes(b"\x89PNG")
    assert collection.on_disk() == OnDisk(new=(str(fresh),))
    assert collection.refresh().added == (document_id(str(fresh)),)
    assert collection.on_disk() == OnDisk()


def test_files_added_one_by_one_bring_nothing_else_of_their_folder(tmp_path: Path, docs: Path) -> None:
    collection = Collection(tmp_path / "le", create=True, encoder=ToyEncoder())
    collection.ingest([docs / "thu-vien.md"])
    assert collection.on_disk() == OnDisk()


def test_what_was_taken_out_or_refused_is_offered_again_when_it_is_touched(collection: Collection, docs: Path) -> None:
    bad = docs / "hong.md"
    bad.write_bytes(b"\x00\x01\x02")
    assert [problem.source for problem in collection.refresh().problems] == [str(bad)]
    out = docs / "vuon-hoa.md"
    collection.remove([document_id(str(out))])
    assert collection.on_disk() == OnDisk()
    assert collection.refresh().problems == ()
    later = out.stat().st_mtime + 60
    for path in (bad, out):
        os.utime(path, (later, later))
    assert collection.on_disk().new == (str(bad), str(out))
    collection.ingest([docs])
    assert collection.on_disk() == OnDisk()


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_a_file_whose_name_is_no_text_is_not_offered(collection: Collection, docs: Path) -> None:
    with open(os.fsencode(docs) + b"/l\xe0.md", "w", encoding="utf-8") as stream:
        stream.write("Một tệp có tên lạ.")
    assert collection.on_disk() == OnDisk()
    assert len(collection.ingest([docs]).problems) == 1
    assert collection.on_disk() == OnDisk()


def test_a_folder_within_another_counts_once_and_one_that_is_gone_not_at_all(
    collection: Collection, docs: Path
) -> None:
    (docs / "sau").mkdir()
    collection.ingest([docs / "sau", docs])
    fresh = docs / "sau" / "moi.md"
    fresh.write_text("Một tệp mới.", encoding="utf-8")
    assert collection.on_disk().new == (str(fresh),)
    docs.rename(docs.with_name("noi-khac"))
    assert collection.on_disk().new == ()


def test_a_sealed_collection_is_left_alone(collection: Collection, docs: Path) -> None:
    collection.seal()
    (docs / "vuon-hoa.md").unlink()
    assert collection.on_disk() == OnDisk()
    with pytest.raises(UsageError):
        collection.refresh()
