"""What the web chat needs of the rest: two narrow protocols, and the values that cross them.

The real things are ``ui.collections.OpenCollections`` and its ``ui.library.LibraryService``; tests bring a fake with
made-up documents.
"""

from __future__ import annotations

from collections.abc import Collection as AbstractCollection
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import Passage, Section
from corpus.errors import HoidapError
from index.originals import Original
from index.types import DocumentInfo, OnDisk, SearchResult
from index.widening import Widened
from rag.chat import Options
from rag.generation.endpoint import Generator
from rag.types import Answer, Event, Turn
from ui.history import Versions


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the viewer shows it: its text and the outline that covers it, and the collection that knows its file.

    ``original`` is that collection's name, "" where the file is no longer there.
    """

    info: DocumentInfo
    text: str
    sections: tuple[Section, ...]
    original: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the browser sent: where it lies now and the name it had (hostile: only ever shown, or cleaned)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding files, counted; ``collection`` is where they went, by its own name."""

    collection: str
    added: int = 0
    replaced: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Adding:
    """How far adding files has come: ``done`` of ``total``; ``name`` is the file at hand, ``error`` why one was refused,
    ``result`` stands in the last one unless every file was refused."""

    done: int
    total: int
    name: str = ""
    error: HoidapError | None = None
    result: Added | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What another embedding model costs: how many passages, and how many of them a second here (0: not measured).

    ``same`` says that the vectors would be those that are there.
    """

    passages: int
    per_second: float
    same: bool = False


@dataclass(frozen=True, slots=True)
class CollectionEntry:
    """A collection as it is listed: its own name, as ``--collection`` takes it, and the one that a person gave to it."""

    name: str
    title: str


class Service(Protocol):
    """A collection that can be asked, read and added to. Methods may be called from several threads at once."""

    @property
    def name(self) -> str:
        """The collection's own name, as ``--collection`` takes it."""
        ...

    @property
    def title(self) -> str:
        """The name that a person gave to it, else its own."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether documents of the collection cannot be added or removed (the sample)."""
        ...

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        options: Options | None = None,
        generator: Generator | None = None,
    ) -> Iterator[Event]:
        """Yields Searching, Found, Delta..., Done. ``generator`` words the answer; without it, it is copied."""
        ...

    def versions(self) -> Versions:
        """What stands behind an answer given now."""
        ...

    def search(
        self, question: str, k: int = 10, *, exact: bool = False, within: AbstractCollection[str] | None = None
    ) -> SearchResult:
        """The ``k`` best passages."""
        ...

    def find(self, wanted: str) -> DocumentInfo:
        """The document with this id, source, title or file name. Raises UnknownDocument, also when several fit."""
        ...

    def documents(self) -> Sequence[DocumentInfo]:
        """What is in the collection, in the order to show."""
        ...

    def document(self, document_id: str) -> DocumentView:
        """One document to read. Raises UnknownDocument."""
        ...

    def original(self, document_id: str) -> Original:
        """The file that a document was read from. Raises UnknownDocument, or UnreadableFile when it is gone or changed."""
        ...

    def widened(self, passage: Passage, by: int) -> Widened:
        """A passage with up to ``by`` passages before and after it; on its own when its document is not here."""
        ...

    def add(self, uploads: Sequence[Upload]) -> Iterator[Adding]:
        """Adds files, saying how far it has come; a refused file is reported and the others go on.

        Files added to the read-only sample go to the person's own collection. Raises CollectionBusy while another
        program writes; nothing is added then.
        """
        ...

    def on_disk(self) -> OnDisk:
        """Which documents' files have changed since they were read or are gone, and which files are new."""
        ...

    def refresh(self) -> Iterator[Adding]:
        """Reads changed files again and new ones, saying how far it has come. Raises CollectionBusy while another program
        writes."""
        ...

    @property
    def model(self) -> str:
        """The name of the embedding model, "" where nothing was encoded yet."""
        ...

    def cost(self, model: str) -> Cost:
        """What encoding everything with ``model`` would take. Raises ModelUnavailable."""
        ...

    def reencode(self, model: str) -> Iterator[Adding]:
        """Encodes the stored text with ``model``, saying how far it has come. Raises CollectionBusy, ModelUnavailable."""
        ...

    def remove(self, document_id: str) -> None:
        """Takes a document out of the collection. Raises UnknownDocument."""
        ...

    def examples(self, lang: str = "vi") -> Sequence[str]:
        """A few questions that this collection answers."""
        ...

    def next_questions(self, answer: Answer, asked: Sequence[str] = (), lang: str = "vi") -> Sequence[str]:
        """A few questions that go on from ``answer`` and that this collection answers, none of them ``asked`` before."""
        ...


class Collections(Protocol):
    """The collections that a chat can open. Methods may be called from several threads at once."""

    @property
    def current(self) -> str:
        """The name of the last used collection: what a new page opens."""
        ...

    def entries(self) -> Sequence[CollectionEntry]:
        """All there are, in the order to show."""
        ...

    def at(self, name: str) -> Service:
        """The collection called ``name``; "" is the last used one. Raises CollectionError, UsageError."""
        ...

    def use(self, name: str) -> Service:
        """The same, and notes that it was used last."""
        ...

    def create(self, title: str) -> Service:
        """A new, empty collection that people call ``title``. Raises UsageError for a title that is taken or empty."""
        ...
