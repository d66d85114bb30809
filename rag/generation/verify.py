"""Holding what a language model wrote against the passages, sentence by sentence.

A sentence is supported by a passage when every number, date and name in it stands there, and its words (by idf mass) and
its meaning (by the embedding) are near the passage's best sentences. Markers that do not hold are dropped, missing ones
are added where the support is certain, and what no passage says is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from corpus.sentences import sentences
from corpus.vietnamese import canonical
from index.types import Hit, Vectors
from rag.evidence.units import Unit, UnitKind, all_units
from rag.names import NAME
from rag.phrases import marker
from rag.terms import Idf, terms_of, tokens
from rag.types import Checked, Citation

_MARKER = re.compile(r"\s*\[(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\]")
_NUMBER = re.compile(r"\d+(?:[.,/–-]\d+)*(?:-[A-ZĐ]{1,5}(?:/[A-ZĐ]{1,6})?)?")
_NAME = re.compile(NAME)

LEXICAL: Final = 0.62
"""Share of a sentence's idf mass that the passage's best two sentences must hold."""
CERTAIN: Final = 0.78
"""The same where a missing marker is added."""
SEMANTIC: Final = 0.35
"""Least cosine between a sentence and the passage's best sentence."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A checked text: markers put right, sentences judged, citations pointing at what supports them."""

    text: str
    checked: tuple[Checked, ...]
    citations: tuple[Citation, ...]

    @property
    def supported_share(self) -> float:
        """Share of the sentences that some passage says, in [0, 1]."""
        return sum(sentence.supported for sentence in self.checked) / (len(self.checked) or 1)


@dataclass(frozen=True, slots=True)
class _Support:
    """How well one hit supports a sentence, and by which unit."""

    lexical: float
    semantic: float
    missing: tuple[str, ...]
    unit: Unit | None

    def holds(self, least: float) -> bool:
        return not self.missing and self.lexical >= least and self.semantic >= SEMANTIC


def exact_things(text: str) -> list[str]:
    """The numbers, dates, document numbers and names of a sentence: what must stand in the source to the letter.

    A capital at the start of a sentence alone makes no name.
    """
    things = [found[0] for found in _NUMBER.finditer(text)]
    return [*things, *(found[0] for found in _NAME.finditer(text))]


def _missing(text: str, source: str) -> tuple[str, ...]:
    folded = canonical(source)
    numbers = set(_NUMBER.findall(source))
    absent = []
    for thing in exact_things(text):
        present = thing in numbers if thing[0].isdigit() else canonical(thing) in folded
        # "Theo Nghị quyết" capitalises a word that the source may write small: only all words absent is an invention.
        if not present and not all(word in folded.split() or word in folded for word in canonical(thing).split()):
            absent.append(thing)
    return tuple(dict.fromkeys(absent))


def _support(sentence: str, vector: Vectors, hit: Hit, units: Sequence[Unit], vectors: Vectors, idf: Idf) -> _Support:
    source = " ".join((hit.title, *hit.passage.section, hit.passage.text))
    missing = _missing(sentence, source)
    if not units:
        return _Support(0.0, 0.0, missing, None)
    terms = terms_of(sentence, idf)
    words = [set(tokens(unit.text)) for unit in units]
    shares = []
    for i in range(len(units)):
        window = words[i] | (words[i + 1] if i + 1 < len(units) else set())
        held = np.fromiter((term in window for term in terms.unique), dtype=bool, count=len(terms.unique))
        shares.append(float(terms.weights[held].sum()) / terms.mass)
    cosine = vectors @ vector
    best = int(np.argmax(np.asarray(shares) + cosine))
    return _Support(max(shares), float(cosine.max()), missing, units[best])


def verify(
    written: str, hits: Sequence[Hit], idf: Idf, sentence_vectors: Vectors, unit_vectors: Vectors, units: Sequence[Unit]
) -> Verified:
    """Checks ``written`` against ``hits``; marker ``n`` means ``hits[n - 1]``.

    ``sentence_vectors`` are those of ``plain_sentences(written)``, one row each; ``unit_vectors`` those of ``units``.
    """
    text = ""
    checked: list[Checked] = []
    citations: list[Citation] = []
    by_hit = {n: [i for i, unit in enumerate(units) if unit.hit == n] for n in range(len(hits))}
    for row, (lead, sentence, cited) in enumerate(_sentences(written)):
        supports = [
            _support(sentence, sentence_vectors[row], hit, [units[i] for i in by_hit[n]], unit_vectors[by_hit[n]], idf)
            for n, hit in enumerate(hits)
        ]
        good = [n for n in cited if 1 <= n <= len(hits) and supports[n - 1].holds(LEXICAL)]
        if not good:
            order = sorted(range(len(hits)), key=lambda n: -(supports[n].lexical + supports[n].semantic))
            good = [n + 1 for n in order if supports[n].holds(CERTAIN)][:1]
        start = len(text) + len(lead)
        text += lead + sentence
        end = len(text)
        if good:
            text += " " + "".join(marker(n) for n in good)
        nearest = min((support.missing for support in supports), key=len, default=())
        checked.append(Checked(start, end, bool(good), tuple(good), () if good else nearest))
        citations += [_citation(hits[n - 1], n, end, supports[n - 1].unit) for n in good]
    return Verified(text, tuple(checked), tuple(citations))


def _sentences(written: str) -> list[tuple[str, str, list[int]]]:
    """The sentences with the white space before them and the markers that stand in or right behind them."""
    found: list[tuple[str, str, list[int]]] = []
    at = 0
    # A marker behind the full stop belongs to the sentence before it: move it in front before cutting.
    moved = re.sub(r"([.!?…]+)((?:\s*\[\d{1,2}(?:\s*[,;]\s*\d{1,2})*\])+)", r"\2\1", written)
    for start, end in sentences(moved):
        raw = moved[start:end].rstrip()
        cited = [int(n) for group in _MARKER.findall(raw) for n in re.findall(r"\d+", group)]
        plain = _MARKER.sub("", raw).strip()
        gap = moved[at:start]
        at = end
        if not plain or not any(c.isalnum() for c in plain):
            if found:  # nothing but markers: they belong to the sentence before
                found[-1][2].extend(cited)
            continue
        newline = "\n" in gap or (start > 0 and moved[start - 1] == "\n")
        found.append(("" if not found else "\n" if newline else " ", plain, list(dict.fromkeys(cited))))
    return found


def plain_sentences(written: str) -> list[str]:
    """The sentences of a reply without markers, in the order that ``verify`` takes their vectors."""
    return [sentence for _, sentence, _ in _sentences(written)]


def usable_units(hits: Sequence[Hit]) -> list[Unit]:
    """The units that can support a sentence."""
    return [unit for unit in all_units(hits) if unit.kind is not UnitKind.HEADING]


def _citation(hit: Hit, number: int, at: int, unit: Unit | None) -> Citation:
    passage = hit.passage
    start, end = (unit.start, unit.end) if unit else (passage.start, passage.end)
    quote = passage.text[start - passage.start : end - passage.start]
    return Citation(
        number, at, at, passage.id, passage.document_id, hit.title, hit.source, passage.section, passage.page,
        start, end, quote,
    )  # fmt: skip
