"""Reading a whole collection and saying what is wrong with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.document import Loaded
from corpus.errors import CollectionError
from index.dense import dequantise
from index.derived import Snapshot, lexical_path, store_rows
from index.lexical import LexicalIndex
from index.storage.store import Store

_BATCH = 2_000


def complaints(store: Store, snapshot: Snapshot) -> list[CollectionError]:
    """One for each fault; empty when all is well. ``snapshot`` is the collection's present state."""
    with store.reading():
        found = [CollectionError(f"SQLite: {line}", f"SQLite: {line}") for line in store.integrity()]
        found += _vectors(store, snapshot)
        found += _lexical(store, snapshot)
        found += _documents(store, snapshot)
    return found


def _vectors(store: Store, snapshot: Snapshot) -> Iterator[CollectionError]:
    model = store.model()
    rows, scales = store.vectors()
    parts = (snapshot.rows, snapshot.lexical, snapshot.dense, snapshot.tokens)
    if {len(part) for part in parts} != {len(rows)}:
        yield _derived("số đoạn khác với cơ sở dữ liệu", "another number of passages than the database")
    elif len(rows) and (model is None or rows.shape[1] != model.dimension):
        yield _again(
            f"vectơ có {rows.shape[1]} chiều, không khớp mô hình",
            f"vectors have {rows.shape[1]} values, not the model's",
        )
    elif not np.isfinite(scales).all():
        yield _again("có vectơ hỏng", "a vector is damaged")
    else:
        for at in range(0, len(rows), _BATCH):
            positions = np.arange(at, min(at + _BATCH, len(rows)))
            stored = dequantise(rows[positions], scales[positions])
            # Beyond 50,000 passages FAISS keeps 8 bits of its own.
            if np.abs(snapshot.dense.vectors(positions) - stored).max(initial=0.0) > 0.02:
                yield _derived("vectơ trong tệp FAISS khác cơ sở dữ liệu", "the FAISS file holds other vectors")
                return
        if any(not np.array_equal(snapshot.tokens.of(at), stored) for at, stored in enumerate(store.tokens())):
            yield _derived("tệp tokens khác cơ sở dữ liệu", "the tokens file differs from the database")


def _lexical(store: Store, snapshot: Snapshot) -> Iterator[CollectionError]:
    path = lexical_path(store, snapshot.counter)
    if not path.is_file():
        return  # a disk that takes no files: the index was built in memory
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        LexicalIndex.of_rows(store_rows(store)).save(fresh)
        if fresh.read_bytes() != path.read_bytes():
            yield _derived(f"tệp {path.name} khác với chữ đã lưu", f"the file {path.name} differs from the stored text")


def _documents(store: Store, snapshot: Snapshot) -> Iterator[CollectionError]:
    for info in store.documents():
        loaded = store.loaded(info.id)
        if loaded is not None:
            yield from _document(loaded)
    text, owner = "", ""
    for at in range(0, len(snapshot.rows), _BATCH):
        for stored in store.passages([int(row) for row in snapshot.rows[at : at + _BATCH]]):
            passage = stored.passage
            if passage.document_id != owner:
                loaded, owner = store.loaded(passage.document_id), passage.document_id
                text = loaded.document.text if loaded else ""
            if not passage.text or text[passage.start : passage.end] != passage.text:
                yield _again(
                    f"đoạn {passage.id} không có trong tài liệu", f"passage {passage.id} is not in its document"
                )


def _document(loaded: Loaded) -> Iterator[CollectionError]:
    text, decoded, name = loaded.document.text, loaded.decoded, loaded.document.id
    for run in loaded.runs:
        kept = text[run.text_start : run.text_start + run.length]
        if kept != decoded[run.decoded_start : run.decoded_start + run.length]:
            yield _again(
                f"tài liệu {name}: chữ ở vị trí {run.text_start} khác bản gốc đã lưu",
                f"document {name}: the text at {run.text_start} is not what the stored original says",
            )
            break
    ends = [section.end for section in loaded.sections]
    starts = [section.start for section in loaded.sections]
    if loaded.sections and (starts != [0, *ends[:-1]] or ends[-1] != len(text)):
        yield _again(
            f"tài liệu {name}: dàn mục không phủ hết chữ", f"document {name}: the sections do not cover the text"
        )


def _again(vi: str, en: str) -> CollectionError:
    return CollectionError(f"{vi}; hãy bỏ tài liệu rồi thêm lại", f"{en}; remove the document and add it again")


def _derived(vi: str, en: str) -> CollectionError:
    return CollectionError(
        f"{vi}; hãy xóa thư mục derived, lần hỏi sau sẽ tự lập lại",
        f"{en}; delete the folder derived, the next question builds it again",
    )
