"""Asks every question, and every question that cannot be answered, and keeps what came back.

Unanswerable questions are made in three ways: another set's questions asked here ("wrong collection"), a set's own with
the document that answers left out ("taken out"), and those that the set itself says have no answer ("adversarial").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from index.evaluation.datasets import Notice
from index.evaluation.judging import names_document, plain
from index.evaluation.running import AS_IS, Progress, Typist, as_typed, silent
from index.types import Query
from rag.chat import Chat, Options
from rag.evaluation import measures
from rag.evaluation.questions import AnswerSet, GoldQuestion
from rag.evidence.reading import Library
from rag.types import Answer, Outcome

ANSWERABLE: Final = "answerable"
WRONG_COLLECTION: Final = "wrong collection"
TAKEN_OUT: Final = "taken out"
ADVERSARIAL: Final = "adversarial"


@dataclass(frozen=True, slots=True)
class Row:
    """One question asked in one way. ``first`` and ``whole`` say whether a gold answer stands in the first sentence and in
    the whole answer; ``from_gold`` counts the citations of the document that answers."""

    id: str
    question: str
    mode: str
    confidence: float
    answered: bool
    first: bool
    whole: bool
    f1: float
    emphasised: bool
    sentences: int
    syllables: int
    citations: int
    from_gold: int
    kept: bool
    checked: int
    supported: int
    text: str


@dataclass(frozen=True, slots=True)
class AnswersEvaluated:
    """One set asked with one retriever and one way of typing."""

    dataset: str
    documents: int
    passages: int
    retriever: str
    typed: str
    split: bool
    rows: tuple[Row, ...]

    def of(self, mode: str) -> list[Row]:
        """The rows of one mode."""
        return [row for row in self.rows if row.mode == mode]


class Opened(Protocol):
    """A set's documents, ready to be asked."""

    @property
    def library(self) -> Library:
        """What answers are composed from."""
        ...

    @property
    def passages(self) -> int:
        """How many passages the documents make."""
        ...

    @property
    def ids(self) -> Mapping[str, str]:
        """Document ids of the collection by the set's own ids, which are the sources of hits."""
        ...

    @property
    def notices(self) -> Sequence[Notice]:
        """What of the set cannot be found here."""
        ...

    def text_of(self, document_id: str) -> str:
        """A document's text by its id in the collection."""
        ...


Opener = Callable[[AnswerSet, bool], AbstractContextManager[Opened]]
"""Makes a set's documents askable, cut as the product does or each one passage."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask: every retriever with every way of typing."""

    retrievers: tuple[str, ...] = ("hybrid",)
    typed: tuple[str, ...] = (AS_IS,)
    split: bool = False


def evaluate_answers(
    sets: Sequence[AnswerSet],
    plan: Plan,
    opener: Opener,
    *,
    typist: Typist = as_typed,
    progress: Progress = silent,
    chat_over: Callable[[Library], Chat] = Chat,
) -> tuple[list[AnswersEvaluated], list[Notice]]:
    """Measures every set; with two or more, each is also asked the others' questions, as many as its own."""
    results: list[AnswersEvaluated] = []
    notices: list[Notice] = []
    for own in sets:
        foreign = [one for other in sets if other.name != own.name for one in _answerable(other)]
        step = max(1, len(foreign) // max(1, len(_answerable(own))))
        foreign = foreign[::step][: len(_answerable(own))]
        with opener(own, plan.split) as opened:
            notices += opened.notices
            chat = chat_over(opened.library)
            for retriever in plan.retrievers:
                for how in plan.typed:
                    asked = list(_asked(own, foreign, opened))
                    texts = [Query(one.id, typist(one.text, how)) for _, one, _ in asked]
                    label = f"{own.name} {retriever} {how}"
                    rows = []
                    for query, (mode, one, within) in zip(progress(texts, label), asked, strict=True):
                        options = Options(retriever=retriever, within=within)
                        answer = chat.answer(query.text, (), options)
                        rows.append(_row(mode, one, answer, opened))
                    results.append(
                        AnswersEvaluated(
                            own.name, len(opened.ids), opened.passages, retriever, how, plan.split, tuple(rows)
                        )
                    )
    return results, notices


def _answerable(answers: AnswerSet) -> list[GoldQuestion]:
    return [one for one in answers.questions if one.answerable and one.answers]


def _asked(
    own: AnswerSet, foreign: Iterable[GoldQuestion], opened: Opened
) -> Iterator[tuple[str, GoldQuestion, frozenset[str] | None]]:
    everything = frozenset(opened.ids.values())
    for one in _answerable(own):
        yield ANSWERABLE, one, None
        gold = _gold_ids(one, opened.ids)
        if gold:
            yield TAKEN_OUT, one, everything - gold
    for one in own.questions:
        if not one.answerable:
            yield ADVERSARIAL, one, None
    for one in foreign:
        yield WRONG_COLLECTION, one, None


def _gold_ids(one: GoldQuestion, ids: Mapping[str, str]) -> frozenset[str]:
    """The documents that answer: the question's own, or those that its evidence names."""
    if one.source:
        return frozenset({ids[one.source]} if one.source in ids else ())
    wanted = [plain(entry.document) for entry in one.evidence]
    return frozenset(found for source, found in ids.items() if any(names_document(w, "", source) for w in wanted))


def _row(mode: str, one: GoldQuestion, answer: Answer, opened: Opened) -> Row:
    said = answer.text if answer.checked else measures.copied(answer)
    first = measures.first_sentence(answer)
    shown = measures.emphasised(answer)
    return Row(
        id=one.id,
        question=one.text,
        mode=mode,
        confidence=answer.confidence,
        answered=answer.outcome is Outcome.ANSWERED,
        first=measures.contains(first, one.answers),
        whole=measures.contains(said, one.answers),
        f1=measures.token_f1(shown, one.answers),
        emphasised=bool(shown),
        sentences=measures.sentence_count(answer),
        syllables=len(measures.words_of(said)),
        citations=len(answer.citations),
        from_gold=_from_gold(one, answer, opened.ids),
        kept=measures.keeps_promise(answer, opened.text_of),
        checked=len(answer.checked),
        supported=sum(sentence.supported for sentence in answer.checked),
        text=answer.text,
    )


def _from_gold(one: GoldQuestion, answer: Answer, ids: Mapping[str, str]) -> int:
    """Citations of the documents that answer; a passage that occurs in one of them as well counts."""
    gold = _gold_ids(one, ids)
    hits = {hit.passage.id: hit for hit in answer.hits}
    count = 0
    for citation in answer.citations:
        hit = hits.get(citation.passage_id)
        places = (
            {citation.document_id, *(place.document_id for place in hit.also_in)} if hit else {citation.document_id}
        )
        count += bool(gold & places)
    return count
