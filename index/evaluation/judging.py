"""From hits to what is measured: rankings of a dataset's documents, or of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import file_name
from corpus.vietnamese import nfc
from index.evaluation.datasets import Evidence, Qrels, QuestionSet
from index.types import Hit

EVIDENCE = "evidence"
"""The document id under which the first passage that answers is ranked."""

Ranking = list[tuple[str, float]]
"""Document id and score, best first, each document once."""


def document_ranking(hits: Sequence[Hit]) -> Ranking:
    """Documents by their best passage. A hit's ``source`` is the document's id in the dataset."""
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.source, hit.score)
    return list(best.items())


def evidence_ranking(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> Ranking:
    """Passages by rank, the first that answers under the id ``EVIDENCE``.

    Any place that states the answer will do, so a question has one relevant item: the first such passage. R@5 is then
    the share of questions with evidence among the first five passages.
    """
    ranking: Ranking = []
    answered = False
    for hit in hits:
        first = not answered and any(is_evidence(hit, entry) for entry in evidence)
        answered = answered or first
        ranking.append((EVIDENCE if first else hit.passage.id, hit.score))
    return ranking


def evidence_qrels(questions: QuestionSet) -> Qrels:
    """One relevant item for each answerable question."""
    return {query.id: {EVIDENCE: 1} for query in questions.queries}


def is_evidence(hit: Hit, evidence: Evidence) -> bool:
    """Whether the passage holds every string and is of the document, or is also in it as a near-duplicate."""
    wanted = plain(evidence.document)
    places = [(hit.title, hit.source), *((place.title, place.source) for place in hit.also_in)]
    if not any(names_document(wanted, title, source) for title, source in places):
        return False
    return holds(plain(hit.passage.text), evidence)


def holds(text: str, evidence: Evidence) -> bool:
    """Whether ``text``, already ``plain``, contains every string of the evidence."""
    return all(plain(string) in text for string in evidence.all_of)


def names_document(wanted: str, title: str, source: str) -> bool:
    """Whether ``wanted``, already ``plain``, is a document's title, source, or file name."""
    return wanted in {plain(title), plain(source), plain(file_name(source))}


def plain(text: str) -> str:
    """The form in which evidence is compared: NFC, lower case, white space collapsed."""
    return " ".join(nfc(text).lower().split())
