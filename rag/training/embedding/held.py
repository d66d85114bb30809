"""The written questions that no model of searching has seen, as question sets: to measure by, and for the ranker to learn from.

    python -m rag.training.embedding.held --data ../shared/data/train --out DIR

In ``DIR`` come BEIR folders for ``hoidap eval`` and for ``python -m index.training.ranker --also DIR/*``. ``everyday``: every
text that somebody asks about in everyday words, and the questions of the fold ``HELD`` that have an answer. And each set that
is ``UNREAD``, over all its texts. They are not ours to publish.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.training.reader.questions import HELD, folds_of
from rag.training.reader.written import EVERYDAY, LEARNT, UNREAD, read_written
from rag.training.tuning import Asked


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m rag.training.embedding.held",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the training texts")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the question sets")
    parser.add_argument(
        "--written", type=Path, help="the folder with written questions (those of the code if left out)"
    )
    options = parser.parse_args(argv)
    write_held(options.data, options.out, options.written)
    return 0


def write_held(train: Path, out: Path, written: Path | None = None) -> None:
    """Writes ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` of each set."""
    documents: dict[str, str] = {}
    questions: list[Asked] = []
    for name, one in read_written(train, written, UNREAD).items():
        _write_set(out / name, one.texts, one.asked)
    for one in read_written(train, written, [name for name in LEARNT if name.startswith(EVERYDAY)]).values():
        folds = folds_of(one)
        documents |= {asked.source: one.texts[asked.source] for asked in one.asked}
        questions += [asked for asked in one.asked if folds[asked.source] == HELD]
    _write_set(out / "everyday", documents, questions)


def _write_set(out: Path, documents: Mapping[str, str], questions: Sequence[Asked]) -> None:
    """A BEIR folder of these texts, and of the questions that have an answer."""
    answered = [asked for asked in questions if asked.answers]
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "corpus.jsonl", [{"_id": source, "title": "", "text": text} for source, text in documents.items()])
    _write(out / "queries.jsonl", [{"_id": str(number), "text": one.question} for number, one in enumerate(answered)])
    judged = ["query-id\tcorpus-id\tscore", *(f"{number}\t{one.source}\t1" for number, one in enumerate(answered))]
    (out / "qrels.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8", newline="\n")


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
