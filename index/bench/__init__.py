"""Speed, memory and size, beside named baselines measured in the same run. ``run_bench`` is the entry."""

from index.bench.running import Settings, run_bench

__all__ = ["Settings", "run_bench"]
