"""What is kept of a person on this machine, where it lies, and how all of it is deleted.

Only files that this program made, by their names, are ever deleted; the documents that were indexed stay where they are.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import CollectionBusy, HoidapError
from index.home import SAMPLE, collection_folder, collections, home
from index.storage.store import Store
from index.uploads import FILES, remove
from ui.history import History
from ui.userdata import database_path

TEMPORARY: Final = "tmp"
"""The folder in the data folder through which uploads of the web chat pass."""
_LAST: Final = "last-used"


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept: what it is, where, and its size in bytes."""

    kind: str
    path: Path
    size: int
    vi: str
    en: str

    def message(self, lang: str = "vi") -> str:
        """What it is, in ``lang``."""
        return self.en if lang == "en" else self.vi


def kept() -> list[Kept]:
    """Everything kept in the data folder, the history first. Nothing is kept anywhere else by this program; a browser
    keeps its own settings."""
    found = []
    history = database_path()
    if history.is_file():
        conversations, thumbs = _counts()
        found.append(
            Kept(
                "history",
                history,
                sum(_size(path) for path in _database_files(history)),
                f"lịch sử: {conversations} cuộc hỏi đáp, {thumbs} nhận xét",
                f"history: {conversations} conversations, {thumbs} opinions",
            )
        )
    for name in collections():
        folder = collection_folder(name)
        files = [path for path in (folder / FILES).glob("*") if path.is_file()]
        documents = _documents(folder)
        uploads = f", {len(files)} tệp đã tải lên" if files else ""
        uploads_en = f", {len(files)} uploaded files" if files else ""
        sample, sample_en = (" (tài liệu mẫu)", " (sample documents)") if name == SAMPLE else ("", "")
        found.append(
            Kept(
                "collection",
                folder,
                _size(folder),
                f"bộ tài liệu {name}{sample}: chữ của {documents} tài liệu{uploads}",
                f"collection {name}{sample_en}: the text of {documents} documents{uploads_en}",
            )
        )
    temporary = home() / TEMPORARY
    if temporary.is_dir():
        vi, en = "tệp tạm khi tải lên", "temporary files of uploads"
        found.append(Kept("temporary", temporary, _size(temporary), vi, en))
    last = home() / _LAST
    if last.is_file():
        vi, en = "tên bộ tài liệu dùng lần cuối", "the name of the last used collection"
        found.append(Kept("settings", last, _size(last), vi, en))
    return found


def forget(things: Sequence[Kept]) -> list[tuple[Kept, str]]:
    """Deletes what ``kept`` listed. Returns what could not be deleted, with the reason; empty when all is gone.

    A chat that is running sees the documents and the history gone at its next question.
    """
    deleting: dict[str, Callable[[Path], None]] = {
        "history": _forget_history,
        "collection": _forget_collection,
        "temporary": shutil.rmtree,
        "settings": Path.unlink,
    }
    left = []
    for thing in things:
        try:
            deleting[thing.kind](thing.path)
        except HoidapError as error:
            left.append((thing, error.vi))
        except OSError as error:
            left.append((thing, error.strerror or type(error).__name__))
    with suppress(OSError):  # other things may lie there: then the folders stay
        (home() / "collections").rmdir()
        home().rmdir()
    return left


def _forget_history(path: Path) -> None:
    with suppress(HoidapError):  # a damaged database is deleted as a file
        History(path).delete_all(None)
    for file in _database_files(path):
        file.unlink(missing_ok=True)


def _forget_collection(folder: Path) -> None:
    """Empties the collection through its own database first, so that whoever has it open sees that nothing is left."""
    if folder.is_symlink():  # somebody put it there: what it leads to is not ours to delete
        folder.unlink()
        return
    try:
        store = Store(folder, any_format=True)
        try:
            remove(store, [info.id for info in store.documents()])
        finally:
            store.close()
    except CollectionBusy:
        raise
    except HoidapError:  # damaged or of another version: nobody can read it, the files go all the same
        pass
    shutil.rmtree(folder)


def _database_files(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]


def _counts() -> tuple[int, int]:
    try:
        return History().count(None)
    except HoidapError:  # damaged: it can still be deleted
        return 0, 0


def _documents(folder: Path) -> int:
    try:
        store = Store(folder, any_format=True)
        try:
            return len(store.documents())
        finally:
            store.close()
    except HoidapError:
        return 0


def _size(path: Path) -> int:
    """Bytes of a file or of everything below a folder; links are not followed, what vanishes meanwhile counts nothing."""
    total = 0
    for one in (path, *path.rglob("*")) if path.is_dir() else (path,):
        with suppress(OSError):
            status = one.lstat()
            total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total
