"""Trains the bundled table on: questions that were written in words of their own, a thesaurus, a word list, and translations.

    python -m rag.training.embedding --data ../shared/data/train --out DIR

``DIR`` gets a model's folder as ``index/model`` is. What the table starts from was learnt from text alone, where a question
made by rule shares its words with what answers it (``python -m index.training``). No question set takes part, and of the
written questions the fold is left out that the reader leaves out, to measure by.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

from index.dense import dequantise
from index.encoder import bundled_folder
from index.encoders.static import StaticEncoder
from index.training.export import exchange
from rag.training.embedding.pairs import english_rows, sentence_pairs, thesaurus, word_list, written_questions
from rag.training.embedding.run import Settings, go_on
from rag.training.reader.written import ENGLISH

log = logging.getLogger("rag.training.embedding")


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    defaults = Settings()
    parser = argparse.ArgumentParser(
        prog="python -m rag.training.embedding",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the training texts")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the new model")
    parser.add_argument("--start", type=Path, help="the model's folder to go on from; the bundled one if left out")
    parser.add_argument(
        "--written", type=Path, help="the folder with written questions (those of the code if left out)"
    )
    parser.add_argument(
        "--english", action="store_true", help="move the rows of English units only, for questions across languages"
    )
    parser.add_argument("--steps", type=int, default=defaults.steps)
    parser.add_argument("--rate", type=float, default=defaults.rate)
    parser.add_argument("--threads", type=int, default=defaults.threads)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    settings = Settings(steps=options.steps, rate=options.rate, threads=options.threads)
    train(options.data, options.out, settings, options.start, options.written, english=options.english)
    return 0


def train(
    data: Path,
    out: Path,
    settings: Settings,
    start: Path | None = None,
    written: Path | None = None,
    *,
    english: bool = False,
) -> None:
    """Writes the new model's folder; with ``english`` nothing changes for Vietnamese."""
    start = start or bundled_folder()
    encoder = StaticEncoder(start, str(start))
    kinds, sentences = written_questions(data, encoder, written), sentence_pairs(data, encoder)
    moved = english_rows(len(encoder.rows), sentences, kinds) if english else None
    questions = [kinds[ENGLISH]] if english else list(kinds.values())
    words = [word_list(encoder)] if english else [thesaurus(encoder), word_list(encoder)]
    counts = [[len(asked) for _, asked in questions], [len(one) for one in words]]
    log.info("%s questions, %s pairs of words, %d translations", *counts, len(sentences))
    settings = settings.across() if english else settings
    table = go_on(dequantise(encoder.rows, encoder.scales), questions, words, sentences, settings, moved)
    exchange(table, start, out)


if __name__ == "__main__":
    raise SystemExit(main())
