"""``mcp``: the collection for other programs, over standard input and output."""

from __future__ import annotations

import argparse
import sys

from ui.commands.opening import open_for_reading
from ui.mcp_server import Tools, build_server


def run_mcp(args: argparse.Namespace) -> int:
    """Serves until standard input ends. Standard output carries the protocol and nothing else."""
    server = build_server(Tools(open_for_reading(args), args.lang))
    if sys.stdin.isatty():
        line = (
            "hoidap mcp waits for a program on standard input (Ctrl+C to stop)"
            if args.lang == "en"
            else "hoidap mcp chờ một chương trình ở đầu vào chuẩn (Ctrl+C để dừng)"
        )
        print(line, file=sys.stderr)  # noqa: T201
    server.run("stdio")
    return 0
