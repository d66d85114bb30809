"""Made-up answers, hits and documents for the rendering tests."""

from __future__ import annotations

from corpus.document import Passage, Section, Span, document_id, passage_id
from index.types import DocumentInfo, Hit, Location
from rag.types import Answer, Citation, Outcome
from ui.render import Exchange, Stage
from ui.service import DocumentView

TEXT = "Mở đầu.\n\nTrạm bơm chạy từ sáu giờ sáng. Trạm nghỉ vào trưa.\n\nKhoai lang trồng vào tháng hai."


def hit(text: str = TEXT, *, title: str = "Sổ trạm bơm", rank: int = 1, **more: object) -> Hit:
    key = document_id(title)
    section = more.pop("section", ("I – Trạm", "1- Giờ chạy"))
    passage = Passage(passage_id(key, 10, 10 + len(text)), key, text, 10, 10 + len(text), section, 7)  # type: ignore[arg-type]
    return Hit(passage, title, f"/tai-lieu/{title}.md", 10.5 - rank, rank, **more)  # type: ignore[arg-type]


def cited(hit: Hit, quote: str, *, marker: int = 1, before: str = "", emphasis: str = "") -> tuple[str, Citation]:
    """Answer text holding one quote and its marker, after ``before``, and the citation."""
    p = hit.passage
    at = p.text.index(quote)
    start = len(before)
    spans = (Span(start + quote.index(emphasis), start + quote.index(emphasis) + len(emphasis)),) if emphasis else ()
    place = (p.section, p.page, p.start + at, p.start + at + len(quote), quote, spans)
    citation = Citation(marker, start, start + len(quote), p.id, p.document_id, hit.title, hit.source, *place)
    return f"{before}{quote} [{marker}]", citation


def answered(hit: Hit, quote: str, *, question: str = "Trạm bơm chạy lúc nào?", emphasis: str = "") -> Answer:
    text, citation = cited(hit, quote, emphasis=emphasis)
    return Answer(question, question, Outcome.ANSWERED, 0.9, text, (citation,), (hit,))


def exchange(answer: Answer) -> Exchange:
    return Exchange(answer.question, Stage.DONE, answer=answer, milliseconds=12)


def location(title: str, section: tuple[str, ...] = ()) -> Location:
    return Location(document_id(title), title, f"upload:{title}", section, None, 3, 9)


def info(title: str, length: int = 10, **metadata: str) -> DocumentInfo:
    return DocumentInfo(document_id(title), title, f"upload:{title}", metadata, length, 4, "2026-11-23T00:00:00Z", "0")


def view(text: str, sections: tuple[Section, ...] | None = None, title: str = "Sổ trạm bơm") -> DocumentView:
    return DocumentView(info(title, len(text)), text, sections or (Section((), 0, len(text)),))
