"""Folders that were added as a whole: what lies in them now that is not in the collection yet.

A file that was refused, or whose document was taken out, is not offered again until it is touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from corpus.loading import find_files
from index.storage.store import Store
from index.storage.writer import Writer
from index.types import DocumentInfo

_SETTING: Final = "folders"


@dataclass(frozen=True, slots=True)
class Folders:
    """``paths`` of folders, none below another; ``left_out`` are files in them with their time (``st_mtime_ns``) then."""

    paths: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def hold(self, source: str) -> bool:
        """Whether a file lies in one of them."""
        return any(_below(source, path) for path in self.paths)


def folders_of(store: Store) -> Folders:
    """The folders that were added to a collection."""
    kept = store.setting(_SETTING)
    if kept is None:
        return Folders()
    record = json.loads(kept)
    return Folders(tuple(record["paths"]), dict(record["left_out"]))


def new_files(store: Store, documents: Iterable[DocumentInfo]) -> list[Path]:
    """The files in these folders that are none of ``documents`` yet and could be, in the order in which they would be added."""
    folders = folders_of(store)
    known = {info.source for info in documents}
    found = [str(path) for path in find_files(path for path in folders.paths if os.path.isdir(path)).files]
    return [
        Path(path)
        for path in found
        if path not in known and folders.left_out.get(path) != _time(path) and _is_text(path)
    ]


def note(store: Store, writer: Writer, *, added: Sequence[Path] = (), left_out: Iterable[str] = ()) -> None:
    """Remembers paths that were added, of which folders count, and files that were not or no longer are wanted."""
    before = folders_of(store)
    paths = {*before.paths, *(str(path) for path in added if path.is_dir())}
    outer = tuple(sorted(path for path in paths if not any(_below(path, other) for other in paths)))
    if not outer:
        return
    folders = Folders(outer, {**before.left_out, **{source: _time(source) for source in left_out}})
    known = writer.digests()
    times = {
        source: time
        for source, time in folders.left_out.items()
        if time and source not in known and folders.hold(source)
    }
    if (outer, times) != (before.paths, before.left_out):
        writer.set(_SETTING, json.dumps({"paths": outer, "left_out": times}))  # escaped: names may hold half characters


def _below(path: str, folder: str) -> bool:
    return Path(folder) in Path(path).parents


def _is_text(name: str) -> bool:
    """Whether a name can be stored; a file of another name is refused whenever its folder is added."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _time(source: str) -> int:
    """When a file was last written, 0 where there is none."""
    with suppress(OSError, ValueError):
        return os.stat(source).st_mtime_ns
    return 0
