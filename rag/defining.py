"""A definition is quoted from its term on: what stands before it in the sentence says something else."""

from __future__ import annotations

import re
from typing import Final

from rag.kinds import Kind, kind_of

_TERM = re.compile(
    r"^\W*(?:(?:hãy|xin|cho biết|nêu|giải thích|trình bày|thế nào là|định nghĩa|khái niệm|thuật ngữ|cụm từ|về|của"
    r"|what is|what does|define|the definition of|an?|the)\s+)*(?P<term>.+?)"
    r"(?:\s+(?:(?:được|có) (?:hiểu|nghĩa|định nghĩa)|nghĩa|là|mean|stand for)(?:\s.*)?)?\W*$"
)
_SAYS: Final = (
    r"[\"”’)]?\s*(?:\([^()]{1,120}\)\s*)?"
    r"(?:,?\s*(?:theo nghĩa (?:rộng|hẹp)|về (?:bản chất|thực chất)|thực chất|trước hết)\s*,?\s*)?"
    r"(?:là|nghĩa là|có nghĩa|được (?:hiểu|định nghĩa|coi|xem)|chỉ|tức là|bao gồm|is|are|means|refers to)\b"
)
_CLAUSE = re.compile(r"(?:[,;:–—]|(?<!\w)rằng|(?<!\w)that)\s+")
_EARLY: Final = 3
"""Words of the clause that may stand before the term ("khái niệm ...")."""


def definition_start(question: str, quote: str) -> int:
    """Where the definition begins in ``quote``: the clause that opens with the term asked for and goes on to say what it
    is. 0 where the question asks for no definition, and where the term opens the sentence or no clause."""
    if kind_of(question) is not Kind.DEFINITION:
        return 0
    lowered = quote.lower()
    asked = _TERM.match(question.lower())
    if asked is None or len(lowered) != len(quote):
        return 0
    said = re.compile(rf"(?<!\w){re.escape(asked['term'])}{_SAYS}").search(lowered)
    if said is None:
        return 0
    clauses = [found.end() for found in _CLAUSE.finditer(lowered, 0, said.start())]
    if not clauses or len(lowered[clauses[-1] : said.start()].split()) > _EARLY:
        return 0
    return clauses[-1]
