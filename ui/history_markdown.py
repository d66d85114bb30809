"""A conversation as Markdown, with the sources of every answer, to keep or to send.

Questions, titles and quotes are hostile text: everything is escaped, so that no reader of Markdown sees markup in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from corpus.document import UPLOAD
from rag.types import Answer, Citation, Outcome
from ui.history import Conversation, StoredTurn
from ui.plain import safe
from ui.tables import grouped, padded

_WORDS: Final = {
    "vi": {
        "about": "Hỏi Đáp, {n} câu hỏi, từ {start} đến {end} (giờ UTC). Những chữ sau dấu > được chép nguyên văn từ "
        "tài liệu.",
        "sources": "Nguồn",
        "nearest": "Những đoạn gần nhất, không trả lời câu hỏi",
        "page": "trang {n}",
        "unsupported": "(câu này không có căn cứ trong tài liệu)",
        "read_as": "Đã hiểu là",
    },
    "en": {
        "about": "Hỏi Đáp, {n} questions, {start} to {end} (UTC). The words behind > are quoted from the documents to the "
        "letter.",
        "sources": "Sources",
        "nearest": "Nearest passages, not an answer",
        "page": "page {n}",
        "unsupported": "(no document supports this sentence)",
        "read_as": "Understood as",
    },
}
_NEAREST: Final = 3

# Entities for what could be markup in any dialect (old ones do not know \<), a backslash for the rest.
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPED: Final = str.maketrans({**{char: f"\\{char}" for char in "\\`*_{}[]()#|~$^=!@"}, **_ENTITIES})
_LINE_START: Final = re.compile(r"^(\d{1,9}(?=\.)|)([-+.:])")
_ADDRESS: Final = re.compile(r"://|\bwww\.", re.IGNORECASE)
_TAB: Final = "\t"
_BREAKS: Final = re.compile(r"[\u2028\u2029]")


def escape(text: str) -> str:
    """One line of text as Markdown that shows it and does nothing else; white space is collapsed."""
    flat = " ".join(safe(_BREAKS.sub(" ", text)).split())
    shown = flat.translate(_ESCAPED)
    shown = _ADDRESS.sub(lambda found: found[0].replace(":", "\\:").replace(".", "\\."), shown)  # no link of itself
    return _LINE_START.sub(r"\1\\\2", shown)


def markdown(conversation: Conversation, turns: Sequence[StoredTurn], lang: str = "vi") -> str:
    """The whole conversation: each question, its answer, and the sources with the quoted words."""
    words = _WORDS["en" if lang == "en" else "vi"]
    blocks = [f"# {escape(conversation.title)}"]
    if turns:
        times = {"start": turns[0].asked[:16].replace("T", " "), "end": turns[-1].asked[:16].replace("T", " ")}
        blocks.append(f"*{escape(words['about'].format(n=len(turns), **times))}*")
    for number, stored in enumerate(turns, 1):
        answer = stored.turn.answer
        blocks.append(f"## {number}. {escape(stored.turn.question)}")
        if answer.searched_as != stored.turn.question:
            blocks.append(f"*{words['read_as']}: {escape(answer.searched_as)}*")
        blocks.append(_paragraphs(_said(answer, words)))
        blocks += _sources(answer, words)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _said(answer: Answer, words: dict[str, str]) -> str:
    text = answer.text
    for sentence in reversed(answer.checked):
        if not sentence.supported:
            text = f"{text[: sentence.end]} {words['unsupported']}{text[sentence.end :]}"
    return text


def _paragraphs(text: str) -> str:
    """Each line a paragraph of its own; list items stay items, rows of a table are one."""
    blocks = []
    for columns, lines in grouped(text.split("\n"), lambda line: line.count(_TAB) + 1):
        blocks += [_table(lines, columns)] if columns else [_line(line) for line in lines]
    return "\n\n".join(block for block in blocks if block)


def _line(line: str) -> str:
    if line.lstrip().startswith(("- ", "• ", "◦ ")):
        shown = escape(line.lstrip()[2:])
        return f"- {shown}" if shown else ""
    return escape(line.replace("\t", " · "))


def _table(lines: Sequence[str], columns: int) -> str:
    cells = (padded(line.split(_TAB), columns) for line in lines)
    head, *rows = (f"| {' | '.join(map(escape, row))} |" for row in cells)
    return "\n".join([head, "|" + " --- |" * columns, *rows])


def _sources(answer: Answer, words: dict[str, str]) -> Iterable[str]:
    if answer.outcome is Outcome.NO_EVIDENCE:
        if answer.hits:
            yield f"### {words['nearest']}"
        for hit in answer.hits[:_NEAREST]:
            passage = hit.passage
            yield _place(hit.title, passage.section, passage.page, hit.source, words)
            yield _quoted(passage.text)
        return
    by_marker: dict[int, list[Citation]] = {}
    for citation in answer.citations:
        by_marker.setdefault(citation.marker, []).append(citation)
    if by_marker:
        yield f"### {words['sources']}"
    for marker, citations in sorted(by_marker.items()):
        first = citations[0]
        yield f"\\[{marker}\\] {_place(first.title, first.section, first.page, first.source, words)}"
        for quote in dict.fromkeys(citation.quote for citation in citations):
            yield _quoted(quote)


def _place(title: str, section: Sequence[str], page: int | None, source: str, words: dict[str, str]) -> str:
    path = " › ".join(escape(part) for part in (title, *section))
    numbered = "" if page is None else f", {words['page'].format(n=page)}"
    return f"**{path or '–'}**{numbered} ({escape(source.removeprefix(UPLOAD))})"


def _quoted(text: str) -> str:
    lines = (escape(line.replace("\t", " · ")) for line in text.split("\n"))
    return "\n>\n".join(f"> {line}" for line in lines if line)
