"""Another program at the same collection: a real process that indexes, and stops in the middle until it is told to go on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WRITING = """
import sys
from index.collection import Collection
from index.ingest import Item, text_item

whole = text_item("ben-do", "Bến đò", "Bến đò ngang sông mở lúc năm giờ sáng.", cut=True)

def load():
    print("writing", flush=True)
    sys.stdin.readline()
    return whole.load()

Collection.named(sys.argv[1], create=True).add([Item(whole.source, whole.digest, load)])
print("done", flush=True)
"""


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "HOIDAP_HOME": str(home), "HF_HUB_OFFLINE": "1"}


class Writing:
    """A process inside its transaction; ``finish`` lets it add its document and end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def finish(self) -> None:
        out, _ = self._process.communicate("\n", timeout=120)
        assert (out.strip(), self._process.returncode) == ("done", 0)


@contextmanager
def writing(home: Path, collection: str) -> Iterator[Writing]:
    """Another process that has begun to write to ``collection``."""
    command = [sys.executable, "-c", WRITING, collection]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, env=environment(home), cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline().strip() == "writing"
            yield Writing(process)
        finally:
            process.kill()


def hoidap(home: Path, *arguments: str) -> str:
    """One command in a terminal of its own; it must succeed."""
    command = [sys.executable, "-m", "ui.cli", *arguments]
    done = subprocess.run(
        command, env=environment(home), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
