"""The JSON of ``search`` and ``ask``: keys are English, and a contract that other programs rely on."""

from __future__ import annotations

import json
from typing import Any

from index.types import DocumentInfo, Hit, Location, SearchResult
from rag.types import Answer, Citation

Json = dict[str, Any]


def dumps(value: Any) -> str:
    """Readable JSON; lone surrogates of odd file names are escaped, so that any terminal takes it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def info_json(info: DocumentInfo) -> Json:
    """One document of a list."""
    return {
        "id": info.id,
        "title": info.title,
        "source": info.source,
        "metadata": dict(info.metadata),
        "length": info.length,
        "passages": info.passages,
        "added": info.added,
    }


def location_json(place: Location) -> Json:
    """One entry of ``also_in``."""
    return {
        "document": place.document_id,
        "source": place.source,
        "title": place.title,
        "section": list(place.section),
        "page": place.page,
        "start": place.start,
        "end": place.end,
    }


def hit_json(hit: Hit) -> Json:
    """One hit of a search."""
    passage = hit.passage
    found: Json = {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage": {
            "id": passage.id,
            "document": passage.document_id,
            "source": hit.source,
            "title": hit.title,
            "section": list(passage.section),
            "page": passage.page,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
        },
        "also_in": [location_json(place) for place in hit.also_in],
    }
    if hit.reasons:
        found["reasons"] = list(hit.reasons)
    return found


def search_json(result: SearchResult) -> Json:
    """The whole result of a search."""
    return {
        "question": result.question,
        "searched_as": result.searched_as,
        "hits": [hit_json(hit) for hit in result.hits],
    }


def citation_json(citation: Citation) -> Json:
    """One citation: where it stands in the answer, and where in the document."""
    return {
        "marker": citation.marker,
        "answer_start": citation.answer_start,
        "answer_end": citation.answer_end,
        "passage": citation.passage_id,
        "document": citation.document_id,
        "source": citation.source,
        "title": citation.title,
        "section": list(citation.section),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "likely": citation.likely,
    }


def answer_json(answer: Answer) -> Json:
    """The whole answer to a question."""
    found: Json = {
        "question": answer.question,
        "searched_as": answer.searched_as,
        "outcome": str(answer.outcome),
        "confidence": round(answer.confidence, 4),
        "answer": answer.text,
        "citations": [citation_json(citation) for citation in answer.citations],
        "hits": [hit_json(hit) for hit in answer.hits],
    }
    if answer.checked:
        found["checked"] = [
            {
                "start": sentence.start,
                "end": sentence.end,
                "supported": sentence.supported,
                "markers": list(sentence.markers),
                "missing": list(sentence.missing),
            }
            for sentence in answer.checked
        ]
    return found
