"""What the network is shown at once: rows of questions and windows, made of statements or of questions that people ask."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.reader.network import QUESTION_PLACES, WINDOW, Piece
from rag.training.reader.asking import LENGTH, Asker
from rag.training.reader.questions import Question, Stretch
from rag.training.reader.settings import Settings

_UNREAD: Final = 0.08


@dataclass(frozen=True, slots=True)
class Rows:
    """Padded rows. ``begins`` and ``ends`` (rows, WINDOW); ``group`` (rows,) whose question each row is of. Rows of plain
    text have neither."""

    tokens: NDArray[np.int32]
    shapes: NDArray[np.uint8]
    begins: NDArray[np.bool_] | None
    ends: NDArray[np.bool_] | None
    group: NDArray[np.int64]


def drawn(asker: Asker, settings: Settings, worker: int) -> Iterator[Rows]:
    """Batches made of statements, without end; a worker's number decides which."""
    number = 0
    while True:
        rng = np.random.default_rng((settings.seed, worker, number))
        number += 1
        if rng.random() < settings.plain:
            texts = [asker.text(rng) for _ in range(2 * settings.rows)]
            tokens = np.stack([one for one, _ in texts])
            yield Rows(tokens, np.stack([one for _, one in texts]), None, None, np.arange(len(tokens)))
        else:
            examples = [asker.example(rng) for _ in range(settings.rows)]
            pieces = [
                (
                    Piece(one.question.astype(np.uint16), one.question_shapes),
                    Piece(one.passage.astype(np.uint16), one.passage_shapes),
                )
                for one in examples
            ]
            tokens, shapes = padded(pieces)
            begins, ends = np.zeros((len(pieces), WINDOW), np.bool_), np.zeros((len(pieces), WINDOW), np.bool_)
            for row, one in enumerate(examples):
                begins[row, one.begins] = ends[row, one.ends] = True
            yield Rows(tokens, shapes, begins, ends, np.arange(len(pieces)))


def padded(pieces: Sequence[tuple[Piece, Piece]]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Questions and windows as rows of one length."""
    tokens = np.zeros((len(pieces), LENGTH), np.int32)
    shapes = np.zeros((len(pieces), LENGTH), np.uint8)
    for row, (question, window) in enumerate(pieces):
        tokens[row, : len(question)], shapes[row, : len(question)] = question.tokens, question.shapes
        place = slice(QUESTION_PLACES, QUESTION_PLACES + len(window))
        tokens[row, place], shapes[row, place] = window.tokens, window.shapes
    return tokens, shapes


class Source:
    """Batches made of statements by processes of their own."""

    def __init__(self, asker: Asker, settings: Settings) -> None:
        context = multiprocessing.get_context("fork")
        self._queue: Any = context.Queue(3 * settings.workers)
        self._workers = [
            context.Process(target=_fill, args=(self._queue, asker, settings, number), daemon=True)
            for number in range(settings.workers)
        ]
        for worker in self._workers:
            worker.start()

    def next(self, *, plain: bool = True) -> Rows:
        """A batch; of questions only unless ``plain``."""
        rows: Rows = self._queue.get()
        while not plain and rows.begins is None:
            rows = self._queue.get()
        return rows

    def close(self) -> None:
        """Ends the processes."""
        for worker in self._workers:
            worker.terminate()


def _fill(queue: Any, asker: Asker, settings: Settings, worker: int) -> None:
    for rows in drawn(asker, settings, worker):
        queue.put(rows)


def asked_rows(taken: Sequence[Question], chosen: Sequence[Question], rng: np.random.Generator, most: int) -> Rows:
    """Questions as a batch, ``most`` windows each: over what was found, with their own document left out, or over another
    question's."""
    pieces: list[tuple[Piece, Piece]] = []
    begins: list[NDArray[np.bool_]] = []
    ends: list[NDArray[np.bool_]] = []
    group: list[int] = []
    for number, one in enumerate(taken):
        draw = rng.random()
        if draw < 0.72 or not one.answerable:
            read = one.stretches
        else:
            other = one.taken_out if draw < 0.9 else chosen[int(rng.integers(len(chosen)))].taken_out
            read = tuple(stretch for stretch in other if stretch.document not in one.own)
        unread = rng.random(len(one.piece)) < _UNREAD
        question = Piece(np.where(unread, 0, one.piece.tokens).astype(np.uint16), one.piece.shapes)
        for stretch in _some(read, rng, most):
            pieces.append((question, stretch.piece))
            for kept, marks in ((begins, stretch.begins), (ends, stretch.ends)):
                kept.append(np.pad(marks, (0, WINDOW - len(marks))))
            group.append(number)
    tokens, shapes = padded(pieces)
    return Rows(tokens, shapes, np.stack(begins), np.stack(ends), np.array(group, np.int64))


def _some(read: Sequence[Stretch], rng: np.random.Generator, most: int) -> list[Stretch]:
    """At most so many windows: those that hold the answer, and the first more often than the last."""
    gold = [one for one in read if one.begins.any()][:most]
    rest = [one for one in read if not one.begins.any()]
    room = most - len(gold)
    if len(rest) > room:
        chances = 1 / (1.0 + np.arange(len(rest)))
        picked = rng.choice(len(rest), room, replace=False, p=chances / chances.sum())
        rest = [rest[int(i)] for i in picked]
    return gold + rest


def orders(total: int, size: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """Numbers below ``total``, ``size`` at a time, without end: all of them in a new order each round."""
    waiting: list[int] = []
    while True:
        while len(waiting) < size:
            waiting += rng.permutation(total).tolist()
        taken, waiting = waiting[:size], waiting[size:]
        yield taken
