"""Files into a collection: one run is one transaction, so a crash leaves all of it or nothing of it.

A file that cannot be read is reported by name and the rest goes on; an unchanged file is skipped by its digest; text
that was encoded before is never encoded again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from corpus.document import Document, Loaded, Section, document_id
from corpus.errors import UnreadableFile
from corpus.loading import find_files, load_file
from index.abbreviations import mine_abbreviations
from index.encoding import encode, passages_of
from index.store import Store, Writer
from index.types import Encoder

UPLOAD: Final = "upload:"
FILES: Final = "files"
"""The folder inside a collection that holds uploaded files."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: about to read file ``done + 1`` of ``total``, or finished with the last."""

    done: int
    total: int
    source: str = ""
    problem: UnreadableFile | None = None


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What a run did: document ids by what happened to them, refused files, and formats no reader takes, counted."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[UnreadableFile, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    passages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to add: its source, and how it is read (which may raise UnreadableFile)."""

    source: str
    digest: Callable[[], str | None]
    load: Callable[[], Loaded]
    cut: bool = True


class _Run:
    """The state of one run inside its transaction."""

    def __init__(self, store: Store, writer: Writer, encoder: Encoder, progress: Progress | None) -> None:
        self.store, self.writer, self.encoder = store, writer, encoder
        self.progress = progress or (lambda _: None)
        self.known = writer.digests()
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.problems: list[UnreadableFile] = []
        self.passages = 0

    def put(self, item: Item, now: str) -> None:
        """Adds, replaces or leaves one item."""
        before = self.known.get(item.source)
        if before is not None and before[1] == item.digest():
            self.unchanged.append(before[0])
            return
        loaded = item.load()
        passages = passages_of(loaded, cut=item.cut)
        try:
            with self.writer.all_or_nothing():
                self.writer.put(loaded, encode(loaded, passages, self.encoder, self.store.known_vectors), now)
        except UnicodeEncodeError as error:
            raise UnreadableFile(
                item.source.encode("utf-8", "backslashreplace").decode("utf-8"),
                "tên tệp hoặc nội dung có ký tự không hợp lệ; hãy đổi tên tệp rồi thử lại",
                "the file's name or text holds invalid characters; rename it and try again",
            ) from error
        self.passages += len(passages)
        (self.added if before is None else self.replaced).append(loaded.document.id)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def add_items(
    store: Store,
    encoder: Encoder,
    items: Sequence[Item],
    *,
    progress: Progress | None = None,
    gone: Sequence[str] = (),
    anew: bool = False,
) -> IngestReport:
    """Adds ``items`` and removes the documents with ids ``gone``, in one transaction.

    ``anew`` removes those first, so that even unchanged files are read again.
    """
    started = perf_counter()
    with store.writing() as writer:
        removed = [name for name in gone if writer.remove(name)] if anew else []
        run = _Run(store, writer, encoder, progress)
        model = store.model()
        if model is None:
            writer.set_model(encoder.identity)
        now = _now()
        for done, item in enumerate(items):
            run.progress(Step(done, len(items), item.source))
            try:
                run.put(item, now)
            except UnreadableFile as problem:
                run.problems.append(problem)
                run.progress(Step(done, len(items), item.source, problem))
        if not anew:
            removed = [name for name in gone if writer.remove(name)]
        if run.added or run.replaced or removed:
            writer.set_abbreviations(mine_abbreviations(text for _, _, text in store.texts()))
        elif model is None and not run.unchanged:
            writer.changed = False  # nothing but the model's name: leave an empty collection as it was
    run.progress(Step(len(items), len(items)))
    return IngestReport(
        tuple(run.added),
        tuple(run.replaced),
        tuple(run.unchanged),
        tuple(removed),
        tuple(run.problems),
        {},
        run.passages,
        perf_counter() - started,
    )


