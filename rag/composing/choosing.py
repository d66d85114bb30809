"""Which of the scored units are shown: the best, what goes with it, and what their form adds to their scores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from index.types import Hit
from rag.composing.enumerated import opens
from rag.composing.headed import asked_thing, asks_so, asks_why, is_asked, last_titled, names
from rag.composing.labelled import compared_share, label_fit
from rag.composing.listing import Listed
from rag.evidence.defining import definition_start, term_of
from rag.evidence.kinds import Kind, kind_of
from rag.evidence.units import Unit, UnitKind, is_named_heading
from rag.evidence.words import points_back
from rag.terms import telling, tokens


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may hold.

    A further sentence must be the answering one with the probability ``least``, and with ``worth`` for each of its
    syllables, so that a long one must be likelier than a short one; a row of a table beside what is none must have
    ``row``, since it says little by itself. The one that the best points back to ("Nơi đây ...") counts ``pointed_at``
    times as likely. A list goes with it where the line that introduces it is the answering one with the probability
    ``listed``, a table where its header has the share ``compared`` of a question that compares. ``headed`` are the
    log-odds of standing under a heading that names the thing asked for, ``defines`` those of saying what the term
    asked for is, ``labelled`` those of a line whose label says all that is asked for. ``part_units`` are the
    sentences, items and rows of all parts of a document that are shown together.
    """

    sentences: int = 3
    syllables: int = 180
    items: int = 12
    listed: float = 0.1
    compared: float = 0.6
    list_syllables: int = 480
    part_units: int = 30
    least: float = 0.005
    worth: float = 0.0003
    row: float = 0.03
    pointed_at: float = 4.0
    headed: float = 2.0
    defines: float = 2.0
    labelled: float = 5.0
    overlap: float = 0.6


def by_form(question: str, hits: Sequence[Hit], units: Sequence[Unit], limits: Limits) -> NDArray[np.float32]:
    """What it adds to a unit that its passage stands under a heading that names the thing asked for ("Mục tiêu"), that it
    defines the term asked for, and that its label is what is asked for."""
    term = term_of(question)
    thing = asked_thing(question) or frozenset(tokens(term))
    own = _headings_fit(question, thing, hits, units)
    defines = [definition_start(term, unit.text) is not None for unit in units]
    labels = [_labelled(question, unit) for unit in units]
    return np.array(
        [
            limits.headed * fits + limits.defines * defined + limits.labelled * share
            for fits, defined, share in zip(own, defines, labels, strict=True)
        ],
        np.float32,
    )


def _headings_fit(question: str, thing: frozenset[str], hits: Sequence[Hit], units: Sequence[Unit]) -> Iterator[float]:
    """How well the heading above each unit fits: the last of its passage's path, or one within the passage."""
    last, fits = -1, 0.0
    for unit in units:
        if unit.hit != last:
            last, fits = unit.hit, _headed(hits[unit.hit].passage.section, thing, question)
        if unit.kind is UnitKind.HEADING and is_named_heading(unit.text):
            fits = _headed((unit.text,), thing, question)
        yield fits


def _labelled(question: str, unit: Unit) -> float:
    """How well a line's label, or the header of a table, says what is asked for, in [0, 1]."""
    if unit.kind is UnitKind.HEADER:
        return compared_share(question, unit.read_as)
    return label_fit(question, unit.read_as)


def _headed(section: Sequence[str], thing: frozenset[str], question: str) -> float:
    """How well a passage's heading names the thing asked for, or says what is asked, in [0, 1]."""
    heading = last_titled(section)
    whole = names(heading, thing) or is_asked(heading, question) or asks_why(heading, question)
    return 1.0 if whole else asks_so(heading, question)


def without_questions(units: list[Unit], scores: NDArray[np.float32]) -> tuple[list[Unit], NDArray[np.float32]]:
    """Units and scores without the questions that a document asks itself: what follows the likeliest answers in its place."""
    asks = np.array([unit.text.rstrip().endswith("?") for unit in units], np.bool_)
    if not asks.any() or asks.all():
        return units, scores
    best = int(np.argmax(scores))
    scores = scores.copy()
    if asks[best]:
        behind = [i for i in range(best + 1, len(units)) if units[i].hit == units[best].hit and not asks[i]]
        if behind:
            scores[behind[0]] = scores[best]
    return [unit for unit, one in zip(units, asks, strict=True) if not one], scores[~asks]


