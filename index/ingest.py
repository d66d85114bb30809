"""Documents into a collection: one run is one transaction, so a crash leaves all of it or nothing of it.

A file that cannot be read is reported by name and the rest goes on, its last good text stays; an unchanged file is
skipped by its digest; text that was encoded before is never encoded again.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from corpus.document import UPLOAD, Document, Loaded, Section, document_id
from corpus.errors import UnreadableFile
from corpus.loading import find_files, load_file
from index.encoding import Parted, encode, part
from index.identity import other_model, same_vectors
from index.mining import refresh_abbreviations
from index.storage.folders import note
from index.storage.store import Store
from index.storage.writer import Writer
from index.types import Encoder

_GROUP_PASSAGES = 512
_GROUP_DOCUMENTS = 256
_HOSTILE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:\"|?*]")


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


One = TypeVar("One")


def documents_at_once(documents: Iterable[One], passages: Callable[[One], int]) -> Iterator[list[One]]:
    """Groups of documents of some hundred passages, encoded together because that is faster."""
    group: list[One] = []
    count = 0
    for one in documents:
        group.append(one)
        count += passages(one)
        if count >= _GROUP_PASSAGES or len(group) >= _GROUP_DOCUMENTS:
            yield group
            group, count = [], 0
    if group:
        yield group


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
        self._now = datetime.now(UTC).isoformat(timespec="seconds")

    def changed(self, items: Sequence[Item]) -> Iterator[Parted]:
        """Reads what is new or has changed, one by one; notes what cannot be read."""
        for done, item in enumerate(items):
            self.progress(Step(done, len(items), item.source))
            before = self.known.get(item.source)
            try:
                if before is not None and before[1] == item.digest():
                    self.unchanged.append(before[0])
                else:
                    yield part(_storable(item.load()), cut=item.cut)
            except UnreadableFile as problem:
                self.problems.append(problem)
                self.progress(Step(done, len(items), item.source, problem))

    def put(self, group: Sequence[Parted]) -> None:
        """Adds or replaces documents."""
        for one, passages in zip(group, encode(group, self.encoder, self.store.known_vectors), strict=True):
            document = one.loaded.document
            self.writer.put(one.loaded, passages, self._now, cut=one.cut)
            self.passages += len(passages)
            (self.replaced if document.source in self.known else self.added).append(document.id)


def _storable(loaded: Loaded) -> Loaded:
    """The document; UnreadableFile when UTF-8 cannot hold it (half a surrogate pair in a name or a text)."""
    document = loaded.document
    try:
        for text in (document.source, document.title, document.text, loaded.decoded):
            text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableFile(
            document.source.encode("utf-8", "backslashreplace").decode("utf-8"),
            "tên tệp hoặc nội dung có ký tự không hợp lệ; hãy đổi tên tệp rồi thử lại",
            "the file's name or text holds invalid characters; rename it and try again",
        ) from error
    return loaded


def add_items(
    store: Store,
    encoder: Encoder,
    items: Sequence[Item],
    *,
    progress: Progress | None = None,
    gone: Callable[[], Iterable[str]] = tuple,
    settings: Mapping[str, str] | None = None,
    added: Sequence[Path] = (),
    anew: bool = False,
) -> IngestReport:
    """Adds ``items``, removes the documents whose ids ``gone`` gives, writes ``settings``, and remembers the folders among
    ``added`` and what was refused, in one transaction.

    ``anew`` empties the collection first, so that unchanged files are read again and no other document stays.
    """
    started = perf_counter()
    with store.writing() as writer:
        model = None if anew or store.is_empty() else store.model()
        if model is not None and not same_vectors(model, encoder.identity):
            raise other_model(store.folder.name, model, encoder.identity)
        removed = [info.id for info in store.documents() if writer.remove(info.id)] if anew else []
        run = _Run(store, writer, encoder, progress)
        for group in documents_at_once(run.changed(items), lambda one: len(one.passages)):
            run.put(group)
        removed += [name for name in gone() if writer.remove(name)]
        if writer.changed:
            if model is None:
                writer.set_model(encoder.identity)
            refresh_abbreviations(store, writer, [*run.added, *run.replaced])
        for key, value in (settings or {}).items():
            writer.set(key, value)
        note(store, writer, added=added, left_out=[problem.source for problem in run.problems])
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


def file_digest(path: Path) -> str | None:
    """The sha256 of a file's bytes in hex, or None when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def file_item(path: Path, source: str | None = None) -> Item:
    """A file as an item; its digest is taken without decoding it."""
    name = source or os.path.abspath(path)
    return Item(name, lambda: file_digest(path), lambda: load_file(path, source=source))


def text_item(source: str, title: str, text: str, *, cut: bool) -> Item:
    """A text in memory as an item, taken as it is: no cleaning, no outline."""
    digest = hashlib.sha256(f"{title}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(document_id(source), title, text, source)
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
    items = [file_item(Path(path)) for path in found.files]

    def gone() -> list[str]:
        return [info.id for info in store.documents() if prune and _pruned(info.source, paths)]

    report = add_items(store, encoder, items, progress=progress, gone=gone, added=paths)
    return replace(report, problems=(*found.problems, *report.problems), skipped=found.skipped)


def is_gone(source: str) -> bool:
    """Whether the file ``source`` is no longer there.

    A file that cannot be looked at (a folder without the right to enter, a disk that fails) is not gone.
    """
    try:
        os.lstat(source)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def _pruned(source: str, paths: Sequence[Path]) -> bool:
    """Whether the file of ``source`` lay under one of ``paths`` and is no longer there."""
    where = Path(source)
    if source.startswith(UPLOAD) or not any(where == path or path in where.parents for path in paths):
        return False
    return is_gone(source)


def safe_name(name: str) -> str:
    """A file name from a hostile one: its last part, without controls or separators, at most 120 characters.

    The suffix stays, so that the reader is found by it.
    """
    last = re.split(r"[/\\]", name)[-1]
    cleaned = _HOSTILE.sub("", last).strip(" .") or "tai-lieu"
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot or len(suffix) > 16:
        return cleaned[:100]
    return f"{stem[:100]}.{suffix}"


def remove_documents(store: Store, ids: Sequence[str]) -> list[str]:
    """Removes documents by id; returns those that were there."""
    with store.writing() as writer:
        sources = {info.id: info.source for info in store.documents()}
        removed = [name for name in ids if writer.remove(name)]
        if removed:
            refresh_abbreviations(store, writer, ())
            note(store, writer, left_out=[sources[name] for name in removed])
    return removed
