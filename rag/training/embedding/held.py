"""The everyday questions that no training has seen, as a question set: to measure by, and for the ranker to learn from.

    python -m rag.training.embedding.held --data ../shared/data/train --out DIR

``DIR`` becomes a BEIR folder for ``hoidap eval`` and for ``python -m index.training.ranker --also DIR``: every text that
somebody was asked about, and the questions of the fold ``HELD`` that have an answer. The texts are not ours to publish.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from rag.training.reader.questions import HELD, folds_of
from rag.training.reader.written import EVERYDAY, read_written


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.training.embedding.held",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the training texts")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the question set")
    parser.add_argument(
        "--written", type=Path, help="the folder with written questions (those of the code if left out)"
    )
    options = parser.parse_args(argv)
    write_held(options.data, options.out, options.written)
    return 0


def write_held(train: Path, out: Path, written: Path | None = None) -> None:
    """Writes ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv``."""
    documents: dict[str, str] = {}
    questions: list[tuple[str, str]] = []
    for name, one in read_written(train, written).items():
        if not name.startswith(EVERYDAY):
            continue
        folds = folds_of(one)
        documents |= {asked.source: one.texts[asked.source] for asked in one.asked}
        questions += [
            (asked.question, asked.source) for asked in one.asked if asked.answers and folds[asked.source] == HELD
        ]
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "corpus.jsonl", [{"_id": source, "title": "", "text": text} for source, text in documents.items()])
    _write(out / "queries.jsonl", [{"_id": str(number), "text": text} for number, (text, _) in enumerate(questions)])
    judged = ["query-id\tcorpus-id\tscore", *(f"{number}\t{source}\t1" for number, (_, source) in enumerate(questions))]
    (out / "qrels.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8", newline="\n")


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
