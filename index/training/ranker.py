"""``python -m index.training.ranker --data FOLDER --out FILE``: learns how the ranker weighs its evidence.

``--data`` holds the tuning sets as BEIR folders. What is read of them is kept in ``--work`` and used again while the
bundled model and the features stay the same. The report sets are never read, but for the texts of ``viquad2_800``, which
are left out of ``visqa_multispan``.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.encoder import load_encoder
from index.evaluation.readers import read_beir
from index.ranker.second_look import DEPTH
from index.training.crossing import english_questions, vietnamese_questions
from index.training.ranker_figures import ablation, leave_one_out, table
from index.training.ranker_fit import ROUNDS, fit
from index.training.shelf import Examples, examples

log = logging.getLogger("index.training.ranker")

SETS: Final = ("vinewsqa_dev", "visqa_multispan", "uit_seminar_wiki", "vicov19qa_val", "zalo2019_person")
PARTS: Final = ("groups", "relevance", "values", "wanted")
SHARED: Final = {"visqa_multispan": "viquad2_800"}
"""Sets whose texts that the other one holds too are left out."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command: figures with each set left out, then the weights learnt from all."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        encoder = load_encoder(options.model)
        apart = load_apart(options.pairs, encoder, work) if options.pairs else []
        apart += [load(folder.parent, folder.name, encoder, work) for folder in options.across]
        sets = {name: load(options.data, name, encoder, work) for name in SETS if (options.data / name).is_dir()}
        for folder in options.also:
            sets[folder.name] = load(folder.parent, folder.name, encoder, work)
    names = next(iter(sets.values())).names
    if options.figures:
        log.info("nDCG@10, each set left out:\n%s", table(leave_one_out(names, sets, apart, options.rounds)))
    if options.ablation:
        found = ablation(names, sets, options.rounds, options.most)
        log.info("nDCG@10 without a group of features, each set left out, mean:\n%s", table(found))
    record = fit(names, list(sets.values()), apart, rounds=options.rounds)
    options.out.write_text(json.dumps(record, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
    log.info("%s: %d kB", options.out, options.out.stat().st_size // 1000)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index.training.ranker", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the tuning sets")
    parser.add_argument("--out", type=Path, required=True, help="the file of weights")
    parser.add_argument("--work", type=Path, help="folder that keeps what was read of the sets")
    parser.add_argument("--pairs", type=Path, help="folder of the sentence pairs, for questions in another language")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="folders of further sets to learn from")
    parser.add_argument("--across", type=Path, nargs="*", default=[], help="folders of sets asked in another language")
    parser.add_argument("--model", help="the embedding model; the bundled one unless given")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of trees")
    parser.add_argument("--figures", action="store_true", help="also figures with each set left out (several fits)")
    parser.add_argument(
        "--ablation", action="store_true", help="also figures without each group of features (many fits)"
    )
    parser.add_argument("--most", type=int, default=250, help="questions of each set for --ablation")
    return parser


def load(data: Path, name: str, encoder: Any, work: Path) -> Examples:
    """The examples of a set, read once for a model."""

    def read() -> Examples:
        other = SHARED.get(name)
        drop = frozenset(document.text for document in read_beir(data / other).documents) if other else frozenset()
        return examples(data / name, encoder, drop)

    return kept(work / f"{name}-{encoder.identity.weights[:12]}.npz", read)


def load_apart(pairs: Path, encoder: Any, work: Path) -> list[Examples]:
    """The examples across languages, both ways."""
    return [
        kept(work / f"{name}-{encoder.identity.weights[:12]}.npz", partial(way, pairs, encoder))
        for name, way in (("questions-en", english_questions), ("questions-vi", vietnamese_questions))
    ]


def kept(path: Path, read: Callable[[], Examples]) -> Examples:
    """What ``read`` gave, kept in ``path``."""
    if not path.is_file():
        found = read()
        log.info("%s: %d questions, %.0f ms each", path.stem, len(found.wanted), found.milliseconds)
        parts = {part: getattr(found, part) for part in PARTS}
        np.savez(path, names=np.array(found.names), **parts)
    with np.load(path, allow_pickle=False) as saved:
        names = tuple(str(feature) for feature in saved["names"])
        return shortened(Examples(names, *(saved[part] for part in PARTS)))


def shortened(one: Examples, depth: int = DEPTH) -> Examples:
    """At most ``depth`` candidates of each question: what the product looks at."""
    lengths = np.diff(one.groups)
    place = np.arange(len(one.relevance)) - np.repeat(one.groups[:-1], lengths)
    kept = place < depth
    groups = np.concatenate([[0], np.cumsum(np.minimum(lengths, depth))]).astype(np.int64)
    return replace(one, groups=groups, relevance=one.relevance[kept], values=one.values[kept])


if __name__ == "__main__":
    raise SystemExit(main())
