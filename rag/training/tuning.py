"""The tuning sets: texts, questions and gold answers; which units of the passages found hold an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import nfc
from index.evaluation.readers import read_beir
from rag.evidence.units import Unit
from rag.terms import tokens
from rag.training.marking import MARKED_SETS, VISQA, read_marks

SHARED: Final = "viquad2_800"
"""The report set whose passages ``visqa_multispan`` shares: they are left out of it."""
_ENOUGH: Final = 0.65


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its gold answers, the source of the document that answers it (empty: none does), and of others that do."""

    question: str
    answers: tuple[str, ...] = ()
    source: str = ""
    also: tuple[str, ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """All documents that answer it."""
        return frozenset({self.source, *self.also} - {""})


@dataclass(frozen=True, slots=True)
class TuningSet:
    """Texts by source, and the questions over them."""

    texts: dict[str, str]
    asked: tuple[Asked, ...]


def read_tuning_sets(folder: Path) -> dict[str, TuningSet]:
    """The two sets in ``folder``, which lies beside the BEIR folders of the report sets."""
    shared = {nfc(document.text).strip() for document in read_beir(folder.parent / SHARED).documents}
    return {
        "vinewsqa_dev": read_squad(folder / "dev_ViNewsQA.json"),
        VISQA: without(read_visqa(folder / f"{VISQA}.jsonl"), shared),
    }


def read_squad(path: Path) -> TuningSet:
    """A SQuAD file; questions without an answer are left out."""
    sources: dict[str, str] = {}
    asked: list[Asked] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            source = sources.setdefault(paragraph["context"], f"squad:{len(sources)}")
            asked += [
                Asked(qa["question"], tuple(answer["text"] for answer in qa["answers"]), source)
                for qa in paragraph["qas"]
                if qa["answers"]
            ]
    return TuningSet({source: text for text, source in sources.items()}, tuple(asked))


def read_visqa(path: Path) -> TuningSet:
    """``visqa_multispan.jsonl``: its answers are worded anew, so marks say where they stand, or else words decide what holds
    them."""
    marks = read_marks(VISQA)
    sources: dict[str, str] = {}
    asked: list[Asked] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["passage"]
        source = sources.setdefault(text, f"visqa:{len(sources)}")
        places = marks.get((str(row.get("query_id", "")), ""))
        answers = tuple(text[start:end] for start, end in places) if places else (row["Answer_new"],)
        asked.append(Asked(row["question"], answers, source))
    return TuningSet({source: text for text, source in sources.items()}, tuple(asked))


def read_marked_sets(folder: Path) -> dict[str, TuningSet]:
    """The sets in ``folder`` that name documents only, with the answers that are marked in these; a question of which no
    document is marked is left out."""
    return {name: _read_marked(folder / name) for name in MARKED_SETS}


def _read_marked(folder: Path) -> TuningSet:
    marks = read_marks(folder.name)
    dataset = read_beir(folder)
    texts = {one.id: nfc(one.passage_text) for one in dataset.documents}
    asked = []
    for query in dataset.queries:
        told = {one: marks.get((query.id, one), ()) for one in dataset.qrels[query.id]}
        sources = [source for source, places in told.items() if places]
        answers = dict.fromkeys(texts[source][start:end] for source in sources for start, end in told[source])
        if sources:
            asked.append(Asked(nfc(query.text), tuple(answers), sources[0], tuple(sources[1:])))
    return TuningSet(texts, tuple(asked))


def without(one: TuningSet, texts: set[str]) -> TuningSet:
    """The set less these texts and the questions over them."""
    return over(one, {source for source, text in one.texts.items() if nfc(text).strip() not in texts})


def over(one: TuningSet, sources: set[str]) -> TuningSet:
    """The texts with these sources, and the questions over them."""
    texts = {source: text for source, text in one.texts.items() if source in sources}
    return TuningSet(texts, tuple(asked for asked in one.asked if asked.source in texts))


def gold_units(units: Sequence[Unit], own: NDArray[np.bool_], one: Asked) -> NDArray[np.bool_]:
    """Which units answer: those of the right document (``own``) that contain an answer.

    Where answers were worded anew none may: then the unit that holds most of the answer's words, if it holds enough.
    """
    answers = [answer.lower().strip(" .,") for answer in one.answers]
    gold = own & np.array([any(a in unit.text.lower() for a in answers) for unit in units], dtype=np.bool_)
    if gold.any() or not own.any():
        return gold
    wanted = set(tokens(" ".join(one.answers)))
    telling = wanted - set(tokens(one.question))
    shares = np.zeros(len(units))
    for i in np.flatnonzero(own).tolist():
        words = set(tokens(units[i].text))
        shares[i] = len(words & telling) / (len(telling) or 1) + 0.3 * len(words & wanted) / (len(wanted) or 1)
    best = int(np.argmax(shares))
    gold[best] = shares[best] >= _ENOUGH
    return gold
