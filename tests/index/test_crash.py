"""Killing an indexing process at random moments: the collection is what it was before the run or after it, never both."""

from __future__ import annotations

import multiprocessing
import random
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from time import perf_counter, sleep

from toys import ToyEncoder, index_and_search

from corpus.errors import CollectionMissing
from index.collection import Collection

KILLS = 50
FILES = 12


def processes() -> ForkServerContext | SpawnContext:
    """Fresh processes, started quickly where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["toys", "index.collection", "faiss", "langchain_text_splitters"])
    return context


def write_version(folder: Path, version: int) -> None:
    """All files say the same version: a mixture would show."""
    folder.mkdir(exist_ok=True)
    for number in range(FILES):
        body = "\n\n".join(f"Đoạn {part} của tệp {number} nói về phiên bản {version}." for part in range(8))
        (folder / f"{number:02}.md").write_text(f"# Tệp {number}\n\n{body}\n", encoding="utf-8")


def version_in(folder: Path) -> int | None:
    """The one version that stands in the collection, after reading all of it; None when nothing was indexed yet."""
    try:
        collection = Collection(folder, encoder=ToyEncoder())
    except CollectionMissing:
        return None
    try:
        assert collection.check() == []
        documents = collection.documents()
        if not documents:
            return None
        assert len(documents) == FILES
        hits = collection.search("đoạn của tệp nói về phiên bản", 5, collapse=False).hits
        assert len(hits) == 5
        texts = [collection.loaded(info.id).document.text for info in documents] + [hit.passage.text for hit in hits]
        versions = {int(text.rsplit("phiên bản ", 1)[1].rstrip(". \n")) for text in texts}
        assert len(versions) == 1, f"states are mixed: {versions}"
        return versions.pop()
    finally:
        collection.close()


def test_killing_at_fifty_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    context = processes()
    docs, folder = tmp_path / "docs", tmp_path / "bo"
    before: int | None = None
    longest = 0.0
    interrupted = kept = 0
    for version in range(KILLS + 1):
        if version % 10 == 9:  # some runs start from nothing: creation is interrupted as well
            folder, before = tmp_path / f"bo-{version}", None
        write_version(docs, version)
        ours, theirs = context.Pipe()
        child = context.Process(target=index_and_search, args=(folder, docs, theirs))
        child.start()
        assert ours.recv() == "working"
        started = perf_counter()
        if version == 0:  # the first run is timed and not killed
            assert ours.recv() == "done"
            longest = 1.2 * (perf_counter() - started)
            child.join(60)
            assert child.exitcode == 0
        else:
            sleep(chance.uniform(0, longest))
            child.kill()
            child.join(60)
            finished = ours.poll() and ours.recv() == "done"
            interrupted += not finished
            longest *= 0.85 if finished else 1.05  # aim at the run on a machine whose speed varies
        ours.close()
        theirs.close()
        found = version_in(folder)
        assert found in (before, version), f"kill {version}: there was {before}, found {found}"
        kept += version > 0 and found == before
        before = found
    assert interrupted >= KILLS // 3, f"only {interrupted} of {KILLS} kills hit a run under way"
    assert 0 < kept < KILLS, "kills fell on one side of the commit only"
    collection = Collection(folder, encoder=ToyEncoder())
    collection.ingest([docs])  # and what was interrupted can be done again
    collection.close()
    assert version_in(folder) == KILLS
