"""From the units of the passages found to what the network reads of them, and back: what it says of each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from index.encoders.static import StaticEncoder
from index.ranker.second_look import bundled_table
from index.reader.network import QUESTION_PLACES, WINDOW, Floats, Network, Piece, bundled_network
from index.reader.shapes import shapes_of
from index.types import Units

NOWHERE: Final = -20.0
"""Log-odds of a unit that was not read, or in which nothing stands."""
_ENDS: Final = "%°²³"
"""Marks that belong to the number before them."""
LONGEST: Final = 24
"""Tokens of the answering words at most."""
MOST_WINDOWS: Final = 10
"""Stretches that are read for one question, those first that cover it best: what bounds the work, however long passages are."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the network says of each unit, log-odds of shape (u,): that the answer begins in it, at its likeliest token, and
    that it ends at one. ``words`` is where an answer likelier than
    nowhere stands, else empty: in each unit's text, or among the tokens of it."""

    begins: Floats
    at_best: Floats
    ends: Floats
    words: tuple[Span, ...]

    def mean(self, other: Told) -> Told:
        """What is said of the same units for this wording of a question and another, half and half; the words are those of this
        one, where there are any."""
        words = (own if own.end > own.start else their for own, their in zip(self.words, other.words, strict=True))
        return Told(
            np.mean([self.begins, other.begins], axis=0, dtype=np.float32),
            np.mean([self.at_best, other.at_best], axis=0, dtype=np.float32),
            np.mean([self.ends, other.ends], axis=0, dtype=np.float32),
            tuple(words),
        )


@dataclass(frozen=True, slots=True)
class Window:
    """Units ``first`` to ``last`` of one passage, read together."""

    first: int
    last: int


def read(
    question: str, texts: Sequence[str], group: NDArray[np.int64], covered: Floats, network: Network | None = None
) -> Told:
    """Reads units by a network, the bundled one if None.

    ``group`` (u,) says which passage each is of, in rising order; ``covered`` (u,) how well each covers the question: it
    says what is read where there is more than can be.
    """
    texts = [question, *texts]
    taken = cast(StaticEncoder, bundled_table()).units(texts)
    asked, *units = pieces_of(texts, taken)
    told = read_units(network or bundled_network(), asked, units, group, covered)
    places = pairwise(taken.starts[1:].tolist())
    return replace(
        told,
        words=tuple(
            _in_text(words, text, taken.begins[start:end])
            for words, text, (start, end) in zip(told.words, texts[1:], places, strict=True)
        ),
    )


def read_units(
    network: Network, question: Piece, units: Sequence[Piece], group: NDArray[np.int64], covered: Floats
) -> Told:
    """Reads units as ``read`` does, from their tokens."""
    told = np.full((len(units), 3), NOWHERE, np.float32)
    words = [Span(0, 0)] * len(units)
    asked = question.cut(QUESTION_PLACES)
    windows = _best(windows_of([len(one) for one in units], group), covered)
    pieces = [joined(units[one.first : one.last]) for one in windows]
    for window, logits in zip(windows, network.logits(asked, pieces) if pieces else [], strict=True):
        at = 0
        for unit in range(window.first, window.last):
            own = logits[at : at + len(units[unit])]
            at += len(units[unit])
            if len(own):
                said = np.array([np.logaddexp.reduce(own[:, 0]), own[:, 0].max(), own[:, 1].max()])
                if said[0] > told[unit, 0]:
                    told[unit] = said
                    words[unit] = likeliest(own) if said[1] > 0 else Span(0, 0)
    begins, at_best, ends = np.clip(told, NOWHERE, -NOWHERE).T
    return Told(begins, at_best, ends, tuple(words))


def likeliest(logits: Floats) -> Span:
    """The run of tokens, ``LONGEST`` at most, that is likeliest to be the answer: from log-odds (n, 2)."""
    both = logits[:, 0][:, None] + logits[:, 1][None, :]
    count = len(logits)
    both[np.tri(count, k=-1, dtype=np.bool_) | ~np.tri(count, k=LONGEST - 1, dtype=np.bool_)] = -np.inf
    first, last = divmod(int(np.argmax(both)), count)
    return Span(first, last + 1)


def _in_text(words: Span, text: str, begins: NDArray[np.uint32]) -> Span:
    """The place of a run of tokens in the text that they are of, without what stands around its words."""
    if words.end == words.start:
        return Span(0, 0)
    start = int(begins[words.start])
    end = int(begins[words.end]) if words.end < len(begins) else len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in _ENDS):
        end -= 1
    return Span(start, end)


def _best(windows: Sequence[Window], covered: Floats) -> list[Window]:
    """The windows that are read, in their order."""
    scores = np.array([covered[one.first : one.last].max() for one in windows])
    chosen = np.argsort(-scores, kind="stable")[:MOST_WINDOWS]
    return [windows[i] for i in np.sort(chosen).tolist()]


def windows_of(lengths: Sequence[int], group: NDArray[np.int64]) -> list[Window]:
    """Runs of whole units, of one passage each and as long as can be read at once.

    Where a passage goes on in another window, the last unit of the one before is read again, for what it introduces.
    """
    found = []
    owner = group.tolist()
    first = 0
    while first < len(lengths):
        last, size = first + 1, lengths[first]
        while last < len(lengths) and owner[last] == owner[first] and size + lengths[last] <= WINDOW:
            size += lengths[last]
            last += 1
        found.append(Window(first, last))
        goes_on = last < len(lengths) and owner[last] == owner[first]
        again = goes_on and last - first > 2 and lengths[last - 1] < WINDOW // 3
        first = last - 1 if again else last
    return found


def pieces_of(texts: Sequence[str], units: Units) -> list[Piece]:
    """Texts as the network reads them, from their tokens."""
    return [
        Piece(units.ids[start:end], shapes_of(text, units.begins[start:end]))
        for text, (start, end) in zip(texts, pairwise(units.starts.tolist()), strict=True)
    ]


def joined(units: Sequence[Piece]) -> Piece:
    """Units one after another, as much as can be read."""
    tokens = np.concatenate([one.tokens for one in units])
    return Piece(tokens, np.concatenate([one.shapes for one in units])).cut(WINDOW)
