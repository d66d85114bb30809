"""What the model learns from: one readable function per corpus, each yielding ``Article`` or ``Translation``.

To add a corpus, write a function that yields articles and name it in ``CORPORA``. Terms of the sources are in the
model card.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
TRANSLATIONS = "parallel_en_vi.tsv.xz"


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what names it: each of ``titles`` is a question that ``text`` answers, as a reader would put it.

    ``continues`` says that it follows the article before in one entry: passages may run over both.
    """

    titles: tuple[str, ...]
    text: str
    continues: bool = False

    def sentences(self) -> list[str]:
        """The text cut at sentence ends and line breaks, empty pieces left out."""
        return [piece for piece in (part.strip() for part in SENTENCE_END.split(self.text)) if piece]


@dataclass(frozen=True, slots=True)
class Translation:
    """The same sentence in English and in Vietnamese."""

    english: str
    vietnamese: str


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a packed file of lines."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def news(path: Path) -> Iterator[Article]:
    """A headline names the story; the lead is its first sentence."""
    for row in rows(path):
        yield Article((row["title"],), f"{row['sapo']}\n{row['body']}")


def encyclopedia(path: Path) -> Iterator[Article]:
    """An entry's title names its introduction; title and heading together name a section."""
    for row in rows(path):
        for number, section in enumerate(row["sections"]):
            heading = section["h"]
            titles = (row["title"], f"{row['title']} là gì") if not heading else (f"{heading} {row['title']}", heading)
            yield Article(titles, section["text"], continues=number > 0)


def law(path: Path) -> Iterator[Article]:
    """An article's title may be generic ("Phạm vi điều chỉnh"): its topic stands before."""
    for row in rows(path):
        yield Article((f"{row['topic']} {row['title']}", row["title"]), row["text"])


def posts(path: Path) -> Iterator[Article]:
    """A blog post under its title; hundreds of the titles are questions."""
    for row in rows(path):
        yield Article((row["title"],), row["text"])


def software_help(path: Path) -> Iterator[Article]:
    """A help page under its Vietnamese title and its English heading: the second pair crosses languages."""
    for row in rows(path):
        text = row["text"].removeprefix(row["title"]).strip()
        yield Article((row["title"], row["en_heading"]), text)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of articles: how it is read, and the share of title, question and cloze pairs that come from it."""

    file: str
    read: Callable[[Path], Iterator[Article]]
    titles: float
    sentences: float


CORPORA = (
    Corpus("news.jsonl.xz", news, 0.38, 0.40),
    Corpus("encyclopedia.jsonl.xz", encyclopedia, 0.34, 0.37),
    Corpus("law_articles.jsonl.xz", law, 0.14, 0.12),
    Corpus("tax_business_posts.jsonl.xz", posts, 0.08, 0.08),
    Corpus("software_help.jsonl.xz", software_help, 0.06, 0.03),
)


def translations(path: Path) -> Iterator[Translation]:
    """The sentence pairs; rows whose sides are equal teach nothing and are left out."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            _tier, _source, english, vietnamese = line.rstrip("\n").split("\t")
            if english.casefold() != vietnamese.casefold():
                yield Translation(english, vietnamese)
