"""Question sets as collections in memory, for training the ranker: the product's own channels, uncut documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentences
from index.abbreviations import Abbreviations, mine_abbreviations
from index.dense import DenseIndex, quantise
from index.derived import Snapshot
from index.encoding import by_sentence
from index.evaluation.readers import read_beir
from index.forward import Row
from index.lexical import LexicalIndex
from index.query import CollectionLexicon, read
from index.ranker.asked import asked
from index.ranker.features import Evidence, evidence
from index.ranker.gathering import Scored, gather
from index.ranker.second_look import DEPTH
from index.readings.typed import retype
from index.retrieval import Wish, meant, rank
from index.storage.records import Stretch
from index.tokens import TokenIndex


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents, one passage each, ready to be searched; ``ids`` are the dataset's."""

    snapshot: Snapshot
    lexicon: CollectionLexicon
    stretches: tuple[Stretch, ...]
    ids: tuple[str, ...]


def shelve(documents: Sequence[tuple[str, str]], encoder: Any) -> Shelf:
    """A shelf of (id, text)."""
    texts = [text for _, text in documents]
    vectors, units = encoder.encode_units(texts)
    dense = DenseIndex.build(*quantise(vectors))
    spans = [np.array(sentences(text), np.uint32).reshape(-1, 2) for text in texts]
    lexical = LexicalIndex.of_rows(Row("", text, own) for text, own in zip(texts, spans, strict=True))
    tokens, ends = by_sentence(units, [0] * len(texts), spans)
    stretches = tuple(
        Stretch(own, np.column_stack([bounds, end])) for own, bounds, end in zip(tokens, spans, ends, strict=True)
    )
    rows = np.arange(len(texts), dtype=np.int64)
    ids = tuple(name for name, _ in documents)
    snapshot = Snapshot(0, rows, rows, ids, lexical, dense, TokenIndex.build(tokens))
    return Shelf(snapshot, CollectionLexicon(lexical, Abbreviations(mine_abbreviations(texts))), stretches, ids)


def look(shelf: Shelf, encoder: Any, question: str) -> tuple[NDArray[np.int64], Evidence] | None:
    """The candidates' positions, best first by fusion, and their features; None when there are none."""
    reading = read(question, shelf.lexicon)
    meaning = meant(encoder, reading.searched_as, shelf.snapshot.dense.dimension)
    ranked = rank(shelf.snapshot, reading, meaning, Wish(10, "fusion"), DEPTH)
    if not len(ranked.positions):
        return None
    dense = shelf.snapshot.dense
    scored = Scored(
        ranked.lexical,
        ranked.dense,
        ranked.lexical_z,
        ranked.dense_z,
        dense.vectors(ranked.positions),
        dense.middle(),
    )
    said = shelf.snapshot.lexical.forward.said(ranked.positions)
    candidates = gather(said, [shelf.stretches[i] for i in ranked.positions], scored)
    terms = asked(reading.searched_as, reading.keys, shelf.snapshot.lexical, ranked.own, ranked.translated)
    return ranked.positions, evidence(terms, reading.searched_as, candidates, encoder)


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions with their candidates' features. ``groups`` (q + 1,) where each question's rows begin; ``relevance`` and
    ``values`` have a row for each candidate; ``wanted`` (q,) how many relevant documents each question has at all."""

    names: tuple[str, ...]
    groups: NDArray[np.int64]
    relevance: NDArray[np.int8]
    values: NDArray[np.float32]
    wanted: NDArray[np.int64]
    milliseconds: float = 0.0


def examples(
    folder: Path, encoder: Any, drop: frozenset[str] = frozenset(), typed: str | None = None, most: int | None = None
) -> Examples:
    """The examples of a BEIR folder; documents whose text is in ``drop`` are left out, with their questions."""
    dataset = read_beir(folder)
    documents = [(document.id, document.passage_text) for document in dataset.documents if document.text not in drop]
    held = {name for name, _ in documents}
    shelf = shelve(documents, encoder)
    qrels = {
        query: {document: grade for document, grade in judged.items() if grade > 0 and document in held}
        for query, judged in dataset.qrels.items()
    }
    questions = [
        (retype(query.text, typed) if typed else query.text, qrels[query.id])
        for query in dataset.queries
        if qrels.get(query.id)
    ]
    if most is not None and len(questions) > most:  # evenly, so that all documents have their share
        questions = [questions[i] for i in np.linspace(0, len(questions) - 1, most).astype(int)]
    return collect(shelf, encoder, questions)


def collect(shelf: Shelf, encoder: Any, questions: Sequence[tuple[str, Any]]) -> Examples:
    """The examples of questions with their relevant documents' ids."""
    from time import perf_counter

    lengths, values, relevance, wanted = [], [], [], []
    names: tuple[str, ...] = ()
    began = perf_counter()
    for question, relevant in questions:
        found = look(shelf, encoder, question)
        wanted.append(len(relevant))
        if found is None:
            lengths.append(0)
            continue
        positions, seen = found
        names = seen.names
        lengths.append(len(positions))
        values.append(seen.values)
        relevance.append(np.array([shelf.ids[i] in relevant for i in positions], np.int8))
    groups = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    seconds = perf_counter() - began
    return Examples(
        names,
        groups,
        np.concatenate(relevance),
        np.concatenate(values),
        np.array(wanted),
        seconds / max(len(questions), 1) * 1000,
    )
