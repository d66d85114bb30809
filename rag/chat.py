"""A question in, events out: search, read the passages, compose an answer or say that there is none.

With a language model its reply is streamed, then every sentence is held against the passages; whenever it fails, the
extractive answer stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.types import SearchResult
from rag.composing.compose import compose
from rag.direct import direct_answer
from rag.documents.cited import documents_asked, documents_within
from rag.documents.located import located, sought
from rag.documents.scoped import answer_scoped, answer_within
from rag.evidence import confidence as confidences
from rag.evidence.reading import READ_PASSAGES, Library, read_passages
from rag.followups.compared import answer_compared
from rag.followups.conversation import complete
from rag.followups.doubled import answer_halves
from rag.generation.endpoint import Generator, GeneratorError
from rag.generation.prompt import NOTHING, messages
from rag.generation.verify import plain_sentences, usable_units, verify
from rag.phrases import NO_EVIDENCE, is_reply
from rag.types import Answer, Citation, Delta, Done, Event, Found, Outcome, Restart, Searching, Turn


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
        whole = question
        answer = None
        if not options.exact:
            whole = complete(question, history).question
            for one in dict.fromkeys((question, whole)):
                answer = answer or direct_answer(self.library, one, history, options.within, options.lang)
        generator = self.generator
        if answer is not None:
            generator = None  # a provision is wanted word for word
            answer = replace(answer, question=question, citations=self._paged(answer.citations))
            yield Found(SearchResult(question, answer.searched_as, answer.hits))
        else:
            answer = None if options.exact else self._asked_otherwise(whole, history, options)
            if answer is not None:
                answer = replace(answer, question=question)
                yield Found(SearchResult(question, answer.searched_as, answer.hits))
            else:
                result = replace(self._search(whole, options), question=question)
                yield Found(replace(result, hits=result.hits[: options.k]))
                answer = self._extract(result, options)
        if generator is not None and answer.outcome is Outcome.ANSWERED:
            try:
                written = ""
                for piece in generator.stream(messages(answer.searched_as, answer.hits, options.lang)):
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

    def _asked_otherwise(self, question: str, history: Sequence[Turn], options: Options) -> Answer | None:
        """The answer to a question that is not searched as it stands: two in one, one that names a document or goes on with the
        last, one for the part that says something."""
        return (
            answer_halves(question, lambda half: self._answered(half, options))
            or self._scoped(question, options)
            or self._located(question, options)
            or answer_compared(question, lambda thing: self._plain(thing, options))
            or answer_within(
                question,
                history,
                lambda: documents_within(self.library, options.within),
                lambda thing, documents: self._plain(thing, replace(options, within=documents)),
            )
        )

    def _answered(self, question: str, options: Options) -> Answer:
        return self._scoped(question, options) or self._located(question, options) or self._plain(question, options)

    def _scoped(self, question: str, options: Options) -> Answer | None:
        """The answer of the documents that a question names."""

        def answer_of(rest: str, named: frozenset[str] | None) -> Answer:
            narrowed = options if named is None else replace(options, within=named)
            return self._located(rest, narrowed, of_document=named is not None) or self._plain(rest, narrowed)

        return answer_scoped(question, lambda: documents_asked(self.library, question, options.within), answer_of)

    def _located(self, question: str, options: Options, *, of_document: bool = False) -> Answer | None:
        """The part of a document that says what is asked."""
        wanted = sought(question, of_document=of_document)
        return None if wanted is None else located(self.library, wanted, lambda topic: self._plain(topic, options))

    def _plain(self, question: str, options: Options) -> Answer:
        """The answer of what is found for the words of a question."""
        return self._extract(self._search(question, options), options)

    def _search(self, question: str, options: Options) -> SearchResult:
        return self.library.search(
            question,
            max(options.k, READ_PASSAGES),
            retriever=options.retriever,
            exact=options.exact,
            within=options.within,
        )

    def _extract(self, result: SearchResult, options: Options) -> Answer:
        reading = read_passages(self.library, result)
        hits = result.hits[: options.k]
        sure = confidences.confidence(reading)
        text, citations, reached = compose(
            reading.evidence.question,
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
