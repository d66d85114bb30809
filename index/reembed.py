"""Building a collection again from its stored text: another model, another format, another way of cutting."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from corpus.document import Loaded
from corpus.errors import CollectionError
from index.encoding import Parted, encode, part
from index.identity import READ_ONLY, sealed
from index.ingest import Progress, Step, documents_at_once
from index.mining import refresh_abbreviations
from index.storage.records import LOADED_COLUMNS, loaded_from
from index.storage.schema import FORMAT, STATEMENTS, TABLES
from index.storage.store import Store
from index.storage.writer import Writer
from index.types import Encoder


def rebuild(store: Store, encoder: Encoder, progress: Progress | None = None) -> int:
    """Cuts and encodes every stored text again, in one transaction; returns how many passages there are.

    ``store`` may be of another format (``any_format``). The original files may be gone.
    """
    progress = progress or (lambda _: None)
    with store.writing() as writer:
        if store.format() == FORMAT:
            names = [info.id for info in store.documents()]
            documents = ((part(_loaded(store, name), cut=store.is_cut(name)), "") for name in names)
        else:
            kept = _emptied(store)
            names = [loaded.document.id for loaded, _ in kept]
            documents = ((part(loaded), added) for loaded, added in kept)
        done = count = 0
        for group in documents_at_once(documents, lambda one: len(one[0].passages)):
            progress(Step(done, len(names), group[0][0].loaded.document.source))
            count += _write(store, writer, encoder, group)
            done += len(group)
        writer.set_model(encoder.identity)
        refresh_abbreviations(store, writer, names)
    progress(Step(len(names), len(names)))
    return count


def _write(store: Store, writer: Writer, encoder: Encoder, group: Sequence[tuple[Parted, str]]) -> int:
    parted = [one for one, _ in group]
    encoded = encode(parted, encoder, store.known_vectors)
    for (one, added), passages in zip(group, encoded, strict=True):
        if added:
            writer.put(one.loaded, passages, added)
        else:
            writer.replace_passages(one.loaded.document.id, passages)
    return sum(map(len, encoded))


def _loaded(store: Store, name: str) -> Loaded:
    found = store.loaded(name)
    if found is None:
        raise LookupError(name)  # inside one transaction nothing vanishes
    return found


def _emptied(store: Store) -> list[tuple[Loaded, str]]:
    """The documents of a database of another format, whose tables are then made anew. Inside a transaction."""
    with store.reading(), store.raw() as connection:
        try:
            rows = connection.execute(f"SELECT {LOADED_COLUMNS}, added FROM documents ORDER BY number").fetchall()  # noqa: S608
            kept = [(loaded_from(row[:-1]), str(row[-1])) for row in rows]
            settings = connection.execute("SELECT key, value FROM settings WHERE key <> 'format'").fetchall()
        except (sqlite3.OperationalError, ValueError, TypeError) as error:
            name = store.folder.name
            raise CollectionError(
                f"không đọc được chữ đã lưu của bộ {name!r} ({error}); hãy xóa thư mục {store.folder} rồi chạy lại: "
                f"hoidap --collection {name} index ĐƯỜNG_DẪN",
                f"the text stored in the collection {name!r} cannot be read ({error}); delete the folder {store.folder} "
                f"and run again: hoidap --collection {name} index PATH",
            ) from error
        for table in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in STATEMENTS:
            connection.execute(statement)
        connection.executemany("INSERT INTO settings VALUES (?, ?)", [*settings, ("format", str(FORMAT))])
    return kept


def rebuild_folder(folder: Path, encoder: Encoder, progress: Progress | None = None) -> int:
    """``rebuild`` for a collection that cannot be opened because its format is another one."""
    store = Store(folder, any_format=True)
    try:
        if store.setting(READ_ONLY) == "1":
            raise sealed(folder.name)
        return rebuild(store, encoder, progress)
    finally:
        store.close()
