"""A toy library for evaluation tests: documents ranked by the number of words they share with the question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Passage, passage_id
from index.evaluate import Notice, QuestionSet
from index.evaluation.datasets import SourceDocument
from index.types import Hit, SearchResult


@dataclass(frozen=True)
class ToyEngine:
    texts: tuple[tuple[str, str, str], ...]  # source, title, text of each passage
    documents: int
    index_seconds: float | None = 0.5
    notices: tuple[Notice, ...] = ()

    @property
    def passages(self) -> int:
        return len(self.texts)

    def search(self, question: str, k: int, retriever: str) -> SearchResult:
        asked = set(question.lower().split())
        sign = -1 if retriever == "worst" else 1
        scored = sorted(
            ((sign * len(asked & set(text.lower().split())), -row) for row, (_, _, text) in enumerate(self.texts)),
            reverse=True,
        )
        hits = []
        for rank, (score, minus_row) in enumerate(scored[:k], start=1):
            source, title, text = self.texts[-minus_row]
            passage = Passage(passage_id(source, 0, len(text)), source, text, 0, len(text))
            hits.append(Hit(passage, title, source, score - rank * 1e-6, rank))
        return SearchResult(question, question, tuple(hits), {"toy": 0.1})


class ToyLibrary:
    """Cuts documents at full stops when asked to split; questions are over ``folder_documents``."""

    def __init__(self, folder_documents: Sequence[SourceDocument] = ()) -> None:
        self.folder_documents = tuple(folder_documents)
        self.opened: list[str] = []

    @contextmanager
    def index(self, name: str, documents: Sequence[SourceDocument], *, split: bool) -> Iterator[ToyEngine]:
        self.opened.append(name)
        texts = [
            (document.id, document.title, part)
            for document in documents
            for part in (document.passage_text.split(".") if split else [document.passage_text])
        ]
        yield ToyEngine(tuple(texts), len(documents))

    @contextmanager
    def open_for(self, questions: QuestionSet) -> Iterator[ToyEngine]:
        self.opened.append(questions.name)
        rows = tuple((document.id, document.title, document.text) for document in self.folder_documents)
        yield ToyEngine(rows, len(rows), None)


def write_jsonl(path: Path, rows: Sequence[object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write_beir(
    folder: Path, documents: dict[str, str], queries: dict[str, str], qrels: list[tuple[str, str, int]]
) -> Path:
    write_jsonl(folder / "corpus.jsonl", [{"_id": key, "title": "", "text": text} for key, text in documents.items()])
    write_jsonl(folder / "queries.jsonl", [{"_id": key, "text": text} for key, text in queries.items()])
    lines = ["query-id\tcorpus-id\tscore", *(f"{q}\t{d}\t{r}" for q, d, r in qrels)]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
