"""A collection: documents that are stored, searched and read together. The face of this package.

One object may serve many threads. Each question first looks at the change counter, so that what another process wrote is
seen at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection as AbstractCollection
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.document import UPLOAD, Loaded, Passage, Section, page_at
from corpus.errors import CollectionError, UnknownDocument, UsageError
from index.abbreviations import Abbreviations
from index.derived import Snapshot, take_snapshot
from index.encoder import load_encoder
from index.home import collection_folder
from index.identity import READ_ONLY, other_model, same_vectors, sealed
from index.query import CollectionLexicon, Reading, read
from index.retrieval import RETRIEVERS, Clock, Wish, search
from index.storage.store import Store
from index.types import DocumentInfo, Encoder, ModelIdentity, OnDisk, SearchResult, Vectors
from index.widening import Widened, widen

TITLE = "title"

if TYPE_CHECKING:  # writing needs the readers and the splitter; a question does not
    from index.ingest import IngestReport, Item, Progress
    from index.originals import Original


@dataclass(frozen=True, slots=True)
class Info:
    """What ``hoidap info`` says. Sizes are in bytes."""

    name: str
    folder: Path
    documents: int
    passages: int
    model: ModelIdentity | None
    format: int
    counter: int
    size: int


class Collection:
    """The collection in ``folder``. ``encoder`` may be given (tests); otherwise the stored model is loaded on need."""

    def __init__(self, folder: Path, *, create: bool = False, encoder: Encoder | None = None) -> None:
        self.store = Store(folder, create=create)
        self._encoder = encoder
        self._given = encoder is not None
        self._snapshot: Snapshot | None = None
        self._lexicon: tuple[int, CollectionLexicon] | None = None
        self._lock = threading.RLock()

    @classmethod
    def named(cls, name: str, *, create: bool = False) -> Collection:
        """The collection ``name`` in the user's data folder. Raises CollectionMissing or UsageError."""
        return cls(collection_folder(name), create=create)

    @property
    def name(self) -> str:
        """The collection's name: that of its folder."""
        return self.store.folder.name

    @property
    def read_only(self) -> bool:
        """Whether documents may not be added or removed (the sample)."""
        return self.store.setting(READ_ONLY) == "1"

    @property
    def title(self) -> str:
        """What people call the collection; "" where they never said."""
        return self.store.setting(TITLE) or ""

    def close(self) -> None:
        """Closes the database; the object is not used afterwards."""
        self._snapshot = None
        self.store.close()

    # -- documents -----------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentInfo]:
        """All documents in the order of adding."""
        return self.store.documents()

    def loaded(self, document_id: str) -> Loaded:
        """Everything stored of a document: text, outline, decoded original, run map. Raises UnknownDocument."""
        found = self.store.loaded(document_id)
        if found is None:
            raise _unknown(document_id)
        return found

    def sections(self, document_id: str) -> tuple[Section, ...]:
        """The outline alone, far cheaper than all of ``loaded``; empty without such a document."""
        return self.store.sections(document_id)

    def original(self, document_id: str) -> Original:
        """The file that a document was read from. Raises UnknownDocument, or UnreadableFile when it is gone or changed."""
        from index.originals import read_original

        return read_original(self.store, document_id)

    def has_original(self, info: DocumentInfo) -> bool:
        """Whether the file of a document is still there."""
        from index.originals import original_path

        return original_path(self.store, info) is not None

    def widened(self, passage: Passage, by: int = 1) -> Widened:
        """A passage with up to ``by`` passages before it and after it in its document."""
        return widen(self.store, passage, by, by)

    def following(self, passage: Passage, most: int) -> list[Passage]:
        """Up to ``most`` passages behind this one in its document, in their order."""
        return self.store.following(passage, most)

    def page_at(self, document_id: str, offset: int) -> int | None:
        """The page, from 1, on which an offset of a document lies; None without pages or such a document."""
        return page_at(self.store.page_starts(document_id), offset)

    def find_document(self, wanted: str) -> DocumentInfo:
        """The document with this id, source, exact title or file name. Raises UnknownDocument, also when several fit."""
        documents = self.documents()
        absolute = os.path.abspath(wanted) if wanted else ""
        for fits in (
            lambda info: info.id == wanted,
            lambda info: info.source in (wanted, absolute, f"{UPLOAD}{wanted}"),
            lambda info: info.title == wanted,
            lambda info: Path(info.source).name == wanted,
        ):
            found = [info for info in documents if fits(info)]
            if len(found) == 1:
                return found[0]
            if found:
                listed = ", ".join(info.id for info in found[:5])
                raise UnknownDocument(
                    f"có nhiều tài liệu tên {wanted!r}; hãy dùng một trong các id: {listed}",
                    f"several documents are called {wanted!r}; use one of the ids: {listed}",
                )
        raise _unknown(wanted)

    # -- writing -------------------------------------------------------------------------------------------------

    def encoder_for(self, model: str | None = None) -> Encoder:
        """The encoder of this collection, or ``model`` where the collection is still empty.

        Raises CollectionMismatch when the collection holds vectors of another model, ModelUnavailable.
        """
        with self._lock:
            stored = None if self.store.is_empty() else self.store.model()
            encoder = self._encoder if model is None else load_encoder(model)
            stale = encoder is not None and stored is not None and not same_vectors(encoder.identity, stored)
            if encoder is None or (stale and model is None and not self._given):
                encoder = load_encoder(stored.name if stored else None)  # rebuilt meanwhile by another process
            if stored is not None and not same_vectors(encoder.identity, stored):
                raise other_model(self.name, stored, encoder.identity)
            self._encoder = encoder
            return encoder

    def model_differs(self, model: str) -> bool:
        """Whether ``model`` gives other vectors than the stored ones. Raises ModelUnavailable."""
        stored = None if self.store.is_empty() else self.store.model()
        return stored is not None and not same_vectors(load_encoder(model).identity, stored)

    def ingest(
        self, paths: Iterable[Path], *, model: str | None = None, prune: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Adds or refreshes files and folders in one transaction. Raises CollectionBusy, CollectionMismatch."""
        from index.ingest import ingest_paths

        self._writable()
        return ingest_paths(self.store, self.encoder_for(model), paths, prune=prune, progress=progress)

    def upload(self, uploads: Sequence[tuple[Path, str]], *, progress: Progress | None = None) -> IngestReport:
        """Adds files that a browser sent: where they lie now, and the names they had."""
        from index.uploads import ingest_uploads

        self._writable()
        return ingest_uploads(self.store, self.encoder_for(), uploads, progress=progress)

    def on_disk(self) -> OnDisk:
        """Which documents' files have changed or are gone and which files are new; nothing for the sample, which is the
        program's own."""
        from index.on_disk import look

        return OnDisk() if self.read_only else look(self.store)

    def refresh(self, *, progress: Progress | None = None) -> IngestReport:
        """Reads changed files again and new ones, in one transaction. Raises CollectionBusy, CollectionMismatch."""
        from index.on_disk import refresh

        self._writable()
        return refresh(self.store, self.encoder_for(), progress=progress)

    def add(self, items: Sequence[Item], *, progress: Progress | None = None) -> IngestReport:
        """Adds items in one transaction, such as texts in memory (``index.ingest.text_item``)."""
        from index.ingest import add_items

        self._writable()
        return add_items(self.store, self.encoder_for(), items, progress=progress)

    def remove(self, ids: Sequence[str]) -> int:
        """Removes documents by id; returns how many there were. The original files stay."""
        from index.uploads import remove

        self._writable()
        return remove(self.store, ids)

    def rebuild(self, model: str | None, *, progress: Progress | None = None) -> int:
        """Encodes all stored text again with ``model`` (None: the bundled one); returns the number of passages.

        Works from the stored text: the original files may be gone.
        """
        from index.reembed import rebuild

        self._writable()
        encoder = load_encoder(model)
        count = rebuild(self.store, encoder, progress)
        with self._lock:
            self._encoder = encoder
        return count

    def rename(self, title: str) -> None:
        """Notes what people call the collection. Raises CollectionBusy."""
        self._writable()
        with self.store.writing() as writer:
            writer.set(TITLE, title)

    def seal(self) -> None:
        """Makes the collection read-only."""
        with self.store.writing() as writer:
            writer.set(READ_ONLY, "1")

    def _writable(self) -> None:
        if self.read_only:
            raise sealed(self.name)

    # -- searching -----------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """The collection as it is now, ready to be searched."""
        with self._lock:
            if self._snapshot is None or self._snapshot.counter != self.store.counter():
                self._snapshot = take_snapshot(self.store)
            return self._snapshot

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        retriever: str = "hybrid",
        exact: bool = False,
        within: AbstractCollection[str] | None = None,
        explain: str | None = None,
        collapse: bool = True,
    ) -> SearchResult:
        """The ``k`` best passages. ``within`` are document ids; ``collapse`` folds near-duplicates into ``also_in``;
        ``explain`` (``vi`` or ``en``) asks for each hit's reasons in that language."""
        if retriever not in RETRIEVERS:
            raise UsageError(
                f"không có cách tìm {retriever!r}; hãy chọn một trong: {', '.join(RETRIEVERS)}",
                f"there is no retriever {retriever!r}; choose one of: {', '.join(RETRIEVERS)}",
            )
        wish = Wish(k, retriever, None if within is None else frozenset(within), collapse, explain)
        with self._view() as snapshot:
            encoder = None if retriever == "bm25" or not len(snapshot.rows) else self.encoder_for()
            clock = Clock()
            reading = self._read(question, snapshot, exact=exact)
            clock.lap("read")
            return search(self.store, snapshot, encoder, question, reading, wish, clock)

    @contextmanager
    def _view(self) -> Iterator[Snapshot]:
        """A snapshot, and inside the database in the same state, whatever others write meanwhile."""
        while True:
            snapshot = self.snapshot()
            with self.store.reading():
                if self.store.counter() == snapshot.counter:
                    yield snapshot
                    return

    def read(self, question: str, *, exact: bool = False) -> Reading:
        """The question as it will be searched in this collection."""
        with self._view() as snapshot:
            return self._read(question, snapshot, exact=exact)

    def _read(self, question: str, snapshot: Snapshot, *, exact: bool) -> Reading:
        with self._lock:
            if self._lexicon is None or self._lexicon[0] != snapshot.counter:
                known = Abbreviations(self.store.abbreviations())
                self._lexicon = (snapshot.counter, CollectionLexicon(snapshot.lexical, known))
            lexicon = self._lexicon[1]
        return read(question, lexicon, exact)

    def idf(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Inverse document frequencies of canonical syllables, shape (len(terms),); the highest for unknown ones."""
        lexical = self.snapshot().lexical
        return np.array([lexical.idf(lexical.document_frequency(term)) for term in terms], dtype=np.float32)

    def encode(self, question: str, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Vectors of a question, shape (1, d), and of stretches of passages, shape (n, d)."""
        encoder = self.encoder_for()
        return encoder.encode_queries([question]), encoder.encode_passages(list(texts))

    # -- about ---------------------------------------------------------------------------------------------------

    def info(self) -> Info:
        """Counts, model, versions, and where things lie."""
        documents = self.documents()
        folder = self.store.folder
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return Info(
            self.name,
            folder,
            len(documents),
            sum(info.passages for info in documents),
            self.store.model(),
            int(self.store.setting("format") or 0),
            self.store.counter(),
            size,
        )

    def check(self) -> list[CollectionError]:
        """Reads everything and says what is wrong; empty when all is well."""
        from index.checking import complaints

        with self.store.reading():
            return complaints(self.store, take_snapshot(self.store))


def _unknown(wanted: str) -> UnknownDocument:
    return UnknownDocument(
        f"không có tài liệu {wanted!r}; xem danh sách bằng: hoidap list",
        f"there is no document {wanted!r}; see the list with: hoidap list",
    )
