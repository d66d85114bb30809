"""One document of ours by its passages, each below its headings."""

from __future__ import annotations

from typing import NamedTuple

from helpers_rag import FakeLibrary, check_promise

from corpus.document import Passage, passage_id
from rag.chat import Chat

DOCUMENT = "b" * 16


class Piece(NamedTuple):
    """A passage: the headings above it, and its text."""

    section: tuple[str, ...]
    text: str


def part(heading: str, told: str, *above: str) -> Piece:
    """A passage that begins with its own heading, below those ``above``."""
    return Piece((*above, heading), f"{heading}\n\n{told}")


class Outlined(FakeLibrary):
    """One document with a title; a blank line between its passages."""

    def __init__(self, title: str, *pieces: Piece) -> None:
        super().__init__([piece.text for piece in pieces])
        self.title = title
        found: list[Passage] = []
        at = 0
        for section, text in pieces:
            end = at + len(text)
            found.append(Passage(passage_id(DOCUMENT, at, end), DOCUMENT, text, at, end, section))
            at = end + 2
        self.passages = found

    @property
    def texts(self) -> dict[str, str]:
        return {DOCUMENT: "\n\n".join(passage.text for passage in self.passages)}


def said(library: Outlined, question: str) -> str:
    """What is answered, without the markers; every promise is checked."""
    answer = Chat(library).answer(question)
    check_promise(answer, library.texts)
    text = answer.text
    for number in range(1, len(answer.hits) + 1):
        text = text.replace(f" [{number}]", "")
    return text
