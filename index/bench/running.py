"""One bench: the product and the baselines on the same generated passages, each in its own process."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path
from typing import Any

from index.bench.system import in_child, start_up_seconds

QUESTIONS = 100
"""Questions asked of each index; ``timed`` takes their median and 95th percentile."""

BM25S_UP_TO = 300_000
"""Passages beyond which bm25s is left out: its lists of words take 1.8 GB of memory for 100,000."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``command`` is what ``python`` runs as the command line, such as ``("-m", "ui.cli")``."""

    sizes: tuple[int, ...] = (1_000, 10_000)
    command: tuple[str, ...] = ()


def run_bench(settings: Settings, announce: Callable[[str], None]) -> dict[str, Any]:
    """Measures everything and returns plain values for JSON; ``announce`` is told what is measured next.

    Raises ``HoidapError`` when a measurement fails or a baseline's library is not installed.
    """
    found: dict[str, Any] = {
        "machine": {
            "cpus": cpu_count(),
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
        },
        "sizes": [],
    }
    with tempfile.TemporaryDirectory(prefix="hoidap-bench-") as name:
        for size in settings.sizes:
            home = Path(name) / str(size)
            announce(f"bench: {size:,} passages, hoidap")
            product = in_child(["product", "--size", str(size), "--home", str(home)])
            lexical = None
            if size <= BM25S_UP_TO:
                announce(f"bench: {size:,} passages, bm25s")
                lexical = in_child(["bm25s", "--size", str(size)])
            announce(f"bench: {size:,} passages, numpy")
            scan = in_child(["numpy", "--size", str(size), "--dimension", str(product["dimension"])])
            found["sizes"].append({"passages": size, "hoidap": product, "bm25s": lexical, "numpy": scan})
        if settings.command:
            announce("bench: start-up")
            home = Path(name) / str(settings.sizes[0])
            asked = ["--home", str(home), "search", product["question"]]
            found["start_up_seconds"] = {
                "help": start_up_seconds([*settings.command, "--help"]),
                "search": start_up_seconds([*settings.command, *asked]),
            }
    announce("bench: multilingual-e5-small's shape, random weights")
    sizes = ",".join(str(size) for size in settings.sizes)
    found["e5"] = in_child(["e5", "--size", str(max(settings.sizes)), "--sizes", sizes])
    for row in found["sizes"]:
        row["ratios"] = ratios(row, found["e5"])
    return found


def ratios(row: dict[str, Any], e5: dict[str, Any]) -> dict[str, float]:
    """How many times faster the product is than each baseline (below 1: slower)."""
    product, lexical = row["hoidap"], row["bm25s"]
    hybrid = product["query_ms"]["hybrid"]["p50"]
    searched = e5["sizes"][str(row["passages"])]
    found = {
        "encoding over e5": round(product["encoded_per_second"] / e5["encoded_per_second"], 1),
        "whole indexing over e5's encoding": round(product["passages_per_second"] / e5["encoded_per_second"], 1),
        "hybrid query over e5 + faiss": round(searched["query_ms"]["p50"] / hybrid, 2),
        "dense query over numpy": round(row["numpy"]["query_ms"]["p50"] / product["query_ms"]["dense"]["p50"], 3),
        "dense query over e5 + faiss": round(searched["query_ms"]["p50"] / product["query_ms"]["dense"]["p50"], 2),
    }
    if lexical is not None:
        found |= {
            "indexing over bm25s": round(product["passages_per_second"] / lexical["passages_per_second"], 3),
            "hybrid query over bm25s": round(lexical["query_ms"]["p50"] / hybrid, 3),
            "bm25 query over bm25s": round(lexical["query_ms"]["p50"] / product["query_ms"]["bm25"]["p50"], 3),
        }
    return found
