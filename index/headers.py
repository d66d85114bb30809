"""The header of a table that a passage goes on with: a long table is cut between rows, and only its first passage has it."""

from __future__ import annotations

from corpus.document import Passage
from index.store import Store
from index.types import TableHeader


def table_header(store: Store, passage: Passage) -> TableHeader | None:
    """The header row above a passage that begins with a further row of a table; else None."""
    first = passage.text.split("\n", 1)[0]
    if passage.start == 0 or "\t" not in first:
        return None
    above = store.text_before(passage.document_id, passage.start)
    if not above.endswith("\n"):  # within a row, of a table that is one paragraph
        return None
    start = above.rfind("\n\n") + 2 if "\n\n" in above else 0
    while start < len(above):
        end = above.index("\n", start)
        if above.find("\t", start, end) >= 0:
            return TableHeader(start, end, above[start:end])
        start = end + 1
    return None
