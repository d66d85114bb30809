"""The file that a document was read from, byte for byte as it was then. Only what the collection knows is ever read."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

from corpus.document import UPLOAD, file_name
from corpus.errors import UnknownDocument, UnreadableFile
from corpus.loading import size_limit
from index.storage.store import Store
from index.types import DocumentInfo
from index.uploads import copy_of


@dataclass(frozen=True, slots=True)
class Original:
    """A file's name, without its folder, and its bytes."""

    name: str
    data: bytes


def original_path(store: Store, info: DocumentInfo) -> Path | None:
    """Where the file of a document lies; None when it was never a file, or is no longer there."""
    uploaded = info.source.startswith(UPLOAD)
    path = copy_of(store, info.source, info.digest) if uploaded else Path(info.source)
    try:
        return path if path.is_absolute() and path.is_file() else None
    except (OSError, ValueError):  # a name that this system does not take
        return None


def read_original(store: Store, document_id: str) -> Original:
    """The file of a stored document.

    Raises UnknownDocument, or UnreadableFile when the file is gone or is no longer the one that was indexed: what lies
    at its path now was never given to the collection, and its words are not those that are quoted.
    """
    info = next((one for one in store.documents() if one.id == document_id), None)
    if info is None:
        raise UnknownDocument("không có tài liệu này trong bộ", "there is no such document in the collection")
    name = file_name(info.source)
    path = original_path(store, info)
    if path is None:
        raise UnreadableFile(name, "tệp gốc không còn ở chỗ cũ", "the original file is no longer there")
    limit = size_limit()
    try:
        with path.open("rb") as stream:
            data = stream.read(int(limit * 1024 * 1024) + 1 if math.isfinite(limit) else -1)
    except OSError as error:
        raise UnreadableFile(name, "không đọc được tệp gốc", "the original file cannot be read") from error
    if hashlib.sha256(data).hexdigest() != info.digest:
        raise UnreadableFile(
            name,
            "tệp gốc đã thay đổi từ khi được thêm vào bộ; hãy thêm lại tệp để đọc bản mới",
            "the original file has changed since it was added; add it again to read the new one",
        )
    return Original(name, data)
