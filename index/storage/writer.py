"""The writes of one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from corpus.document import Loaded
from index.abbreviations import Abbreviation
from index.storage.records import Encoded, document_columns, model_json, passage_columns
from index.types import ModelIdentity


class Writer:
    """Writes inside ``Store.writing``. ``changed`` tells whether there was anything to write."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.changed = False

    def set(self, key: str, value: str) -> None:
        """Writes one setting."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))
        self.changed = True

    def set_model(self, model: ModelIdentity) -> None:
        """Notes whose vectors are stored."""
        self.set("model", model_json(model))

    def digests(self) -> dict[str, tuple[str, str]]:
        """Document id and file digest by source."""
        rows = self._connection.execute("SELECT source, id, digest FROM documents")
        return {source: (name, digest) for source, name, digest in rows}

    def put(self, loaded: Loaded, passages: Sequence[Encoded], added: str, *, cut: bool = True) -> None:
        """Adds a document, or replaces the one of the same id, with its passages.

        ``cut`` is False for a document that is one passage as it is. Raises UnicodeEncodeError, before anything is
        written, for text that UTF-8 cannot hold (half a surrogate pair).
        """
        columns = {**document_columns(loaded), "added": added, "cut": int(cut), "passages": len(passages)}
        for value in columns.values():
            if isinstance(value, str):
                value.encode("utf-8")
        self.remove(loaded.document.id)
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        cursor = self._connection.execute(
            f"INSERT INTO documents ({names}) VALUES ({marks})",  # noqa: S608 - our own column names
            tuple(columns.values()),
        )
        number = cursor.lastrowid or 0
        self._connection.executemany(
            "INSERT INTO passages (document, start, end, page, content, scale, vector, section, text, sentences, tokens)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (passage_columns(number, one) for one in passages),
        )
        self.changed = True

    def replace_passages(self, document_id: str, passages: Iterable[Encoded]) -> None:
        """Gives a document new passages: another model, or another way of cutting."""
        (number,) = self._connection.execute("SELECT number FROM documents WHERE id = ?", (document_id,)).fetchone()
        self._connection.execute("DELETE FROM passages WHERE document = ?", (number,))
        done = self._connection.executemany(
            "INSERT INTO passages (document, start, end, page, content, scale, vector, section, text, sentences, tokens)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (passage_columns(number, one) for one in passages),
        )
        self._connection.execute("UPDATE documents SET passages = ? WHERE number = ?", (done.rowcount, number))
        self.changed = True

    def remove(self, document_id: str) -> bool:
        """Removes a document and its passages; False when there was none."""
        done = self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount > 0
        self.changed = self.changed or done
        return done

    def set_abbreviations(self, found: Iterable[Abbreviation]) -> None:
        """Replaces the abbreviations."""
        self._connection.execute("DELETE FROM abbreviations")
        self._connection.executemany(
            "INSERT OR IGNORE INTO abbreviations VALUES (?, ?, ?, ?)",
            [(one.short, one.long, one.count, int(one.defined)) for one in found],
        )
        self.changed = True
