"""How a run of the reader's training goes."""

from __future__ import annotations

from dataclasses import dataclass


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
    more_questions: int = 2
    more_windows: int = 4
    more_rate: float = 3e-4
    """Where a trained network goes on: questions of each kind in a batch, windows of each, and the highest rate."""
    kept: float = 0.5
    """What the weights that it began with count in what comes out; none of them over another table."""
    together: int = 24
    """Windows that a CPU computes at once: those of about one length."""
    workers: int = 2
    """Processes that make statements; threads, where a trained network goes on."""
    seed: int = 20261127
    device: str = "cpu"
