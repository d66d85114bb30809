"""Values to markup: the conversation. Pure functions of text, no Gradio; hostile text goes through ``ui.markup``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from corpus.document import Span
from index.widening import Widened
from rag.phrases import is_reply
from rag.types import Answer, Citation, Outcome, Turn
from ui.markup import Piece, attributes, esc, lines_of, paragraphs
from ui.panels.icons import THUMB_DOWN, THUMB_UP
from ui.strings import Words


class Stage(StrEnum):
    """How far the answer to a question has come."""

    SEARCHING = "searching"
    READING = "reading"
    ANSWERING = "answering"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wide:
    """Source card ``number`` shown with what surrounds its passage: ``by`` passages on each side, ``whole`` when the
    document has no more."""

    number: int
    by: int
    stretch: Widened
    whole: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation on the screen, answered or on its way. ``error`` and ``note`` are lines for people.

    ``kept`` is its number in the history, ``helpful`` and ``word`` what was thought of the answer;
    ``dates`` tells what the documents of the answer say of their date, by document id.
    """

    question: str
    stage: Stage = Stage.SEARCHING
    partial: str = ""
    found: int = 0
    answer: Answer | None = None
    exact: bool = False
    milliseconds: int = 0
    error: str = ""
    note: str = ""
    suggested: tuple[str, ...] = ()
    wide: tuple[Wide, ...] = ()
    kept: int | None = None
    helpful: bool | None = None
    word: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)

    @property
    def turn(self) -> Turn | None:
        """What answering a follow-up needs to know of it."""
        return None if self.answer is None else Turn(self.question, self.answer)


ASIDE: Final = 0.1
"""A quote that is what answers with less than this probability is shown as said besides. Of such sentences, on questions
that the reader has not seen, one in fifteen holds an answer, two in five of those where the first quote has none."""


def anchor(turn: int, marker: int) -> str:
    """The id of source card ``marker`` of turn ``turn`` (both from 1); unique over a conversation."""
    return f"src-{turn}-{marker}"


def answer_pieces(answer: Answer) -> list[Piece]:
    """The answer's text cut at its citations; the answering words inside a citation are of kind ``hit``, a heading is of kind
    ``head``, what hardly answers is aside."""
    pieces, at = [], 0
    best = max((citation.likely for citation in answer.citations), default=1.0)
    for citation in sorted(answer.citations, key=lambda c: c.answer_start):
        if citation.answer_start < at:
            continue
        pieces.append(Piece(answer.text[at : citation.answer_start], markers=True))
        at = citation.answer_start
        aside = citation.likely < min(ASIDE, best / 2)
        for start, end in sorted(_trimmed(span, answer.text) for span in citation.emphasis):
            if at <= start < end <= citation.answer_end:
                pieces += [Piece(answer.text[at:start], aside=aside), Piece(answer.text[start:end], "hit", aside=aside)]
                at = end
        kind = "head" if _is_heading(citation) else ""
        pieces.append(Piece(answer.text[at : citation.answer_end], kind, aside=aside))
        at = citation.answer_end
    return [*pieces, Piece(answer.text[at:], markers=True)]


def _is_heading(citation: Citation) -> bool:
    """Whether a quote is the heading above its own passage."""
    own = citation.section[-1] if citation.section else ""
    return bool(own) and citation.quote.strip(" .:…").casefold() == own.strip(" .:…").casefold()


def _trimmed(span: Span, text: str) -> Span:
    """The span without the white space at its ends."""
    words = text[span.start : span.end]
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))


def answer_body(answer: Answer, turn: int, t: Words) -> str:
    """The answer itself, or the plain statement that there is none."""
    if is_reply(answer.text):
        return f"<p>{esc(answer.text)}</p>"
    if answer.outcome is Outcome.NO_EVIDENCE:
        more = t("no_evidence_more" if answer.hits else "no_evidence_bare")
        return f'<div class="none"><p><strong>{esc(answer.text or t("no_evidence"))}</strong> {esc(more)}</p></div>'
    link = {c.marker: anchor(turn, c.marker) for c in answer.citations}
    return paragraphs(lines_of(answer_pieces(answer), link), records=True, besides=t("besides"))


def _progress(exchange: Exchange, t: Words) -> str:
    if exchange.stage is Stage.FAILED:
        return f'<div class="none"><p><strong>{esc(t("error"))}</strong> {esc(exchange.error)}</p></div>'
    body = paragraphs(lines_of([Piece(exchange.partial)]))
    if exchange.stage is Stage.STOPPED:
        return f'{body}<p class="stage">{esc(t("stopped"))}</p>'
    if exchange.stage is Stage.ANSWERING and body:
        return body
    text = t("searching") if exchange.stage is Stage.SEARCHING else t("reading", n=exchange.found)
    return f'{body}<p class="stage busy">{esc(text)}</p>'


def _tools(exchange: Exchange, turn: int, last: bool, t: Words) -> str:
    answer = exchange.answer
    buttons = []
    if answer is not None and is_reply(answer.text):
        return ""  # nothing was asked that could be copied, asked again or judged
    if answer is not None:
        dates = exchange.dates
        sources = [
            f"[{c.marker}] {reference(c.title, c.section, c.page, t, dates.get(c.document_id, ''))}"
            for c in answer.citations
        ]
        text = "\n".join([answer.text, "", *dict.fromkeys(sources)]) if sources else answer.text
        buttons.append(f'<button type="button"{attributes(copy=text, done=t("copied"))}>{esc(t("copy"))}</button>')
    buttons.append(f'<button type="button"{attributes(act="retry", turn=turn)}>{esc(t("retry"))}</button>')
    if last:
        buttons.append(
            f'<button type="button"{attributes(act="edit", question=exchange.question)}>{esc(t("edit"))}</button>'
        )
    if answer is not None:
        buttons.append(_thumbs(exchange, turn, t))
        meta = {"n": len(answer.hits), "ms": t.number(exchange.milliseconds)}
        said = t("meta", **meta) if exchange.milliseconds else t("passages", n=len(answer.hits))
        buttons.append(f"<span>{esc(said)}</span>")
    return f'<div class="tools">{"".join(buttons)}</div>{_word(exchange, turn, t)}'


