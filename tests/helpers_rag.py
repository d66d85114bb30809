"""Checks and fakes that the answer tests share."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from toys import ToyEncoder

from corpus.document import Loaded, Passage, passage_id
from corpus.vietnamese import canonical, syllables
from index.types import DocumentInfo, Hit, SearchResult, Vectors
from rag.phrases import PHRASES
from rag.types import Answer

DOCUMENT = "d" * 16


def passage_of(text: str, start: int = 0, section: tuple[str, ...] = (), document: str = DOCUMENT) -> Passage:
    return Passage(passage_id(document, start, start + len(text)), document, text, start, start + len(text), section)


def hit_of(passage: Passage, rank: int = 1, score: float | None = None, title: str = "Tài liệu") -> Hit:
    return Hit(passage, title, "/tmp/tai-lieu.md", score if score is not None else 1.0 / rank, rank)


def check_promise(answer: Answer, texts: dict[str, str]) -> None:
    """Promise 3: each citation is copied to the character, and nothing else stands in the answer but the fixed phrases."""
    rest: list[str] = []
    at = 0
    for citation in answer.citations:
        assert citation.answer_start >= at, "citations follow one another"
        rest.append(answer.text[at : citation.answer_start])
        copied = answer.text[citation.answer_start : citation.answer_end]
        assert copied == texts[citation.document_id][citation.start : citation.end] == citation.quote
        assert copied
        for start, end in citation.emphasis:
            assert citation.answer_start <= start < end <= citation.answer_end
        at = citation.answer_end
    rest.append(answer.text[at:])
    left = " ".join(rest)
    for phrase in PHRASES:
        left = left.replace(phrase, " ")
    left = re.sub(r"\[\d+\]", " ", left)
    assert not left.strip(" \n-"), f"words of nobody: {left!r}"


class FakeLibrary:
    """A library over given passages: ranks by shared syllables; vectors are hashed bags of syllables."""

    title = "Tài liệu"

    def __init__(self, texts: Sequence[str], sections: Sequence[tuple[str, ...]] | None = None) -> None:
        self.passages = [
            passage_of(text, section=(sections or [()] * len(texts))[i], document=f"{i:016x}")
            for i, text in enumerate(texts)
        ]
        self.bags = [set(syllables(canonical(text))) for text in texts]
        self.asked: list[str] = []

    @property
    def texts(self) -> dict[str, str]:
        return {passage.document_id: passage.text for passage in self.passages}

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        retriever: str = "hybrid",
        exact: bool = False,
        within: Collection[str] | None = None,
    ) -> SearchResult:
        self.asked.append(question)
        words = set(syllables(canonical(question)))
        scored = sorted(
            ((len(words & bag) / (len(words) or 1), i) for i, bag in enumerate(self.bags)), key=lambda p: (-p[0], p[1])
        )
        kept = [(s, i) for s, i in scored if s > 0 and (within is None or self.passages[i].document_id in within)]
        hits = tuple(
            hit_of(self.passages[i], rank, score - rank * 1e-6, self.title)
            for rank, (score, i) in enumerate(kept[:k], start=1)
        )
        return SearchResult(question, question, hits)

    def idf(self, terms: Sequence[str]) -> NDArray[np.float32]:
        n = len(self.bags)
        counts = [sum(term in bag for bag in self.bags) for term in terms]
        return np.array([np.log(1 + (n - c + 0.5) / (c + 0.5)) for c in counts], dtype=np.float32)

    def encode(self, question: str, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        def rows(items: Sequence[str]) -> Vectors:
            out = np.zeros((len(items), 64), dtype=np.float32)
            for i, item in enumerate(items):
                for word in syllables(canonical(item)):
                    out[i, zlib.crc32(word.encode()) % 64] += 1
            return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)

        return rows([question]), rows(texts)

    def encoder_for(self) -> ToyEncoder:
        return ToyEncoder()

    def following(self, passage: Passage, most: int) -> list[Passage]:
        same = [p for p in self.passages if p.document_id == passage.document_id and p.start >= passage.end]
        return sorted(same, key=lambda p: p.start)[:most]

    def documents(self) -> list[DocumentInfo]:
        return [
            DocumentInfo(document, "Tài liệu", "/tmp/tai-lieu.md", {}, len(text), 1, "", "")
            for document, text in self.texts.items()
        ]

    def loaded(self, document_id: str) -> Loaded:
        raise NotImplementedError

    def page_at(self, document_id: str, offset: int) -> int | None:
        return None
