"""What the operating system knows: time, memory, disk, processes."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from corpus.errors import HoidapError

Item = TypeVar("Item")

CHILD_SECONDS = 4 * 3600
"""How long a measurement in its own process may take."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds at the median and at the 95th percentile."""

    p50: float
    p95: float


def timed(call: Callable[[Item], object], items: Iterable[Item]) -> Latency:
    """Calls ``call`` once with each item, in order."""
    times = []
    for item in items:
        started = perf_counter()
        call(item)
        times.append((perf_counter() - started) * 1000)
    low, high = np.percentile(times, [50, 95])
    return Latency(round(float(low), 3), round(float(high), 3))


def peak_megabytes() -> float | None:
    """The most memory this process has held, or None where the system does not say."""
    if sys.platform == "win32":
        return _windows_peak()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def _windows_peak() -> float | None:
    class Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak", "size", "q1", "q2", "q3", "q4", "pages", "peak_pages")),
        )

    library: Any = getattr(ctypes, "windll", None)
    if library is None:
        return None
    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    process = ctypes.c_void_p(library.kernel32.GetCurrentProcess())
    if not library.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb):
        return None
    return round(int(counters.peak) / (1 << 20), 1)


def disk_megabytes(folder: Path) -> float:
    """The size of all files under ``folder``."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20), 2)


def start_up_seconds(arguments: Sequence[str], repeats: int = 5) -> float:
    """The median wall time of ``python`` with these arguments, as a whole process."""
    times = []
    for _ in range(repeats):
        started = perf_counter()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)  # noqa: S603 - our own module
        times.append(perf_counter() - started)
        if done.returncode != 0:
            raise HoidapError(
                f"Lệnh {' '.join(arguments)} hỏng khi đo: {_last_line(done.stderr)}",
                f"The command {' '.join(arguments)} failed while being timed: {_last_line(done.stderr)}",
            )
    return round(float(np.median(times)), 3)


def in_child(arguments: Sequence[str]) -> dict[str, Any]:
    """Runs ``index.bench.worker`` in its own process, so that its peak memory is its own, and reads its JSON."""
    command = [sys.executable, "-m", "index.bench.worker", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=CHILD_SECONDS)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as exc:
        raise HoidapError(
            f"Phép đo {arguments[0]} quá {CHILD_SECONDS} giây. Hãy thử --sizes nhỏ hơn.",
            f"The measurement {arguments[0]} took over {CHILD_SECONDS} s. Try smaller --sizes.",
        ) from exc
    if done.returncode != 0:
        raise HoidapError(
            f"Phép đo {arguments[0]} hỏng: {_last_line(done.stderr)}",
            f"The measurement {arguments[0]} failed: {_last_line(done.stderr)}",
        )
    found = json.loads(done.stdout.decode("utf-8").strip().splitlines()[-1])
    if not isinstance(found, dict):
        raise TypeError(f"worker printed {type(found).__name__}")
    return found


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "?"
