"""Files derived from a collection's database: the lexical, the dense and the token index, named by the change counter.

They are written under a temporary name and renamed, rebuilt from the database when absent, damaged or of another
counter, and never replaced while open: an update makes new names, and old files are removed when nobody holds them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.arrays import DamagedArraysError
from index.dense import DenseIndex
from index.forward import Row
from index.lexical import LexicalIndex
from index.storage.store import DERIVED, Store
from index.tokens import TokenIndex

_STALE: Final = 3600.0  # seconds: nobody writes one file for so long

Built = TypeVar("Built", LexicalIndex, DenseIndex, TokenIndex)


def head(title: str, section: Sequence[str], text: str) -> str:
    """What stands before a passage's words in both channels: its document's title and its section path.

    A heading that the passage itself begins with is not said twice.
    """
    return "\n".join(part for part in (title, *section) if part and not text.startswith(part))


def searchable(title: str, section: Sequence[str], text: str) -> str:
    """What both channels index of a passage."""
    before = head(title, section, text)
    return f"{before}\n{text}" if before else text


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A collection at one change counter, ready to be searched. Position ``i`` is the i-th passage row.

    ``document`` is the number of each passage's document in ``document_ids``.
    """

    counter: int
    rows: NDArray[np.int64]
    document: NDArray[np.int64]
    document_ids: tuple[str, ...]
    lexical: LexicalIndex
    dense: DenseIndex
    tokens: TokenIndex

    def allowed(self, within: frozenset[str]) -> NDArray[np.bool_]:
        """Which positions belong to the documents ``within``, shape (n,)."""
        wanted = np.array([name in within for name in self.document_ids], dtype=np.bool_)
        return wanted[self.document] if len(self.document) else np.zeros(0, np.bool_)


def _kept(path: Path, load: Callable[[Path], Built], build: Callable[[], Built], count: int) -> Built:
    """The index at ``path`` if it is whole and has ``count`` rows, else one built afresh and put there."""
    if path.is_file():
        with suppress(OSError, ValueError, DamagedArraysError):
            found = load(path)
            if len(found) == count:
                return found
    index = build()
    # A full or read-only disk costs speed at the next start, not the answer.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="tmp-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        try:
            index.save(Path(name))
            os.replace(name, path)
        finally:
            with suppress(OSError):
                os.unlink(name)
    return index


def take_snapshot(store: Store) -> Snapshot:
    """The collection as it is now, its derived files loaded or rebuilt."""
    folder = store.folder / DERIVED
    with store.reading():
        counter = store.counter()
        rows, document, ids = store.rows()
        lexical = _kept(
            lexical_path(store, counter),
            LexicalIndex.load,
            lambda: LexicalIndex.of_rows(store_rows(store)),
            len(rows),
        )
        dense = _kept(
            folder / f"dense-{counter}.faiss", DenseIndex.load, lambda: DenseIndex.build(*store.vectors()), len(rows)
        )
        tokens = _kept(
            folder / f"tokens-{counter}.bin", TokenIndex.load, lambda: TokenIndex.build(store.tokens()), len(rows)
        )
    _sweep(folder, counter)
    return Snapshot(counter, rows, document, tuple(ids), lexical, dense, tokens)


def lexical_path(store: Store, counter: int) -> Path:
    """Where the lexical index of a state lies."""
    return store.folder / DERIVED / f"lexical-{counter}.bin"


def store_rows(store: Store) -> Iterator[Row]:
    """Every passage as it is indexed, in the order of its row."""
    return (Row(head(title, section, text), text, spans) for title, section, text, spans in store.texts())


def _sweep(folder: Path, counter: int) -> None:
    """Removes files of earlier counters and what a crash left; on Windows an open one stays until the next time."""
    with suppress(OSError):
        for path in folder.iterdir():
            kind, _, number = path.stem.partition("-")
            old = number.isdecimal() and int(number) < counter
            if (kind in {"lexical", "dense", "tokens"} and old) or (
                kind == "tmp" and time() - path.stat().st_mtime > _STALE
            ):
                with suppress(OSError):
                    path.unlink()
