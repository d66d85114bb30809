"""What a collection is: whose vectors it holds, whether it may be changed, and what is said when it does not fit."""

from __future__ import annotations

from typing import Final

from corpus.errors import CollectionMismatch, UsageError
from index.types import ModelIdentity

READ_ONLY: Final = "read-only"
"""The setting that is ``1`` in a collection that takes no documents."""


def sealed(name: str) -> UsageError:
    """What is said to whoever would change the sample."""
    return UsageError(
        f"bộ tài liệu mẫu {name!r} chỉ để đọc; hãy thêm vào bộ khác bằng --collection TÊN",
        f"the sample collection {name!r} is read-only; use another one with --collection NAME",
    )


def same_vectors(one: ModelIdentity, other: ModelIdentity) -> bool:
    """Whether vectors of both may be compared: the name alone may differ (a folder that was moved)."""
    return (one.weights, one.dimension, one.query_prefix, one.passage_prefix) == (
        other.weights,
        other.dimension,
        other.query_prefix,
        other.passage_prefix,
    )


def other_model(name: str, stored: ModelIdentity, wanted: ModelIdentity) -> CollectionMismatch:
    """The collection ``name`` holds vectors of another model than ``wanted``: says which command rebuilds."""
    if stored.name == wanted.name:
        return CollectionMismatch(
            f"mô hình {stored.name!r} đã đổi so với lúc lập bộ {name!r}; hãy chạy: hoidap --collection {name} index "
            f"--model {stored.name}",
            f"the model {stored.name!r} has changed since the collection {name!r} was made; run: hoidap --collection "
            f"{name} index --model {stored.name}",
        )
    return CollectionMismatch(
        f"bộ tài liệu {name!r} dùng mô hình {stored.name!r}; để đổi, chạy: hoidap --collection {name} index --model "
        f"{wanted.name}",
        f"the collection {name!r} uses the model {stored.name!r}; to change, run: hoidap --collection {name} index "
        f"--model {wanted.name}",
    )