def _thumbs(exchange: Exchange, turn: int, t: Words) -> str:
    """The two thumbs of an answer that the history holds."""
    if exchange.kept is None:
        return ""
    parts = []
    for helpful, sign, key in ((True, THUMB_UP, "thumb_up"), (False, THUMB_DOWN, "thumb_down")):
        pressed = "true" if exchange.helpful is helpful else "false"
        parts.append(
            f'<button type="button" class="thumb" aria-pressed="{pressed}" title="{esc(t(key))}" '
            f'aria-label="{esc(t(key))}"{attributes(act="thumb", turn=turn, helpful=int(helpful))}>{sign}</button>'
        )
    return "".join(parts)


def _word(exchange: Exchange, turn: int, t: Words) -> str:
    """Under a thumb, room for a word about the answer, or the word that was given."""
    if exchange.kept is None or exchange.helpful is None:
        return ""
    said = t("word_kept", word=exchange.word) if exchange.word else t("thumb_kept")
    field = f"word-{turn}"
    return (
        f'<div class="judged"><p class="soft" role="status">{esc(said)}</p>'
        f'<form class="line"{attributes(act="word", turn=turn)}><label class="vh" for="{field}">{esc(t("word"))}</label>'
        f'<input id="{field}" name="word" value="{esc(exchange.word)}" maxlength="2000" autocomplete="off" '
        f'placeholder="{esc(t("word"))}"><button type="submit">{esc(t("word_send"))}</button></form></div>'
    )


def _read_as(exchange: Exchange, turn: int, t: Words) -> str:
    answer = exchange.answer
    if exchange.exact:
        return f'<p class="read">{esc(t("exact_done"))}</p>'
    if answer is None or answer.searched_as.strip() == exchange.question.strip():
        return ""
    button = f'<button type="button"{attributes(act="exact", turn=turn)}>{esc(t("exact"))}</button>'
    return f'<p class="read">{esc(t("read_as"))} <i>{esc(answer.searched_as)}</i> · {button}</p>'


def exchange_html(exchange: Exchange, turn: int, last: bool, t: Words) -> str:
    """One question and its answer."""
    answer = exchange.answer
    body = answer_body(answer, turn, t) if answer is not None else _progress(exchange, t)
    if exchange.note:
        body = f'<p class="stage">{esc(exchange.note)}</p>{body}'
    suggested = ""
    if last and exchange.suggested:
        suggested = f'<div class="next"><h3>{esc(t("next"))}</h3>{_chips(exchange.suggested)}</div>'
    finished = exchange.stage in (Stage.DONE, Stage.STOPPED, Stage.FAILED)
    return (
        f'<section class="turn" id="turn-{turn}"><h2 class="vh">{esc(t("you"))}</h2>'
        f'<div class="q">{esc(exchange.question)}</div>{_read_as(exchange, turn, t)}'
        f'<h2 class="vh">{esc(t("answer"))}</h2><div class="a">{body}</div>'
        f"{_tools(exchange, turn, last, t) if finished else ''}{suggested}</section>"
    )


def _chips(questions: Sequence[str]) -> str:
    """Questions to click."""
    buttons = (
        f'<button type="button" class="chip"{attributes(act="ask", question=q)}>{esc(q)}</button>' for q in questions
    )
    return f'<div class="chips">{"".join(buttons)}</div>'


def conversation(exchanges: Sequence[Exchange], examples: Sequence[str], t: Words) -> str:
    """The whole conversation; before the first question a welcome with examples."""
    if not exchanges:
        offered = f"<h3>{esc(t('examples'))}</h3>{_chips(examples)}" if examples else ""
        return f'<div class="welcome"><h2>{esc(t("welcome"))}</h2><p>{esc(t("welcome_text"))}</p>{offered}</div>'
    last = len(exchanges)
    return "".join(exchange_html(e, i, i == last, t) for i, e in enumerate(exchanges, 1))


def where(section: Sequence[str], page: int | None, t: Words) -> str:
    """The place inside a document as a reader names it (text, not markup)."""
    parts = [" › ".join(section)] if section else []
    if page is not None:
        parts.append(t("page", n=page))
    return " · ".join(parts)


def reference(title: str, section: Sequence[str], page: int | None, t: Words, date: str = "") -> str:
    """A source as one line of text, to paste elsewhere: title, section, page, and the document's date where it has one."""
    return ", ".join(part for part in (title, where(section, page, t), written_date(date, t)) if part)


def written_date(date: str, t: Words) -> str:
    """A date as it is written in this language where it is one of ISO 8601, else as the document has it."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", date)
    if match is None or t.lang == "en":
        return date if match is None else match[0]
    return f"{int(match[3])}/{int(match[2])}/{match[1]}"


def span_of(start: int, end: int, text: str) -> Span:
    """A span held inside ``text``, whatever was asked for."""
    start = min(max(start, 0), len(text))
    return Span(start, min(max(end, start), len(text)))
