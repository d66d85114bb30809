"""Collections for answer evaluation: a set's own documents in a throw-away place, or those our questions are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.collection import Collection
from index.evaluation.datasets import Notice
from index.evaluation.product import CollectionEngine, ProductLibrary
from index.evaluation.running import Engine
from rag.evaluation.questions import AnswerSet
from rag.evidence.reading import Library


@dataclass(frozen=True, slots=True)
class OpenedCollection:
    """A collection and its documents by source."""

    library: Library
    collection: Collection
    passages: int
    ids: Mapping[str, str]
    notices: tuple[Notice, ...]
    texts: dict[str, str] = field(default_factory=dict)

    def text_of(self, document_id: str) -> str:
        """The stored text; read once."""
        if document_id not in self.texts:
            self.texts[document_id] = self.collection.loaded(document_id).document.text
        return self.texts[document_id]


class ProductOpener:
    """Opens sets with the product's own pipeline."""

    def __init__(self, library: ProductLibrary) -> None:
        self._library = library

    @contextmanager
    def __call__(self, answers: AnswerSet, split: bool) -> Iterator[OpenedCollection]:
        """The documents of ``answers`` as a collection; gone afterwards unless it was there before."""
        if answers.outside is not None:
            with self._library.open_for(answers.outside) as engine:
                yield _opened(engine)
        else:
            with self._library.index(answers.name, answers.documents, split=split) as engine:
                yield _opened(engine)


def _opened(engine: Engine) -> OpenedCollection:
    if not isinstance(engine, CollectionEngine):
        raise TypeError("answers are composed over a collection")
    infos = engine.collection.documents()
    return OpenedCollection(
        engine.searched,
        engine.collection,
        engine.passages,
        {info.source: info.id for info in infos},
        tuple(engine.notices),
    )
