"""Matrix products of a few thousand rows on one thread, and without false alarms.

The linear algebra library shares even such small products among threads, and on a machine that does other things the
threads wait for each other far longer than the product takes (8 ms instead of .3 ms). It leaves small ones alone, so the
rows are multiplied in small batches.

``@`` warns of invalid values by the processor's exception flags, and those of a narrow product were now and then set
though all that went in and came out was finite (NumPy's issues 13173 and 24067 are of that kind): ``product`` looks at
the values instead.
"""

from __future__ import annotations

import warnings
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
    result[whole:] = product(rows[whole:], columns)
    return result


def product(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float32]:
    """``one @ other``, of one or two dimensions each. Warns (RuntimeWarning) of a value that is not finite."""
    with np.errstate(invalid="ignore"):
        result = np.asarray(one @ other, np.float32)
    if not np.isfinite(result).all():
        warnings.warn("a product is not finite", RuntimeWarning, stacklevel=2)
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
