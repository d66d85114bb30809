"""One collection's database: SQLite in WAL mode, one writer, any number of readers.

A write is one transaction (``writing``): after a crash the collection is what it was before or what it was to become.
What must agree is read inside ``reading``, which sees one state however much others write. Every thread has its own
connection.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.document import Loaded, Passage, Section
from corpus.errors import CollectionBusy, CollectionError, CollectionMismatch, CollectionMissing
from index.abbreviations import Abbreviation
from index.home import DATABASE
from index.storage.records import (
    INFO_COLUMNS,
    LOADED_COLUMNS,
    PASSAGE_COLUMNS,
    StoredPassage,
    Stretch,
    info_from,
    loaded_from,
    model_from,
    passage_from,
    sections_from,
    stretch_from,
)
from index.storage.schema import FORMAT, STATEMENTS
from index.storage.writer import Writer
from index.types import DocumentInfo, ModelIdentity

BUSY_SECONDS: Final = 3.0
"""How long a writer waits for another one."""
DERIVED: Final = "derived"
"""The folder of the files that are made from the database."""
_WRITE_CACHE_KB: Final = 65_536
_BATCH = 500  # SQLite's oldest limit on parameters is 999


class Store:
    """The database in ``folder``.

    Raises CollectionMissing when there is none and ``create`` is not set, CollectionMismatch for another format unless
    ``any_format`` is set.
    """

    def __init__(
        self, folder: Path, *, create: bool = False, any_format: bool = False, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self.folder = folder
        self.path = folder / DATABASE
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        if not self._there():
            if not create:
                raise CollectionMissing(
                    f"chưa có bộ tài liệu {folder.name!r}; hãy thêm tài liệu bằng: hoidap index ĐƯỜNG_DẪN",
                    f"there is no collection {folder.name!r}; add documents with: hoidap index PATH",
                )
            folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(folder / DERIVED, ignore_errors=True)  # of a database that somebody deleted
            with self._translated() as connection:
                make_tables(connection)
        if not any_format and self.format() != FORMAT:
            self.close()
            raise self._other_format()

    def _there(self) -> bool:
        """Whether the tables are there; a creation that was killed leaves a file without them."""
        if not self.path.is_file():
            return False
        with self._translated() as connection:
            return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone() is not None

    # -- connections ---------------------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # Each thread uses its own connection; close() may be called from another one.
            connection = sqlite3.connect(
                self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    @contextmanager
    def _translated(self) -> Iterator[sqlite3.Connection]:
        name = self.folder.name
        try:
            yield self._connect()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and any(word in str(error) for word in ("locked", "busy")):
                raise CollectionBusy(
                    f"bộ tài liệu {name!r} đang được chương trình khác ghi; hãy thử lại sau giây lát",
                    f"another program is writing to the collection {name!r}; try again in a moment",
                ) from error
            raise CollectionError(
                f"không dùng được bộ tài liệu {name!r} ({error}); hãy xem lại ổ đĩa và quyền ghi, hoặc xóa thư mục "
                f"{self.folder} rồi chạy lại: hoidap --collection {name} index ĐƯỜNG_DẪN",
                f"the collection {name!r} cannot be used ({error}); check the disk and the right to write, or delete the "
                f"folder {self.folder} and run again: hoidap --collection {name} index PATH",
            ) from error

    def _other_format(self) -> CollectionMismatch:
        name, model = self.folder.name, self.model()
        command = f"hoidap --collection {name} index --model {model.name if model else 'hoidap-vi-en'}"
        return CollectionMismatch(
            f"bộ tài liệu {name!r} do phiên bản hoidap khác lập; hãy lập lại từ chữ đã lưu bằng: {command}",
            f"the collection {name!r} was made by another version of hoidap; rebuild it from the stored text with: {command}",
        )

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read inside is of one state. May be nested, also in ``writing``."""
        with self._translated() as connection:
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; it counts as a change only when something was written. CollectionBusy when locked."""
        with self._translated() as connection:
            # Keys come in no order, so with SQLite's usual 2 MB most pages would be written again and again.
            connection.execute(f"PRAGMA cache_size = -{_WRITE_CACHE_KB}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                writer = Writer(connection)
                yield writer
                if writer.changed:
                    connection.execute(
                        "UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'counter'"
                    )
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, for tables of another format."""
        with self._translated() as connection:
            yield connection

    # -- reading -------------------------------------------------------------------------------------------------

    def _all(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._translated() as connection:
            return connection.execute(query, parameters).fetchall()

    def _among(self, query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of ``query``, whose ``{}`` stands for the values, asked for in batches."""
        for at in range(0, len(values), _BATCH):
            part = values[at : at + _BATCH]
            yield from self._all(query.format(",".join("?" * len(part))), part)

    def setting(self, key: str) -> str | None:
        """The value of one setting."""
        rows = self._all("SELECT value FROM settings WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def format(self) -> int:
        """The version of the tables; 0 when it says none."""
        said = self.setting("format") or ""
        return int(said) if said.isdecimal() else 0

    def counter(self) -> int:
        """The change counter: it grows with every update of any process."""
        return int(self.setting("counter") or 0)

    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self._all("SELECT coalesce(sum(passages), 0) FROM documents")[0][0])

    def is_empty(self) -> bool:
        """Whether there is no passage."""
        return not self._all("SELECT 1 FROM passages LIMIT 1")

    def model(self) -> ModelIdentity | None:
        """The model whose vectors are stored; None while there are none."""
        return model_from(self.setting("model"))

    def documents(self) -> list[DocumentInfo]:
        """All documents in the order of adding."""
        return [info_from(row) for row in self._all(f"SELECT {INFO_COLUMNS} FROM documents ORDER BY number")]  # noqa: S608

    def document_info(self, document_id: str) -> DocumentInfo | None:
        """One document's description, or None."""
        rows = self._all(f"SELECT {INFO_COLUMNS} FROM documents WHERE id = ?", (document_id,))  # noqa: S608
        return info_from(rows[0]) if rows else None

    def loaded(self, document_id: str) -> Loaded | None:
        """Everything stored of one document, or None."""
        rows = self._all(f"SELECT {LOADED_COLUMNS} FROM documents WHERE id = ?", (document_id,))  # noqa: S608
        return loaded_from(rows[0]) if rows else None

    def is_cut(self, document_id: str) -> bool:
        """Whether a document is cut into passages, or one passage as it is."""
        rows = self._all("SELECT cut FROM documents WHERE id = ?", (document_id,))
        return not rows or bool(rows[0][0])

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """The rows of all passages in order, each one's document as a position in a list of ids, and that list."""
        with self.reading():
            with self._translated() as connection:  # never as a list of tuples: there may be a million
                pairs = connection.execute("SELECT row, document FROM passages ORDER BY row")
                table = np.fromiter(chain.from_iterable(pairs), np.int64).reshape(-1, 2)
            known = self._all("SELECT number, id FROM documents ORDER BY number")
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        return table[:, 0].copy(), np.searchsorted(numbers, table[:, 1]), [str(name) for _, name in known]

    def texts(self) -> Iterator[tuple[str, tuple[str, ...], str, NDArray[np.uint32]]]:
        """Title, section path, text and sentences (as ``Encoded`` has them) of every passage, in the order of ``rows``.

        Title and path are empty for a document that is indexed as it is.
        """
        with self._translated() as connection:
            for title, section, text, cut, sentences in connection.execute(
                "SELECT d.title, p.section, p.text, d.cut, p.sentences"
                " FROM passages p JOIN documents d ON d.number = p.document ORDER BY p.row"
            ):
                spans = np.frombuffer(sentences, np.uint32).reshape(-1, 3)
                yield (title, tuple(json.loads(section)), text, spans) if cut else ("", (), text, spans)

    def vectors(self) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """All vectors, shape (n, d) int8, and their scales (n,), in the order of ``rows``."""
        block, scales = bytearray(), array("f")
        with self._translated() as connection:
            for vector, scale in connection.execute("SELECT vector, scale FROM passages ORDER BY row"):
                block += vector
                scales.append(scale)
        if not scales:
            return np.zeros((0, 0), np.int8), np.zeros(0, np.float32)
        return np.frombuffer(block, np.int8).reshape(len(scales), -1), np.frombuffer(scales, np.float32)

    def tokens(self) -> Iterator[NDArray[np.uint16]]:
        """The tokens of every passage, in the order of ``rows``; empty ones where another model encoded them."""
        with self._translated() as connection:
            for (tokens,) in connection.execute("SELECT tokens FROM passages ORDER BY row"):
                yield np.frombuffer(tokens, np.uint16)

    def known_vectors(self, contents: Iterable[bytes]) -> dict[bytes, tuple[float, NDArray[np.int8]]]:
        """The scale and vector of contents that were encoded before."""
        found = self._among("SELECT content, scale, vector FROM passages WHERE content IN ({})", list(contents))
        return {content: (scale, np.frombuffer(vector, np.int8)) for content, scale, vector in found}

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """The passages of ``rows``, in that order; rows that are gone are left out."""
        query = (
            f"SELECT {PASSAGE_COLUMNS} FROM passages p JOIN documents d ON d.number = p.document WHERE p.row IN ({{}})"  # noqa: S608
        )
        found = {row[0]: passage_from(row) for row in self._among(query, [int(row) for row in rows])}
        return [found[int(row)] for row in rows if int(row) in found]

    def following(self, passage: Passage, most: int) -> list[Passage]:
        """Up to ``most`` passages behind this one in its document, in their order."""
        query = (
            f"SELECT {PASSAGE_COLUMNS} FROM passages p JOIN documents d ON d.number = p.document"  # noqa: S608
            " WHERE p.row IN (SELECT row FROM passages WHERE document = (SELECT number FROM documents WHERE id = ?)"
            " AND start >= ? ORDER BY start LIMIT ?) ORDER BY p.start"
        )
        found = self._all(query, (passage.document_id, passage.end, most))
        return [passage_from(row).passage for row in found]

    def page_starts(self, document_id: str) -> list[int]:
        """Where the pages of a document begin; empty without pages or such a document."""
        rows = self._all("SELECT page_starts FROM documents WHERE id = ?", (document_id,))
        found: list[int] = json.loads(rows[0][0]) if rows else []
        return found

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The outline of a document; empty without such a document."""
        rows = self._all("SELECT sections FROM documents WHERE id = ?", (document_id,))
        return sections_from(rows[0][0]) if rows else ()

    def text_before(self, document_id: str, offset: int) -> str:
        """The text of a document up to an offset; empty without such a document."""
        rows = self._all("SELECT substr(text, 1, ?) FROM documents WHERE id = ?", (offset, document_id))
        return rows[0][0] if rows else ""

    def stretches(self, rows: Sequence[int]) -> Mapping[int, Stretch]:
        """Tokens and sentences by row."""
        query = "SELECT row, tokens, sentences, section FROM passages WHERE row IN ({})"
        return {row: stretch_from(*parts) for row, *parts in self._among(query, [int(row) for row in rows])}

    def abbreviations(self) -> list[Abbreviation]:
        """What was mined from the collection, sorted."""
        rows = self._all("SELECT short, long, count, defined FROM abbreviations ORDER BY short, long")
        return [Abbreviation(short, long, count, bool(defined)) for short, long, count, defined in rows]

    def integrity(self) -> list[str]:
        """SQLite's own complaints; empty when there are none."""
        lines = [str(row[0]) for row in self._all("PRAGMA integrity_check")]
        lines += [f"foreign key: {row}" for row in self._all("PRAGMA foreign_key_check")]
        return [line for line in lines if line != "ok"]


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # some errors end the transaction by themselves
        connection.execute("ROLLBACK")


def make_tables(connection: sqlite3.Connection) -> None:
    """Makes the tables in one transaction, unless another process was quicker."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone() is None:
        for statement in STATEMENTS:
            connection.execute(statement)
        connection.execute("INSERT INTO settings VALUES ('format', ?), ('counter', '0')", (str(FORMAT),))
    connection.execute("COMMIT")
