"""The vocabulary of documents: values that cross package borders, nothing else.

Every offset in the product is a half-open span of code points of ``Document.text``, the cleaned text.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of a document's text, in code points."""

    start: int
    end: int


class Run(NamedTuple):
    """A stretch that cleaning kept: ``text[text_start:][:length] == decoded[decoded_start:][:length]``.

    White space that cleaning changed lies between runs.
    """

    text_start: int
    decoded_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it is searched, shown and cited.

    ``metadata`` holds what the text itself states (``author``, ``date``, ``url``, ``publisher`` ...), as strings.
    """

    id: str
    title: str
    text: str
    source: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """The stretch from one heading up to the next heading of any level.

    ``path`` names the headings from the outermost to this one, as a reader would cite them; ``()`` is the text
    before the first heading. The sections of a document follow one another and together cover its text.
    """

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable stretch of a document: ``document.text[start:end] == text``, always.

    ``id`` is ``document_id:start-end``; ``page``, on which it begins, is counted from 1, or None where the format states none.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    section: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the markup itself declares: its span in the cleaned text and its level, 1 the outermost."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning makes of a decoded text.

    Layout of ``text``: every paragraph, heading and list item is one line (no hard wraps); blocks are separated by one
    blank line (two newlines); items of one list and rows of one table follow each other on consecutive lines; the cells
    of a row are separated by a tab. ``headings`` are those declared by markup (Markdown, HTML, wiki page dumps);
    headings that only their wording shows are left to the outline. ``title`` and ``metadata`` are what the text states.
    """

    text: str
    runs: tuple[Run, ...]
    headings: tuple[Heading, ...] = ()
    page_starts: tuple[int, ...] = ()
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file after reading and cleaning.

    ``decoded`` is the file after charset and markup decoding, NFC; ``runs`` map ``document.text`` to it;
    ``sections`` is the outline; ``page_starts`` are the offsets in ``document.text`` at which pages 1, 2, ... begin
    (empty when the format has no pages); ``digest`` is the sha256 hex of the file's bytes.
    """

    document: Document
    decoded: str
    runs: tuple[Run, ...]
    sections: tuple[Section, ...]
    page_starts: tuple[int, ...]
    digest: str


UPLOAD: Final = "upload:"
"""What the source of an uploaded file begins with; its name follows."""


def file_name(source: str) -> str:
    """The last part of a source: a path of any system, or ``upload:`` and a file name."""
    bare = source.removeprefix(UPLOAD)
    name = PureWindowsPath(bare).name if "\\" in bare else PurePosixPath(bare).name
    return name or bare


def document_id(source: str) -> str:
    """The id of the document at ``source`` (an absolute path, or ``upload:`` and a file name): 16 hex digits."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def page_at(page_starts: Sequence[int], offset: int) -> int | None:
    """The page, from 1, on which an offset of a document lies; None where it has no pages."""
    return max(1, bisect_right(page_starts, offset)) if page_starts else None


def passage_id(document: str, start: int, end: int) -> str:
    """The id of a passage: it names the document and the span."""
    return f"{document}:{start}-{end}"
