"""Plain text for terminals: what a person reads after ``search``, ``ask``, ``list`` and ``show``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from index.types import Hit, SearchResult
from rag.types import Answer, Outcome
from ui.tables import grouped, padded

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


def _wrapped(text: str, indent: str = "") -> str:
    """Running text at the width of a terminal, its tables in columns."""
    parts = []
    for columns, lines in grouped(safe(text).split("\n"), lambda line: line.count("\t") + 1):
        if columns:
            parts.append(_table([padded(line.split("\t"), columns) for line in lines], indent))
        else:
            parts += [_filled(line.replace("\t", " · "), indent) for line in lines]
    return "\n".join(parts)


def _filled(line: str, indent: str) -> str:
    if not line.strip():
        return ""
    return textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _table(rows: list[tuple[str, ...]], indent: str) -> str:
    """Rows in columns where they fit; else each row downwards, its cells beside what the header calls them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *others = rows
    if len(indent) + sum(widths) + 3 * (len(widths) - 1) <= WIDTH:
        rule = "─┼─".join("─" * width for width in widths)
        lines = [" │ ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
        return "\n".join(f"{indent}{line}".rstrip() for line in (lines[0], rule, *lines[1:]))
    return "\n\n".join(
        "\n".join(
            _filled(f"{name}: {cell}" if name else cell, indent) for name, cell in zip(head, row, strict=True) if cell
        )
        for row in others
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
    parts.append(_wrapped(text))
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
