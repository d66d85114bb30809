"""Running asynchronous code in a thread of its own: a browser in the same worker keeps an event loop in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Value = TypeVar("Value")


def run_apart(main: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
    """What ``main()`` returns, run by an event loop that meets no other."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(main())).result()
