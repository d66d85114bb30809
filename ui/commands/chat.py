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
    from ui.settings import Hosting


def run_chat(args: argparse.Namespace) -> int:
    """Serves the chat until Ctrl+C."""
    from ui.collections import OpenCollections
    from ui.server import launch_chat

    collections = OpenCollections(open_for_reading(args), reranker=reranker_of(args))
    launch_chat(
        collections,
        host=args.host,
        port=args.port,
        open_browser=not args.no_browser,
        hosting=_hosting(args),
        max_mb=size_limit(),
        auth_file=Path(args.auth_file) if args.auth_file else None,
        say=lambda line: print(line, flush=True),  # noqa: T201
    )
    return 0


def _hosting(args: argparse.Namespace) -> Hosting:
    """The language and the language model that were asked for. The key, where one is needed, is in HOIDAP_LLM_KEY."""
    from ui.settings import Hosting, Settings

    if args.llm is None and args.llm_model is None:
        return Hosting(Settings(lang=args.lang))
    if not args.llm or not args.llm_model:
        raise UsageError(
            "--llm và --llm-model phải đi cùng nhau, ví dụ: --llm http://127.0.0.1:11434/v1 --llm-model qwen3:4b",
            "--llm and --llm-model go together, such as: --llm http://127.0.0.1:11434/v1 --llm-model qwen3:4b",
        )
    initial = Settings(llm_url=args.llm, llm_model=args.llm_model, lang=args.lang)
    return Hosting(initial, os.environ.get("HOIDAP_LLM_KEY") or None)
