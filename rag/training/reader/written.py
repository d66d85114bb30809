"""Questions written for the reader over articles of the training texts: which stretch of which article answers each.

They are ours and travel with the code, in ``written/*.tsv``; the articles do not: an answer is kept as where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from corpus.vietnamese import nfc
from index.training.corpora import rows
from rag.training.marking import spans_in
from rag.training.tuning import Asked, TuningSet

_APPARATUS: Final = re.compile(r"liên kết|tham khảo|chú thích|xem thêm|thư mục|ghi chú")
_MOST, _SHORTEST = 60, 25
"""Paragraphs of an entry that are read, and syllables below which one is left out unless something is asked of it."""

Entry = dict[str, Any]
Parts = Callable[[Entry], dict[str, str]]
"""The texts of an entry by what stands behind its number where a place is told."""


def _paragraphs(entry: Entry) -> dict[str, str]:
    """An encyclopedia's entry: each paragraph by its number, without those of notes and links."""
    sections = [one for one in entry["sections"] if not _APPARATUS.search(one["h"].lower())]
    lines = [line.strip() for one in sections for line in one["text"].split("\n")]
    return {f".{number}": line for number, line in enumerate(line for line in lines if line)}


def _whole(*names: str) -> Parts:
    """An article as one text, made of these fields."""
    return lambda entry: {"": "\n".join(entry[name] for name in names).strip()}


_ENCYCLOPEDIA: Final = ("encyclopedia.jsonl.xz", _paragraphs)
_NEWS: Final = ("news.jsonl.xz", _whole("title", "sapo", "body"))
_LAW: Final = ("law_articles.jsonl.xz", _whole("topic", "title", "text"))
_POSTS: Final = ("tax_business_posts.jsonl.xz", _whole("title", "text"))
SOURCES: Final[dict[str, tuple[str, Parts]]] = {
    "crowdlike_encyclopedia": _ENCYCLOPEDIA,
    "crowdlike_news": _NEWS,
    "crowdlike_reworded_encyclopedia": _ENCYCLOPEDIA,
    "crowdlike_further_encyclopedia": _ENCYCLOPEDIA,
    "crowdlike_rephrased_encyclopedia": _ENCYCLOPEDIA,
    "crowdlike_restated_encyclopedia": _ENCYCLOPEDIA,
    "everyday_encyclopedia": _ENCYCLOPEDIA,
    "everyday_untold_encyclopedia": _ENCYCLOPEDIA,
    "everyday_law": _LAW,
    "everyday_news": _NEWS,
    "everyday_posts": _POSTS,
    "english_encyclopedia": _ENCYCLOPEDIA,
    "english_restated_encyclopedia": _ENCYCLOPEDIA,
    "english_law": _LAW,
    "english_news": _NEWS,
    "english_posts": _POSTS,
    "encyclopedia": _ENCYCLOPEDIA,
    "news": _NEWS,
    "law": _LAW,
    "posts": _POSTS,
}
"""By the name of the file with the questions: the file of articles, and how an article's texts are named. Those that are
``CROWDLIKE`` are worded as crowd workers word theirs: bluntly, near the text, with an eye on what could be confused. Those that
are ``EVERYDAY`` are asked in everyday words by someone who has not read the text. Those that are ``ENGLISH`` are questions of
the others (of their folds that are not held back), in English."""
UNREAD: Final = frozenset({"crowdlike_restated_encyclopedia", "english_restated_encyclopedia"})
"""What neither the table nor the reader learns from: models over what these say do, from questions that they have not seen."""
LEARNT: Final = tuple(name for name in SOURCES if name not in UNREAD)
"""What the table and the reader may learn from."""
CROWDLIKE: Final = "crowdlike_"
EVERYDAY: Final = "everyday_"
ENGLISH: Final = "english_"


def read_written(
    train: Path, written: Traversable | None = None, names: Iterable[str] = tuple(SOURCES)
) -> dict[str, TuningSet]:
    """The questions of these files over the articles in ``train``, by name. One that has no answer there has none."""
    folder = written or files("rag.training.reader").joinpath("written")
    found = {}
    for name in names:
        file, parts = SOURCES[name]
        found[name] = _read(folder.joinpath(f"{name}.tsv"), train / file, parts, name)
    return found


def _read(written: Traversable, articles: Path, parts: Parts, name: str) -> TuningSet:
    lines = [line.split("\t") for line in written.read_text(encoding="utf-8").splitlines()]
    wanted = {place for place, *_ in lines}
    entries = {int(place.partition(".")[0]) for place in wanted}
    texts = {
        f"{name}:{number}{part}": nfc(text)
        for number, entry in enumerate(rows(articles))
        if number in entries
        for part, text in parts(entry).items()
        if f"{number}{part}" in wanted or _beside(part, text)
    }
    asked = []
    for place, question, answer in lines:
        source = f"{name}:{place}"
        answers = tuple(texts[source][start:end] for start, end in spans_in(answer))
        asked.append(Asked(question, answers, source))
    return TuningSet(texts, tuple(asked))


def _beside(part: str, text: str) -> bool:
    """Whether a paragraph is read though nothing is asked of it: its neighbours' questions may find it."""
    return int(part.removeprefix(".")) < _MOST and len(text.split()) >= _SHORTEST
