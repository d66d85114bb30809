"""Plain text for terminals: what a person reads after ``search``, ``ask``, ``list`` and ``show``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from index.types import Hit, SearchResult
from rag.types import Answer, Outcome

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WIDTH = 100

_WORDS = {
    "vi": {
        "read_as": "Đã hiểu là",
        "page": "trang",
        "also": "cũng có trong",
        "sources": "Nguồn",
        "nearest": "Gần nhất, có thể không trả lời câu hỏi",
        "nothing": "Không tìm thấy đoạn nào.",
        "unsupported": "(câu này không có căn cứ trong tài liệu)",
    },
    "en": {
        "read_as": "Understood as",
        "page": "page",
        "also": "also in",
        "sources": "Sources",
        "nearest": "Nearest, may not answer the question",
        "nothing": "No passage found.",
        "unsupported": "(no document supports this sentence)",
    },
}


def safe(text: str) -> str:
    """Text of a document for a terminal: control characters and bidirectional overrides removed."""
    return _CONTROL.sub("", text).encode("utf-8", "backslashreplace").decode("utf-8")


def place(title: str, section: Iterable[str], page: int | None, lang: str = "vi") -> str:
    """``title › section › ..., trang n``."""
    path = " › ".join(safe(part) for part in (title, *section))
    return f"{path}, {_WORDS[lang]['page']} {page}" if page is not None else path


def _wrapped(text: str, indent: str) -> str:
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent) if line.strip() else ""
        for line in safe(text).split("\n")
    )


def hits_text(hits: Iterable[Hit], lang: str = "vi") -> str:
    """Ranked passages, each with its place and its words."""
    words = _WORDS[lang]
    blocks = []
    for hit in hits:
        passage = hit.passage
        lines = [f"{hit.rank}. {place(hit.title, passage.section, passage.page, lang)}  ({hit.score:.3f})"]
        lines.append(_wrapped(passage.text, "   "))
        lines += [f"   {words['also']}: {place(p.title, p.section, p.page, lang)}" for p in hit.also_in]
        lines += [f"   · {safe(reason)}" for reason in hit.reasons]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def search_text(result: SearchResult, lang: str = "vi") -> str:
    """What ``search`` prints."""
    words = _WORDS[lang]
    head = f"{words['read_as']}: {safe(result.searched_as)}\n\n" if result.searched_as != result.question else ""
    return head + (hits_text(result.hits, lang) or words["nothing"])


def answer_text(answer: Answer, lang: str = "vi") -> str:
    """What ``ask`` prints: the answer, then its numbered sources (or the nearest passages)."""
    words = _WORDS[lang]
    parts = []
    if answer.searched_as != answer.question:
        parts.append(f"{words['read_as']}: {safe(answer.searched_as)}")
    text = answer.text
    for sentence in reversed(answer.checked):
        if not sentence.supported:
            text = f"{text[: sentence.end]} {words['unsupported']}{text[sentence.end :]}"
    parts.append("\n".join(textwrap.fill(line, WIDTH) for line in safe(text).split("\n")))
    if answer.outcome is Outcome.NO_EVIDENCE:
        if answer.hits:
            parts.append(f"{words['nearest']}:")
            parts.append(hits_text(answer.hits[:2], lang))
        return "\n\n".join(parts)
    cards: dict[int, str] = {}
    for citation in answer.citations:
        where = place(citation.title, citation.section, citation.page, lang)
        cards.setdefault(citation.marker, f"[{citation.marker}] {where}\n    {safe(citation.source)}")
    parts.append(f"{words['sources']}:\n" + "\n".join(cards[number] for number in sorted(cards)))
    return "\n\n".join(parts)
