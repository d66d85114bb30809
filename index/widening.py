"""A hit shown with what surrounds it: the neighbouring passages of its document, the hit's own span kept."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Passage
from index.storage.store import Store


@dataclass(frozen=True, slots=True)
class Widened:
    """A stretch of a document around a passage: ``text`` is ``[start, end)`` of the document's text, and the passage is
    ``text[hit_start:hit_end]``. Offsets count code points."""

    passage: Passage
    text: str
    start: int
    end: int

    @property
    def hit_start(self) -> int:
        """Where the passage begins in ``text``."""
        return self.passage.start - self.start

    @property
    def hit_end(self) -> int:
        """Where the passage ends in ``text``."""
        return self.passage.end - self.start


def widen(store: Store, passage: Passage, before: int = 1, after: int = 1) -> Widened:
    """``passage`` with up to so many passages before and after it in its document.

    A passage whose document has changed or gone meanwhile comes back as it is.
    """
    with store.raw() as connection:
        row = connection.execute("SELECT number, length FROM documents WHERE id = ?", (passage.document_id,)).fetchone()
        alone = Widened(passage, passage.text, passage.start, passage.end)
        if row is None:
            return alone
        number, length = row
        (start,) = connection.execute(
            "SELECT min(start) FROM (SELECT start FROM passages WHERE document = ? AND start < ?"
            " ORDER BY start DESC LIMIT ?)",
            (number, passage.start, max(before, 0)),
        ).fetchone()
        (end,) = connection.execute(
            "SELECT max(end) FROM (SELECT end FROM passages WHERE document = ? AND start >= ? ORDER BY start LIMIT ?)",
            (number, passage.end, max(after, 0)),
        ).fetchone()
        start = passage.start if start is None else min(start, passage.start)
        end = passage.end if end is None else min(max(end, passage.end), length)
        (text,) = connection.execute(
            "SELECT substr(text, ?, ?) FROM documents WHERE number = ?", (start + 1, end - start, number)
        ).fetchone()
    found = Widened(passage, text, start, end)
    return found if found.text[found.hit_start : found.hit_end] == passage.text else alone
