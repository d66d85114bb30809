"""A document read in parts, for other programs: a stretch of its text, its outline with the first, and where to read on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Section
from index.types import DocumentInfo

LONGEST_PART = 20_000
SHOWN_SECTIONS = 200


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A section of the outline: its headings from the outermost, and where it begins and ends."""

    section: list[str]
    start: int
    end: int


# No slots: the MCP package would take the slots' descriptors for default values.
@dataclass(frozen=True)
class DocumentPart:
    """Characters start to end of a document of length characters; next is null when nothing is left."""

    document: str
    title: str
    source: str
    length: int
    start: int
    end: int
    next: int | None
    text: str
    outline: list[OutlineEntry]


def document_part(
    info: DocumentInfo, text: str, sections: Sequence[Section], start: int = 0, length: int = 8000
) -> DocumentPart:
    """``length`` characters from ``start``; both are brought within the document."""
    start = min(max(start, 0), len(text))
    end = min(start + max(min(length, LONGEST_PART), 1), len(text))
    headed = [section for section in sections if section.path][:SHOWN_SECTIONS] if start == 0 else []
    return DocumentPart(
        info.id,
        sendable(info.title),
        sendable(info.source),
        len(text),
        start,
        end,
        end if end < len(text) else None,
        sendable(text[start:end]),
        [OutlineEntry([sendable(part) for part in one.path], one.start, one.end) for one in headed],
    )


def sendable(text: str) -> str:
    """Text that JSON in UTF-8 can carry; a half of a surrogate pair (odd file names) becomes ``?``, lengths stay."""
    return text.encode("utf-8", "replace").decode("utf-8")
