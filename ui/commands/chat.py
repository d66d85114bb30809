"""``chat``: the web chat."""

from __future__ import annotations

import argparse

from ui.commands.opening import open_for_reading


def run_chat(args: argparse.Namespace) -> int:
    """Serves the chat until Ctrl+C."""
    from ui.library import LibraryService
    from ui.server import launch_chat

    service = LibraryService(open_for_reading(args), lang=args.lang)
    launch_chat(
        service,
        host=args.host,
        port=args.port,
        open_browser=not args.no_browser,
        lang=args.lang,
        say=lambda line: print(line, flush=True),  # noqa: T201
    )
    return 0
