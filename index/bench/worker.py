"""One measurement as a process: ``python -m index.bench.worker NAME --size N`` prints its figures as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from index.bench.baselines import E5_PASSAGES, bm25s_baseline, e5_baseline, numpy_baseline
from index.bench.generator import contested_questions, passages, questions
from index.bench.product import product_figures
from index.bench.running import QUESTIONS


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints; the last line of standard output is the JSON."""
    parser = argparse.ArgumentParser(prog="index.bench.worker")
    parser.add_argument("name", choices=("product", "bm25s", "numpy", "e5"))
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--sizes", default="")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--home", type=Path)
    args = parser.parse_args(argv)
    sys.stdout.write(json.dumps(_measure(args)) + "\n")
    return 0


def _measure(args: argparse.Namespace) -> dict[str, Any]:
    if args.name == "numpy":
        return numpy_baseline(args.size, args.dimension, args.questions)
    if args.name == "e5":
        texts = list(islice(passages(args.size), E5_PASSAGES))
        return e5_baseline(texts, questions(texts, args.questions), [int(size) for size in args.sizes.split(",")])
    texts = list(passages(args.size))
    asked = questions(texts, args.questions)
    if args.name == "bm25s":
        return bm25s_baseline(texts, asked)
    return product_figures(texts, asked, contested_questions(args.questions), args.home)


if __name__ == "__main__":
    raise SystemExit(main())
