"""The web chat's service over one real collection: answering, reading, adding, and questions to start with."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Collection as AbstractCollection
from pathlib import PurePath

from corpus.document import UPLOAD, Passage
from corpus.errors import HoidapError, UnknownDocument, UnreadableFile
from index.collection import Collection
from index.encoder import load_encoder
from index.home import SAMPLE
from index.identity import same_vectors
from index.ingest import IngestReport, Progress, Step, file_digest, file_item, safe_name
from index.originals import Original
from index.reranking import Reranked
from index.types import DocumentInfo, OnDisk, Reranker, SearchResult
from index.widening import Widened
from rag.chat import Chat, Options
from rag.generation.endpoint import Generator
from rag.types import Answer, Event, Outcome, Turn
from ui.history import Versions, versions
from ui.panels.cost import MEASURED, passages_per_second
from ui.service import Added, Adding, Cost, DocumentView, Upload
from ui.strings import Words
from ui.suggestions import next_questions, question_about, topics_of

EXAMPLES = 4
_SHORT_TITLE = 10
"""Words of a title that a chip may hold."""

SAMPLE_QUESTIONS = (
    "Hội nhập quốc tế là gì?",
    "Nghị quyết 22 được ban hành ngày nào?",
    "viet nam co quan he ngoai giao voi bao nhieu nuoc",
    "Tóm tắt nghị quyết 22",
    "Có mấy mức độ liên kết kinh tế?",
    "Ai là trưởng ban chỉ đạo quốc gia về hội nhập quốc tế?",
    "Toàn cầu hóa khác hội nhập ở chỗ nào?",
)
"""Asked of the sample documents; only those that are answered are offered."""

NEXT = 2
"""Questions offered under an answer; each is asked beforehand, for at most ``_PATIENCE`` seconds together."""
_PATIENCE = 0.4


class LibraryService:
    """Implements ``ui.service.Service``. ``own`` gives the collection that takes what is added to the read-only sample.

    ``reranker`` is for the questions that people ask; those that are offered are found without it, because it is slow.
    """

    def __init__(
        self,
        collection: Collection,
        *,
        own: Callable[[], LibraryService] | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._collection = collection
        self._asked = collection if reranker is None else Reranked(collection, reranker)
        self._own = own
        self._writing = threading.Lock()
        self._examples: tuple[object, tuple[str, ...]] = (None, ())

    @property
    def name(self) -> str:
        """The collection's own name."""
        return self._collection.name

    @property
    def title(self) -> str:
        """The name that a person gave, else its own."""
        return self._collection.title or self.name

    @property
    def read_only(self) -> bool:
        """Whether this is the sample."""
        return self._collection.read_only

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        options: Options | None = None,
        generator: Generator | None = None,
    ) -> Iterator[Event]:
        """Yields Searching, Found, Delta..., Done."""
        return Chat(self._asked, generator).ask(question, history, options)

    def versions(self) -> Versions:
        """What stands behind an answer given now."""
        return versions(self._collection)

    def close(self) -> None:
        """Closes the collection; the object is not used afterwards."""
        self._collection.close()

    def search(
        self, question: str, k: int = 10, *, exact: bool = False, within: AbstractCollection[str] | None = None
    ) -> SearchResult:
        """The ``k`` best passages."""
        return self._asked.search(question, k, exact=exact, within=within)

    def find(self, wanted: str) -> DocumentInfo:
        """The document with this id, source, title or file name. Raises UnknownDocument, also when several fit."""
        return self._collection.find_document(wanted)

    def documents(self) -> list[DocumentInfo]:
        """All documents, by title."""
        return sorted(self._collection.documents(), key=lambda info: (info.title.casefold(), info.source))

    def document(self, document_id: str) -> DocumentView:
        """One document to read. Raises UnknownDocument."""
        collection = self._collection
        loaded = collection.loaded(document_id)
        info = collection.find_document(document_id)
        original = collection.name if collection.has_original(info) else ""
        return DocumentView(info, loaded.document.text, loaded.sections, original)

    def original(self, document_id: str) -> Original:
        """The file that a document was read from. Raises UnknownDocument, or UnreadableFile when it is gone or changed."""
        return self._collection.original(document_id)

    def widened(self, passage: Passage, by: int) -> Widened:
        """A passage with up to ``by`` passages before and after it; on its own when its document is not here."""
        return self._collection.widened(passage, by)

    def remove(self, document_id: str) -> None:
        """Takes a document out of the collection. Raises UnknownDocument."""
        if not self._collection.remove([document_id]):
            raise UnknownDocument(
                "tài liệu này không còn trong bộ; hãy tải lại trang",
                "this document is no longer in the collection; reload the page",
            )

    def add(self, uploads: Sequence[Upload]) -> Iterator[Adding]:
        """Adds files in one transaction, in a thread of its own, saying how far it has come."""
        files = _named_apart(uploads)
        if self.read_only and self._own is not None:
            problems = _unreadable(files)
            if len(problems) == len(files):  # nothing to begin a collection with
                for n, problem in enumerate(problems, 1):
                    yield Adding(n, len(files), error=_plain(problem))
                return
            yield from self._own().add(uploads)
            return
        yield Adding(0, len(files))
        sent = [(upload.path, name) for upload, name in files]
        with self._writing:
            yield from _told(self.name, lambda tell: self._collection.upload(sent, progress=tell))

    @property
    def model(self) -> str:
        """The name of the embedding model, "" where nothing was encoded yet."""
        known = self._collection.store.model()
        return "" if known is None else known.name

    def cost(self, model: str) -> Cost:
        """What encoding everything with ``model`` would take, measured on a few passages."""
        encoder, known = load_encoder(model), self._collection.store.model()
        rows = self._collection.snapshot().rows
        if known is not None and same_vectors(encoder.identity, known):
            return Cost(len(rows), 0.0, same=True)
        some = self._collection.store.passages([int(row) for row in rows[:MEASURED]])
        return Cost(len(rows), passages_per_second(encoder, [one.passage.text for one in some]))

    def reencode(self, model: str) -> Iterator[Adding]:
        """Encodes the stored text with ``model``, in a thread of its own."""
        with self._writing:
            yield from _told(self.name, lambda tell: self._collection.rebuild(model, progress=tell))

    def on_disk(self) -> OnDisk:
        """Which documents' files have changed since they were read or are gone, and which files are new."""
        return self._collection.on_disk()

    def refresh(self) -> Iterator[Adding]:
        """Reads changed files again and new ones, in one transaction, in a thread of its own."""
        with self._writing:
            yield from _told(self.name, lambda tell: self._collection.refresh(progress=tell))

    def examples(self, lang: str = "vi") -> Sequence[str]:
        """A few questions that this collection answers, made anew when it has changed."""
        collection = self._collection
        state = (collection.name, collection.snapshot().counter, lang)
        if self._examples[0] != state:
            candidates = SAMPLE_QUESTIONS if collection.name == SAMPLE else self._candidates(lang)
            self._examples = (state, tuple(self._answered(candidates, lang)))
        return self._examples[1]

    def next_questions(self, answer: Answer, asked: Sequence[str] = (), lang: str = "vi") -> Sequence[str]:
        """Questions about what stands near the answer's source, those that are answered from there."""
        collection = self._collection
        if not answer.citations:
            return ()
        document = answer.citations[0].document_id
        sections = collection.sections(document)
        found: list[str] = []
        extractive, until = Chat(collection), time.monotonic() + _PATIENCE
        for question, section in next_questions(answer, sections, asked, Words(lang)):
            if len(found) == NEXT or time.monotonic() > until:
                break
            tried = extractive.answer(question, options=Options(lang=lang))
            if any(c.document_id == document and section.start <= c.start < section.end for c in tried.citations):
                found.append(question)
        return found

    def _candidates(self, lang: str) -> Iterator[str]:
        """Questions made of the headings of the first documents, and a summary of the first with a short title."""
        t = Words(lang)
        documents = self.documents()[:8]
        short = next((info.title for info in documents if 1 < len(info.title.split()) <= _SHORT_TITLE), None)
        if short is not None:
            yield t("example_summary", title=short)
        for topic in topics_of([self._collection.sections(info.id) for info in documents]):
            yield question_about(topic, t)

    def _answered(self, candidates: Iterator[str] | Sequence[str], lang: str) -> Iterator[str]:
        found = 0
        extractive = Chat(self._collection)
        for question in candidates:
            answer = extractive.answer(question, options=Options(lang=lang))
            if answer.outcome is Outcome.ANSWERED:
                yield question
                found += 1
                if found == EXAMPLES:
                    return


