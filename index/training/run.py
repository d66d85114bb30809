"""The contrastive run: every query must find its passage among all passages of the batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.training.batches import Sampler
from index.training.store import Ids
from index.training.units import SPACE

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """One run. ``peak`` is Adam's rate after the first steps; it falls to nothing along a cosine."""

    dimension: int = 256
    steps: int = 700
    size: int = 2048
    temperature: float = 0.05
    peak: float = 0.02
    warm_up: int = 30
    seed: int = 20261123
    threads: int = 2
    checkpoint_every: int = 200
    device: str = "cpu"


def initial_table(frequency: NDArray[np.int64], dimension: int, seed: int) -> Table:
    """Random directions, short for frequent units: ``a / (a + p)`` as in smooth inverse frequency weighting."""
    rng = np.random.default_rng(seed)
    share = frequency / max(1, int(frequency.sum()))
    length = 3e-4 / (3e-4 + share)
    table = rng.standard_normal((len(frequency), dimension), dtype=np.float32) / np.float32(np.sqrt(dimension))
    table *= length[:, None].astype(np.float32)
    table[: SPACE + 1] = 0
    return table


def train(
    table: Table, sampler: Sampler, settings: Settings, folder: Path, report: Callable[[int, str, float], None]
) -> Table:
    """Trains ``table`` and gives the trained one; ``report(step, kind, loss)`` is called after every step.

    A checkpoint in ``folder`` of the same settings is taken up where it stopped. On a CPU the result depends only on
    the data, the settings and the machine.
    """
    import torch

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    torch.use_deterministic_algorithms(settings.device == "cpu")
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(table), freeze=False, mode="sum").to(settings.device)
    adam = torch.optim.Adam(bag.parameters(), lr=settings.peak, fused=True)
    checkpoint, step = folder / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        if state["settings"] == repr(settings):
            bag.load_state_dict(state["bag"])
            adam.load_state_dict(state["adam"])
            step = state["step"]
    while step < settings.steps:
        batch = sampler.batch(step)
        for group in adam.param_groups:
            group["lr"] = _rate(step, settings)
        queries, passages = (_embed(bag, texts, settings.device) for texts in (batch.queries, batch.passages))
        similarity = queries @ passages.T / settings.temperature
        target = torch.arange(len(similarity), device=settings.device)
        loss = (
            torch.nn.functional.cross_entropy(similarity, target)
            + torch.nn.functional.cross_entropy(similarity.T, target)
        ) / 2
        adam.zero_grad(set_to_none=True)
        loss.backward()
        bag.weight.grad[: SPACE + 1] = 0
        adam.step()
        step += 1
        report(step, batch.kind, float(loss.detach()))
        if step % settings.checkpoint_every == 0 and step < settings.steps:
            state = {"settings": repr(settings), "bag": bag.state_dict(), "adam": adam.state_dict(), "step": step}
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
    result: Table = bag.weight.detach().cpu().numpy().copy()
    return result


def _rate(step: int, settings: Settings) -> float:
    if step < settings.warm_up:
        return settings.peak * (step + 1) / settings.warm_up
    done = (step - settings.warm_up) / max(1, settings.steps - settings.warm_up)
    return settings.peak * 0.5 * (1 + float(np.cos(np.pi * done)))


def _embed(bag: Any, texts: list[Ids], device: str) -> Any:
    import torch

    flat = torch.from_numpy(np.concatenate(texts).astype(np.int64)).to(device)
    offsets = torch.from_numpy(np.concatenate([[0], np.cumsum([len(t) for t in texts[:-1]])]).astype(np.int64)).to(
        device
    )
    return torch.nn.functional.normalize(bag(flat, offsets), dim=-1)
