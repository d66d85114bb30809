"""What became of the files that documents were read from: changed meanwhile, or gone; and what lies beside them now.

Uploads keep their own copies.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from corpus.document import UPLOAD
from index.ingest import IngestReport, Progress, add_items, file_digest, file_item, is_gone
from index.storage.folders import new_files
from index.storage.store import Store
from index.types import DocumentInfo, Encoder, OnDisk

_CLOCK = 5.0
"""Seconds by which the clock of a file system may differ from ours."""


def look(store: Store) -> OnDisk:
    """Compares documents with their files and folders. Only files that were touched after they were read are read again."""
    documents = store.documents()
    on_disk = _on_disk(documents)
    gone = frozenset(info.id for info in on_disk if is_gone(info.source))
    changed = (info.id for info in on_disk if info.id not in gone and _touched(info) and _differs(info))
    return OnDisk(frozenset(changed), gone, tuple(map(str, new_files(store, documents))))


def refresh(store: Store, encoder: Encoder, *, progress: Progress | None = None) -> IngestReport:
    """Reads, in one transaction, every file whose bytes have changed and every new one in the folders that were added.

    What is gone stays as it was stored.
    """
    documents = store.documents()
    there = [info for info in _on_disk(documents) if not is_gone(info.source)]
    items = [file_item(Path(info.source), info.source) for info in there]
    items += [file_item(path) for path in new_files(store, documents)]
    return add_items(store, encoder, items, progress=progress)


def _on_disk(documents: Iterable[DocumentInfo]) -> Sequence[DocumentInfo]:
    return [info for info in documents if not info.source.startswith(UPLOAD) and os.path.isabs(info.source)]


def _touched(info: DocumentInfo) -> bool:
    """Whether content or name of the file may have changed since it was read, as far as its times tell."""
    try:
        status = os.stat(info.source)
        read = datetime.fromisoformat(info.added).timestamp()
    except (OSError, ValueError):
        return True
    return max(status.st_mtime, status.st_ctime) > read - _CLOCK


def _differs(info: DocumentInfo) -> bool:
    digest = file_digest(Path(info.source))
    return digest is not None and digest != info.digest