def file_item(path: Path, source: str | None = None) -> Item:
    """A file as an item; its digest is taken without decoding it."""
    name = source or os.path.abspath(path)

    def digest() -> str | None:
        try:
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None

    return Item(name, digest, lambda: load_file(path, source=source))


def text_item(source: str, title: str, text: str, *, cut: bool) -> Item:
    """A text in memory as an item, taken as it is: no cleaning, no outline."""
    digest = hashlib.sha256(f"{title}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    name = document_id(source)
    document = Document(name, title, text, source)
    loaded = Loaded(document, text, (), (Section((), 0, len(text)),), (), digest)
    return Item(source, lambda: digest, lambda: loaded, cut)


def ingest_paths(
    store: Store,
    encoder: Encoder,
    paths: Iterable[Path],
    *,
    prune: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Adds or refreshes files and folders. ``prune`` removes documents whose file lay under a path and is gone."""
    paths = [Path(os.path.abspath(path)) for path in paths]
    found = find_files(paths)
    gone: list[str] = []
    if prune:
        present = {os.path.abspath(path) for path in found.files}
        gone = [info.id for info in store.documents() if _pruned(info.source, paths, present)]
    report = add_items(store, encoder, [file_item(Path(path)) for path in found.files], progress=progress, gone=gone)
    return IngestReport(
        report.added,
        report.replaced,
        report.unchanged,
        report.removed,
        (*found.problems, *report.problems),
        found.skipped,
        report.passages,
        report.seconds,
    )


def _pruned(source: str, paths: Sequence[Path], present: set[str]) -> bool:
    """Whether the file of ``source`` lay under one of ``paths`` and is no longer there."""
    if source.startswith(UPLOAD) or source in present or os.path.lexists(source):
        return False
    where = Path(source)
    return any(where == path or path in where.parents for path in paths)


def safe_name(name: str) -> str:
    """A file name from a hostile one: its last part, without controls or separators, at most 120 characters.

    The suffix stays, so that the reader is found by it.
    """
    last = re.split(r"[/\\]", name)[-1]
    cleaned = re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:\"|?*]", "", last)
    cleaned = cleaned.strip(" .") or "tai-lieu"
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot or len(suffix) > 16:
        return cleaned[:100]
    return f"{stem[:100]}.{suffix}"


def ingest_uploads(
    store: Store, encoder: Encoder, uploads: Sequence[tuple[Path, str]], *, progress: Progress | None = None
) -> IngestReport:
    """Copies uploaded files (where they lie, the name they had) into the collection and adds them.

    A file of the same name replaces the one before. A copy whose file is refused is removed again.
    """
    folder = store.folder / FILES
    folder.mkdir(parents=True, exist_ok=True)
    arrived: dict[str, tuple[Path, Path]] = {}
    for path, name in uploads:
        clean = safe_name(name)
        source = UPLOAD + clean
        # The copy is named by the document's id, so that no name can collide on any file system.
        copy = folder / f"{document_id(source)}{Path(clean).suffix.lower()}"
        new = folder / f"new-{copy.name}"
        shutil.copyfile(path, new)
        arrived[source] = (new, copy)
    try:
        report = add_items(
            store, encoder, [file_item(new, source) for source, (new, _) in arrived.items()], progress=progress
        )
        refused = {problem.source for problem in report.problems}
        for source, (new, copy) in arrived.items():
            if source not in refused:
                os.replace(new, copy)
    finally:  # what was refused leaves no copy; an earlier good copy of the same name stays
        for new, _ in arrived.values():
            new.unlink(missing_ok=True)
    return report


def remove_documents(store: Store, ids: Sequence[str]) -> int:
    """Removes documents by id, their uploaded copies too; returns how many there were."""
    with store.writing() as writer:
        removed = [name for name in ids if writer.remove(name)]
        if removed:
            writer.set_abbreviations(mine_abbreviations(text for _, _, text in store.texts()))
    for name in removed:
        for copy in (store.folder / FILES).glob(f"{name}.*"):
            with suppress(OSError):
                copy.unlink()
    return len(removed)
