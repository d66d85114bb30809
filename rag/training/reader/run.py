"""The runs: questions made of statements and missing words first, then those that people ask."""

from __future__ import annotations

import copy
import logging
import math
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from index.reader.network import QUESTION_PLACES
from rag.training.reader.batches import Rows, Source, asked_rows, orders
from rag.training.reader.model import ReaderModel, span_loss
from rag.training.reader.questions import Question
from rag.training.reader.settings import Settings

log = logging.getLogger("rag.training.reader")

_HIDDEN = 0.15
_DECAY = 0.05
_REMEMBERED = 400
"""Steps over which weights are averaged where a trained network goes on."""


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


def mean_of(models: Sequence[ReaderModel], shares: Sequence[float] = ()) -> ReaderModel:
    """The network whose weights are the mean of theirs, each counting by its share (all alike if none are given)."""
    states = [one.state_dict() for one in models]
    parts = shares or [1 / len(models)] * len(models)
    found: ReaderModel = copy.deepcopy(models[0])
    found.load_state_dict(
        {name: sum(part * state[name].float() for part, state in zip(parts, states, strict=True)) for name in states[0]}
    )
    found.eval()
    return found


def go_on(
    model: ReaderModel, kinds: Sequence[Sequence[Question]], settings: Settings, save: Callable[[ReaderModel], None]
) -> ReaderModel:
    """Trains a trained network further on questions of these kinds, as many of each, for as long as the settings say.

    What comes out lies between the weights that it began with, which count ``settings.kept``, and the mean of those that it
    came to, in which the last count most: so it keeps what only the questions of its first training taught. ``save`` is called
    with that now and then.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.workers)  # searching has left OpenMP, faiss's and torch's alike, with one
    model.train()
    model.dropped = 0.0  # most questions are seen once
    model.small.weight.requires_grad_(False)
    start: ReaderModel = copy.deepcopy(model).eval()
    shares = (settings.kept, 1 - settings.kept)
    mean: ReaderModel = copy.deepcopy(start)
    adam = _optimiser(model, settings.more_rate)
    begun, told = time.monotonic(), 0.0
    rng = np.random.default_rng(settings.seed)
    draws = [orders(len(kind), settings.more_questions, rng) for kind in kinds]
    everything = [one for kind in kinds for one in kind]
    for step in count(1):
        done = (time.monotonic() - begun) / settings.seconds
        if done >= 1:
            break
        _set_rate(adam, settings.more_rate * min(1.0, step / 100) * (1 - 0.97 * done))
        taken = [kind[one] for kind, drawn_of in zip(kinds, draws, strict=True) for one in next(drawn_of)]
        rows = asked_rows(taken, everything, np.random.default_rng((settings.seed, step)), settings.more_windows)
        loss = _loss(model, rows, settings)
        _step(model, adam, loss)
        _follow(mean, model, min(1 - 1 / _REMEMBERED, step / (step + 10)))
        now = float(loss.detach())
        told = now if step == 1 else 0.99 * told + 0.01 * now
        if step % 200 == 0:
            log.info("step %d, %.0f %%: loss %.3f", step, 100 * done, told)
            save(mean_of([start, mean], shares))
    return mean_of([start, mean], shares)


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
    draws = orders(len(chosen), settings.questions, rng)
    for step in range(steps):
        taken = next(draws)
        _set_rate(adam, settings.last_rate * min(1.0, (step + 1) / 50) * (1 - 0.97 * step / steps))
        loss = _loss(model, asked_rows([chosen[one] for one in taken], chosen, rng, settings.windows), settings)
        if step % 3 == 0:
            loss = loss + 0.5 * _loss(model, source.next(plain=False), settings)
        _step(model, adam, loss)
    return model


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
    halves = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
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