def _named_apart(uploads: Sequence[Upload]) -> list[tuple[Upload, str]]:
    """The uploads under safe names: the same file twice is one, others of its name get a number each.

    Names that some file system holds equal count as the same.
    """
    taken: dict[str, str | None] = {}
    named = []
    for upload in uploads:
        name = safe_name(upload.name)
        path, digest = PurePath(name), file_digest(upload.path)
        n = 1
        while (known := name.casefold()) in taken and (digest is None or taken[known] != digest):
            n += 1
            name = f"{path.stem} ({n}){path.suffix}"
        if known not in taken:
            taken[known] = digest
            named.append((upload, name))
    return named


def _unreadable(files: Sequence[tuple[Upload, str]]) -> list[UnreadableFile]:
    """Why files cannot be read; stops at the first that can."""
    problems = []
    for upload, name in files:
        try:
            file_item(upload.path, name).load()
        except UnreadableFile as problem:
            problems.append(problem)
        else:
            break
    return problems


def _plain(problem: HoidapError) -> HoidapError:
    """The problem with the file's name as the person knows it."""
    return HoidapError(problem.vi.removeprefix(UPLOAD), problem.en.removeprefix(UPLOAD))


def _told(name: str, run: Callable[[Progress], IngestReport | int]) -> Iterator[Adding]:
    """Runs in a thread what writes to the collection ``name``; its end, or its failure, comes through the same queue as
    its steps."""
    steps: queue.Queue[Step | IngestReport | int | HoidapError | None] = queue.Queue()

    def work() -> None:
        try:
            steps.put(run(steps.put))
        except HoidapError as error:
            steps.put(error)
        finally:
            steps.put(None)

    worker = threading.Thread(target=work, name="hoidap-adding")
    worker.start()
    told, total = set(), 0
    try:
        while (step := steps.get()) is not None:
            if isinstance(step, HoidapError):
                raise step
            if isinstance(step, IngestReport):
                for problem in step.problems:
                    if problem.source not in told:
                        yield Adding(total, total, error=_plain(problem))
                counts = (len(step.added), len(step.replaced), len(step.unchanged))
                if any(counts):
                    yield Adding(total, total, result=Added(name, *counts))
                continue
            if isinstance(step, int):  # a count of passages: there is nothing to say of files
                continue
            total = step.total
            if step.problem is not None:
                told.add(step.problem.source)
            error = None if step.problem is None else _plain(step.problem)
            yield Adding(step.done, total, step.source.removeprefix(UPLOAD), error)
    finally:  # the files may be deleted once this returns
        worker.join()
