"""The runs: questions made of statements and missing words first, then those that people ask."""

from __future__ import annotations

import copy
import logging
import math
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from index.reader.network import QUESTION_PLACES, WINDOW, Piece
from rag.training.reader.asking import LENGTH, Asker
from rag.training.reader.model import ReaderModel, span_loss
from rag.training.reader.questions import Question, Stretch

log = logging.getLogger("rag.training.reader")

_HIDDEN = 0.15
_UNREAD = 0.08
_DECAY = 0.05
_REMEMBERED = 400
"""Steps over which weights are averaged where a trained network goes on."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``seconds`` of questions made of statements, then ``epochs`` over those that people ask for each network."""

    seconds: float = 320.0
    epochs: float = 2.6
    rows: int = 384
    plain: float = 0.3
    """Share of the batches from which words are missing, instead of questions; they have twice the rows."""
    questions: int = 20
    windows: int = 12
    """Tuning questions of a batch, and windows of each."""
    rate: float = 1e-3
    last_rate: float = 3e-4
    seeds: int = 2
    """Networks that are averaged."""
    more_questions: int = 3
    more_windows: int = 4
    more_rate: float = 3e-4
    """Where a trained network goes on: questions of each kind in a batch, windows of each, and the highest rate."""
    together: int = 24
    """Windows that a CPU computes at once: those of about one length."""
    workers: int = 2
    """Processes that make statements; threads, where a trained network goes on."""
    seed: int = 20261127
    device: str = "cpu"


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


def pretrain(model: ReaderModel, source: Source, settings: Settings) -> None:
    """Trains on statements for as long as the settings say."""
    torch.manual_seed(settings.seed)
    adam = _optimiser(model, settings.rate)
    begun, step = time.monotonic(), 0
    while (done := (time.monotonic() - begun) / settings.seconds) < 1:
        _set_rate(adam, settings.rate * min(1.0, step / 200) * (0.5 * (1 + math.cos(math.pi * done)) * 0.97 + 0.03))
        rows = source.next()
        loss = _plain_loss(model, rows, settings) if rows.begins is None else _loss(model, rows, settings)
        _step(model, adam, loss)
        step += 1
        if step % 200 == 0:
            log.info("step %d: loss %.3f", step, float(loss.detach()))


def tune(base: ReaderModel, chosen: Sequence[Question], source: Source, settings: Settings) -> ReaderModel:
    """A network that has learnt from these questions too: the mean of several that saw them in different orders."""
    return mean_of([_tuned(base, chosen, source, settings, settings.seed + number) for number in range(settings.seeds)])


def mean_of(models: Sequence[ReaderModel]) -> ReaderModel:
    """The network whose weights are the mean of theirs."""
    states = [one.state_dict() for one in models]
    found: ReaderModel = copy.deepcopy(models[0])
    found.load_state_dict({name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]})
    found.eval()
    return found


