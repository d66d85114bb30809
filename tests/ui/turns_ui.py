"""Turns as the history stores them: made-up documents, answers quoted from them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Passage, Span, document_id, passage_id
from index.types import Hit, Location
from rag.types import Answer, Citation, Outcome, Turn
from ui.history import Versions

VERSIONS = Versions("vuon", 7, "toy 0123456789ab", "0.1.0")
GARDEN = "Rau muống cần tưới hai lần mỗi ngày, sáng sớm và chiều mát. Mỗi luống tốn khoảng 12 lít nước."


def hit_in(text: str, title: str = "Sổ tay vườn rau", source: str = "/tai-lieu/vuon.md", rank: int = 1) -> Hit:
    document = document_id(source)
    section = ("I – Vườn rau", "1- Tưới nước")
    passage = Passage(passage_id(document, 10, 10 + len(text)), document, text, 10, 10 + len(text), section, 3)
    also = (Location("e" * 16, "Bản sao", "upload:sao.md", (), None, 0, len(text)),) if rank == 1 else ()
    return Hit(passage, title, source, 1 / rank, rank, also, ("rau muống",) if rank == 1 else ())


def turn_of(question: str, hits: Sequence[Hit], quotes: Sequence[str], emphasis: str = "") -> Turn:
    """An answer of one quote from each of the first hits."""
    text, citations = "", []
    for marker, (hit, quote) in enumerate(zip(hits, quotes, strict=False), 1):
        passage = hit.passage
        start = passage.start + passage.text.index(quote)
        at = len(text)
        text += f"{quote} [{marker}]\n"
        found = quote.find(emphasis) if emphasis else -1
        spans = (Span(at + found, at + found + len(emphasis)),) if found >= 0 else ()
        place = (passage.document_id, hit.title, hit.source, passage.section, passage.page)
        citations.append(
            Citation(marker, at, at + len(quote), passage.id, *place, start, start + len(quote), quote, spans)
        )
    outcome = Outcome.ANSWERED if citations else Outcome.NO_EVIDENCE
    return Turn(
        question,
        Answer(
            question, question, outcome, 0.75, text or "Tài liệu không nói đến điều này.", tuple(citations), tuple(hits)
        ),
    )


def garden_turn(question: str = "Rau muống cần tưới mấy lần mỗi ngày?") -> Turn:
    quote = GARDEN.partition(". ")[0] + "."
    return turn_of(question, [hit_in(GARDEN)], [quote], "hai lần mỗi ngày")
