"""One file in, one JSON object out: a program of its own, so that a file which breaks it breaks nothing else."""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from typing import Final

MEMORY: Final = 4 << 30
SECONDS: Final = 300
"""What the program may use, where the system can hold it to that."""


def main(kind: str) -> int:
    """Reads standard input, writes standard output."""
    _held_back()
    try:
        found = importlib.import_module(f"corpus.extracting.{kind}").extract(sys.stdin.buffer.read())
    except MemoryError:
        found = {"error": "large"}
    except Exception:  # the libraries raise whatever a broken file makes them stumble over
        found = {"error": "damaged"}
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
    return 0


def _held_back() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):  # some systems know a limit and do not set it
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