def go_on(
    model: ReaderModel, kinds: Sequence[Sequence[Question]], settings: Settings, save: Callable[[ReaderModel], None]
) -> ReaderModel:
    """Trains a trained network further on questions of these kinds, as many of each, for as long as the settings say.

    What comes out lies halfway between the weights that it began with and the mean of those that it came to, in which the last
    count most: so it keeps what only the questions of its first training taught. ``save`` is called with that now and then.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.workers)  # searching has left OpenMP, faiss's and torch's alike, with one
    model.train()
    model.dropped = 0.0  # most questions are seen once
    model.small.weight.requires_grad_(False)
    start: ReaderModel = copy.deepcopy(model).eval()
    mean: ReaderModel = copy.deepcopy(start)
    adam = _optimiser(model, settings.more_rate)
    begun, told = time.monotonic(), 0.0
    rng = np.random.default_rng(settings.seed)
    draws = [_drawn(len(kind), settings.more_questions, rng) for kind in kinds]
    everything = [one for kind in kinds for one in kind]
    for step in count(1):
        done = (time.monotonic() - begun) / settings.seconds
        if done >= 1:
            break
        _set_rate(adam, settings.more_rate * min(1.0, step / 100) * (1 - 0.97 * done))
        taken = [kind[one] for kind, drawn_of in zip(kinds, draws, strict=True) for one in next(drawn_of)]
        rows = _asked(taken, everything, np.random.default_rng((settings.seed, step)), settings.more_windows)
        loss = _loss(model, rows, settings)
        _step(model, adam, loss)
        _follow(mean, model, min(1 - 1 / _REMEMBERED, step / (step + 10)))
        now = float(loss.detach())
        told = now if step == 1 else 0.99 * told + 0.01 * now
        if step % 200 == 0:
            log.info("step %d, %.0f %%: loss %.3f", step, 100 * done, told)
            save(_halfway(start, mean))
    return _halfway(start, mean)


def _halfway(one: ReaderModel, other: ReaderModel) -> ReaderModel:
    found: ReaderModel = copy.deepcopy(one)
    _follow(found, other, 0.5)
    return found


def _drawn(total: int, size: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """Numbers below ``total``, ``size`` at a time, without end: all of them in a new order each round."""
    waiting: list[int] = []
    while True:
        while len(waiting) < size:
            waiting += rng.permutation(total).tolist()
        taken, waiting = waiting[:size], waiting[size:]
        yield taken


def _follow(mean: ReaderModel, model: ReaderModel, kept: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean.parameters(), model.parameters(), strict=True):
            if new.requires_grad:
                old.lerp_(new, 1 - kept)


def _tuned(base: ReaderModel, chosen: Sequence[Question], source: Source, settings: Settings, seed: int) -> ReaderModel:
    model: ReaderModel = copy.deepcopy(base)
    model.train()
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model.small.weight.requires_grad_(False)
    adam = _optimiser(model, settings.last_rate)
    steps = max(int(settings.epochs * len(chosen) / settings.questions), 1)
    draws = _drawn(len(chosen), settings.questions, rng)
    for step in range(steps):
        taken = next(draws)
        _set_rate(adam, settings.last_rate * min(1.0, (step + 1) / 50) * (1 - 0.97 * step / steps))
        loss = _loss(model, _asked([chosen[one] for one in taken], chosen, rng, settings.windows), settings)
        if step % 3 == 0:
            loss = loss + 0.5 * _loss(model, source.next(plain=False), settings)
        _step(model, adam, loss)
    return model


def _asked(taken: Sequence[Question], chosen: Sequence[Question], rng: np.random.Generator, most: int) -> Rows:
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


def _loss(model: ReaderModel, rows: Rows, settings: Settings) -> Tensor:
    tokens, shapes = _moved(rows, settings)
    logits = _spans(model, tokens, shapes, settings)
    begins, ends, group = (torch.from_numpy(part).to(settings.device) for part in (rows.begins, rows.ends, rows.group))
    return span_loss(logits, begins, ends, tokens[:, QUESTION_PLACES:] > 0, group)


def _spans(model: ReaderModel, tokens: Tensor, shapes: Tensor, settings: Settings) -> Tensor:
    """What the network says of each place of the windows; on a CPU in parts of rows of about one length, without padding."""
    lengths = (tokens[:, QUESTION_PLACES:] > 0).sum(1)
    order = torch.argsort(lengths)
    size = len(order) if settings.device == "cuda" else settings.together
    logits = torch.zeros(*tokens[:, QUESTION_PLACES:].shape, 2, device=tokens.device)
    split = max(int((tokens[:, :QUESTION_PLACES] > 0).sum(1).max()), 1)
    for part in torch.split(order, size):
        end = QUESTION_PLACES + max(int(lengths[part].max()), 1)
        rows, forms = (torch.cat([one[part, :split], one[part, QUESTION_PLACES:end]], 1) for one in (tokens, shapes))
        with _half(settings):
            found = model.spans(rows, forms, split)
        logits = logits.index_put((part,), functional.pad(found, (0, 0, 0, tokens.shape[1] - end)))
    return logits


def _plain_loss(model: ReaderModel, rows: Rows, settings: Settings) -> Tensor:
    tokens, shapes = _moved(rows, settings)
    hidden = torch.rand(tokens.shape, device=tokens.device) < _HIDDEN
    with _half(settings):
        guessed = model.missing(tokens, shapes.masked_fill(hidden, 0), hidden)
    return functional.cross_entropy(guessed, tokens[hidden])


def _moved(rows: Rows, settings: Settings) -> tuple[Tensor, Tensor]:
    return (
        torch.from_numpy(rows.tokens).to(settings.device).long(),
        torch.from_numpy(rows.shapes).to(settings.device).long(),
    )


def _half(settings: Settings) -> AbstractContextManager[Any]:
    """Computes with half precision where the device does; a processor that has to imitate it takes ten times as long."""
    halves = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    if settings.device == "cpu" and not halves:
        return nullcontext()
    half: AbstractContextManager[Any] = torch.autocast(settings.device, torch.bfloat16)
    return half


def _optimiser(model: ReaderModel, rate: float) -> torch.optim.AdamW:
    learnt = [(name, one) for name, one in model.named_parameters() if one.requires_grad]
    decayed = [one for name, one in learnt if one.dim() > 1 and not name.startswith("small")]
    others = [one for name, one in learnt if one.dim() <= 1 or name.startswith("small")]
    groups = [{"params": decayed, "weight_decay": _DECAY}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))


def _set_rate(adam: torch.optim.AdamW, rate: float) -> None:
    for group in adam.param_groups:
        group["lr"] = rate


def _step(model: ReaderModel, adam: torch.optim.AdamW, loss: Tensor) -> None:
    adam.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
