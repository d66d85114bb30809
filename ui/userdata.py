"""The database of what people ask: ``history.sqlite3`` under the user's data folder, SQLite in WAL mode.

Conversations, their turns and what people thought of them lie here, apart from the collections, so that neither
re-indexing nor removing documents touches them. Every use opens a connection and closes it again (about .3 ms), so any
number of threads and processes may use one database and none keeps the file open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from corpus.errors import HoidapError
from index.home import home

FILE: Final = "history.sqlite3"
VERSION: Final = 1
"""Raised whenever the tables change."""
BUSY_SECONDS: Final = 3.0

# AUTOINCREMENT: the number of something deleted is never given again, so a page that was left open cannot mean another.
_STATEMENTS: Final = (
    """CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,                 -- the signed-in name; '' for the one local owner
    title TEXT NOT NULL,
    title_words TEXT NOT NULL,           -- search forms, see history.py
    title_folded TEXT NOT NULL,
    created TEXT NOT NULL,               -- ISO 8601, UTC
    updated TEXT NOT NULL
)""",
    "CREATE INDEX conversations_owner ON conversations(owner, updated)",
    """CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    asked TEXT NOT NULL,                 -- ISO 8601, UTC
    collection TEXT NOT NULL,            -- versions at the time of answering
    counter INTEGER NOT NULL,
    model TEXT NOT NULL,
    product TEXT NOT NULL,
    words TEXT NOT NULL,                 -- search forms of question, answer and titles
    folded TEXT NOT NULL,
    answer TEXT NOT NULL                 -- JSON, see turn_json.py: question, answer, quotes with their places, hits
)""",
    "CREATE INDEX turns_conversation ON turns(conversation)",
    """CREATE TABLE feedback (
    turn INTEGER PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
    helpful INTEGER NOT NULL,            -- 1 thumb up, 0 thumb down
    word TEXT NOT NULL,
    question TEXT NOT NULL,              -- whole: with what a follow-up left to the conversation
    given TEXT NOT NULL                  -- ISO 8601, UTC
)""",
    f"PRAGMA user_version = {VERSION}",
)


class UserDataError(HoidapError):
    """The history cannot be read or written: busy, damaged, no room, or of a later version."""


def database_path() -> Path:
    """Where the history lies; it need not exist."""
    return home() / FILE


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state. A database that is not there reads as an empty one and is not made."""
    with _translated(path), closing(_connect(path, create=False)) as connection:
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is kept, or nothing when an exception leaves the block. Raises UserDataError."""
    with _translated(path), closing(_connect(path, create=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def shrink(path: Path) -> None:
    """Gives the room of deleted rows back, so that nothing of them stays in the files."""
    with _translated(path), closing(_connect(path, create=True)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connect(path: Path, *, create: bool) -> sqlite3.Connection:
    there = path.is_file()
    if not there and not create:
        connection = sqlite3.connect(":memory:", isolation_level=None)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # deleted words are overwritten, not merely forgotten
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found == 0:
            _make_tables(connection)
        elif found != VERSION:
            raise _other_version(path, found)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if int(connection.execute("PRAGMA user_version").fetchone()[0]) == 0:  # another process may have been faster
        for statement in _STATEMENTS:
            connection.execute(statement)
    connection.execute("COMMIT")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and any(word in str(error) for word in ("locked", "busy")):
            raise UserDataError(
                "lịch sử đang được chương trình khác ghi; hãy thử lại sau giây lát",
                "the history is being written by another program; try again in a moment",
            ) from error
        raise UserDataError(
            f"không dùng được lịch sử ở {path} ({error}); hãy kiểm tra ổ đĩa, hoặc chuyển tệp này đi nơi khác",
            f"the history at {path} cannot be used ({error}); check the disk, or move that file away",
        ) from error
    except OSError as error:
        raise UserDataError(
            f"không ghi được lịch sử ở {path} ({error.strerror}); hãy xem lại chỗ trống và quyền ghi của ổ đĩa",
            f"the history at {path} cannot be written ({error.strerror}); check the disk's free space and your rights",
        ) from error


def _other_version(path: Path, found: int) -> UserDataError:
    return UserDataError(
        f"lịch sử ở {path} do phiên bản hoidap khác ghi (dạng {found}); hãy dùng phiên bản đó, hoặc chuyển tệp này đi",
        f"the history at {path} was written by another version of hoidap (format {found}); use that version, or move "
        "the file away",
    )
