"""Does work grow with the size of what it is given, or faster? A ratio within one run, never a time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 8  # the long input beside the short one; quadratic work takes 64 times as long
SLACK = 4.0
LEAST = 0.0005  # seconds: what takes less in all is not told from the clock's own unrest
TRIES = 6


def grows_with_size(work: Callable[[int], object], short: int) -> bool:
    """Whether `work(8 * short)` takes about eight times as long as `work(short)`: not thirty-two times.

    The least of several tries of each counts, in this thread's own time with the collector of garbage at
    rest: another process, a thread of a server, or a sweep through the memory of a whole test run slow one try
    and not all. `work` makes its input of the size told and handles it; making it may take no longer than that.
    """

    def seconds(size: int) -> float:
        began = time.thread_time()
        work(size)
        return time.thread_time() - began

    work(1)  # what is compiled or loaded on first use
    few = many = float("inf")
    sweeping = gc.isenabled()
    for _ in range(TRIES):
        gc.collect()
        gc.disable()
        try:
            few = min(few, seconds(short))
            many = min(many, seconds(TIMES * short))
        finally:
            if sweeping:
                gc.enable()
        if many <= SLACK * TIMES * max(few, LEAST):
            return True
    return False
