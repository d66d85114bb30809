"""The document viewer: a document's text with its outline at the side and the cited places marked. Pure."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence

from corpus.document import Section, Span
from corpus.headings import marker
from corpus.labels import heading_end
from rag.types import Answer
from ui.markup import Piece, attributes, esc, lines_of, paragraphs
from ui.originals import address_of
from ui.render import span_of, written_date
from ui.service import DocumentView
from ui.strings import Words

WINDOW = 200_000
"""Code points shown at once; a longer document is shown in parts."""

OUTLINE = 1_500
"""Entries of the outline shown at once."""

Mark = tuple[Span, str]
"""A marked stretch of the document and its kind: ``quoted`` or ``near``."""


def window(view: DocumentView, focus: Span) -> Span:
    """The part of the document to show: all of it, or whole lines around ``focus``."""
    text = view.text
    if len(text) <= WINDOW:
        return Span(0, len(text))
    start = max(0, focus.start - WINDOW // 4)
    if start:  # begin with the section at hand where that is near, else at a line
        inside = [s.start for s in view.sections if start <= s.start <= focus.start]
        start = inside[0] if inside else max(text.rfind("\n", 0, start) + 1, start - 2_000)
    end = min(len(text), max(start + WINDOW, focus.end))
    line = text.find("\n", end)
    return Span(start, line if 0 <= line < end + 2_000 else end)


def marks_of(answer: Answer | None, document_id: str, focus: Span) -> list[Mark]:
    """The places of an answer in one document, apart from each other and in order: quotes (``quoted``), the passages
    that were only near (``near``), and ``focus`` as what it is or as ``quoted``."""
    cited = [] if answer is None else [Span(c.start, c.end) for c in answer.citations if c.document_id == document_id]
    near = (
        []
        if answer is None
        else [Span(h.passage.start, h.passage.end) for h in answer.hits if h.passage.document_id == document_id]
    )
    wanted = [(span, "quoted") for span in cited]
    wanted += [(span, "near") for span in near if not any(_meet(span, c) for c in cited)]
    if focus.end > focus.start and not any(_meet(focus, span) for span, _ in wanted):
        wanted.append((focus, "quoted"))
    marks: list[Mark] = []
    for span, kind in sorted(wanted):
        if not marks or span.start >= marks[-1][0].end:
            marks.append((span, kind))
    return marks


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _pieces(text: str, part: Span, marks: Iterable[tuple[int, Mark]]) -> Iterable[Piece]:
    at = part.start
    for number, (span, kind) in marks:
        start, end = max(span.start, at), min(span.end, part.end)
        if start < end:
            yield Piece(text[at:start])
            yield Piece(text[start:end], kind, number=number)
            at = end
    yield Piece(text[at : part.end])


def _section(view: DocumentView, number: int, part: Span, marks: Iterable[tuple[int, Mark]]) -> str:
    """One section; its first line is its heading, when it has one that does not run into the text."""
    section = view.sections[number]
    lines = lines_of(_pieces(view.text, part, marks))
    head = ""
    if section.path and part.start == section.start < heading_end(view.text, section):
        first = next((i for i, line in enumerate(lines) if line.raw.strip()), None)
        if first is not None:
            level = min(len(section.path), 3)
            head = f'<h3 class="level-{level}">{" ".join(lines[first].cells)}</h3>'
            lines = lines[first + 1 :]
    return f'<section id="sec-{number}">{head}{paragraphs(lines)}</section>'


def body_html(view: DocumentView, part: Span, marks: Sequence[Mark]) -> str:
    """The text of ``part`` in its sections; each mark carries its number in ``marks``."""
    shown = []
    ends = [span.end for span, _ in marks]
    for number, section in enumerate(view.sections):
        inside = Span(max(section.start, part.start), min(section.end, part.end))
        if inside.start < inside.end:
            near = itertools.islice(enumerate(marks), bisect.bisect_right(ends, inside.start), None)
            within = itertools.takewhile(lambda m, end=inside.end: m[1][0].start < end, near)  # type: ignore[misc]
            shown.append(_section(view, number, inside, within))
    return "".join(shown)


def _is_bare(section: Section) -> bool:
    """Whether a section has a number alone, such as "Khoản 2" of an article: an outline of those says nothing."""
    found = marker(section.path[-1]) if section.path else None
    return found is not None and found.kind in {"clause", "point"} and not found.text.strip()


def _outline(view: DocumentView, focus: Span, t: Words) -> str:
    sections = [(number, section) for number, section in enumerate(view.sections) if not _is_bare(section)]
    place_of_focus = bisect.bisect_right([section.start for _, section in sections], focus.start) - 1
    here = sections[place_of_focus][0] if place_of_focus >= 0 else -1
    low = max(0, min(place_of_focus - OUTLINE // 2, len(sections) - OUTLINE))
    rows = []
    for number, section in sections[low : low + OUTLINE]:
        if not section.path and not view.text[section.start : section.end].strip():
            continue
        label = section.path[-1] if section.path else t("viewer_beginning")
        place = attributes(act="open", document=view.info.id, start=section.start, end=section.start, turn=0)
        current = ' aria-current="true"' if number == here else ""
        rows.append(
            f'<li class="level-{min(max(len(section.path), 1), 4)}"><button type="button" '
            f'data-section="sec-{number}"{place}{current}><bdi>{esc(label)}</bdi></button></li>'
        )
    return f'<nav aria-label="{esc(t("viewer_outline"))}"><h3>{esc(t("viewer_outline"))}</h3><ul>{"".join(rows)}</ul></nav>'


def viewer(view: DocumentView, focus: Span, answer: Answer | None, serial: int, t: Words) -> str:
    """The viewer open at ``focus``. ``serial`` differs at each opening, so that the page notices the same place again."""
    focus = span_of(focus.start, focus.end, view.text)
    part = window(view, focus)
    marks = [mark for mark in marks_of(answer, view.info.id, focus) if _meet(mark[0], part)]
    inside = [span for span, _ in marks]
    target = next((i for i, span in enumerate(inside) if _meet(span, focus) or span.start >= focus.start), 0)
    section = next((i for i, s in enumerate(view.sections) if s.start <= focus.start < s.end), 0)
    goal = attributes(serial=serial, mark=target if focus.end > focus.start else -1, goal=f"sec-{section}")
    metadata = view.info.metadata
    facts = [metadata.get("author", ""), metadata.get("publisher", ""), written_date(metadata.get("date", ""), t)]
    facts.append(t("viewer_scan") if "scan" in metadata else "")
    note = " · ".join([fact for fact in facts if fact] + [t("viewer_note")])
    if view.original:
        address = esc(address_of(view.original, view.info.id))
        file = f'<a class="original" href="{address}" target="_blank" rel="noopener">{esc(t("viewer_original"))}</a>'
    else:
        file = f'<span class="soft">{esc(t("viewer_no_original"))}</span>'
    long = ""
    if part.end - part.start < len(view.text):
        numbers = {"start": t.number(part.start), "end": t.number(part.end), "total": t.number(len(view.text))}
        long = f'<p class="part">{esc(t("viewer_part", **numbers))}</p>'
    steps = (
        f'<button type="button" data-step="-1" aria-label="{esc(t("viewer_previous"))}">‹</button>'
        f'<span class="count"></span>'
        f'<button type="button" data-step="1" aria-label="{esc(t("viewer_next"))}">›</button>'
        if inside
        else ""
    )
    return (
        f'<div class="sheet" role="dialog" aria-modal="true" aria-label="{esc(t("viewer"))}"{goal}>'
        f'<header><div><h2><bdi>{esc(view.info.title)}</bdi></h2><p class="soft"><bdi>{esc(note)}</bdi> · {file}</p></div>'
        f'<div class="steps">{steps}<button type="button" class="close" data-close="1">{esc(t("viewer_close"))}</button>'
        f'</div></header><div class="pages">{_outline(view, focus, t)}'
        f'<div class="text" tabindex="0" aria-label="{esc(view.info.title)}">{long}{body_html(view, part, marks)}</div>'
        f"</div></div>"
    )
