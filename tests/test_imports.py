"""What the commands import: heavy libraries are never loaded where they are not needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import ROOT

PROBE = """
import contextlib, io, json, sys
from ui.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    try:
        status = main({argv!r})
    except SystemExit as stop:
        status = stop.code or 0
print(json.dumps([status, sorted(name for name in sys.modules if "." not in name)]))
"""


def modules_after(*argv: str) -> set[str]:
    """The top-level modules loaded after running a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(argv=list(argv))], capture_output=True, text=True, cwd=ROOT, timeout=240
    )
    assert done.returncode == 0, done.stderr
    status, names = json.loads(done.stdout.splitlines()[-1])
    assert status == 0, done.stderr
    return set(names)


HEAVY = {"torch", "transformers", "sentence_transformers", "scipy", "sklearn", "gradio", "pandas", "matplotlib"}


def test_help_loads_nothing_heavy() -> None:
    loaded = modules_after("--help")
    assert not loaded & (HEAVY | {"numpy", "faiss", "langchain_text_splitters", "tokenizers", "sqlite3"})


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_with_the_bundled_model_loads_neither_torch_nor_gradio(command: str) -> None:
    modules_after("info")  # builds the sample collection, which may load more
    loaded = modules_after(command, "Hội nhập quốc tế là gì?", "--json")
    assert not loaded & HEAVY
    assert "langchain_text_splitters" not in loaded


def test_the_vocabulary_imports_nothing_but_the_standard_library_and_numpy() -> None:
    code = "import sys; before=set(sys.modules); import corpus.document, corpus.errors, index.types, rag.types;" + (
        "print(*sorted({n.split('.')[0] for n in set(sys.modules)-before} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert set(done.stdout.split()) <= {"corpus", "index", "rag", "numpy"}
