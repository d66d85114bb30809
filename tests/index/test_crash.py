"""Killing an ``index`` run at any moment leaves the collection as it was before, or as it was to become."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from conftest import ROOT
from toys import ToyEncoder

from index.collection import Collection

KILLS = 50
FILES = 12

SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from toys import ToyEncoder
from index.collection import Collection
collection = Collection(Path({home!r}), create=True, encoder=ToyEncoder())
print("go", flush=True)
for line in sys.stdin:
    collection.ingest([Path(line.strip())])
    collection.search("phiên bản")
    print("done", flush=True)
"""


def write_version(folder: Path, version: int) -> None:
    """All files say the same version: a mixture would show."""
    folder.mkdir(exist_ok=True)
    for number in range(FILES):
        body = "\n\n".join(f"Đoạn {part} của tệp {number} nói về phiên bản {version}." for part in range(8))
        (folder / f"{number:02}.md").write_text(f"# Tệp {number}\n\n{body}\n", encoding="utf-8")


def versions_in(collection: Collection) -> set[str]:
    texts = (collection.loaded(info.id).document.text for info in collection.documents())
    return {text.rsplit("phiên bản ", 1)[1].rstrip(". \n") for text in texts}


def test_killing_at_fifty_random_moments(tmp_path: Path) -> None:
    rng = random.Random(20261123)
    home, docs = tmp_path / "bo", tmp_path / "docs"
    write_version(docs, 0)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = SCRIPT.format(tests=str(ROOT / "tests"), home=str(home))
    survived = interrupted = 0
    longest = 0.3
    version = 0
    process = None
    for _ in range(KILLS):
        version += 1
        write_version(docs, version)
        if process is None:
            process = subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
            )
            assert process.stdout is not None
            assert process.stdout.readline() == "go\n"
        assert process.stdin is not None
        started = time.perf_counter()
        process.stdin.write(f"{docs}\n")
        process.stdin.flush()
        time.sleep(rng.uniform(0.0, longest))
        process.kill()
        out = process.stdout.read() if process.stdout else ""
        process.wait()
        process = None
        if "done" in out:
            survived += 1
            longest = max(0.05, longest * 0.8)  # aim at the middle of the run on machines of any speed
        else:
            interrupted += 1
            longest = min(2.0, longest * 1.1)
        assert time.perf_counter() - started < 60
        collection = Collection(home, encoder=ToyEncoder())
        found = versions_in(collection)
        assert len(found) <= 1, f"states are mixed: {found}"
        assert len(collection.documents()) in (0, FILES)
        assert collection.check() == []
        if found:
            assert collection.search("tệp nói về phiên bản").hits
        collection.close()
    assert interrupted >= 10, f"only {interrupted} of {KILLS} kills hit a run under way"
    final = Collection(home, encoder=ToyEncoder())
    final.ingest([docs])
    assert versions_in(final) == {str(version)}
