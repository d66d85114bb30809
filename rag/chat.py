"""A question in, events out: search, read the passages, compose an answer or say that there is none.

With a language model its reply is streamed, then every sentence is held against the passages; whenever it fails, the
extractive answer stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.types import DocumentInfo, SearchResult
from rag import confidence as confidences
from rag.compose import compose
from rag.conversation import complete
from rag.endpoint import Generator, GeneratorError
from rag.naming import document_named
from rag.phrases import NO_EVIDENCE, REPLIES, Reply, is_reply
from rag.prompt import NOTHING, messages
from rag.provisions import Provision, asked_for, document_of, has_articles, quoted
from rag.reading import READ_PASSAGES, Library, read_passages
from rag.smalltalk import heard
from rag.summary import Request, requested, summarise
from rag.types import Answer, Citation, Delta, Done, Event, Found, Outcome, Restart, Searching, Turn
from rag.verify import plain_sentences, usable_units, verify
from rag.writer import Writer

SUMMARY: Final = {"vi": "tóm tắt {title}", "en": "summarise {title}"}
"""How a request for a summary was understood."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a question is to be answered."""

    k: int = 5
    retriever: str = "hybrid"
    exact: bool = False
    within: frozenset[str] | None = None
    lang: str = "vi"


class Chat:
    """Answers questions over one library; keeps nothing between questions, so it may serve many threads."""

    def __init__(self, library: Library, generator: Generator | None = None) -> None:
        self.library = library
        self.generator = generator

    def ask(self, question: str, history: Sequence[Turn] = (), options: Options | None = None) -> Iterator[Event]:
        """Yields Searching, Found, Delta..., Done. ``history`` are the turns before, oldest first.

        Closing the iterator cancels what is under way.
        """
        options = options or Options()
        yield Searching(question)
        history = [turn for turn in history if not is_reply(turn.answer.text)]
        answer = None if options.exact else self._unsearched(question, history, options)
        if answer is not None:
            yield Found(SearchResult(question, answer.searched_as, answer.hits))
        else:
            whole = question if options.exact else complete(question, history).question
            result = self.library.search(
                whole,
                max(options.k, READ_PASSAGES),
                retriever=options.retriever,
                exact=options.exact,
                within=options.within,
            )
            result = replace(result, question=question)
            yield Found(replace(result, hits=result.hits[: options.k]))
            answer = self._extract(result, options)
        if self.generator is not None and answer.outcome is Outcome.ANSWERED:
            try:
                written = ""
                for piece in self.generator.stream(messages(answer.searched_as, answer.hits, options.lang)):
                    written += piece
                    yield Delta(piece)
                answer = self._checked(answer, written, options)
            except GeneratorError as error:
                yield Restart(error.vi, error.en)
                yield Delta(answer.text)
        else:
            yield Delta(answer.text)
        yield Done(answer)

    def answer(self, question: str, history: Sequence[Turn] = (), options: Options | None = None) -> Answer:
        """The last event's answer, for callers that do not stream."""
        for event in self.ask(question, history, options):
            if isinstance(event, Done):
                return event.answer
        raise RuntimeError("ask ended without an answer")

    def _unsearched(self, question: str, history: Sequence[Turn], options: Options) -> Answer | None:
        """What needs no search: a reply to what is no question, or the summary of a document, where one is asked for."""
        reply = heard(question)
        if reply is not None:
            return _reply(question, reply, options.lang)
        provision = asked_for(question)
        if provision is not None:
            return self._provision(question, provision, history, options)
        request = requested(question)
        return None if request is None else self._summary(question, request, history, options)

    def _documents(self, options: Options) -> list[DocumentInfo]:
        return [one for one in self.library.documents() if options.within is None or one.id in options.within]

    def _provision(
        self, question: str, provision: Provision, history: Sequence[Turn], options: Options
    ) -> Answer | None:
        """The provision that is named, where nothing else is asked and it is clear of which document."""
        documents = self._documents(options)
        info = document_of(provision, documents) if provision.words else _at_hand(documents, history)
        if info is None:
            return None if provision.words or not documents else _reply(question, Reply.WHOSE, options.lang)
        writer = quoted(self.library, info, provision)
        if writer is None and not has_articles(self.library, info):
            return None
        return self._copied(question, f"{provision.label}, {info.title}", writer, options)

    def _summary(self, question: str, request: Request, history: Sequence[Turn], options: Options) -> Answer | None:
        """The summary of the document that is named, or of the one at hand."""
        documents = self._documents(options)
        if request.words:
            info = document_named(request.words, documents, bare=request.bare)
        else:
            info = _at_hand(documents, history)
            if info is None and documents:
                return _reply(question, Reply.WHICH, options.lang)
        writer = None if info is None else summarise(self.library, info, request.sentences)
        if info is None or writer is None:
            return None
        return self._copied(question, SUMMARY[options.lang].format(title=info.title), writer, options)

    def _copied(self, question: str, understood: str, writer: Writer | None, options: Options) -> Answer:
        """The answer that was written; without one the document does not have what was asked for."""
        if writer is None:
            return Answer(question, understood, Outcome.NO_EVIDENCE, 0.0, NO_EVIDENCE[options.lang], (), ())
        citations = self._paged(writer.citations)
        return Answer(question, understood, Outcome.ANSWERED, 1.0, writer.text, citations, tuple(writer.hits))

    def _extract(self, result: SearchResult, options: Options) -> Answer:
        reading = read_passages(self.library, result)
        hits = result.hits[: options.k]
        sure = confidences.confidence(reading)
        text, citations, reached = compose(
            result.searched_as,
            result.hits,
            reading.units,
            reading.scores,
            following=self.library.following,
            words=reading.evidence.words,
        )
        if sure < confidences.threshold() or not citations:
            nothing = NO_EVIDENCE[options.lang]
            return Answer(result.question, result.searched_as, Outcome.NO_EVIDENCE, sure, nothing, (), hits)
        citations = self._paged(citations)
        used = {citation.passage_id for citation in citations}
        hits += tuple(hit for hit in reached[len(hits) :] if hit.passage.id in used)
        return Answer(result.question, result.searched_as, Outcome.ANSWERED, sure, text, citations, hits)

    def _paged(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """Citations with the page of their quote, where so far they have that on which its passage begins."""
        return tuple(
            one if one.page is None else replace(one, page=self.library.page_at(one.document_id, one.start) or one.page)
            for one in citations
        )

    def _checked(self, extracted: Answer, written: str, options: Options) -> Answer:
        """The language model's reply with every sentence judged; GeneratorError when none of it can stand."""
        if NOTHING.casefold() in written.casefold():
            nothing = NO_EVIDENCE[options.lang]
            return replace(extracted, outcome=Outcome.NO_EVIDENCE, text=nothing, citations=())
        hits = extracted.hits
        units = usable_units(hits)
        said = plain_sentences(written)
        if not said:
            raise GeneratorError(
                "mô hình ngôn ngữ không viết được gì; dưới đây là câu trả lời trích từ tài liệu",
                "the language model wrote nothing; below is the answer quoted from the documents",
            )
        _, vectors = self.library.encode(extracted.searched_as, [*said, *(unit.text for unit in units)])
        verified = verify(written, hits, self.library.idf, vectors[: len(said)], vectors[len(said) :], units)
        if verified.supported_share == 0.0:
            raise GeneratorError(
                "không câu nào của mô hình ngôn ngữ có căn cứ trong tài liệu; dưới đây là câu trả lời trích từ tài liệu",
                "no sentence of the language model is supported; below is the answer quoted from the documents",
            )
        return replace(
            extracted, text=verified.text, citations=self._paged(verified.citations), checked=verified.checked
        )


def _reply(question: str, reply: Reply, lang: str) -> Answer:
    """Words of ours to somebody whose question is none, or not clear."""
    return Answer(question, question, Outcome.NO_EVIDENCE, 0.0, REPLIES[reply][lang], (), ())


def _at_hand(documents: Sequence[DocumentInfo], history: Sequence[Turn]) -> DocumentInfo | None:
    """The only document, or the one that the last answer was made of."""
    if len(documents) == 1:
        return documents[0]
    cited = (turn.answer.citations[0].document_id for turn in reversed(history) if turn.answer.citations)
    last = next(cited, None)
    return next((one for one in documents if one.id == last), None)
