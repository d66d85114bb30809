"""Files that a browser sends: copied into the collection's own folder, so that they outlive the upload.

A copy is named by the document's id and the digest of its bytes. It is there before the document is stored and never
overwritten, so that neither a crash nor another upload of the same name can part a document from its file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from corpus.document import UPLOAD, Loaded, document_id
from corpus.errors import CollectionBusy, UnreadableFile
from corpus.loading import load_file
from index.ingest import IngestReport, Item, Progress, add_items, file_digest, remove_documents, safe_name
from index.storage.store import Store
from index.types import Encoder

FILES: Final = "files"
"""The folder inside a collection that holds uploaded files."""
_DIGEST = 16


def ingest_uploads(
    store: Store, encoder: Encoder, uploads: Sequence[tuple[Path, str]], *, progress: Progress | None = None
) -> IngestReport:
    """Copies uploaded files (where they lie, the name they had) into the collection and adds them.

    A file of the same name replaces the one before. A file that is refused leaves no copy.
    """
    latest = {UPLOAD + safe_name(name): path for path, name in uploads}
    items = [_item(store.folder / FILES, path, source) for source, path in latest.items()]
    report = add_items(store, encoder, items, progress=progress)
    sweep(store)
    return report


def _item(folder: Path, path: Path, source: str) -> Item:
    def load() -> Loaded:
        digest = file_digest(path)
        if digest is None:
            return load_file(path, source=source)  # says why it cannot be read
        copy = folder / _copy_name(source, digest)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not copy.exists():
                partial = copy.with_name(copy.name + ".part")
                shutil.copyfile(path, partial)
                os.replace(partial, copy)
        except OSError as error:
            raise UnreadableFile(
                source,
                f"không chép được vào bộ tài liệu ({error.strerror}); hãy xem lại chỗ trống và quyền ghi của ổ đĩa",
                f"cannot be copied into the collection ({error.strerror}); check the disk's free space and your rights",
            ) from error
        return load_file(copy, source=source)

    return Item(source, lambda: file_digest(path), load)


def copy_of(store: Store, source: str, digest: str) -> Path:
    """Where the copy of an uploaded file lies."""
    return store.folder / FILES / _copy_name(source, digest)


def _copy_name(source: str, digest: str) -> str:
    return f"{document_id(source)}-{digest[:_DIGEST]}{Path(source).suffix.lower()}"


def sweep(store: Store) -> None:
    """Removes copies that no stored document has: refused files, earlier versions, what a crash left.

    Holding the writer's lock, because a copy is made inside the transaction that stores its document.
    """
    with suppress(OSError, CollectionBusy), store.writing():
        kept = {f"{info.id}-{info.digest[:_DIGEST]}" for info in store.documents() if info.source.startswith(UPLOAD)}
        for path in (store.folder / FILES).iterdir():
            if path.name.partition(".")[0] not in kept or path.suffix == ".part":
                with suppress(OSError):  # open elsewhere: the next time
                    path.unlink()


def remove(store: Store, ids: Sequence[str]) -> int:
    """Removes documents by id, their uploaded copies too; returns how many there were. Original files stay."""
    removed = remove_documents(store, ids)
    if removed:
        sweep(store)
    return len(removed)
