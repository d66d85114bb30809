"""What the five originals say, word for word: none of it may stand in the repository."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.vietnamese import nfc

RUN = 12
"""Words in a row that are a sentence of somebody's, and no name or official phrase."""

Runs = frozenset[tuple[str, ...]]


def runs(text: str) -> Runs:
    """All runs of ``RUN`` words of a text."""
    words = re.findall(r"\w+", nfc(text).lower())
    return frozenset(tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def runs_of(seeds: Path) -> Runs:
    """All such runs of the originals in a folder."""
    return frozenset(run for path in seeds.glob("*.txt") for run in runs(path.read_text(encoding="utf-8")))
