"""Matrix products of a few thousand rows on one thread.

The linear algebra library shares even such small products among threads, and on a machine that does other things the
threads wait for each other far longer than the product takes (8 ms instead of .3 ms). It leaves small ones alone, so the
rows are multiplied in small batches.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_BATCH: Final = 32


def products(rows: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """``rows @ columns``: shapes (n, d) and (d, m) or (d,) to (n, m) or (n,)."""
    if columns.ndim == 1:
        return products(rows, columns[:, None])[:, 0]
    whole = len(rows) // _BATCH * _BATCH
    result = np.empty((len(rows), columns.shape[1]), np.float32)
    if whole:
        shape = (-1, _BATCH, rows.shape[1])
        np.matmul(rows[:whole].reshape(shape), columns, out=result[:whole].reshape(-1, _BATCH, columns.shape[1]))
    result[whole:] = rows[whole:] @ columns
    return result


def single_threaded() -> AbstractContextManager[Any]:
    """While this lasts, no product is shared among threads, whatever its size: callers that have threads of their own are
    faster so, and on a busy machine by far."""
    limit: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limit


@cache
def _controller() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
