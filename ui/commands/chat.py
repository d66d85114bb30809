"""``chat``: the web chat."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.loading import size_limit
from ui.commands.opening import open_for_reading, reranker_of

if TYPE_CHECKING:
    from rag.endpoint import Endpoint


def run_chat(args: argparse.Namespace) -> int:
    """Serves the chat until Ctrl+C."""
    from ui.collections import OpenCollections
    from ui.server import launch_chat

    generator, reranker = _generator(args), reranker_of(args)
    collections = OpenCollections(open_for_reading(args), lang=args.lang, generator=generator, reranker=reranker)
    launch_chat(
        collections,
        host=args.host,
        port=args.port,
        open_browser=not args.no_browser,
        lang=args.lang,
        max_mb=size_limit(),
        auth_file=Path(args.auth_file) if args.auth_file else None,
        say=lambda line: print(line, flush=True),  # noqa: T201
    )
    return 0


def _generator(args: argparse.Namespace) -> Endpoint | None:
    """The language model that was asked for. The key, where one is needed, comes from HOIDAP_LLM_KEY."""
    from rag.endpoint import Endpoint

    if args.llm is None and args.llm_model is None:
        return None
    if not args.llm or not args.llm_model:
        raise UsageError(
            "--llm và --llm-model phải đi cùng nhau, ví dụ: --llm http://127.0.0.1:11434/v1 --llm-model qwen3:4b",
            "--llm and --llm-model go together, such as: --llm http://127.0.0.1:11434/v1 --llm-model qwen3:4b",
        )
    return Endpoint(args.llm, args.llm_model, os.environ.get("HOIDAP_LLM_KEY") or None)
