"""A definition is quoted from its term on: what stands before it in the sentence says something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from index.abbreviations import initials
from rag.evidence.kinds import Kind, kind_of
from rag.terms import tokens

_TERM = re.compile(
    r"^\W*(?:(?:hãy|xin|cho biết|nêu|giải thích|trình bày|(?:như )?thế nào là|định nghĩa|khái niệm|thuật ngữ|cụm từ|về|của"
    r"|what is|what does|define|the definition of|an?|the)\s+)*(?P<term>.+?)"
    r"(?:,?\s+(?:nói|hiểu|giải thích)(?: cho| thật| một cách)? (?:dễ hiểu|đơn giản|ngắn gọn),?)?"
    r"(?:\s+(?:(?:được|có) (?:hiểu|nghĩa|định nghĩa)|nghĩa|là|mean|stand for)(?:\s.*)?)?\W*$"
)
_SAYS: Final = (
    r"[\"”’)]?\s*(?:\([^()]{1,120}\)\s*)?"
    r"(?:,?\s*(?:theo nghĩa (?:rộng|hẹp)|về (?:bản chất|thực chất)|thực chất|trước hết)\s*,?\s*)?"
    r"(?:là|nghĩa là|có nghĩa|được (?:hiểu|định nghĩa|coi|xem)|chỉ|tức là|bao gồm|is|are|means|refers to)\b"
)
_CLAUSE = re.compile(r"(?:[,;:–—]|(?<!\w)rằng|(?<!\w)that)\s+")
_WORD = re.compile(r"[^\W_]+")
_EARLY: Final = 3
"""Words of the clause that may stand before the term ("khái niệm ...")."""


def term_of(question: str) -> str:
    """The term whose definition is asked for, in lower case; empty where none is."""
    asked = _TERM.match(question.lower()) if kind_of(question) is Kind.DEFINITION else None
    return asked["term"] if asked else ""


def named(term: str, texts: Iterable[str]) -> bool:
    """Whether a term is named in any of the texts: its words in their order, one other between two of them at most
    ("chấn thương phần mềm" for "chấn thương mềm"), or its initials."""
    words = tokens(term)
    ways = [r"(?: \S+)? ".join(map(re.escape, words)), re.escape(initials(words).lower())]
    found = re.compile(rf"(?<!\S)(?:{'|'.join(ways if len(words) > 1 else ways[:1])})(?!\S)")
    return any(found.search(" ".join(tokens(text))) for text in texts)


def definition_start(term: str, quote: str) -> int | None:
    """Where the definition of a term begins in ``quote``: the clause that opens with it, or with its initials, and goes on to
    say what it is. None where there is no such clause."""
    lowered = quote.lower()
    if not term or len(lowered) != len(quote):
        return None
    named = "|".join(re.escape(name) for name in (term, initials(term.split()).lower()) if len(name) > 1)
    said = re.compile(rf"(?<!\w)(?:{named}){_SAYS}").search(lowered) if named else None
    if said is None:
        return None
    begins = [0, *(found.end() for found in _CLAUSE.finditer(lowered, 0, said.start()))][-1]
    return begins if len(_WORD.findall(lowered, begins, said.start())) <= _EARLY else None
