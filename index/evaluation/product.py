"""The product under evaluation: datasets in throw-away collections, questions on the collection they are about."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from corpus.errors import HoidapError, UnreadableFile
from corpus.loading import find_files
from index.collection import Collection
from index.evaluation.datasets import Notice, QuestionSet, SourceDocument, one_line
from index.evaluation.judging import holds, names_document, plain
from index.evaluation.running import AS_IS, Engine
from index.home import SAMPLE, preferred
from index.ingest import IngestReport, Step, text_item
from index.readings.typed import retype
from index.reranking import Reranked
from index.sample import open_sample
from index.types import Encoder, Reranker, SearchResult

_BATCH = 500

Watch = Callable[[str, Step], None]
"""Told how far the indexing of a dataset (its name) is."""


def product_typist(question: str, how: str) -> str:
    """The question as it comes out when typed ``how``."""
    return question if how == AS_IS else retype(question, how)


@dataclass(frozen=True, slots=True)
class CollectionEngine:
    """A collection as evaluation sees it. Near-duplicates collapse only where ``collapse`` says so."""

    collection: Collection
    documents: int
    passages: int
    index_seconds: float | None
    notices: tuple[Notice, ...]
    collapse: bool
    reranker: Reranker | None = None

    @property
    def searched(self) -> Collection | Reranked:
        """What questions are asked of."""
        return self.collection if self.reranker is None else Reranked(self.collection, self.reranker)

    def search(self, question: str, k: int, retriever: str) -> SearchResult:
        """The product's own search."""
        return self.searched.search(question, k, retriever=retriever, collapse=self.collapse)


class ProductLibrary:
    """Opens collections for evaluation.

    Questions are asked of ``documents`` (a folder, indexed in a throw-away home), else of the ``collection`` named, else
    of the folder they lie in when it holds every document they name, else of the collection that a search would open.
    ``encoder`` replaces the bundled model in throw-away collections; ``reranker`` reorders what ``hybrid`` finds.
    """

    def __init__(
        self,
        collection: str | None = None,
        documents: Path | None = None,
        encoder: Encoder | None = None,
        watch: Watch | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._collection = collection
        self._documents = documents
        self._encoder = encoder
        self._reranker = reranker
        self._watch = watch or (lambda name, step: None)

    @contextmanager
    def index(self, name: str, documents: Sequence[SourceDocument], *, split: bool) -> Iterator[Engine]:
        """Each document one passage, title before text; or cut as the product does."""
        items = [
            text_item(document.id, document.title, document.text, cut=True)
            if split and document.text.strip()
            else text_item(document.id, document.title, document.passage_text, cut=False)
            for document in documents
        ]
        with self._throw_away() as collection:
            started = perf_counter()
            report = collection.add(items, progress=lambda step: self._watch(name, step))
            yield self._engine(collection, perf_counter() - started, _refused(name, report), collapse=False)

    @contextmanager
    def open_for(self, questions: QuestionSet) -> Iterator[Engine]:
        """The documents that the questions are about, searched as a person would: near-duplicates collapse."""
        folder = self._documents
        if folder is None and self._collection is None and _brings_documents(questions):
            folder = questions.folder
        if folder is None:
            with _opened(self._collection) as collection:
                yield self._engine(collection, None, _not_here(questions, collection), collapse=True)
            return
        with self._throw_away() as collection:
            started = perf_counter()
            report = collection.ingest([folder], progress=lambda step: self._watch(questions.name, step))
            seconds = perf_counter() - started
            notices = [*_refused(questions.name, report), *_not_here(questions, collection)]
            yield self._engine(collection, seconds, notices, collapse=True)

    @contextmanager
    def _throw_away(self) -> Iterator[Collection]:
        # mapped files cannot be removed on Windows while they are open: what is left there is the system's to clean
        with tempfile.TemporaryDirectory(prefix="hoidap-eval-", ignore_cleanup_errors=True) as name:
            collection = Collection(Path(name) / "collection", create=True, encoder=self._encoder)
            try:
                yield collection
            finally:
                collection.close()

    def _engine(
        self, collection: Collection, seconds: float | None, notices: Sequence[Notice], *, collapse: bool
    ) -> CollectionEngine:
        started = perf_counter()
        collection.snapshot()  # builds what is derived, which belongs to indexing
        if seconds is not None:
            seconds += perf_counter() - started
        infos = collection.documents()
        return CollectionEngine(
            collection,
            len(infos),
            sum(info.passages for info in infos),
            seconds,
            tuple(notices),
            collapse,
            self._reranker,
        )


@contextmanager
def _opened(name: str | None) -> Iterator[Collection]:
    chosen = name or preferred()
    collection = open_sample() if chosen in {None, SAMPLE} else Collection.named(str(chosen))
    try:
        yield collection
    finally:
        collection.close()


def _brings_documents(questions: QuestionSet) -> bool:
    """Whether every document that the evidence names is a file beside the questions."""
    if questions.folder is None:
        return False
    with suppress(OSError, HoidapError):
        names = {plain(path.name) for path in find_files([questions.folder]).files}
        wanted = {plain(entry.document) for question in questions.questions for entry in question.evidence}
        return bool(wanted) and wanted <= names
    return False


def _refused(name: str, report: IngestReport) -> list[Notice]:
    problems: Sequence[UnreadableFile] = report.problems
    if not problems:
        return []
    first = problems[0]
    return [
        Notice(
            len(problems),
            f"{name}: {len(problems)} tài liệu không lập chỉ mục được ({one_line(first.vi, 160)}).",
            f"{name}: {len(problems)} documents could not be indexed ({one_line(first.en, 160)}).",
        )
    ]


def _not_here(questions: QuestionSet, collection: Collection) -> list[Notice]:
    """Evidence whose document is not in the collection, and questions whose evidence no passage holds."""
    wanted = {plain(entry.document) for question in questions.questions for entry in question.evidence}
    infos = collection.documents()
    unknown = sorted(
        name for name in wanted if not any(names_document(name, info.title, info.source) for info in infos)
    )
    open_questions = {question.id: question.evidence for question in questions.questions if question.answerable}
    rows = [int(row) for row in collection.store.rows()[0]]
    for start in range(0, len(rows), _BATCH):
        for stored in collection.store.passages(rows[start : start + _BATCH]):
            text = plain(stored.passage.text)
            found = [
                key
                for key, evidence in open_questions.items()
                if any(
                    holds(text, entry) and names_document(plain(entry.document), stored.title, stored.source)
                    for entry in evidence
                )
            ]
            for key in found:
                del open_questions[key]
    notices = []
    if unknown:
        notices.append(
            Notice(
                len(unknown),
                f"{questions.name}: bằng chứng nhắc tới {len(unknown)} tài liệu không có trong bộ này "
                f"(chẳng hạn «{one_line(unknown[0])}»). Hãy dùng --collection hoặc --documents.",
                f"{questions.name}: the evidence names {len(unknown)} documents that are not here "
                f"(such as '{one_line(unknown[0])}'). Use --collection or --documents.",
            )
        )
    if open_questions:
        first = next(iter(open_questions))
        notices.append(
            Notice(
                len(open_questions),
                f"{questions.name}: {len(open_questions)} câu hỏi không có đoạn nào chứa bằng chứng, tính là 0 điểm "
                f"(chẳng hạn «{one_line(first)}»).",
                f"{questions.name}: {len(open_questions)} questions have their evidence in no passage and count as zero "
                f"(such as '{one_line(first)}').",
            )
        )
    return notices
