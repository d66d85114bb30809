"""Source cards: what an answer was copied from, and the passages near the question. Pure, like ``ui.render``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import Passage, Span
from index.types import Hit, Location, TableHeader
from index.widening import Widened
from rag.phrases import is_reply
from rag.types import Answer, Citation, Outcome
from ui.markup import Piece, attributes, esc, lines_of, paragraphs
from ui.render import Exchange, Wide, anchor, reference, where
from ui.strings import Words

CONTEXT = 160
"""Code points shown on each side of a quote."""

NEAR = 320
"""Code points shown of a passage that was not quoted."""

SHOWN_LOCATIONS = 4
"""Other places of the same words that a card names."""


@dataclass(frozen=True, slots=True)
class Card:
    """One numbered source. ``spans`` are the cited stretches and ``start`` the place of ``text``, both in the document.

    ``passage`` is what was found, None when only its quote is known; ``wide`` what is shown around it; ``header`` that of a
    table which the passage goes on with.
    """

    number: int
    document_id: str
    title: str
    section: tuple[str, ...]
    page: int | None
    text: str
    start: int
    spans: tuple[Span, ...] = ()
    quotes: tuple[str, ...] = ()
    score: float | None = None
    also_in: tuple[Location, ...] = ()
    passage: Passage | None = None
    wide: Wide | None = None
    header: TableHeader | None = None

    @property
    def place(self) -> Span:
        """What the viewer is to show: the first quote, or else the passage."""
        return self.spans[0] if self.spans else Span(self.start, self.start + len(self.text))


def _cited(number: int, citations: Sequence[Citation], hit: Hit | None) -> Card:
    first = citations[0]
    spans = tuple(sorted({Span(c.start, c.end) for c in citations}))
    quotes = tuple(dict.fromkeys(c.quote for c in sorted(citations, key=lambda c: c.start)))
    if hit is None:  # cited from a passage that is not among those shown: the quote is all there is
        return Card(
            number, first.document_id, first.title, first.section, first.page, first.quote, first.start, spans, quotes
        )
    passage = hit.passage
    return Card(
        number, first.document_id, first.title, passage.section, first.page, passage.text, passage.start, spans,
        quotes, hit.score, hit.also_in, passage, header=hit.header,
    )  # fmt: skip


def cards_of(answer: Answer, wide: Sequence[Wide] = ()) -> tuple[list[Card], list[Card]]:
    """The cards of what was cited, in the order of their markers, and those of the other passages, numbered on."""
    around = {one.number: one for one in wide}
    by_marker: dict[int, list[Citation]] = {}
    for citation in answer.citations:
        by_marker.setdefault(citation.marker, []).append(citation)
    hits = {hit.passage.id: hit for hit in answer.hits}
    cited = [_cited(n, by_marker[n], hits.get(by_marker[n][0].passage_id)) for n in sorted(by_marker)]
    used = {citation.passage_id for citation in answer.citations}
    rest = [hit for hit in answer.hits if hit.passage.id not in used]
    near = [_near(number, hit) for number, hit in enumerate(rest, max(by_marker, default=0) + 1)]
    cited, near = ([replace(card, wide=around.get(card.number)) for card in cards] for cards in (cited, near))
    return cited, near


def passage_of(answer: Answer | None, number: int) -> Passage | None:
    """The passage behind card ``number``, where there is one."""
    if answer is None:
        return None
    return next((card.passage for cards in cards_of(answer) for card in cards if card.number == number), None)


def _near(number: int, hit: Hit) -> Card:
    p = hit.passage
    return Card(
        number, p.document_id, hit.title, p.section, p.page, p.text, p.start, score=hit.score, also_in=hit.also_in,
        passage=p, header=hit.header,
    )  # fmt: skip


def _cut(text: str, at: int, step: int) -> int:
    """``at`` moved towards ``step`` (1 or -1) to the next white space within thirty code points, so no word is cut."""
    for moved in range(30):
        i = at + step * moved
        if i <= 0 or i >= len(text):
            return min(max(i, 0), len(text))
        if text[i - (step > 0)].isspace():
            return i
    return at


def _body(card: Card) -> int:
    """Where the passage begins after the headings that the card names anyway; at most its first quote."""
    at = 0
    for line in card.text.splitlines(keepends=True):
        if line.strip() and line.strip() not in (card.title, *card.section):
            break
        at += len(line)
    first = min((start - card.start for start, _ in card.spans), default=at)
    return max(0, min(at, first)) if at < len(card.text) else 0


def excerpt(card: Card) -> list[Piece]:
    """The quotes with the words around them; what is left out between them becomes an ellipsis."""
    if card.wide is not None:
        return _widened(card, card.wide.stretch)
    text, begin = card.text, _body(card)
    if not card.spans:
        end = len(text) if len(text) - begin <= NEAR else _cut(text, begin + NEAR, -1)
        last = text.rfind("\n", begin, end)
        if end < len(text) and last > 0 and "\t" in text[last + 1 :].split("\n", 1)[0]:
            end = last  # no row is cut
        shown = Piece(text[begin:end].rstrip() + ("…" if end < len(text) else ""))
        return [shown] if card.header is None else [Piece(card.header.text), Piece("\n"), shown]
    inside = [
        Span(s - card.start, e - card.start) for s, e in card.spans if card.start <= s < e <= card.start + len(text)
    ]
    if len(inside) < len(card.spans):  # a quote from elsewhere, such as the header of a table: quoted on its own
        return [piece for quote in card.quotes for piece in (Piece(quote, "quoted"), Piece("\n"))]
    pieces: list[Piece] = []
    at = max(inside[0].start - CONTEXT, begin)
    if at > begin:
        at = _cut(text, at, 1)
        pieces.append(Piece("…"))
    for i, (start, end) in enumerate(inside):
        pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[max(start, at) : end], "quoted"))
        at = max(at, end)
        following = inside[i + 1].start if i + 1 < len(inside) else len(text)
        if following - at > 2 * CONTEXT or (i + 1 == len(inside) and following - at > CONTEXT):
            stop = _cut(text, at + CONTEXT, -1)
            pieces.append(Piece(text[at:stop].rstrip() + ("…" if i + 1 == len(inside) else " … ")))
            at = len(text) if i + 1 == len(inside) else _cut(text, following - CONTEXT, 1)
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]


def _widened(card: Card, stretch: Widened) -> list[Piece]:
    """The whole stretch: the passage that was found stays marked (``near``) and the quotes in it (``quoted``)."""
    text, end = stretch.text, stretch.hit_end
    pieces = []
    if card.header is not None and card.header.end < stretch.start:
        pieces = [Piece(card.header.text), Piece("\n")]
    pieces.append(Piece(text[: stretch.hit_start]))
    at = stretch.hit_start
    for start, stop in card.spans:
        first, last = max(start - stretch.start, at), min(stop - stretch.start, end)
        if first < last:
            pieces += [Piece(text[at:first], "near"), Piece(text[first:last], "quoted")]
            at = last
    pieces += [Piece(text[at:end], "near"), Piece(text[end:])]
    return [piece for piece in pieces if piece.text]


_WORD = re.compile(r"[^\W_]+")


def shared_words(question: str, text: str, most: int = 4) -> list[str]:
    """The longest runs of the question's words that stand in ``text`` one after the other, as they are written there.

    A run has two words or more, or is a number; the longest come first, at most ``most``.
    """
    wanted = [match[0].lower() for match in _WORD.finditer(question)][:60]
    found = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(text[:4_000])]
    places: dict[str, list[int]] = {}
    for i, (word, _, _) in enumerate(found):
        places.setdefault(word, []).append(i)
    runs: dict[str, tuple[int, str]] = {}
    at = 0
    while at < len(wanted):
        length, start = max(((_run(wanted, at, found, i), -i) for i in places.get(wanted[at], [])), default=(0, 0))
        if length >= 2 or (length and wanted[at].isdigit()):
            shown = text[found[-start][1] : found[-start + length - 1][2]]
            runs.setdefault(shown.lower(), (length, shown))
        at += max(length, 1)
    return [shown for _, shown in sorted(runs.values(), key=lambda run: -run[0])[:most]]


def _run(wanted: list[str], at: int, found: list[tuple[str, int, int]], i: int) -> int:
    """How many words agree from here on."""
    length = 0
    while at + length < len(wanted) and i + length < len(found) and wanted[at + length] == found[i + length][0]:
        length += 1
    return length


def _open(document: str, span: Span, turn: int) -> str:
    return attributes(act="open", document=document, start=span.start, end=span.end, turn=turn)


def _also(card: Card, turn: int, t: Words) -> str:
    if not card.also_in:
        return ""
    places = []
    for location in card.also_in[:SHOWN_LOCATIONS]:
        label = reference(location.title, location.section, location.page, t)
        span = Span(location.start, location.end)
        places.append(
            f'<button type="button" class="link"{_open(location.document_id, span, turn)}>'
            f"<bdi>{esc(label)}</bdi></button>"
        )
    more = f" +{len(card.also_in) - SHOWN_LOCATIONS}" if len(card.also_in) > SHOWN_LOCATIONS else ""
    return f'<p class="also">{esc(t("also_in"))} {"; ".join(places)}{more}</p>'


def _widening(card: Card, turn: int, t: Words) -> str:
    """The buttons that show more and less of what surrounds the passage."""
    if card.passage is None:
        return ""
    shown = [] if card.wide is not None and card.wide.whole else ["wider"]
    shown += [] if card.wide is None else ["narrower"]
    return "".join(
        f'<button type="button" class="link"{attributes(act="widen", how=how, turn=turn, number=card.number)}>'
        f"{esc(t(how))}</button>"
        for how in shown
    )


def card_html(card: Card, turn: int, exchange: Exchange, t: Words, *, on: bool = False) -> str:
    """One source card of an exchange; ``on`` is the one a person is at."""
    path = where(card.section, card.page, t)
    quoted = " … ".join(card.quotes)
    cite = reference(card.title, card.section, card.page, t, exchange.dates.get(card.document_id, ""))
    cite = f"“{quoted}” ({cite})" if quoted else cite
    question = exchange.question if exchange.answer is None else exchange.answer.searched_as
    words = shared_words(question, card.text)
    why = [t("matched", words=", ".join(words)) if words else t("near_in_meaning")]
    if card.score:  # 0 where nothing was searched for
        why.append(t("score", score=t.number(card.score, 2)))
    return (
        f'<article class="card{" on" if on else ""}" id="{anchor(turn, card.number)}" tabindex="-1">'
        f'<h3><span class="n"><span class="vh">{esc(t("source_n", n=""))}</span>{card.number}</span>'
        f"<bdi>{esc(card.title)}</bdi></h3>"
        + (f'<p class="path"><bdi>{esc(path)}</bdi></p>' if path else "")
        + f'<div class="quote">{paragraphs(lines_of(excerpt(card)), records=True)}</div>'
        f'<div class="foot"><span class="why">{esc(" · ".join(why))}</span>'
        f'<span class="acts">{_widening(card, turn, t)}'
        f'<button type="button" class="link"{attributes(copy=cite, done=t("copied"))}>'
        f"{esc(t('cite'))}</button>"
        f'<button type="button" class="link" aria-label="{esc(t("open_named", title=card.title))}"'
        f"{_open(card.document_id, card.place, turn)}>{esc(t('open'))}</button></span></div>"
        f"{_also(card, turn, t)}"
        f'<a class="jump back" href="#turn-{turn}">{esc(t("back"))}</a></article>'
    )


def sources(exchanges: Sequence[Exchange], t: Words, at: tuple[int, int] | None = None) -> str:
    """The cards of every answer of the conversation, one group a turn. Open is the last one, or that of the card a person
    is ``at``: its turn and number."""
    if not exchanges:
        return f'<h2>{esc(t("sources"))}</h2><p class="soft">{esc(t("sources_none"))}</p>'
    groups = []
    for turn, exchange in enumerate(exchanges, 1):
        answer = exchange.answer
        on = " on" if turn == (at[0] if at else len(exchanges)) else ""
        if answer is None or not answer.hits:
            text = t("sources_none") if answer is None or is_reply(answer.text) else t("sources_empty")
            groups.append(f'<div class="group{on}" id="sources-{turn}"><p class="soft">{esc(text)}</p></div>')
            continue
        cited, others = cards_of(answer, exchange.wide)
        first, rest = (
            "".join(card_html(card, turn, exchange, t, on=at == (turn, card.number)) for card in cards)
            for cards in (cited, others)
        )
        head = t("sources")
        if answer.outcome is Outcome.NO_EVIDENCE:
            head = t("nearest")
        elif others:
            first += f'<h2 class="rest">{esc(t("others"))}</h2>'
        groups.append(f'<div class="group{on}" id="sources-{turn}"><h2>{esc(head)}</h2>{first}{rest}</div>')
    return "".join(groups)
