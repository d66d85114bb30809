"""Which collection a command works on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from index.home import DEFAULT, SAMPLE, preferred, remember

if TYPE_CHECKING:
    from index.collection import Collection
    from index.types import Reranker


def reranker_of(args: argparse.Namespace, retrievers: Sequence[str] = ("hybrid",)) -> Reranker | None:
    """The reranker that was asked for, not yet loaded. It needs ``hybrid`` among the retrievers: UsageError otherwise."""
    if args.reranker is None:
        return None
    if "hybrid" not in retrievers:
        raise UsageError(
            "--reranker xếp lại kết quả của hybrid; hãy bỏ --retriever hoặc bỏ --reranker",
            "--reranker reorders what hybrid finds; leave out --retriever or leave out --reranker",
        )
    from index.reranking import CrossEncoderReranker

    return CrossEncoderReranker(args.reranker)


def open_for_reading(args: argparse.Namespace) -> Collection:
    """The collection that was named, else the last used one, else the sample, built now when it is not there."""
    from index.collection import Collection
    from index.sample import open_sample

    name = args.collection or preferred()
    if name is None or name == SAMPLE:
        return open_sample()
    collection = Collection.named(name)
    if args.collection:
        remember(name)
    return collection


def open_for_writing(args: argparse.Namespace) -> Collection:
    """The collection that was named, else ``mac-dinh``; made when it is not there."""
    from index.collection import Collection
    from index.sample import open_sample

    name = args.collection or DEFAULT
    collection = open_sample() if name == SAMPLE else Collection.named(name, create=True)
    remember(name)
    return collection
