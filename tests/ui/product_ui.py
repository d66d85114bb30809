"""``hoidap chat`` itself in a process of its own, as a person would start it, with a watch on whom it turns to."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ui.conftest import ROOT, Served, free_port

WATCHED = """
import sys
from pathlib import Path
from tests.ui.served_ui import watch
watch(Path(sys.argv[1]))
from ui.cli import main
sys.exit(main(sys.argv[2:]))
"""


@contextmanager
def running_product(folder: Path) -> Iterator[Served]:
    """``hoidap chat --no-browser`` over the sample documents, once it says that it runs; all it keeps is in ``folder``."""
    port = free_port()
    env = {**os.environ, "HOIDAP_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    log = folder / "outside.txt"
    log.touch()
    command = [sys.executable, "-c", WATCHED, str(log), "chat", "--no-browser", "--port", str(port)]
    with (folder / "errors.txt").open("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=env, cwd=folder)
        watchdog = threading.Timer(280, process.kill)
        watchdog.start()
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert f"http://127.0.0.1:{port}/" in line, (folder / "errors.txt").read_text()
            watchdog.cancel()
            yield Served(f"http://127.0.0.1:{port}/", log)
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(20)