def lesser_rows(question: str, hits: Sequence[Hit], units: Sequence[Unit], best: Unit) -> set[Unit]:
    """The rows of the best row's table, or the years of its timeline, that have fewer of the question's words than it, and none
    that it has not: a question for one row is not answered with others."""
    if not (best.kind is UnitKind.ROW or best.dated) or kind_of(question) is Kind.LIST:
        return set()
    asked = telling(question)
    table, own = _table_of(best, hits), asked.intersection(tokens(best.text))
    return {
        unit
        for unit in units
        if unit.kind is best.kind and _table_of(unit, hits) == table and asked.intersection(tokens(unit.text)) < own
    }


def _table_of(row: Unit, hits: Sequence[Hit]) -> tuple[str, Span | None]:
    return hits[row.hit].passage.document_id, row.lead


def likelihoods(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """How likely each unit is to be the answering one, shape (u,), from log-odds."""
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum(), np.float32)


def list_beside(
    question: str,
    units: Sequence[Unit],
    scores: NDArray[np.float32],
    listed: Callable[[Unit], Listed | None],
    limits: Limits,
) -> Listed | None:
    """Where a list is asked for and the best sentence is none: the likeliest one that goes with it. The table of what is
    compared goes with any sentence."""
    compared = [compared_share(question, unit.read_as) if unit.kind is UnitKind.HEADER else 0.0 for unit in units]
    table = int(np.argmax(compared))
    if compared[table] >= limits.compared:
        return listed(units[table])
    if kind_of(question) is not Kind.LIST:
        return None
    best, likely = int(np.argmax(scores)), likelihoods(scores)
    chances = np.where([unit != units[best] and (unit.introduces or opens(unit.text)) for unit in units], likely, 0.0)
    lead = int(np.argmax(chances))
    return listed(units[lead]) if chances[lead] >= limits.listed else None


def reasons_given(question: str, hits: Sequence[Hit], units: Sequence[Unit], best: Unit, limits: Limits) -> list[Unit]:
    """The sentences below a heading that asks for the reason that is asked for ("Vì sao có Ban Chỉ đạo"), in their order, where
    the best one stands there: all of them tell it. Empty elsewhere."""
    if not asks_why(last_titled(hits[best.hit].passage.section), question):
        return []
    chosen: list[Unit] = []
    length = 0
    for unit in units:
        size = len(tokens(unit.text))
        if unit.hit == best.hit and unit.kind is UnitKind.SENTENCE and length + size <= limits.syllables:
            chosen.append(unit)
            length += size
    return chosen if best in chosen else []


def chosen_units(
    units: Sequence[Unit], scores: NDArray[np.float32], limits: Limits, left_out: Collection[Unit] = ()
) -> list[Unit]:
    """The best sentences but those ``left_out``: worth their length, different from each other, within the limits. A line
    that introduces others is shown before one of them only, the best one excepted."""
    left_out = set(left_out)
    while True:
        chosen = _likeliest(units, scores, limits, left_out)
        leads = {(unit.hit, unit.lead) for unit in chosen}
        idle = [unit for unit in chosen[1:] if unit.introduces and (unit.hit, Span(unit.start, unit.end)) not in leads]
        if not idle:
            return chosen
        left_out.update(idle)


def _likeliest(
    units: Sequence[Unit], scores: NDArray[np.float32], limits: Limits, left_out: Collection[Unit]
) -> list[Unit]:
    best, likely = int(np.argmax(scores)), likelihoods(scores)
    if best and units[best - 1].hit == units[best].hit and points_back(units[best].text):
        likely[best - 1] *= limits.pointed_at
    order = [best, *(i for i in np.argsort(-likely, kind="stable").tolist() if i != best)]
    chosen: list[Unit] = []
    length = 0
    for i in order:
        unit = units[i]
        size = len(tokens(unit.text))
        if chosen and (
            likely[i] < _enough(unit, units[best], size, limits)
            or length + size > limits.syllables
            or unit in left_out
            or any(_repeats(unit.text, other.text, limits) for other in chosen)
        ):
            continue
        chosen.append(unit)
        length += size
        if len(chosen) == limits.sentences:
            break
    return chosen


def _enough(unit: Unit, best: Unit, size: int, limits: Limits) -> float:
    """How likely a further unit of so many syllables must be the answering one to be shown beside the best."""
    alone = unit.kind is UnitKind.ROW and best.kind is not UnitKind.ROW
    return max(limits.least, limits.worth * size, limits.row if alone else 0.0)


def _repeats(text: str, other: str, limits: Limits) -> bool:
    """Whether ``text`` says again what ``other`` says. Sentences that differ in a number contradict each other: both stay."""
    a, b = set(tokens(text)), set(tokens(other))
    if any(word[0].isdecimal() for word in a - b):
        return False
    return len(a & b) / (min(len(a), len(b)) or 1) > limits.overlap
