"""An optional cross-encoder, which reads the question and a passage together, over the best hits of ``hybrid``.

Slower by far than everything else here, and never needed: off unless somebody names a model.
"""

from __future__ import annotations

import threading
from collections.abc import Collection as AbstractCollection
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.document import Loaded, Passage
from corpus.errors import ModelUnavailable
from index.collection import Collection
from index.encoders.hub import is_hub_name, offline, reason
from index.fusion import strictly_falling
from index.types import DocumentInfo, Encoder, Hit, Reranker, SearchResult, Vectors

DEPTH: Final = 20
"""How many hits are read together with the question."""
_BATCH: Final = 8


class CrossEncoderReranker:
    """A sentence-transformers ``CrossEncoder`` of one label, by name or folder. Implements ``index.types.Reranker``.

    The name is looked at now, the model is loaded when the first question comes. A folder never leads to a network
    request; a hub name does only when it is not in the local cache and ``HF_HUB_OFFLINE`` is not set.
    Both raise ModelUnavailable.
    """

    def __init__(self, name_or_folder: str) -> None:
        folder = Path(name_or_folder).expanduser()
        if folder.is_dir() and not (folder / "config.json").is_file():
            raise ModelUnavailable(
                f"thư mục {name_or_folder!r} không phải là một mô hình xếp lại (thiếu config.json); hãy chỉ vào thư mục "
                "chứa mô hình",
                f"the folder {name_or_folder!r} is not a reranking model (it has no config.json); name the folder that "
                "holds the model",
            )
        if not folder.is_dir() and not is_hub_name(name_or_folder):
            raise ModelUnavailable(
                f"không có mô hình xếp lại ở {name_or_folder!r}; hãy kiểm tra đường dẫn, hoặc bỏ --reranker",
                f"there is no reranking model at {name_or_folder!r}; check the path, or leave out --reranker",
            )
        self.name = str(folder.resolve()) if folder.is_dir() else name_or_folder
        self._local = folder.is_dir()
        self._lock = threading.Lock()
        self._model: Any = None

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The first ``DEPTH`` hits in the model's order, the others after them as they were; scores are probabilities,
        and fall strictly."""
        if not hits:
            return []
        read, rest = hits[:DEPTH], list(hits[DEPTH:])
        scores = self._scores(question, read)
        order = np.argsort(-scores, kind="stable")
        ordered = [*(read[i] for i in order), *rest]
        below = float(scores.min()) - np.arange(1, len(rest) + 1) / len(hits)
        falling = strictly_falling(np.concatenate([scores[order], below]).astype(np.float32))
        return [
            replace(hit, score=score, rank=place)
            for place, (hit, score) in enumerate(zip(ordered, falling, strict=True), start=1)
        ]

    def _scores(self, question: str, hits: Sequence[Hit]) -> NDArray[np.float64]:
        """How well each hit answers, in [0, 1]; what the model has no number for counts as 0."""
        import torch

        with self._lock:  # one at a time: two would only share the same processor
            model = self._loaded()
            logits = model.predict(
                [(question, text_of(hit)) for hit in hits],
                batch_size=_BATCH,
                show_progress_bar=False,
                activation_fn=torch.nn.Identity(),
                convert_to_numpy=True,
            )
        values = np.asarray(logits, dtype=np.float64).reshape(len(hits))
        found: NDArray[np.float64] = np.where(np.isnan(values), 0.0, 1 / (1 + np.exp(-np.clip(values, -500, 500))))
        return found

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = self._load()
        return self._model

    def _load(self) -> Any:
        from sentence_transformers import CrossEncoder

        try:
            try:
                model = CrossEncoder(self.name, device="cpu", local_files_only=True)
            except Exception:
                if self._local or offline():
                    raise
                model = CrossEncoder(self.name, device="cpu")
        except Exception as exc:  # every layer below has errors of its own: hub, network, torch, tokenizers, json
            if self._local:
                raise ModelUnavailable(
                    f"không nạp được mô hình xếp lại {self.name!r} ({reason(exc)}); hãy chép lại mô hình, hoặc bỏ "
                    "--reranker",
                    f"the reranking model {self.name!r} cannot be loaded ({reason(exc)}); copy it again, or leave out "
                    "--reranker",
                ) from exc
            raise ModelUnavailable(
                f"mô hình xếp lại {self.name!r} chưa có trên máy này và không tải về được; hãy nối mạng rồi thử lại, "
                "hoặc chép mô hình sang và dùng --reranker THƯ_MỤC",
                f"the reranking model {self.name!r} is not on this machine and could not be downloaded; connect and try "
                "again, or copy the model here and use --reranker FOLDER",
            ) from exc
        if model.num_labels != 1:
            raise ModelUnavailable(
                f"{self.name!r} có {model.num_labels} nhãn, không phải mô hình xếp lại (cần đúng một nhãn); hãy chọn mô "
                "hình khác, hoặc bỏ --reranker",
                f"{self.name!r} has {model.num_labels} labels and is no reranking model (one label is needed); choose "
                "another, or leave out --reranker",
            )
        return model


def text_of(hit: Hit) -> str:
    """What is read of a hit: its title and headings, where its text does not begin with them, and its text."""
    text = hit.passage.text
    heads = [head for head in (hit.title, *hit.passage.section) if head and not text.startswith(head)]
    return "\n".join([*heads, text])


@dataclass(frozen=True, slots=True)
class Reranked:
    """A collection to search and to answer from, the best hits of its ``hybrid`` put in ``reranker``'s order."""

    collection: Collection
    reranker: Reranker

    def search(
        self,
        question: str,
        k: int = 10,
        *,
        retriever: str = "hybrid",
        exact: bool = False,
        within: AbstractCollection[str] | None = None,
        explain: str | None = None,
        collapse: bool = True,
    ) -> SearchResult:
        """The ``k`` best passages, as ``Collection.search``; other retrievers than ``hybrid`` are left as they are."""
        depth = max(k, DEPTH) if retriever == "hybrid" else k
        found = self.collection.search(
            question, depth, retriever=retriever, exact=exact, within=within, explain=explain, collapse=collapse
        )
        if retriever != "hybrid":
            return found
        started = perf_counter()
        hits = self.reranker.rerank(found.searched_as, found.hits)[:k]
        if explain:
            before = {hit.passage.id: hit.rank for hit in found.hits}
            hits = [_explained(hit, before[hit.passage.id], explain) for hit in hits]
        stages = {**found.milliseconds, "rerank": (perf_counter() - started) * 1000}
        return replace(found, hits=tuple(hits), milliseconds=stages)

    def idf(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """As ``Collection.idf``."""
        return self.collection.idf(terms)

    def encode(self, question: str, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """As ``Collection.encode``."""
        return self.collection.encode(question, texts)

    def encoder_for(self) -> Encoder:
        """As ``Collection.encoder_for``."""
        return self.collection.encoder_for()

    def following(self, passage: Passage, most: int) -> list[Passage]:
        """As ``Collection.following``."""
        return self.collection.following(passage, most)

    def documents(self) -> list[DocumentInfo]:
        """As ``Collection.documents``."""
        return self.collection.documents()

    def loaded(self, document_id: str) -> Loaded:
        """As ``Collection.loaded``."""
        return self.collection.loaded(document_id)

    def page_at(self, document_id: str, offset: int) -> int | None:
        """As ``Collection.page_at``."""
        return self.collection.page_at(document_id, offset)


def _explained(hit: Hit, before: int, lang: str) -> Hit:
    score = f"{hit.score:.2f}"
    said = (
        f"the reranking model gives it {score} of at most 1; before that it was number {before}"
        if lang == "en"
        else f"mô hình xếp lại chấm {score.replace('.', ',')} (cao nhất là 1); trước đó đứng thứ {before}"
    )
    return replace(hit, reasons=(said, *hit.reasons))
