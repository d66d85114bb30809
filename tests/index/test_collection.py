"""Collections: what goes in comes out, changes are seen, mistakes are said, nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from toys import STORIES, ToyEncoder, write_stories

from corpus.errors import (
    CollectionBusy,
    CollectionError,
    CollectionMismatch,
    CollectionMissing,
    UnknownDocument,
    UsageError,
)
from index.collection import Collection
from index.home import DATABASE
from index.ingest import Step, safe_name, text_item
from index.storage.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_stories(tmp_path / "docs")


@pytest.fixture
def collection(tmp_path: Path, folder: Path) -> Collection:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.ingest([folder])
    return made


def titles(collection: Collection) -> set[str]:
    return {info.title for info in collection.documents()}


def test_files_become_documents_that_are_found(collection: Collection) -> None:
    assert titles(collection) == {"Thư viện thành phố", "Vườn hoa", "Quán cà phê ven sông"}
    result = collection.search("thư viện mở cửa năm nào")
    assert result.hits[0].title == "Thư viện thành phố"
    scores = [hit.score for hit in result.hits]
    assert all(a > b for a, b in pairwise(scores))
    assert [hit.rank for hit in result.hits] == list(range(1, len(scores) + 1))
    assert collection.check() == []


@pytest.mark.parametrize("retriever", ["hybrid", "fusion", "bm25", "dense"])
def test_every_retriever_finds_the_garden(collection: Collection, retriever: str) -> None:
    assert collection.search("hoa hồng nở mùa xuân", 1, retriever=retriever).hits[0].title == "Vườn hoa"


def test_stored_spans_are_exact(collection: Collection) -> None:
    for hit in collection.search("thư viện hoa cà phê", 20).hits:
        text = collection.loaded(hit.passage.document_id).document.text
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_within_limits_the_search(collection: Collection) -> None:
    garden = collection.find_document("Vườn hoa").id
    hits = collection.search("thư viện mở cửa", 10, within=[garden]).hits
    assert {hit.passage.document_id for hit in hits} <= {garden}
    assert collection.search("thư viện", within=[]).hits == ()


def test_unchanged_files_are_skipped_and_changed_ones_replaced(collection: Collection, folder: Path) -> None:
    before = collection.find_document("Vườn hoa").id
    assert len(collection.ingest([folder]).unchanged) == 3
    (folder / "vuon-hoa.md").write_text("# Vườn hoa\n\nNay vườn trồng lan.\n", encoding="utf-8")
    report = collection.ingest([folder])
    assert (len(report.replaced), len(report.unchanged)) == (1, 2)
    assert collection.find_document("Vườn hoa").id == before
    assert "lan" in collection.search("vườn trồng gì").hits[0].passage.text
    assert collection.check() == []


def test_unchanged_text_is_never_encoded_twice(tmp_path: Path, folder: Path) -> None:
    encoder = ToyEncoder()
    collection = Collection(tmp_path / "bo", create=True, encoder=encoder)
    collection.ingest([folder])
    encoder.encoded.clear()
    story = folder / "thu-vien.md"
    story.write_text(story.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert collection.ingest([folder]).replaced
    assert encoder.encoded == []


def test_prune_removes_only_what_lay_under_the_path_and_is_gone(
    collection: Collection, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khac"
    other.mkdir()
    (other / "ghi-chu.txt").write_text("Ghi chú về tàu hỏa.\n", encoding="utf-8")
    collection.ingest([other])
    (folder / "vuon-hoa.md").unlink()
    (other / "ghi-chu.txt").unlink()
    assert len(collection.ingest([folder]).removed) == 0
    assert len(collection.ingest([folder], prune=True).removed) == 1
    assert "Vườn hoa" not in titles(collection)
    assert len(titles(collection)) == 3


def test_a_bad_file_is_named_and_the_rest_goes_on(collection: Collection, folder: Path) -> None:
    (folder / "trong.txt").write_bytes(b"")
    (folder / "nhi-phan.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "moi.md").write_text("# Bến xe\n\nXe chạy lúc 6 giờ.\n", encoding="utf-8")
    (folder / "anh.png").write_bytes(b"\x89PNG")
    report = collection.ingest([folder])
    assert {Path(problem.source).name for problem in report.problems} == {"trong.txt", "nhi-phan.txt"}
    assert len(report.added) == 1
    assert dict(report.skipped) == {".png": 1}
    assert all("\n" not in problem.vi for problem in report.problems)


def test_a_file_that_turns_bad_keeps_its_last_good_text(collection: Collection, folder: Path) -> None:
    (folder / "vuon-hoa.md").write_bytes(b"")
    assert collection.ingest([folder]).problems
    assert "Vườn hoa" in titles(collection)


def test_progress_counts_to_the_end(tmp_path: Path, folder: Path) -> None:
    steps: list[Step] = []
    Collection(tmp_path / "bo", create=True, encoder=ToyEncoder()).ingest([folder], progress=steps.append)
    assert [step.done for step in steps] == [0, 1, 2, 3]
    assert {step.total for step in steps} == {3}


def test_documents_are_found_by_id_source_title_or_file_name(collection: Collection, folder: Path) -> None:
    info = collection.find_document("Vườn hoa")
    for wanted in (info.id, info.source, "vuon-hoa.md", str(folder / "vuon-hoa.md")):
        assert collection.find_document(wanted) == info
    with pytest.raises(UnknownDocument):
        collection.find_document("không có")


def test_removing(collection: Collection) -> None:
    assert collection.remove([collection.find_document("Vườn hoa").id, "0" * 16]) == 1
    assert "Vườn hoa" not in titles(collection)
    assert all(hit.title != "Vườn hoa" for hit in collection.search("hoa hồng").hits)
    assert collection.check() == []


def test_another_process_s_update_is_seen_at_the_next_question(collection: Collection, tmp_path: Path) -> None:
    collection.search("thư viện")
    other = Collection(tmp_path / "bo", encoder=ToyEncoder())
    other.add([text_item("upload:moi.txt", "Tàu", "Tàu hỏa chạy từ Hà Nội.", cut=True)])
    assert collection.search("tàu hỏa").hits[0].title == "Tàu"
    derived = sorted(path.name for path in (tmp_path / "bo" / "derived").iterdir())
    assert len(derived) == 3, "files of older counters are removed"


def test_damaged_derived_files_are_rebuilt(collection: Collection, tmp_path: Path) -> None:
    collection.search("thư viện")
    for path in (tmp_path / "bo" / "derived").iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    again = Collection(tmp_path / "bo", encoder=ToyEncoder())
    assert again.search("thư viện mở cửa").hits[0].title == "Thư viện thành phố"


def test_a_second_writer_is_told_to_wait(collection: Collection, tmp_path: Path) -> None:
    impatient = Store(tmp_path / "bo", busy_seconds=0.05)
    with collection.store.writing() as writer:
        writer.remove(collection.find_document("Vườn hoa").id)
        with pytest.raises(CollectionBusy), impatient.writing():
            pass
        other = Collection(tmp_path / "bo", encoder=ToyEncoder())
        assert other.search("hoa hồng nở").hits[0].title == "Vườn hoa", "readers go on with what was there before"
    assert other.search("hoa hồng nở").hits[0].title != "Vườn hoa"


def test_readers_in_many_threads_agree(collection: Collection) -> None:
    expected = collection.search("thư viện mở cửa").hits
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(collection.search("thư viện mở cửa").hits)) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 12


def test_a_missing_collection_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CollectionMissing, match="hoidap index"):
        Collection(tmp_path / "khong-co")


def test_another_model_is_refused_with_the_command_that_rebuilds(collection: Collection, tmp_path: Path) -> None:
    other = Collection(tmp_path / "bo", encoder=ToyEncoder("khac", 32))
    with pytest.raises(CollectionMismatch, match="hoidap --collection bo index --model"):
        other.search("thư viện")
    assert other.search("thư viện", retriever="bm25").hits


def test_another_format_is_refused(collection: Collection, tmp_path: Path) -> None:
    collection.close()
    with sqlite3.connect(tmp_path / "bo" / DATABASE) as connection:
        connection.execute("UPDATE settings SET value = '999' WHERE key = 'format'")
    with pytest.raises(CollectionMismatch):
        Collection(tmp_path / "bo")


def test_a_database_that_is_none_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "bo").mkdir()
    (tmp_path / "bo" / DATABASE).write_bytes(b"this is no database at all" * 100)
    with pytest.raises(CollectionError, match="hoidap --collection bo index"):
        Collection(tmp_path / "bo")


def test_uploads_are_copied_replaced_and_removed(collection: Collection, tmp_path: Path) -> None:
    sent = tmp_path / "tmp123.bin"
    sent.write_text(STORIES["vuon-hoa.md"].replace("Vườn hoa", "Vườn lan"), encoding="utf-8")
    for name in ("../../vuon.md", "C:\\x\\vuon.md", "vu\x00on.md"):
        report = collection.upload([(sent, name)])
        assert not report.problems, name
    assert {i.source for i in collection.documents() if i.source.startswith("upload:")} == {"upload:vuon.md"}
    info = collection.find_document("upload:vuon.md")
    copies = list((tmp_path / "bo" / "files").iterdir())
    assert len(copies) == 1
    assert copies[0].name.startswith(info.id)
    assert copies[0].read_bytes() == sent.read_bytes()
    collection.remove([info.id])
    assert not list((tmp_path / "bo" / "files").iterdir())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../x.md", "x.md"),
        ("a/b\\c.txt", "c.txt"),
        ("x\u202efdp.txt", "xfdp.txt"),
        ("", "tai-lieu"),
        ("...", "tai-lieu"),
        ("tài liệu số 1.md", "tài liệu số 1.md"),
        ("a" * 300 + ".md", "a" * 100 + ".md"),
    ],
)
def test_hostile_names_become_plain_ones(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_collection_that_is_sealed_takes_nothing(collection: Collection, folder: Path) -> None:
    collection.seal()
    for write in (lambda: collection.ingest([folder]), lambda: collection.remove([]), lambda: collection.upload([])):
        with pytest.raises(UsageError):
            write()


def test_rebuilding_with_another_model_needs_no_files(
    collection: Collection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.iterdir():
        os.unlink(path)
    monkeypatch.setattr("index.collection.load_encoder", lambda name: ToyEncoder("khac", 32))
    assert collection.rebuild("khac") == 3
    assert collection.search("hoa hồng nở").hits[0].title == "Vườn hoa"
    assert collection.info().model is not None
    assert collection.check() == []


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    collection = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    assert collection.search("gì cũng được").hits == ()
    assert collection.search("").hits == ()
    assert collection.check() == []


def test_near_duplicates_collapse_into_the_better_hit(tmp_path: Path) -> None:
    long = "Con đường ven biển dài hai mươi cây số nối làng chài với thị trấn và được trải nhựa từ mùa hè năm ngoái."
    collection = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    collection.add([text_item(f"s:{n}", f"Bản {n}", long, cut=True) for n in range(3)])
    hits = collection.search("con đường ven biển dài bao nhiêu").hits
    assert len(hits) == 1
    assert {place.title for place in hits[0].also_in} == {"Bản 0", "Bản 1", "Bản 2"} - {hits[0].title}
    assert len(collection.search("con đường ven biển", collapse=False).hits) == 3
