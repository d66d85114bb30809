"""Writes an answer: text and citations grow together, so that the promise of ``rag.types`` holds by construction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Passage, Span
from index.types import DocumentInfo, Hit
from rag.phrases import marker
from rag.types import Citation


@dataclass(slots=True)
class Writer:
    """``hits`` are those that are copied from, and grow with what is reached behind them; ``markers`` the number of each."""

    hits: list[Hit]
    question: str = ""
    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    markers: dict[int, int] = field(default_factory=dict)

    @classmethod
    def over(
        cls, info: DocumentInfo, passages: Sequence[Passage], wanted: Collection[int]
    ) -> tuple[Writer, Mapping[int, int]]:
        """A writer over the ``wanted`` ones of a document's passages, in their order: nothing was searched for. And the hit
        that each of them is."""
        shown = sorted(wanted)
        hits = [Hit(passages[number], info.title, info.source, 0.0, rank) for rank, number in enumerate(shown, start=1)]
        return cls(hits), {number: hit for hit, number in enumerate(shown)}

    def say(self, words: str) -> None:
        """Adds words of ours: markers, white space and what ``rag.phrases`` holds."""
        self.text += words

    def copy(self, hit: int, start: int, end: int, emphasised: Sequence[Span] = (), *, likely: float = 1.0) -> None:
        """Copies a stretch of a hit's document; ``emphasised`` are spans of what is copied, ``likely`` is how likely it
        answers."""
        passage, header = self.hits[hit].passage, self.hits[hit].header
        if header is not None and (start, end) == (header.start, header.end):
            quote = header.text
        else:
            quote = passage.text[start - passage.start : end - passage.start]
        number = self.markers.setdefault(hit, len(self.markers) + 1)
        at = len(self.text)
        self.text += quote
        emphasis = tuple(Span(at + span.start, at + span.end) for span in emphasised)
        self.citations.append(
            Citation(
                number,
                at,
                len(self.text),
                passage.id,
                passage.document_id,
                self.hits[hit].title,
                self.hits[hit].source,
                passage.section,
                passage.page,
                start,
                end,
                quote,
                emphasis,
                round(likely, 4),
            )
        )

    def reach(self, passage: Passage, like: int) -> int:
        """The hit of a passage: one of those found, else a further one, below them all, of the document of ``like``."""
        for number, hit in enumerate(self.hits):
            if hit.passage.id == passage.id:
                return number
        last = self.hits[-1]
        self.hits.append(
            replace(
                self.hits[like],
                passage=passage,
                score=last.score - 1.0,
                rank=last.rank + 1,
                also_in=(),
                reasons=(),
                header=None,
            )
        )
        return len(self.hits) - 1

    def next_line(self, before: int, hit: int, gap: str = "\n") -> None:
        """Goes on to a line of ``hit``; the hit of the line ``before`` is marked where it is another."""
        if hit != before:
            self.mark(before)
        self.say(gap)

    def mark(self, hit: int) -> None:
        """Adds the marker of a hit that was copied from."""
        self.say(f" {marker(self.markers[hit])}")
