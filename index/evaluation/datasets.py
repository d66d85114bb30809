"""What an evaluation is made of: documents, queries, judgements, questions with their evidence.

Two kinds: a ``Dataset`` brings its own documents and judges them by id (BEIR, SQuAD); a ``QuestionSet`` (our own
jsonl) asks about documents that lie elsewhere and says how to recognise a passage that answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import HoidapError
from index.types import Query

Qrels = Mapping[str, Mapping[str, int]]
"""Query id to document id to relevance; one or more means relevant."""


class DatasetError(HoidapError):
    """A dataset that cannot be evaluated: unreadable, malformed or ambiguous."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a dataset that changes what its figures mean, with the number of cases it concerns."""

    count: int
    vi: str
    en: str

    def message(self, lang: str = "vi") -> str:
        """The line to show, in ``lang`` (``vi`` or ``en``)."""
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document of a dataset, with the dataset's own id."""

    id: str
    title: str
    text: str

    @property
    def passage_text(self) -> str:
        """The document as one uncut passage: ``title + " " + text``, as published comparisons index it."""
        return f"{self.title} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents, the judged queries and their judgements. Every query here has a relevant document in ``qrels``.

    ``qrels`` may also name queries that are not in ``queries`` (they cannot be asked) and documents that are not in
    ``documents`` (they cannot be found): both count against the figures, and a notice says so.
    """

    name: str
    documents: tuple[SourceDocument, ...]
    queries: tuple[Query, ...]
    qrels: Qrels
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """How to recognise a passage that answers: it is of this document and contains every string."""

    document: str
    all_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of our own jsonl. Any one of ``evidence`` is enough; without answer there is none."""

    id: str
    text: str
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over documents that lie elsewhere: in a collection or a folder. ``folder`` is where they were read."""

    name: str
    questions: tuple[Question, ...]
    notices: tuple[Notice, ...] = ()
    folder: Path | None = None

    @property
    def queries(self) -> tuple[Query, ...]:
        """The answerable questions, which alone can be ranked."""
        return tuple(Query(question.id, question.text) for question in self.questions if question.answerable)


def refuse_duplicates(ids: Iterable[str], where: str, vi: str, en: str) -> None:
    """Raises ``DatasetError`` when an id occurs twice: a judgement would then name two things.

    ``vi`` and ``en`` say what the ids are ids of.
    """
    repeated = [key for key, count in Counter(ids).items() if count > 1]
    if repeated:
        shown = one_line(repeated[0])
        raise DatasetError(
            f"{where}: {len(repeated)} mã {vi} bị trùng, chẳng hạn «{shown}». Hãy đặt mỗi mã một lần.",
            f"{where}: {len(repeated)} duplicate {en} ids, such as '{shown}'. Give each id once.",
        )


def judged(
    name: str, documents: tuple[SourceDocument, ...], queries: Iterable[Query], qrels: Qrels, notices: Iterable[Notice]
) -> Dataset:
    """Puts a dataset together and counts what does not fit. Ids must already be unique."""
    found = list(notices)
    asked = list(queries)
    known = {document.id for document in documents}
    relevant = {query: rows for query, rows in qrels.items() if any(value > 0 for value in rows.values())}
    unjudged = [query.id for query in asked if query.id not in relevant]
    if unjudged:
        found.append(
            Notice(
                len(unjudged),
                f"{name}: {len(unjudged)} câu hỏi không có phán xét liên quan nào nên không được tính "
                f"(chẳng hạn «{one_line(unjudged[0])}»).",
                f"{name}: {len(unjudged)} queries have no relevant judgement and are left out of the figures "
                f"(such as '{one_line(unjudged[0])}').",
            )
        )
    unknown = sorted({document for rows in relevant.values() for document in rows if document not in known})
    if unknown:
        found.append(
            Notice(
                len(unknown),
                f"{name}: phán xét nhắc tới {len(unknown)} tài liệu không có trong tập, tính là không tìm thấy "
                f"(chẳng hạn «{one_line(unknown[0])}»).",
                f"{name}: the judgements name {len(unknown)} unknown documents, counted as not found "
                f"(such as '{one_line(unknown[0])}').",
            )
        )
    ids = {query.id for query in asked}
    unasked = sorted(query for query in relevant if query not in ids)
    if unasked:
        found.append(
            Notice(
                len(unasked),
                f"{name}: phán xét nhắc tới {len(unasked)} câu hỏi không có trong tập, tính là 0 điểm "
                f"(chẳng hạn «{one_line(unasked[0])}»).",
                f"{name}: the judgements name {len(unasked)} unknown queries, counted as zero "
                f"(such as '{one_line(unasked[0])}').",
            )
        )
    kept = tuple(query for query in asked if query.id in relevant)
    found.extend(empty_notices(name, kept, documents))
    if not relevant:
        raise DatasetError(
            f"{name}: không câu hỏi nào có phán xét liên quan, không có gì để đo. Hãy kiểm tra tệp qrels.",
            f"{name}: no query has a relevant judgement, there is nothing to measure. Check the qrels file.",
        )
    return Dataset(name, documents, kept, relevant, tuple(found))


def empty_notices(name: str, queries: Iterable[Query], documents: Iterable[SourceDocument]) -> list[Notice]:
    """Notices on queries and documents without any text."""
    found: list[Notice] = []
    blank = sum(not query.text.strip() for query in queries)
    if blank:
        found.append(
            Notice(
                blank,
                f"{name}: {blank} câu hỏi trống, tính là 0 điểm.",
                f"{name}: {blank} empty queries, counted as zero.",
            )
        )
    hollow = sum(not document.passage_text for document in documents)
    if hollow:
        found.append(
            Notice(
                hollow,
                f"{name}: {hollow} tài liệu trống, không thể tìm thấy.",
                f"{name}: {hollow} empty documents, which cannot be found.",
            )
        )
    return found


def one_line(text: str, limit: int = 60) -> str:
    """Foreign text for a message: no control characters, white space collapsed, at most ``limit`` characters."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
