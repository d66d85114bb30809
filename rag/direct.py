"""What is answered without a search: small talk, and requests for a whole document or a provision of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from corpus.vietnamese import strip_accents
from index.types import DocumentInfo
from rag.documents.cited import documents_asked, documents_within
from rag.documents.contents import Wanted, contents_asked, listed
from rag.documents.holdings import holdings
from rag.documents.mentioning import mentioning, topic_of
from rag.documents.provisions import PASSAGES, Provision, asked_for, has_articles, quoted
from rag.documents.summary import requested, summarise
from rag.evidence.reading import Library, passages_of
from rag.naming import document_named
from rag.phrases import NO_EVIDENCE, REPLIES, Reply
from rag.smalltalk import heard
from rag.types import Answer, Outcome, Turn
from rag.writer import Writer

SUMMARY: Final = {"vi": "tóm tắt {title}", "en": "summarise {title}"}
CONTENTS: Final = {"vi": "mục lục {title}", "en": "contents of {title}"}
HOLDINGS: Final = {"vi": "các tài liệu đang có", "en": "the documents that are there"}
TOPIC: Final = {"vi": "tài liệu nói về {topic}", "en": "documents about {topic}"}
"""How a request for a summary, for the headings, for what there is, or for what speaks of something was understood."""
_ORDINALS: Final = (
    ("đầu", "đầu tiên", "thứ nhất", "thứ 1", "số 1"),
    ("thứ hai", "thứ 2", "số 2"),
    ("thứ ba", "thứ 3", "số 3"),
)
_PLACES: Final = {strip_accents(said): place for place, ways in enumerate(_ORDINALS) for said in ways} | {
    "cuoi": -1,
    "cuoi cung": -1,
}
"""Documents by their place in the last answer: "tóm tắt tài liệu thứ hai"."""


def direct_answer(
    library: Library, question: str, history: Sequence[Turn], within: Collection[str] | None, lang: str
) -> Answer | None:
    """The answer, or words of ours where it is not clear of which document; None for all other questions.

    ``within`` are the ids of the documents that may be meant.
    """
    reply = heard(question)
    if reply is Reply.DOCUMENTS and (writer := holdings(library, documents_within(library, within))) is not None:
        return _written(question, HOLDINGS[lang], writer)
    if reply is not None:
        return _reply(question, reply, lang)
    topic = topic_of(question)
    if topic is not None:
        found = mentioning(library, topic, within)
        return None if found is None else _written(question, TOPIC[lang].format(topic=found[0].searched_as), found[1])
    asked = asked_for(question) or contents_asked(question) or requested(question)
    if asked is None:
        return None
    documents = documents_asked(library, question, within)
    place = _PLACES.get(strip_accents(" ".join(asked.words)))
    if place is not None:
        info = _cited(documents, history, place)
    elif asked.words:
        info = document_named(asked.words, documents, bare=asked.bare)
    else:
        info = _at_hand(documents, history)
        if info is None and documents:
            return _reply(question, Reply.WHICH, lang)
    if info is None:
        return None
    if isinstance(asked, Provision):
        return _provision(library, question, asked, info, lang)
    if isinstance(asked, Wanted):
        writer, understood = listed(library, info, library.loaded(info.id), asked), CONTENTS[lang]
    else:
        writer, understood = summarise(library, info, asked.sentences), SUMMARY[lang]
    return None if writer is None else _written(question, understood.format(title=info.title), writer)


def _provision(library: Library, question: str, provision: Provision, info: DocumentInfo, lang: str) -> Answer | None:
    passages = passages_of(library, info.id, PASSAGES)
    writer = quoted(passages, info, provision)
    understood = f"{provision.label}, {info.title}"
    if writer is not None:
        return _written(question, understood, writer)
    if not has_articles(passages):
        return None
    return Answer(question, understood, Outcome.NO_EVIDENCE, 0.0, NO_EVIDENCE[lang], (), ())


def _written(question: str, understood: str, writer: Writer) -> Answer:
    return Answer(question, understood, Outcome.ANSWERED, 1.0, writer.text, tuple(writer.citations), tuple(writer.hits))


def _reply(question: str, reply: Reply, lang: str) -> Answer:
    return Answer(question, question, Outcome.NO_EVIDENCE, 0.0, REPLIES[reply][lang], (), ())


def _at_hand(documents: Sequence[DocumentInfo], history: Sequence[Turn]) -> DocumentInfo | None:
    """The only document, or the one that the last answer was made of."""
    return documents[0] if len(documents) == 1 else _cited(documents, history, 0)


def _cited(documents: Sequence[DocumentInfo], history: Sequence[Turn], place: int) -> DocumentInfo | None:
    """The document at a place among those that the last answer was made of."""
    last = next((turn.answer.citations for turn in reversed(history) if turn.answer.citations), ())
    cited = list(dict.fromkeys(citation.document_id for citation in last))
    if not -len(cited) <= place < len(cited):
        return None
    return next((one for one in documents if one.id == cited[place]), None)
