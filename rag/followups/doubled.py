"""Two questions in one: "ASEAN thành lập khi nào và gồm mấy nước?" is asked as two, the second about what the first is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from corpus.document import Span
from corpus.vietnamese import is_accented, nfc
from index.types import Hit
from rag.followups.conversation import LONGEST, complete
from rag.phrases import marker
from rag.types import Answer, Citation, Outcome, Turn

_ASKS: Final = (
    "khi nào|bao giờ|năm nào|ngày nào|tháng nào|ở đâu|từ đâu|là ai|bởi ai|do ai|là gì|làm gì|gồm gì|những gì|bao nhiêu|bao lâu"
    "|bao xa|mấy|vì sao|tại sao|như thế nào|thế nào|ra sao|nào|gì|ai"
)
_ASKING: Final = rf"(?<!\w)(?:{_ASKS})(?!\w)"
_HALVES: Final = re.compile(
    rf"(?P<first>[^?.;\s][^?;]*?{_ASKING}(?: [^\W\d_]+){{0,2}}),? và (?P<second>[^?]*{_ASKING}[^?]*)\??\s*",
    re.IGNORECASE,
)
"""The first half asks right before "và"; the second asks as well."""
_LEAST: Final = 2
"""Words of the second half."""
_MARKER: Final = re.compile(r"\[(\d{1,4})\]")


def halves(question: str) -> tuple[str, str] | None:
    """The two questions of one; None where it is one. Heard only with accents: without them too many words ask."""
    text = nfc(question)
    found = _HALVES.fullmatch(text) if len(text) <= LONGEST and is_accented(text) else None
    if found is None or len(found["second"].split()) < _LEAST:
        return None
    second = found["second"].strip()
    return f"{found['first'].strip()}?", f"{second[0].upper()}{second[1:]}?"


def answer_halves(question: str, answer_of: Callable[[str], Answer]) -> Answer | None:
    """The answers to both questions, or to the one that has any; None where a question is no two, or neither has one."""
    parts = halves(question)
    if parts is None:
        return None
    first = answer_of(parts[0])
    second = answer_of(complete(parts[1], [Turn(parts[0], first)]).question)
    answered = [one for one in (first, second) if one.outcome is Outcome.ANSWERED]
    if not answered:
        return None
    found = answered[0] if len(answered) == 1 else joined(first, second)
    return replace(found, question=question)


def joined(first: Answer, second: Answer) -> Answer:
    """One answer below the other without the paragraphs that say again what was said, the sources numbered through."""
    numbers = {citation.passage_id: citation.marker for citation in first.citations}
    said = {(one.document_id, one.start, one.end) for one in first.citations}
    text, citations = first.text, list(first.citations)
    for start, end in _paragraphs(second):
        own = [one for one in second.citations if start <= one.answer_start < end]
        if all((one.document_id, one.start, one.end) in said for one in own):
            continue
        for citation in own:
            numbers.setdefault(citation.passage_id, len(set(numbers.values())) + 1)
        renumbered = {one.marker: numbers[one.passage_id] for one in own}
        text += "\n\n"
        at = start
        for citation in own:
            text += _ours(second.text[at : citation.answer_start], renumbered)
            citations.append(_moved(citation, len(text) - citation.answer_start, numbers[citation.passage_id]))
            text += citation.quote
            at = citation.answer_end
        text += _ours(second.text[at:end], renumbered)
    return replace(
        first,
        searched_as=f"{first.searched_as} {second.searched_as}",
        confidence=min(first.confidence, second.confidence),
        text=text,
        citations=tuple(citations),
        hits=_both(first.hits, second.hits),
    )


def _paragraphs(answer: Answer) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of an answer begin and end; a blank line within a quote parts none."""
    start = 0
    for gap in re.finditer("\n\n", answer.text):
        if not any(one.answer_start < gap.end() and gap.start() < one.answer_end for one in answer.citations):
            yield start, gap.start()
            start = gap.end()
    yield start, len(answer.text)


def _moved(citation: Citation, by: int, number: int) -> Citation:
    """A citation further on in another answer, where its source has another number."""
    return replace(
        citation,
        marker=number,
        answer_start=citation.answer_start + by,
        answer_end=citation.answer_end + by,
        emphasis=tuple(Span(span.start + by, span.end + by) for span in citation.emphasis),
    )


def _ours(words: str, numbers: dict[int, int]) -> str:
    """Words of ours with their markers renumbered."""
    return _MARKER.sub(lambda found: marker(numbers.get(int(found[1]), int(found[1]))), words)


def _both(first: Sequence[Hit], second: Sequence[Hit]) -> tuple[Hit, ...]:
    known = {hit.passage.id for hit in first}
    hits = [*first, *(hit for hit in second if hit.passage.id not in known)]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1))
