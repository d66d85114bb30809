"""What is there: "Có những tài liệu nào?" is answered with the title of each document, as it stands at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.document import Passage, Span
from corpus.trimming import trimmed
from corpus.vietnamese import syllables
from index.types import DocumentInfo, Hit
from rag.evidence.reading import Library, passages_of
from rag.phrases import BULLET, ELLIPSIS
from rag.writer import Writer

_MOST: Final = 20
"""Documents that are listed; the page lists them all."""
_LONGEST: Final = 160
"""Letters of a first line that stands for a title which is not in the text."""


def holdings(library: Library, documents: Sequence[DocumentInfo]) -> Writer | None:
    """The documents, a line each; None where there are none."""
    shown = [(info, passages[0]) for info in documents[:_MOST] if (passages := passages_of(library, info.id, 1))]
    if not shown:
        return None
    hits = [Hit(passage, info.title, info.source, 0.0, rank) for rank, (info, passage) in enumerate(shown, start=1)]
    writer = Writer(hits)
    for number, (info, passage) in enumerate(shown):
        writer.say(f"\n{BULLET}" if number else BULLET)
        span = name_of(info.title, passage) or _first_line(passage)
        writer.copy(number, span.start, span.end)
        writer.mark(number)
    if len(documents) > len(shown):
        writer.say(f"\n{ELLIPSIS}")
    return writer


def name_of(title: str, passage: Passage) -> Span | None:
    """Where the first passage of a document has its title, be it in capitals or over several lines."""
    words = [re.escape(word) for word in syllables(title)]
    end = re.escape(title[-1:]) if title.endswith((".", "?", "!")) else ""
    found = re.search(r"\W{1,4}".join(words) + end, passage.text, re.IGNORECASE) if words else None
    return None if found is None else Span(passage.start + found.start(), passage.start + found.end())


def _first_line(passage: Passage) -> Span:
    """The first line of a passage, or the beginning of it."""
    line = next((line for line in passage.text.split("\n") if line.strip()), passage.text)
    start = passage.text.find(line)
    if len(line) > _LONGEST:
        line = line[:_LONGEST].rsplit(" ", 1)[0]
    span = trimmed(passage.text, start, start + len(line))
    return Span(passage.start + span.start, passage.start + span.end)
