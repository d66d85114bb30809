"""The header of a table that a passage goes on with: a long table is cut between rows, and only its first passage has it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Passage
from index.storage.store import Store
from index.types import TableHeader


def table_headers(store: Store, passages: Sequence[Passage]) -> list[TableHeader | None]:
    """For each passage that begins with a further row of a table the header row above it, else None.

    The text above is read once for each document: ten rows of one long sheet would be ten times all of it.
    """
    furthest: dict[str, int] = {}
    for passage in passages:
        if _begins_with_row(passage):
            furthest[passage.document_id] = max(passage.start, furthest.get(passage.document_id, 0))
    texts = {document: store.text_before(document, offset) for document, offset in furthest.items()}
    return [
        _header_above(texts[passage.document_id], passage.start) if _begins_with_row(passage) else None
        for passage in passages
    ]


def _begins_with_row(passage: Passage) -> bool:
    return passage.start > 0 and "\t" in passage.text.split("\n", 1)[0]


def _header_above(text: str, offset: int) -> TableHeader | None:
    if text[offset - 1 : offset] != "\n":  # within a row, of a table that is one paragraph
        return None
    start = text.rfind("\n\n", 0, offset)
    start = 0 if start < 0 else start + 2
    while start < offset:
        end = text.index("\n", start)
        if text.find("\t", start, end) >= 0:
            return TableHeader(start, end, text[start:end])
        start = end + 1
    return None
