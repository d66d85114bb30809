"""The database: what goes in comes out, one state at a time, and nothing half-written."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toys import ToyEncoder, write_stories

from corpus.document import Document, Loaded, Run, Section, document_id
from corpus.errors import CollectionError, CollectionMismatch, CollectionMissing, UsageError
from index.collection import Collection
from index.encoding import encode, part
from index.home import DATABASE
from index.reembed import rebuild_folder
from index.storage.store import Store


def loaded(text: str, source: str = "/a.md", decoded: str | None = None) -> Loaded:
    document = Document(document_id(source), "Đầu đề", text, source, {"author": "Ai đó", "date": "2024"})
    runs = (Run(0, 0, len(text)),) if text else ()
    return Loaded(document, text if decoded is None else decoded, runs, (Section((), 0, len(text)),), (0,), "d" * 64)


def put(store: Store, one: Loaded, *, cut: bool = False) -> None:
    parted = part(one, cut=cut)
    with store.writing() as writer:
        (passages,) = encode([parted], ToyEncoder(), store.known_vectors)
        writer.put(one, passages, "2026-01-01T00:00:00+00:00", cut=cut)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "bo", create=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_any_text_comes_back_to_the_letter(store: Store, text: str) -> None:
    one = loaded(text, decoded=text + "\x00 thừa")
    put(store, one)
    assert store.loaded(one.document.id) == one
    rows, owners, ids = store.rows()
    assert (owners.tolist(), ids) == ([0], [one.document.id])
    (stored,) = store.passages(rows.tolist())
    assert stored.passage.text == text
    assert stored.title == "Đầu đề"
    info = store.document_info(one.document.id)
    assert info is not None
    assert (info.length, info.passages) == (len(text), 1)


def test_half_a_surrogate_pair_is_refused_before_anything_is_written(store: Store) -> None:
    put(store, loaded("trước"))
    with pytest.raises(UnicodeEncodeError):
        put(store, loaded("sau \ud800"))
    found = store.loaded(document_id("/a.md"))
    assert found is not None
    assert found.document.text == "trước"


def test_vectors_and_stretches_come_back(store: Store) -> None:
    one = loaded("Câu thứ nhất. Câu thứ hai dài hơn.")
    put(store, one)
    rows, scales = store.vectors()
    expected = ToyEncoder().encode_passages([one.document.text])
    assert np.abs(rows * scales[:, None] - expected).max() < 0.01
    (row,) = store.rows()[0].tolist()
    stretch = store.stretches([row])[row]
    assert [one.document.text[a:b] for a, b, _ in stretch.sentences.tolist()] == [
        "Câu thứ nhất.",
        "Câu thứ hai dài hơn.",
    ]
    assert len(stretch.tokens) == 0  # the toy encoder has no tokens


def test_a_failure_leaves_everything_as_it_was(store: Store) -> None:
    put(store, loaded("trước"))
    before = (store.counter(), store.documents())

    def fail_half_way() -> None:
        with store.writing() as writer:
            writer.remove(document_id("/a.md"))
            writer.set("x", "y")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert (store.counter(), store.documents()) == before
    assert store.setting("x") is None


def test_the_counter_moves_only_with_a_change(store: Store) -> None:
    before = store.counter()
    with store.writing() as writer:
        assert not writer.remove("khong-co")
    assert store.counter() == before
    put(store, loaded("mới"))
    assert store.counter() == before + 1


def test_reading_sees_one_state_whatever_is_written_meanwhile(store: Store, tmp_path: Path) -> None:
    put(store, loaded("cũ"))
    with store.reading():
        before = store.counter()
        writer = threading.Thread(target=lambda: put(Store(tmp_path / "bo"), loaded("mới")))
        writer.start()
        writer.join()
        assert store.counter() == before
        (stored,) = store.passages(store.rows()[0].tolist())
        assert stored.passage.text == "cũ"
    assert store.counter() == before + 1
    (stored,) = store.passages(store.rows()[0].tolist())
    assert stored.passage.text == "mới"


def test_a_creation_that_was_killed_is_done_again(tmp_path: Path) -> None:
    folder = tmp_path / "bo"
    folder.mkdir()
    (folder / DATABASE).touch()
    with pytest.raises(CollectionMissing):
        Store(folder)
    assert Store(folder, create=True).documents() == []


def test_derived_files_of_a_deleted_database_are_not_believed(tmp_path: Path) -> None:
    first = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    first.ingest([write_stories(tmp_path / "mot")])
    first.search("hoa")
    first.close()
    for path in (tmp_path / "bo").glob(DATABASE + "*"):
        path.unlink()
    (tmp_path / "hai").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "hai" / f"{name}.txt").write_text(f"Chuyện khác hẳn về tàu hỏa {name}.\n", encoding="utf-8")
    second = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    second.ingest([tmp_path / "hai"])
    assert second.check() == []


def test_another_format_is_rebuilt_from_the_stored_text(tmp_path: Path) -> None:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.ingest([write_stories(tmp_path / "docs")])
    before = [(info.id, info.title, info.source, info.added, info.digest) for info in made.documents()]
    made.close()
    for path in (tmp_path / "docs").iterdir():
        path.unlink()
    with sqlite3.connect(tmp_path / "bo" / DATABASE) as connection:  # as the first format had it
        connection.execute("UPDATE settings SET value = '1' WHERE key = 'format'")
        for name, text in connection.execute("SELECT id, text FROM documents").fetchall():
            connection.execute("UPDATE documents SET decoded = ?, runs = x'' WHERE id = ?", (text, name))
        connection.execute("DROP TABLE passages")
        connection.execute("CREATE TABLE passages (anything INTEGER)")
    connection.close()
    with pytest.raises(CollectionMismatch, match="hoidap --collection bo index --model toy"):
        Collection(tmp_path / "bo", encoder=ToyEncoder())
    assert rebuild_folder(tmp_path / "bo", ToyEncoder()) == 3
    again = Collection(tmp_path / "bo", encoder=ToyEncoder())
    assert [(info.id, info.title, info.source, info.added, info.digest) for info in again.documents()] == before
    assert again.search("hoa hồng nở mùa xuân").hits[0].title == "Vườn hoa"
    assert again.check() == []


def test_a_sealed_collection_is_not_rebuilt(tmp_path: Path) -> None:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.seal()
    made.close()
    with pytest.raises(UsageError):
        rebuild_folder(tmp_path / "bo", ToyEncoder())


def tampered(folder: Path, statement: str) -> list[CollectionError]:
    connection = sqlite3.connect(folder / DATABASE)
    connection.execute(statement)
    connection.commit()
    connection.close()
    collection = Collection(folder, encoder=ToyEncoder())
    try:
        return collection.check()
    finally:
        collection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE passages SET text = 'bịa đặt' WHERE row = 1", "không có trong tài liệu"),
        ("UPDATE passages SET start = start + 1 WHERE row = 1", "không có trong tài liệu"),
        ("UPDATE documents SET text = 'X' || substr(text, 2) WHERE number = 1", "khác bản gốc"),
        ("UPDATE documents SET sections = '[[[], 0, 1]]' WHERE number = 1", "dàn mục"),
        ("UPDATE passages SET vector = zeroblob(length(vector)) WHERE row = 1", "vectơ"),
        ("UPDATE passages SET scale = 9e999 WHERE row = 1", "vectơ"),
    ],
)
def test_checking_finds_what_was_tampered_with(tmp_path: Path, statement: str, said: str) -> None:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.ingest([write_stories(tmp_path / "docs")])
    made.search("hoa")
    made.close()
    found = tampered(tmp_path / "bo", statement)
    assert any(said in fault.vi for fault in found), found
    assert all("\n" not in line for fault in found for line in (fault.vi, fault.en))
