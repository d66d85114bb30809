"""Toy things that many tests share: an encoder without a model, and little documents."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from corpus.vietnamese import canonical, syllables
from index.collection import Collection
from index.types import Hit, ModelIdentity, Vectors


class ToyEncoder:
    """Hashed bags of syllables, unit length; counts what it was given."""

    def __init__(self, name: str = "toy", dimension: int = 64) -> None:
        self._identity = ModelIdentity(name, (name * 64)[:64], dimension)
        self.encoded: list[str] = []

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in syllables(canonical(text)):
                row[zlib.crc32(word.encode()) % len(row)] += 1
        norms: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.maximum(norms, 1e-6)


class Backwards:
    """Implements ``index.types.Reranker``: the last shall be first."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        self.asked.append(question)
        return [replace(one, score=1 / place, rank=place) for place, one in enumerate(reversed(hits), 1)]


STORIES = {
    "thu-vien.md": "# Thư viện thành phố\n\nThư viện mở cửa năm 1998 tại phố Hàng Bài. Ban đầu nơi này có ba phòng đọc.\n",
    "vuon-hoa.md": "# Vườn hoa\n\nVườn trồng nhiều giống hoa hồng. Hoa nở rộ vào mùa xuân, đông người đến xem.\n",
    "quan-ca-phe.txt": "Quán cà phê ven sông\n\nQuán bán cà phê phin và trà sen. Chủ quán tên là Nguyễn Thị Lan.\n",
}


def write_stories(folder: Path) -> Path:
    """The little documents as files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def index_and_search(folder: Path, docs: Path, told: Connection) -> None:
    """One indexing run, to be run (and killed) in a process of its own; searching writes the derived files."""
    told.send("working")
    collection = Collection(folder, create=True, encoder=ToyEncoder())
    collection.ingest([docs])
    collection.search("phiên bản")
    told.send("done")
