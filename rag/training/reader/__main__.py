"""Trains the reader: on questions made of statements, then on the questions of the tuning sets and on those written for it.

    python -m rag.training.reader --data ../shared/data --out DIR --device cuda
    python -m rag.training.reader --data ../shared/data --out DIR --start index/reader/reader.safetensors --seconds 4500

The first writes ``reader.safetensors`` and ``fold0.safetensors`` to ``fold4.safetensors``: each has not seen the questions
over one fifth of the documents, and reads those for ``python -m rag.training``. The second goes on from a network, which two
cores can do: once without each of the sets whose answers are marked (``without_*.safetensors``), and ``reader.safetensors`` is
the mean; a fifth of the written questions, ``HELD``, it leaves unseen. Both are bound by time, so no two runs give the same
bytes. How the shipped network was made is in its card, ``index/reader/README.md``.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.dense import dequantise
from index.encoders.static import StaticEncoder
from index.ranker.second_look import bundled_table
from rag.training.examples import open_set
from rag.training.reader.asking import Asker
from rag.training.reader.batches import Source
from rag.training.reader.export import open_network, write_network
from rag.training.reader.model import ReaderModel
from rag.training.reader.questions import FOLDS, HELD, Question, questions
from rag.training.reader.run import go_on, mean_of, pretrain, tune
from rag.training.reader.settings import Settings
from rag.training.reader.texts import read_sources
from rag.training.reader.written import CROWDLIKE, EVERYDAY, LEARNT, SOURCES, read_written
from rag.training.tuning import TuningSet, read_marked_sets, read_tuning_sets

log = logging.getLogger("rag.training.reader")
_ALIKE = 6


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.training.reader", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    defaults = Settings()
    parser.add_argument("--data", type=Path, required=True, help="the folder with train/ and dev/squad/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a network to go on from")
    parser.add_argument(
        "--written", type=Path, help="the folder with written questions (those of the code if left out)"
    )
    parser.add_argument(
        "--seconds", type=float, default=defaults.seconds, help="time for statements, or for each network to go on"
    )
    parser.add_argument("--epochs", type=float, default=defaults.epochs)
    parser.add_argument("--rows", type=int, default=defaults.rows, help="questions of a batch")
    parser.add_argument(
        "--workers", type=int, default=defaults.workers, help="processes that make questions, or threads to go on with"
    )
    parser.add_argument(
        "--kept", type=float, default=defaults.kept, help="what the weights of --start count in the end"
    )
    parser.add_argument("--device", default=defaults.device)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    settings = Settings(
        seconds=options.seconds,
        epochs=options.epochs,
        rows=options.rows,
        workers=options.workers,
        kept=options.kept,
        device=options.device,
    )
    if options.start:
        train_on(options.start, options.data, options.out, settings, options.written)
    else:
        train(options.data, options.out, settings, options.written)
    return 0


def train_on(start: Path, data: Path, out: Path, settings: Settings, written: Path | None = None) -> None:
    """The network ``start``, trained on: twice, each time without one of the sets whose answers are marked, which shows what
    that was worth. The mean of both is ``reader.safetensors``."""
    out.mkdir(parents=True, exist_ok=True)
    encoder = cast(StaticEncoder, bundled_table())
    marked = _read_over(read_marked_sets(data / "dev"), encoder)
    rest = _read_over(read_tuning_sets(data / "dev" / "squad") | read_written(data / "train", written, LEARNT), encoder)
    table = dequantise(encoder.rows, encoder.scales)
    networks = []
    for left_out in marked:
        asked = rest | {name: one for name, one in marked.items() if name != left_out}
        kinds = _kinds(asked)
        log.info("without %s: %s questions", left_out, [len(kind) for kind in kinds])
        path = out / f"without_{left_out}.safetensors"
        save = partial(write_network, path=path)
        networks.append(go_on(open_network(start, table).to(settings.device), kinds, settings, save))
        save(networks[-1])
    write_network(mean_of(networks), out / "reader.safetensors")


def _kinds(asked: Mapping[str, Sequence[Question]]) -> list[list[Question]]:
    """Questions by what they are like, each kind as much of a batch as the others: what crowds and others ask of encyclopedias,
    of news; what was written in their manner, and the other written ones; twice as many in everyday words. A fold of what was
    written is left out."""
    kinds: dict[str, list[Question]] = {}
    for name, found in asked.items():
        if name not in SOURCES:
            kind, kept = "news" if name.startswith("vinewsqa") else "encyclopedia", list(found)
        else:
            kind = next((one for one in (CROWDLIKE, EVERYDAY) if name.startswith(one)), "written")
            kept = [one for one in found if one.fold != HELD]
        kinds.setdefault(kind, []).extend(kept)
    return [*kinds.values(), kinds[EVERYDAY]]


def train(data: Path, out: Path, settings: Settings, written: Path | None = None) -> None:
    """All networks, written to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    encoder = cast(StaticEncoder, bundled_table())
    read = _read_over(read_tuning_sets(data / "dev" / "squad") | read_written(data / "train", written, LEARNT), encoder)
    asked = [one for found in read.values() for one in found]
    log.info("%d questions", len(asked))
    table = dequantise(encoder.rows, encoder.scales)
    texts, shares = read_sources(data / "train", encoder)
    log.info("%d articles, %d units", sum(map(len, texts)), sum(len(one.tokens) for one in texts))
    lengths = np.asarray(np.linalg.norm(table, axis=1), np.float32)
    source = Source(Asker(texts, shares, encoder.unit_texts(), lengths, alike(table)), settings)
    try:
        model = ReaderModel(table).to(settings.device)
        pretrain(model, source, settings)
        write_network(tune(model, asked, source, settings), out / "reader.safetensors")
        for fold in range(FOLDS):
            rest = [one for one in asked if one.fold != fold]
            write_network(tune(model, rest, source, settings), out / f"fold{fold}.safetensors")
            log.info("fold %d", fold)
    finally:
        source.close()


def _read_over(sets: Mapping[str, TuningSet], encoder: StaticEncoder) -> dict[str, list[Question]]:
    """The questions of each set over what is found for them; those whose answer is not found are left out."""
    found: dict[str, list[Question]] = {}
    with tempfile.TemporaryDirectory() as home:
        for name, one in sets.items():
            collection = open_set(Path(home) / name.replace("_", "-"), one, cut=False)
            read = questions(collection, one, encoder)
            found[name] = [
                asked for asked, gold in zip(read, one.asked, strict=True) if asked.answerable or not gold.answers
            ]
            collection.close()
    return found


def alike(table: NDArray[np.float32]) -> NDArray[np.int32]:
    """The units nearest to each, shape (units, n)."""
    unit = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)
    found = np.zeros((len(unit), min(_ALIKE, len(unit) - 1)), np.int32)
    for start in range(0, len(unit), 2000):
        near = unit[start : start + 2000] @ unit.T
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -1
        found[start : start + 2000] = np.argpartition(-near, found.shape[1], axis=1)[:, : found.shape[1]]
    return found


if __name__ == "__main__":
    raise SystemExit(main())
