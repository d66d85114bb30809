"""The contrastive run: every query must find its passage among all passages of the batch, and the reverse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.training.batches import Batch
from index.training.units import SPACE

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """One run. ``peak`` is Adam's rate after the first steps; it falls to nothing along a cosine."""

    dimension: int = 256
    steps: int = 6500
    size: int = 2048
    temperature: float = 0.05
    peak: float = 0.02
    warm_up: int = 30
    seed: int = 20261123
    threads: int = 2
    checkpoint_every: int = 100
    device: str = "cpu"


def train(
    table: Table,
    batch_of: Callable[[int], Batch],
    settings: Settings,
    folder: Path,
    report: Callable[[int, str, float], None],
) -> Table:
    """Trains ``table`` on ``batch_of(step)`` and gives the trained one; ``report(step, kind, loss)`` follows each step.

    A checkpoint in ``folder`` of the same settings is taken up where it stopped. On a CPU the result depends only on
    the data, the settings and the machine.
    """
    import torch

    torch.set_num_threads(settings.threads)
    torch.use_deterministic_algorithms(settings.device == "cpu")
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(table), freeze=False, mode="sum").to(settings.device)
    adam = torch.optim.Adam(bag.parameters(), lr=settings.peak, fused=True)
    checkpoint = folder / "checkpoint.safetensors"
    step = _resume(checkpoint, settings, bag, adam)
    while step < settings.steps:
        batch = batch_of(step)
        for group in adam.param_groups:
            group["lr"] = _rate(step, settings)
        vectors = torch.nn.functional.normalize(_embed(bag, batch, settings.device), dim=-1)
        queries, passages = vectors[: len(batch.queries)], vectors[len(batch.queries) :]
        loss, gradient = _contrast(queries.detach(), passages.detach(), settings.temperature)
        adam.zero_grad(set_to_none=True)
        vectors.backward(gradient)
        bag.weight.grad[: SPACE + 1] = 0
        adam.step()
        step += 1
        report(step, batch.kind, loss)
        if step % settings.checkpoint_every == 0 and step < settings.steps:
            _keep(checkpoint, settings, step, bag, adam)
    result: Table = bag.weight.detach().cpu().numpy().copy()
    return result


def _embed(bag: Any, batch: Batch, device: str) -> Any:
    """Sums of the queries and then of the passages, in one call: its gradient is one table, not two."""
    import torch

    texts = batch.queries + batch.passages
    flat = torch.from_numpy(np.concatenate(texts).astype(np.int64)).to(device)
    lengths = [len(text) for text in texts]
    offsets = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths[:-1])]).astype(np.int64)).to(device)
    return bag(flat, offsets)


def _contrast(queries: Any, passages: Any, temperature: float) -> tuple[float, Any]:
    """Mean cross entropy over rows and columns of the similarities, and its gradient by the vectors.

    Written out because the exponentials serve both directions: half the time of two calls of the library. Cosines are
    at most 1, so that ``exp`` cannot overflow for temperatures from .02.
    """
    import torch

    number = len(queries)
    similarity = (queries @ passages.T) / temperature
    right = similarity.diagonal().clone()
    grown = similarity.exp_()
    by_row, by_column = grown.sum(dim=1), grown.sum(dim=0)
    loss = (by_row.log() + by_column.log()).mean() / 2 - right.mean()
    weight = grown * (0.5 / by_row[:, None] + 0.5 / by_column[None, :])
    weight.diagonal().sub_(1)
    weight /= number * temperature
    return float(loss), torch.cat([weight @ passages, weight.T @ queries])


def _rate(step: int, settings: Settings) -> float:
    if step < settings.warm_up:
        return settings.peak * (step + 1) / settings.warm_up
    done = (step - settings.warm_up) / max(1, settings.steps - settings.warm_up)
    return settings.peak * 0.5 * (1 + float(np.cos(np.pi * done)))


def _keep(path: Path, settings: Settings, step: int, bag: Any, adam: Any) -> None:
    """Writes the state under another name first: what bears the name is whole."""
    from safetensors.torch import save_file

    state = adam.state[bag.weight]
    tensors = {name: state[name].contiguous() for name in ("exp_avg", "exp_avg_sq", "step")}
    tensors["weight"] = bag.weight.detach().contiguous()
    part = path.with_suffix(".part")
    save_file(tensors, part, metadata={"settings": repr(settings), "step": str(step)})
    part.replace(path)


def _resume(path: Path, settings: Settings, bag: Any, adam: Any) -> int:
    """Loads a checkpoint of the same settings; gives the number of steps done."""
    import torch
    from safetensors import safe_open

    if not path.exists():
        return 0
    with safe_open(path, framework="pt", device=settings.device) as file:
        metadata = file.metadata()
        if metadata["settings"] != repr(settings):
            return 0
        with torch.no_grad():
            bag.weight.copy_(file.get_tensor("weight"))
        adam.state[bag.weight] = {name: file.get_tensor(name) for name in ("exp_avg", "exp_avg_sq", "step")}
    return int(metadata["step"])
