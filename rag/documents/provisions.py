"""Provisions: "Điều 12 Luật Đường sắt quy định gì?" is answered with the article itself, word for word.

The question is recognised by its form, and only where it asks for nothing but the provision; what asks for something in it
is searched like any other question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from corpus.document import Passage, Span
from corpus.headings import NAMED_KINDS, Marker, marker
from index.types import DocumentInfo
from rag.phrases import ELLIPSIS
from rag.terms import tokens
from rag.wording import LONGEST_REQUEST, Spoken, said_in
from rag.writer import Writer

_REFERENCE: Final = Spoken(
    r"\b(?:điểm (?P<point>[a-zđ]) )?(?:khoản (?P<clause>\d{1,3}) )?(?:của )?điều (?P<article>\d{1,4})\b"
    r"(?:,? khoản (?P<clause2>\d{1,3})\b)?(?:,? điểm (?P<point2>[a-zđ])\b)?"
)
_FILLERS: Final = Spoken(
    r"\b(?:quy định|nội dung|như thế nào|thế nào|ra sao|những gì|điều gì|cái gì|là gì|gồm|bao gồm|có|nói|viết|nêu|ghi|về|gì|của"
    "|trong|theo|tại|ở|hãy|cho|tôi|mình|em|biết|xem|đọc|trích|trích dẫn|chi tiết|cụ thể|đầy đủ|nguyên văn|toàn văn|thì|là|này"
    r"|trên|đó|giúp|với|ạ|nhé|còn|thế|vậy|thì sao|sao)\b"
)
_LINES: Final = 40
_SYLLABLES: Final = 480
"""Of a provision that is quoted; what is longer ends in an ellipsis, and the card leads to the rest."""
PASSAGES: Final = 20_000
"""Of a document, in which a provision is looked for."""


@dataclass(frozen=True, slots=True)
class Provision:
    """An article, or a clause of it, or a point of that; ``words`` are what else the question says: the document's name.
    ``bare`` words have no accents."""

    article: int
    clause: int | None = None
    point: str | None = None
    words: tuple[str, ...] = ()
    bare: bool = False

    @property
    def label(self) -> str:
        """As it is cited: "Điểm a khoản 2 Điều 12"."""
        parts = [f"điểm {self.point}"] if self.point else []
        parts += [f"khoản {self.clause}"] if self.clause else []
        said = " ".join([*parts, f"Điều {self.article}"])
        return said[:1].upper() + said[1:]


def asked_for(question: str) -> Provision | None:
    """The provision that a question names; None where it names none, or several."""
    said, bare = said_in(question, LONGEST_REQUEST)
    found = list(_REFERENCE.form(bare=bare).finditer(said))
    if len(found) != 1:
        return None
    one = found[0]
    clause, point = one["clause"] or one["clause2"], one["point"] or one["point2"]
    rest = without_fillers(f"{said[: one.start()]} {said[one.end() :]}", bare=bare)
    point = {"y": "i"}.get(point or "", point)  # the canonical form of a lone i
    return Provision(int(one["article"]), int(clause) if clause else None, point, rest, bare)


def without_fillers(said: str, *, bare: bool) -> tuple[str, ...]:
    """The words of a request but those that only ask for what is written."""
    return tuple(_FILLERS.form(bare=bare).sub(" ", said).split())


Test = Callable[[str], bool]


class _Line(NamedTuple):
    passage: int
    span: Span  # of the passage's text
    text: str


def has_articles(passages: Sequence[Passage]) -> bool:
    """Whether these are of a document that has articles at all."""
    return any(
        (found := _named(line)) is not None and found.kind == "article"
        for passage in passages
        for line in passage.text.split("\n")
    )


def quoted(passages: Sequence[Passage], info: DocumentInfo, provision: Provision) -> Writer | None:
    """The provision, line by line, out of all passages of its document; None where there is none of this number."""
    lines = list(_narrowed(list(_article(passages, provision.article)), provision))
    if not lines:
        return None
    writer, hit_of = Writer.over(info, passages, {line.passage for line in lines})
    used = 0
    last = 0
    for number, line in enumerate(lines):
        used += len(tokens(line.text))
        if number and (number == _LINES or used > _SYLLABLES):
            writer.mark(last)
            writer.say(f"\n{ELLIPSIS}")
            return writer
        hit = hit_of[line.passage]
        if number:
            below_heading = number == 1 and _named(line.text) is None and _named(lines[0].text)
            writer.next_line(last, hit, "\n\n" if below_heading else "\n")
        last = hit
        start = passages[line.passage].start
        writer.copy(hit, start + line.span.start, start + line.span.end)
    writer.mark(last)
    return writer


def _article(passages: Sequence[Passage], article: int) -> Iterator[_Line]:
    """The lines of an article, its heading the first: up to the next line that begins an article or something above it."""
    inside = False
    for number, passage in enumerate(passages):
        at = 0
        for line in passage.text.split("\n"):
            span, at = Span(at, at + len(line)), at + len(line) + 1
            found = _named(line)
            if found is not None:
                if inside:
                    return
                inside = found.kind == "article" and found.number == (article,)
            if inside and line.strip():
                yield _Line(number, span, line)


def _named(line: str) -> Marker | None:
    """The marker of an article, or of what stands above articles."""
    found = marker(line)
    above = NAMED_KINDS[: NAMED_KINDS.index("article") + 1]
    return found if found is not None and found.kind in above else None


def _narrowed(lines: Sequence[_Line], provision: Provision) -> Iterator[_Line]:
    """Of an article the clause, of that the point that is asked for; an article's heading goes before."""
    if provision.clause is None and provision.point is None:
        yield from lines
        return
    head, rest = lines[:1], lines[1:]
    if provision.clause is not None:
        rest = _part(rest, lambda line: _clause_of(line) == provision.clause, lambda line: _clause_of(line) is not None)
    if provision.point is not None:
        opening = [line for line in rest[:1] if provision.clause is not None]
        points = _part(
            rest,
            lambda line: _point_of(line) == provision.point,
            lambda line: _point_of(line) is not None or _clause_of(line) is not None,
        )
        rest = [*(line for line in opening if line not in points), *points] if points else []
    if rest:
        yield from (*head, *rest)


def _part(lines: Sequence[_Line], opens: Test, ends: Test) -> list[_Line]:
    """From the first line that ``opens`` to before the next that ``ends``."""
    start = next((place for place, line in enumerate(lines) if opens(line.text)), None)
    if start is None:
        return []
    stop = next((place for place, line in enumerate(lines) if place > start and ends(line.text)), len(lines))
    return list(lines[start:stop])


def _clause_of(line: str) -> int | None:
    found = re.match(r"\s*(?:Khoản )?(\d{1,3})[.)]\s", line)
    return int(found[1]) if found else None


def _point_of(line: str) -> str | None:
    found = re.match(r"\s*(?:Điểm )?([a-zđ])[.)]\s", line)
    return found[1] if found else None
