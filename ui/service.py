"""What the web chat needs of the rest: one narrow protocol, and the values that cross it.

The real thing is ``ui.library.LibraryService``; tests bring a fake with made-up documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import Section
from corpus.errors import HoidapError
from index.types import DocumentInfo
from rag.types import Answer, Event, Turn


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as the viewer shows it: its text and the outline that covers it."""

    info: DocumentInfo
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the browser sent: where it lies now and the name it had (hostile: only ever shown, or cleaned)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Adding:
    """How far adding files has come: ``done`` of ``total``; ``name`` is the file at hand, ``error`` why one was refused."""

    done: int
    total: int
    name: str = ""
    error: HoidapError | None = None


class Service(Protocol):
    """A collection that can be asked, read and added to. Methods may be called from several threads at once."""

    @property
    def name(self) -> str:
        """The collection's name as people see it."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether documents of the open collection cannot be removed (the sample)."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = (), *, exact: bool = False) -> Iterator[Event]:
        """Yields Searching, Found, Delta..., Done."""
        ...

    def documents(self) -> Sequence[DocumentInfo]:
        """What is in the collection, in the order to show."""
        ...

    def document(self, document_id: str) -> DocumentView:
        """One document to read. Raises UnknownDocument."""
        ...

    def add(self, uploads: Sequence[Upload]) -> Iterator[Adding]:
        """Adds files, saying how far it has come; a refused file is reported and the others go on."""
        ...

    def remove(self, document_id: str) -> None:
        """Takes a document out of the collection. Raises UnknownDocument."""
        ...

    def examples(self) -> Sequence[str]:
        """A few questions that this collection answers."""
        ...

    def next_questions(self, answer: Answer, asked: Sequence[str] = ()) -> Sequence[str]:
        """A few questions that go on from ``answer`` and that this collection answers, none of them ``asked`` before."""
        ...
