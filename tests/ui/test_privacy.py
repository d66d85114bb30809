"""What is kept is named, all of it is deleted on request, and nothing else is."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from toys import ToyEncoder, write_stories

from index.collection import Collection
from index.home import collection_folder, remember
from index.storage.store import Store
from rag.chat import Chat
from rag.types import Outcome
from tests.ui.turns_ui import VERSIONS, garden_turn
from ui.cli import main
from ui.feedback import Feedback
from ui.history import LOCAL, History
from ui.privacy import TEMPORARY, forget, kept


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_stories(tmp_path / "docs")


@pytest.fixture
def full(documents: Path, home: Path) -> Path:
    """A home that holds one of everything."""
    collection = Collection(collection_folder("truyen"), create=True, encoder=ToyEncoder())
    collection.ingest([documents])
    remember("truyen")
    upload = documents / "tai-len.md"
    upload.write_text("# Tải lên\n\nChuyện riêng đã tải lên.\n", encoding="utf-8")
    collection.upload([(upload, "tai-len.md")])
    collection.close()
    stored = History().add(LOCAL, None, garden_turn(), VERSIONS)
    Feedback().give(LOCAL, stored.turn, helpful=True)
    (home / TEMPORARY).mkdir()
    (home / TEMPORARY / "x").write_bytes(b"x" * 1000)
    return home


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_everything_below_the_home_is_named(full: Path) -> None:
    things = kept()
    assert [thing.kind for thing in things] == ["history", "collection", "temporary", "settings"]
    for name in files_below(full):
        assert any(
            (full / name) == thing.path
            or (full / name).is_relative_to(thing.path)
            or name.startswith("history.sqlite3")
            for thing in things
        ), name
    assert "1 cuộc hỏi đáp, 1 nhận xét" in things[0].vi
    assert "4 tài liệu, 1 tệp đã tải lên" in things[1].vi
    assert all(thing.size > 0 and thing.vi != thing.message("en") for thing in things)


def test_forgetting_leaves_nothing_and_touches_no_other_file(full: Path, documents: Path) -> None:
    before = {name: (documents / name).read_bytes() for name in files_below(documents)}
    (full / "cua-toi.txt").write_text("không phải của hoidap", encoding="utf-8")
    (full / "collections" / "Khác").mkdir()
    assert forget(kept()) == []
    assert files_below(full) == {"cua-toi.txt"}
    assert (full / "collections" / "Khác").is_dir()
    assert kept() == []
    assert {name: (documents / name).read_bytes() for name in files_below(documents)} == before


def test_the_home_itself_goes_when_it_is_empty(full: Path) -> None:
    assert forget(kept()) == []
    assert not full.exists()


def test_a_chat_that_is_running_finds_nothing_left(full: Path) -> None:
    collection = Collection(collection_folder("truyen"), encoder=ToyEncoder())
    chat = Chat(collection)
    assert "1998" in chat.answer("Thư viện mở cửa năm nào?").text
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "forget", "--yes"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert chat.answer("Thư viện mở cửa năm nào?").outcome is Outcome.NO_EVIDENCE
    assert History().conversations(LOCAL) == []
    assert History().add(LOCAL, 1, garden_turn(), VERSIONS).turn


def test_a_collection_that_is_being_written_is_left_and_named(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(collection_folder("truyen"))
    with store.writing():
        left = forget(kept())
    assert [thing.kind for thing, _ in left] == ["collection"]
    assert "thử lại" in left[0][1]
    assert len(store.documents()) == 4, "nothing of it was lost"
    store.close()
    assert [thing.kind for thing in kept()] == ["collection"]
    assert forget(kept()) == []


def test_damaged_databases_are_deleted_too(full: Path) -> None:
    (full / "history.sqlite3").write_bytes(b"damaged" * 1000)
    (collection_folder("truyen") / "collection.sqlite3").write_bytes(b"damaged" * 1000)
    assert forget(kept()) == []
    assert not full.exists()


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_what_a_link_leads_to_is_not_deleted(full: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    collection_folder("truyen").rename(elsewhere)
    collection_folder("truyen").symlink_to(elsewhere, target_is_directory=True)
    assert forget(kept()) == []
    assert (elsewhere / "collection.sqlite3").is_file()
    store = Store(elsewhere)
    assert len(store.documents()) == 4
    store.close()


def test_the_command_asks_first(
    full: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["forget", "--list"]) == 0
    listed = capsys.readouterr().out
    assert str(full / "history.sqlite3") in listed
    assert "tệp gốc" in listed
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["forget"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert len(kept()) == 4
    assert main(["--lang", "en", "forget", "--yes"]) == 0
    assert "All of it was deleted." in capsys.readouterr().out
    assert main(["forget", "--yes"]) == 0
    assert "Không có gì" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "remaining"), [("không\n", 4), ("\n", 4), ("Xóa\n", 0)])
def test_only_the_word_deletes(
    full: Path, typed: str, remaining: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self, _: int = -1) -> str:
            return typed

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main(["forget"]) == 0
    assert len(kept()) == remaining
