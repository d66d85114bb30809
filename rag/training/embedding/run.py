"""The run: questions find the stretches that answer them, as a whole and word by word, and words those that mean the same."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.training.embedding.pairs import Asked, Draw, Ids, Kind, Pair, some

log = logging.getLogger("rag.training.embedding")
Table = NDArray[np.float32]

_UNITS_WITHOUT_MEANING = 2
"""The first rows of a table: characters without a unit, and a lone space."""
_APART = -1e4


@dataclass(frozen=True, slots=True)
class Settings:
    """One run. ``rate`` is Adam's after the first steps; it falls along a cosine to a thirtieth."""

    steps: int = 700
    rate: float = 0.015
    warm_up: int = 20
    questions: int = 512
    """Questions of a step that are held against stretches as a whole, of up to ``longest`` units."""
    close: int = 64
    """Questions of a step that are held against stretches word by word, of up to ``shorter`` units; they count ``closely``."""
    longest: int = 200
    shorter: int = 60
    closely: float = 2.0
    pairs: int = 512
    """Pairs of a step of each list of words that mean the same; they count ``alike``."""
    alike: float = 0.5
    parts: int = 256
    close_parts: int = 32
    """Parts of sentences of a step that are held against translations, as a whole and word by word."""
    temperature: float = 0.05
    close_temperature: float = 0.03
    pair_temperature: float = 0.1
    seed: int = 20261130
    threads: int = 2

    def across(self) -> Settings:
        """The same for English units alone: words that mean the same count for more."""
        return replace(self, questions=384, alike=1.0)


def go_on(
    table: Table,
    questions: Sequence[Kind],
    words: Sequence[Sequence[Pair]],
    sentences: Sequence[Pair],
    settings: Settings,
    moved: NDArray[np.bool_] | None = None,
) -> Table:
    """A table that has learnt from these too: kinds of questions, lists of words that mean the same, translations. All other
    stretches of a step are wrong answers. Only the rows ``moved`` change, all of them unless told."""
    import torch

    torch.set_num_threads(settings.threads)
    rng = np.random.default_rng(settings.seed)
    draw = Draw(questions, sentences, rng)
    rows = torch.nn.Parameter(torch.from_numpy(table.copy()))
    adam = torch.optim.Adam([rows], lr=settings.rate, betas=(0.9, 0.99), fused=True)
    fixed = np.zeros(len(table), np.bool_) if moved is None else ~moved
    fixed[:_UNITS_WITHOUT_MEANING] = True
    stays = torch.from_numpy(fixed)
    told = np.zeros(4 + len(words))
    for step in range(settings.steps):
        for group in adam.param_groups:
            group["lr"] = settings.rate * _share(step, settings)
        losses = [
            (1.0, _whole(rows, draw.questions(settings.questions), rng, settings)),
            (settings.closely, _word_by_word(rows, draw.questions(settings.close), rng, settings)),
            (1.0, _whole(rows, draw.parts(settings.parts), rng, settings)),
            (settings.closely, _word_by_word(rows, draw.parts(settings.close_parts), rng, settings)),
        ]
        alike = (_pairs(rows, some(one, settings.pairs, rng), settings.pair_temperature) for one in words)
        losses += [(settings.alike, loss) for loss in alike]
        adam.zero_grad(set_to_none=True)
        sum(weight * loss for weight, loss in losses).backward()
        rows.grad[stays] = 0
        adam.step()
        told += [float(loss.detach()) for _, loss in losses]
        if (step + 1) % 50 == 0:
            figures = " ".join(f"{one:.3f}" for one in told / 50)
            log.info("step %d: questions whole, close; parts whole, close; words: %s", step + 1, figures)
            told[:] = 0
    found: Table = rows.detach().numpy().copy()
    return found


def _share(step: int, settings: Settings) -> float:
    """What part of the rate a step takes."""
    done = step / settings.steps
    return min(1.0, (step + 1) / settings.warm_up) * float(0.97 * 0.5 * (1 + np.cos(np.pi * done)) + 0.03)


def _sums(rows: Any, texts: Sequence[Ids]) -> Any:
    """The direction of each text's sum, (texts, dimension)."""
    import torch
    from torch.nn import functional

    ids = torch.from_numpy(np.concatenate(texts).astype(np.int64))
    starts = torch.from_numpy(np.concatenate([[0], np.cumsum([len(text) for text in texts])[:-1]]))
    return functional.normalize(functional.embedding_bag(ids, rows, starts, mode="sum"), dim=1)


def _contrast(scores: Any) -> Any:
    """Mean cross entropy over rows and columns; what belongs together stands on the diagonal."""
    import torch
    from torch.nn import functional

    own = torch.arange(len(scores))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _whole(rows: Any, drawn: Sequence[Asked], rng: np.random.Generator, settings: Settings) -> Any:
    questions = _sums(rows, [one.question for one in drawn])
    stretches = _sums(rows, [one.stretch(rng, settings.longest) for one in drawn])
    return _contrast(questions @ stretches.T / settings.temperature)


def _word_by_word(rows: Any, drawn: Sequence[Asked], rng: np.random.Generator, settings: Settings) -> Any:
    """As ``index.tokens`` reads: each unit of a question takes its nearest of the stretch, cosines cubed, by its length."""
    from torch.nn import functional

    asked, there = _padded([one.question for one in drawn])
    told, _ = _padded([one.stretch(rng, settings.shorter) for one in drawn])
    vectors = functional.embedding(asked, rows)
    strength = vectors.norm(dim=2) * there
    own = functional.normalize(vectors, dim=2, eps=1e-6).flatten(0, 1)
    others = functional.normalize(functional.embedding(told, rows), dim=2, eps=1e-6).flatten(0, 1)
    like = (own @ others.T).clamp_min(0).view(-1, len(drawn), told.shape[1])
    near = like.amax(2).view(len(drawn), asked.shape[1], len(drawn)) ** 3
    share = strength / strength.sum(1, keepdim=True).clamp_min(1e-6)
    return _contrast((near * share[:, :, None]).sum(1) / settings.close_temperature)


def _padded(texts: Sequence[Ids]) -> tuple[Any, Any]:
    """Texts as rows of one length, and where there is a unit; row 0 of the table is zero."""
    import torch

    found = np.zeros((len(texts), max(map(len, texts))), np.int64)
    for row, text in zip(found, texts, strict=True):
        row[: len(text)] = text
    padded = torch.from_numpy(found)
    return padded, padded > 0


def _pairs(rows: Any, drawn: Sequence[Pair], temperature: float) -> Any:
    """Each side finds the other. Pairs with one left side are no wrong answers to each other."""
    import torch

    scores = _sums(rows, [left for left, _ in drawn]) @ _sums(rows, [right for _, right in drawn]).T / temperature
    numbers: dict[bytes, int] = {}
    left = torch.tensor([numbers.setdefault(one.tobytes(), len(numbers)) for one, _ in drawn])
    same = (left[:, None] == left[None]) & ~torch.eye(len(left), dtype=torch.bool)
    return _contrast(scores.masked_fill(same, _APART))
