"""Trains the reader: on questions made of statements, then on the questions of the tuning sets.

    python -m rag.training.reader --data ../shared/data --out DIR [--device cuda]

Writes ``reader.safetensors``, which ships in ``rag/models``, and ``fold0.safetensors`` to ``fold4.safetensors``: each has
not seen the questions over one fifth of the documents, and reads those for ``python -m rag.training``. The first part
is bound by time, so no two runs give the same bytes; the shipped one took nine minutes on a large accelerator.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.encoders.static import StaticEncoder
from index.ranker.second_look import bundled_table
from rag.training.examples import open_set
from rag.training.reader.asking import Asker
from rag.training.reader.export import write_network
from rag.training.reader.model import ReaderModel
from rag.training.reader.questions import FOLDS, Question, questions
from rag.training.reader.run import Settings, Source, pretrain, tune
from rag.training.reader.texts import read_sources
from rag.training.tuning import read_tuning_sets

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
    parser.add_argument("--seconds", type=float, default=defaults.seconds, help="time for the first part")
    parser.add_argument("--epochs", type=float, default=defaults.epochs)
    parser.add_argument("--rows", type=int, default=defaults.rows, help="questions of a batch")
    parser.add_argument("--workers", type=int, default=defaults.workers, help="processes that make questions")
    parser.add_argument("--device", default=defaults.device)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    settings = Settings(
        seconds=options.seconds,
        epochs=options.epochs,
        rows=options.rows,
        workers=options.workers,
        device=options.device,
    )
    train(options.data, options.out, settings)
    return 0


def train(data: Path, out: Path, settings: Settings) -> None:
    """All networks, written to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    encoder = cast(StaticEncoder, bundled_table())
    asked = _tuning_questions(data / "dev" / "squad", encoder)
    log.info("%d questions of the tuning sets", len(asked))
    table = encoder.rows.astype(np.float32) * encoder.scales[:, None]
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


def _tuning_questions(folder: Path, encoder: StaticEncoder) -> list[Question]:
    found: list[Question] = []
    with tempfile.TemporaryDirectory() as home:
        for name, one in read_tuning_sets(folder).items():
            collection = open_set(Path(home) / name.replace("_", "-"), one, cut=False)
            found += [question for question in questions(collection, one, encoder) if question.answerable]
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
