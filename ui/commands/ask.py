"""``search`` and ``ask``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from ui.commands.opening import open_for_reading, reranker_of
from ui.json_output import answer_json, dumps, search_json
from ui.plain import answer_text, hits_text, safe, search_text

if TYPE_CHECKING:
    from index.collection import Collection
    from index.reranking import Reranked
    from index.types import Reranker


def run_search(args: argparse.Namespace) -> int:
    """Prints ranked passages."""
    _check(args.question)
    reranker = reranker_of(args, (args.retriever,))
    collection = open_for_reading(args)
    result = _searched(collection, reranker).search(
        args.question,
        args.k,
        retriever=args.retriever,
        exact=args.exact,
        within=_within(collection, args),
        explain=args.lang if args.explain else None,
    )
    if args.explain and not args.json:
        _explain_reading(collection, args)
    print(dumps(search_json(result)) if args.json else search_text(result, args.lang))  # noqa: T201
    return 0


def run_ask(args: argparse.Namespace) -> int:
    """Prints an answer with its sources. Having no evidence is an answer, not a failure."""
    from rag.chat import Chat, Options

    _check(args.question)
    reranker = reranker_of(args, (args.retriever,))
    collection = open_for_reading(args)
    searched = _searched(collection, reranker)
    options = Options(args.k, args.retriever, args.exact, _within(collection, args), args.lang)
    answer = Chat(searched).answer(args.question, options=options)
    if args.explain and not args.json:
        _explain_reading(collection, args)
    print(dumps(answer_json(answer)) if args.json else answer_text(answer, args.lang))  # noqa: T201
    if args.explain and not args.json:
        again = searched.search(
            args.question, args.k, retriever=args.retriever, exact=args.exact, within=options.within, explain=args.lang
        )
        print("\n" + hits_text(again.hits, args.lang))  # noqa: T201
    return 0


def _searched(collection: Collection, reranker: Reranker | None) -> Collection | Reranked:
    if reranker is None:
        return collection
    from index.reranking import Reranked

    return Reranked(collection, reranker)


def _check(question: str) -> None:
    if not question.strip():
        raise UsageError("câu hỏi trống; hãy gõ một câu hỏi", "the question is empty; type a question")


def _within(collection: Collection, args: argparse.Namespace) -> frozenset[str] | None:
    if args.within is None:
        return None
    return frozenset(collection.find_document(wanted).id for wanted in args.within)


def _explain_reading(collection: Collection, args: argparse.Namespace) -> None:
    """How the question was read, on standard error: what was changed and what was added."""
    reading = collection.read(args.question, exact=args.exact)
    english = args.lang == "en"
    lines = [
        f"{change.before.strip()} → {change.after.strip() or '∅'} ({_KINDS[change.kind][english]})"
        for change in reading.changes
    ]
    beside = "also searched" if english else "tìm thêm"
    lines += [f"{expansion.typed}: {beside} {expansion.added}" for expansion in reading.expansions]
    for line in lines:
        print(f"· {safe(line)}", file=sys.stderr)  # noqa: T201


_KINDS = {
    "accents": ("thêm dấu", "accents put back"),
    "telex": ("gõ kiểu Telex", "typed in Telex"),
    "vni": ("gõ kiểu VNI", "typed in VNI"),
    "spelling": ("sửa chính tả", "spelling mended"),
    "abbreviation": ("viết tắt", "abbreviation"),
    "courtesy": ("lời thưa gửi, không tìm", "courtesy, not searched"),
    "shorthand": ("viết tắt khi nhắn tin", "written as in a message"),
    "numeral": ("số viết cách khác", "a number written otherwise"),
}
