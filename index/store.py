"""One collection's database: SQLite in WAL mode, one writer, any number of readers.

A write is one transaction (``writing``): after a crash the collection is what it was before or what it was to become.
Every thread has its own connection.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Loaded, Passage, Run, Section, passage_id
from corpus.errors import CollectionBusy, CollectionError, CollectionMismatch, CollectionMissing
from index.abbreviations import Abbreviation
from index.home import DATABASE
from index.schema import FORMAT, TABLES
from index.types import DocumentInfo, ModelIdentity

BUSY_SECONDS = 3.0
_BATCH = 500  # SQLite's oldest limit on parameters is 999


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage with what is stored of it: tokens (uint16), sentences ((n, 2) uint32, relative), int8 vector, scale."""

    passage: Passage
    content: str
    tokens: NDArray[np.uint16]
    sentences: NDArray[np.uint32]
    scale: float
    vector: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage by its row, with its document's title and source."""

    row: int
    passage: Passage
    title: str
    source: str


class Store:
    """The database in ``folder``. Raises CollectionMissing when there is none and ``create`` is not set."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.path = folder / DATABASE
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        if not self.path.is_file():
            if not create:
                raise CollectionMissing(
                    f"chưa có bộ tài liệu {folder.name!r}; hãy thêm tài liệu bằng: hoidap index ĐƯỜNG_DẪN",
                    f"there is no collection {folder.name!r}; add documents with: hoidap index PATH",
                )
            folder.mkdir(parents=True, exist_ok=True)
            self._create()
        self._check_format()

    # -- connections ---------------------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            # Each thread uses its own connection; close() may be called from another one.
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    @contextmanager
    def _translated(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connect()
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise CollectionBusy(
                    f"bộ tài liệu {self.folder.name!r} đang được chương trình khác ghi; hãy thử lại sau giây lát",
                    f"another program is writing to the collection {self.folder.name!r}; try again in a moment",
                ) from error
            raise self._damaged(error) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> CollectionError:
        name = self.folder.name
        return CollectionError(
            f"không đọc được bộ tài liệu {name!r} ({error}); hãy xóa thư mục {self.folder} rồi chạy lại hoidap index",
            f"the collection {name!r} cannot be read ({error}); delete the folder {self.folder} and run hoidap index again",
        )

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()

    def _create(self) -> None:
        with self._translated() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            exists = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone()
            if not exists:  # another process may have been quicker
                for statement in TABLES.split(";\n"):
                    if statement.strip():
                        connection.execute(statement)
                connection.execute("INSERT INTO settings VALUES ('format', ?), ('counter', '0')", (str(FORMAT),))
            connection.execute("COMMIT")

    def _check_format(self) -> None:
        with self._translated() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = 'format'").fetchone()
        if row is None or row[0] != str(FORMAT):
            raise CollectionMismatch(
                f"bộ tài liệu {self.folder.name!r} thuộc phiên bản khác; hãy xóa thư mục {self.folder} rồi chạy lại "
                "hoidap index",
                f"the collection {self.folder.name!r} is of another version; delete the folder {self.folder} and run "
                "hoidap index again",
            )

    # -- writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; it counts as a change only when something was written. CollectionBusy when locked."""
        with self._translated() as connection:
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
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    # -- reading -------------------------------------------------------------------------------------------------

    def setting(self, key: str) -> str | None:
        """The value of one setting."""
        with self._translated() as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def counter(self) -> int:
        """The change counter: it grows with every update of any process."""
        return int(self.setting("counter") or 0)

    def model(self) -> ModelIdentity | None:
        """The model whose vectors are stored; None while there are none."""
        raw = self.setting("model")
        return None if raw is None else ModelIdentity(**json.loads(raw))

    def documents(self) -> list[DocumentInfo]:
        """All documents in the order of adding."""
        with self._translated() as connection:
            rows = connection.execute(_INFO + " GROUP BY d.number ORDER BY d.number").fetchall()
        return [_info(row) for row in rows]

    def document_info(self, document_id: str) -> DocumentInfo | None:
        """One document's description, or None."""
        with self._translated() as connection:
            row = connection.execute(_INFO + " WHERE d.id = ? GROUP BY d.number", (document_id,)).fetchone()
        return None if row is None else _info(row)

    def loaded(self, document_id: str) -> Loaded | None:
        """Everything stored of one document, or None."""
        with self._translated() as connection:
            row = connection.execute(
                "SELECT id, title, text, source, metadata, decoded, runs, sections, page_starts, digest"
                " FROM documents WHERE id = ?",
                (document_id,),
            ).fetchone()
        if row is None:
            return None
        runs = np.frombuffer(row[6], np.int64).reshape(-1, 3)
        return Loaded(
            Document(row[0], row[1], row[2], row[3], json.loads(row[4])),
            row[5],
            tuple(Run(*map(int, run)) for run in runs),
            tuple(Section(tuple(path), start, end) for path, start, end in json.loads(row[7])),
            tuple(json.loads(row[8])),
            row[9],
        )

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """The rows of all passages in order, the number of each one's document, and the document ids by number.

        Numbers are positions in the list of ids.
        """
        with self._translated() as connection:
            pairs = connection.execute("SELECT row, document FROM passages ORDER BY row").fetchall()
            known = connection.execute("SELECT number, id FROM documents ORDER BY number").fetchall()
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        numbers = np.array([number for number, _ in known], dtype=np.int64)
        return table[:, 0], np.searchsorted(numbers, table[:, 1]), [str(name) for _, name in known]

    def texts(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """Title, section path and text of every passage, in the order of ``rows``."""
        with self._translated() as connection:
            texts: dict[int, tuple[str, str]] = {}
            cursor = connection.execute("SELECT document, start, end, section FROM passages ORDER BY row")
            for document, start, end, section in cursor:
                if document not in texts:
                    texts = {
                        document: connection.execute(
                            "SELECT title, text FROM documents WHERE number = ?", (document,)
                        ).fetchone()
                    }
                title, text = texts[document]
                yield title, tuple(json.loads(section)), text[start:end]

    def vectors(self) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """All vectors, shape (n, d) int8, and their scales (n,), in the order of ``rows``."""
        with self._translated() as connection:
            rows = connection.execute("SELECT vector, scale FROM passages ORDER BY row").fetchall()
        if not rows:
            return np.zeros((0, 0), np.int8), np.zeros(0, np.float32)
        block = np.frombuffer(b"".join(vector for vector, _ in rows), np.int8).reshape(len(rows), -1)
        return block, np.array([scale for _, scale in rows], np.float32)

    def known_vectors(self, contents: Sequence[str]) -> dict[str, tuple[float, NDArray[np.int8]]]:
        """The scale and vector of contents that were encoded before."""
        found: dict[str, tuple[float, NDArray[np.int8]]] = {}
        with self._translated() as connection:
            for at in range(0, len(contents), _BATCH):
                part = contents[at : at + _BATCH]
                marks = ",".join("?" * len(part))
                query = f"SELECT content, scale, vector FROM passages WHERE content IN ({marks})"  # noqa: S608
                for content, scale, vector in connection.execute(query, part):
                    found[content] = (scale, np.frombuffer(vector, np.int8))
        return found

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """The passages of ``rows``, in that order; rows that are gone are left out."""
        found: dict[int, StoredPassage] = {}
        with self._translated() as connection:
            for at in range(0, len(rows), _BATCH):
                part = [int(row) for row in rows[at : at + _BATCH]]
                marks = ",".join("?" * len(part))
                query = (
                    "SELECT p.row, d.id, p.start, p.end, p.section, p.page, d.title, d.source,"  # noqa: S608
                    " substr(d.text, p.start + 1, p.end - p.start)"
                    f" FROM passages p JOIN documents d ON d.number = p.document WHERE p.row IN ({marks})"
                )
                for row, document, start, end, section, page, title, source, text in connection.execute(query, part):
                    name = passage_id(document, start, end)
                    passage = Passage(name, document, text, start, end, tuple(json.loads(section)), page)
                    found[row] = StoredPassage(row, passage, title, source)
        return [found[int(row)] for row in rows if int(row) in found]

    def stretches(self, rows: Sequence[int]) -> dict[int, tuple[NDArray[np.uint16], NDArray[np.uint32]]]:
        """Token ids and sentence boundaries ((n, 2), relative) by row."""
        found: dict[int, tuple[NDArray[np.uint16], NDArray[np.uint32]]] = {}
        with self._translated() as connection:
            for at in range(0, len(rows), _BATCH):
                part = [int(row) for row in rows[at : at + _BATCH]]
                marks = ",".join("?" * len(part))
                query = f"SELECT row, tokens, sentences FROM passages WHERE row IN ({marks})"  # noqa: S608
                for row, tokens, sentences in connection.execute(query, part):
                    found[row] = (
                        np.frombuffer(tokens, np.uint16),
                        np.frombuffer(sentences, np.uint32).reshape(-1, 2),
                    )
        return found

    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """What was mined from the collection, sorted."""
        with self._translated() as connection:
            rows = connection.execute("SELECT short, long, count, defined FROM abbreviations ORDER BY short, long")
            return tuple(Abbreviation(short, long, count, bool(defined)) for short, long, count, defined in rows)

    def integrity(self) -> list[str]:
        """SQLite's own complaints; empty when there are none."""
        with self._translated() as connection:
            lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            lines += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        return [line for line in lines if line != "ok"]


_INFO = (
    "SELECT d.id, d.title, d.source, d.metadata, length(d.text), count(p.row), d.added, d.digest"
    " FROM documents d LEFT JOIN passages p ON p.document = d.number"
)


def _info(row: tuple[str, str, str, str, int, int, str, str]) -> DocumentInfo:
    return DocumentInfo(row[0], row[1], row[2], json.loads(row[3]), row[4], row[5], row[6], row[7])


class Writer:
    """The writes of one transaction. ``changed`` tells whether anything was written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.changed = False

    def set(self, key: str, value: str) -> None:
        """Writes one setting."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))
        self.changed = True

    def set_model(self, model: ModelIdentity) -> None:
        """Notes whose vectors are stored."""
        fields = {name: getattr(model, name) for name in ModelIdentity.__dataclass_fields__}
        self.set("model", json.dumps(fields, ensure_ascii=False))

    def digests(self) -> dict[str, tuple[str, str]]:
        """Document id and file digest by source."""
        rows = self._connection.execute("SELECT source, id, digest FROM documents")
        return {source: (name, digest) for source, name, digest in rows}

    def put(self, loaded: Loaded, passages: Sequence[Encoded], added: str) -> None:
        """Adds a document, or replaces the one of the same id, with its passages."""
        document = loaded.document
        self.remove(document.id)
        runs = np.array(loaded.runs, dtype=np.int64).tobytes()
        sections = [[list(section.path), section.start, section.end] for section in loaded.sections]
        cursor = self._connection.execute(
            "INSERT INTO documents (id, source, title, metadata, digest, added, text, decoded, runs, sections, page_starts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.source,
                document.title,
                json.dumps(dict(document.metadata), ensure_ascii=False),
                loaded.digest,
                added,
                document.text,
                loaded.decoded,
                runs,
                json.dumps(sections, ensure_ascii=False),
                json.dumps(list(loaded.page_starts)),
            ),
        )
        self._connection.executemany(
            "INSERT INTO passages (document, start, end, section, page, content, tokens, sentences, scale, vector)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    cursor.lastrowid,
                    one.passage.start,
                    one.passage.end,
                    json.dumps(list(one.passage.section), ensure_ascii=False),
                    one.passage.page,
                    one.content,
                    one.tokens.tobytes(),
                    one.sentences.tobytes(),
                    one.scale,
                    one.vector.tobytes(),
                )
                for one in passages
            ],
        )
        self.changed = True

    def set_vectors(
        self, rows: Sequence[int], contents: Sequence[str], vectors: NDArray[np.int8], scales: NDArray[np.float32]
    ) -> None:
        """Replaces the vectors of passages (another model); tokens are emptied."""
        self._connection.executemany(
            "UPDATE passages SET content = ?, vector = ?, scale = ?, tokens = x'' WHERE row = ?",
            [
                (content, vector.tobytes(), float(scale), int(row))
                for row, content, vector, scale in zip(rows, contents, vectors, scales, strict=True)
            ],
        )
        self.changed = True

    def set_tokens(self, rows: Sequence[int], tokens: Sequence[NDArray[np.uint16]]) -> None:
        """Writes the token ids of passages."""
        self._connection.executemany(
            "UPDATE passages SET tokens = ? WHERE row = ?",
            [(ids.tobytes(), int(row)) for row, ids in zip(rows, tokens, strict=True)],
        )
        self.changed = True

    def remove(self, document_id: str) -> bool:
        """Removes a document and its passages; False when there was none."""
        done = self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount > 0
        self.changed = self.changed or done
        return done

    def set_abbreviations(self, found: Sequence[Abbreviation]) -> None:
        """Replaces the abbreviations."""
        self._connection.execute("DELETE FROM abbreviations")
        self._connection.executemany(
            "INSERT OR IGNORE INTO abbreviations VALUES (?, ?, ?, ?)",
            [(one.short, one.long, one.count, int(one.defined)) for one in found],
        )
        self.changed = True

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undoes what was written inside when it fails; the transaction goes on."""
        self._connection.execute("SAVEPOINT item")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO item")
            raise
        finally:
            self._connection.execute("RELEASE item")
