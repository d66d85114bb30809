"""Passages whose scores lie close together are read beside the question: what the reader finds in them puts them in order.

The ranker counts and compares; whether a passage answers only reading tells. That costs some milliseconds a passage, so it
is done where the ranker is in doubt, and of a long passage only what lies around its best sentence is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from index.encoders.static import StaticEncoder
from index.ranker.gathering import sentence_texts
from index.ranker.second_look import SecondLook, bundled_table
from index.reader.network import QUESTION_PLACES, Floats, bundled_network
from index.reader.windows import NOWHERE, Window, joined, pieces_of, windows_of
from index.storage.store import Store

CLOSE: Final = 1.5
"""In standard deviations of a question's candidates: how far behind the best one a passage still contests its place."""
MOST: Final = 6
"""Passages that are read for one question, whatever their number."""
_WEIGHT: Final = 0.25
_SURE: Final = 10.0
"""Log-odds beyond which more says nothing."""
_WINDOWS: Final = 2
"""Stretches that are read of one passage."""


def settle(store: Store, question: str, rows: NDArray[np.int64], look: SecondLook) -> SecondLook:
    """``look`` with the contested candidates in the order that reading gives them; their places change, the scores stay.

    ``rows`` are the rows of the candidates in fusion's order.
    """
    count = contested(look.scores)
    if not count:
        return look
    places = look.order[:count]
    stored = store.passages(rows[places].tolist())
    if len(stored) < count:  # another process has just removed some
        return look
    passages = [sentence_texts([one], [look.stretches[one.row]]) for one in stored]
    nearest = np.maximum(look.evidence.window[places] - look.candidates.starts[places], 0)
    said = said_of(question, passages, nearest.tolist())
    order = look.order.copy()
    order[:count] = places[settled(look.scores[:count], said)]
    return replace(look, order=order, said=dict(zip(places.tolist(), said.tolist(), strict=True)))


def contested(scores: Floats) -> int:
    """How many of the first candidates contest the first place: from scores that fall; 0 where the first stands alone."""
    count = int(np.count_nonzero(scores[:1] - scores[:MOST] < CLOSE))
    return count if count > 1 else 0


def settled(scores: Floats, said: Floats) -> NDArray[np.int64]:
    """The order of contested candidates from their scores and what the reader says of them (``said_of``)."""
    return np.argsort(-(scores + _WEIGHT * np.clip(said, -_SURE, _SURE)), kind="stable")


def said_of(question: str, passages: Sequence[Sequence[str]], nearest: Sequence[int]) -> Floats:
    """How likely an answer begins in each passage, as log-odds of shape (n,).

    Passages are their sentences; ``nearest`` is the place of the one that is nearest to the question.
    """
    texts = [question, *(text for one in passages for text in one)]
    asked, *units = pieces_of(texts, cast(StaticEncoder, bundled_table()).units(texts))
    pieces, owner = [], []
    starts = np.concatenate([[0], np.cumsum([len(one) for one in passages])])
    for place, (first, last) in enumerate(pairwise(starts.tolist())):
        windows = windows_of([len(one) for one in units[first:last]], np.zeros(last - first, np.int64))
        for window in _around(windows, nearest[place]):
            pieces.append(joined(units[first + window.first : first + window.last]))
            owner.append(place)
    found = np.full(len(passages), NOWHERE, np.float32)
    logits = bundled_network().logits(asked.cut(QUESTION_PLACES), pieces) if pieces else []
    for place, own in zip(owner, logits, strict=True):
        if len(own):
            found[place] = max(found[place], np.logaddexp.reduce(own[:, 0]))
    return found


def _around(windows: Sequence[Window], nearest: int) -> Sequence[Window]:
    """The stretch that holds the nearest sentence and what goes on with it."""
    holding = next((place for place, one in enumerate(windows) if one.last > nearest), 0)
    first = max(min(holding, len(windows) - _WINDOWS), 0)
    return windows[first : first + _WINDOWS]
