"""Trains the small models of answers on tuning sets: which sentence answers, and whether anything does.

    python -m rag.training --data ../shared/data/dev/squad --readers DIR --out FIRST
    python -m rag.training --articles ../shared/data/train --marked ../shared/data/dev --readers DIR --beside FIRST --out OUT

``DIR`` is what ``python -m rag.training.reader`` wrote: each question is read by a network that has not seen it. The first
reads ``dev_ViNewsQA.json`` (SQuAD) and ``visqa_multispan.jsonl``, the latter without the passages that it shares with the
report set beside the folder. The second reads what a reader that went on has not seen: a fifth of the written questions, all of
those that are ``UNREAD``, and the sets whose answers we marked, each by the network that went on without it. Its models are the
mean with those of the first (that of sentences counts ``--share``). Written sets share articles, so none of their questions is
asked of another one as unanswerable:
that half is the first's alone, and so is the confidence across languages.

Writes ``rag/models/*.json`` and prints what models learnt on all sets but one reach on that. Questions of one set asked of
another are unanswerable, and so is a question whose own document is left out. Every figure is of questions that the model
has not seen. Deterministic: one machine gives the same bytes twice.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranker.second_look import bundled_table
from index.reader.network import Network, load_network
from rag.evidence.confidence import CONFIDENCE_NAMES, MEANING_NAMES, meaning_columns
from rag.evidence.weights import JointModel, LinearModel, parse_sentence_model
from rag.training.examples import (
    ANSWERABLE,
    NOT_TOLD,
    TAKEN_OUT,
    WRONG_COLLECTION,
    Examples,
    examples,
    kept,
    open_set,
    thinned,
)
from rag.training.figures import abstaining, probabilities, right_at, threshold_for
from rag.training.fitting import (
    READING,
    ROUNDS,
    Matrix,
    confidence_rows,
    fit_joint,
    fit_logistic,
    fit_sentences,
    mean_of_sentences,
    mean_with,
    scores,
    sharpness,
)
from rag.training.reader.questions import HELD, folds_of
from rag.training.reader.written import SOURCES, UNREAD, read_written
from rag.training.tuning import Asked, TuningSet, over, read_marked_sets, read_tuning_sets

log = logging.getLogger("rag.training")

Read = dict[tuple[str, str], Examples]
"""Examples by set and way of asking."""
_MODES = (ANSWERABLE, TAKEN_OUT, WRONG_COLLECTION, NOT_TOLD)
_FOLDS = 5
_REFUSED = 0.04
"""Share of the answerable questions that may be refused, in any set."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The records of models learnt from other sets, with which new ones are averaged."""

    sentences: Mapping[str, Any]
    confidence: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Beside:
        """Those in a folder."""
        names = ("sentence.json", "confidence.json")
        return cls(*(json.loads((folder / name).read_text(encoding="utf-8")) for name in names))


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = _parser()
    options = parser.parse_args(argv)
    if (options.data is None) == (options.articles is None):
        parser.error("one of --data and --articles")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        sets = read_tuning_sets(options.data) if options.data else unseen(options)
        read = read_all(sets, work, Path(temporary), options)
    names = sorted({name for name, _ in read})
    train(read, names, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rag.training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the folder with the tuning sets' answers")
    parser.add_argument(
        "--articles", type=Path, help="the folder with the articles that the written questions are over"
    )
    parser.add_argument(
        "--written", type=Path, help="the folder with written questions (those of the code if left out)"
    )
    parser.add_argument("--sets", help="names of the sets to learn from, for --articles (all of them if left out)")
    parser.add_argument("--marked", type=Path, help="the folder with the sets whose answers are marked, for --articles")
    parser.add_argument(
        "--readers", type=Path, help="the folder with the networks of the reader (the bundled one if left out)"
    )
    parser.add_argument(
        "--beside", type=Path, help="a folder with models learnt from other sets, with which the new ones are averaged"
    )
    parser.add_argument(
        "--share", type=float, default=0.5, help="what the new model of sentences counts where there is one beside it"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "models")
    parser.add_argument(
        "--work", type=Path, help="folder that keeps what was read of the sets (empty it for a new model)"
    )
    parser.add_argument("--most", type=int, default=2500, help="answerable questions of each set")
    parser.add_argument("--most-other", type=int, default=1250, help="unanswerable questions of each kind and set")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of trees")
    parser.add_argument("--split", action="store_true", help="cut the documents as the product does")
    return parser


def unseen(options: argparse.Namespace) -> dict[str, TuningSet]:
    """The questions that no reader which went on has seen, of the sets that are named."""
    marked = read_marked_sets(options.marked) if options.marked else {}
    known = [*SOURCES, *marked]
    names = options.sets.split(",") if options.sets else known
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"no such set: {', '.join(unknown)} (there are {', '.join(known)})")
    found = held_back(options.articles, options.written, [name for name in names if name in SOURCES]) | marked
    return {name: found[name] for name in names}


def held_back(articles: Path, written: Path | None, names: Sequence[str]) -> dict[str, TuningSet]:
    """The written questions that no reader which went on has seen, and the texts of their fold, or all."""
    return {
        name: one if name in UNREAD else over(one, {source for source, fold in folds_of(one).items() if fold == HELD})
        for name, one in read_written(articles, written, names).items()
    }


def read_all(sets: Mapping[str, TuningSet], work: Path, home: Path, options: argparse.Namespace) -> Read:
    """Asks all questions in all ways; what lies in ``work`` already is not asked again."""
    found: Read = {}
    reader_of = _readers(sets, options.readers)
    for name, one in sets.items():
        answered = [asked for asked in one.asked if asked.answers]
        foreign = [asked for other, rest in sets.items() if other != name for asked in rest.asked]
        questions: Mapping[str, list[Asked]] = {
            ANSWERABLE: thinned(answered, options.most),
            TAKEN_OUT: thinned(answered, options.most_other),
            WRONG_COLLECTION: [] if options.beside else thinned(foreign, options.most_other),
            NOT_TOLD: thinned([asked for asked in one.asked if not asked.answers], options.most_other),
        }
        paths = {mode: work / f"{name}-{mode.replace(' ', '-')}.npz" for mode in _MODES if questions[mode]}
        if all(path.is_file() for path in paths.values()):
            found.update({(name, mode): kept(path, _never) for mode, path in paths.items()})
            continue
        collection = open_set(home / name.replace("_", "-"), one, cut=options.split)
        for mode, path in paths.items():
            found[name, mode] = kept(path, partial(examples, collection, questions[mode], mode, reader_of))
        collection.close()
    return found


def _readers(sets: Mapping[str, TuningSet], folder: Path | None) -> Callable[[Asked], Network | None]:
    """For each question a reader that was not trained on its document."""
    if folder is None:
        return lambda asked: None
    read_by = {
        source: network_for(name, fold, folder) for name, one in sets.items() for source, fold in folds_of(one).items()
    }
    networks = {path: load_network(path, bundled_table()) for path in set(read_by.values())}
    return lambda asked: networks[read_by[asked.source]]


def network_for(name: str, fold: int, folder: Path) -> Path:
    """The network that has not learnt from this fold of a set, or not from the set; else the one in the folder."""
    first = (folder / f"{kind}.safetensors" for kind in (f"fold{fold}", f"without_{name}"))
    return next((path for path in first if path.is_file()), folder / "reader.safetensors")


def _never() -> Examples:
    raise FileNotFoundError("what was read of the sets is gone")


def train(read: Read, names: Sequence[str], options: argparse.Namespace) -> None:
    """Models of all sets but one judge that, which gives the figures and what confidence is learnt from; then all serve."""
    asked = {name: read[name, ANSWERABLE] for name in names}
    beside = Beside.read(options.beside) if options.beside else None

    def sentences(without: str = "") -> dict[str, Any]:
        record = fit_sentences([one for name, one in asked.items() if name != without], rounds=options.rounds)
        return record if beside is None else mean_of_sentences(record, beside.sentences, options.share)

    others = {held: parse_sentence_model(sentences(held)) for held in names}
    factor = sharpness([(asked[name], others[name]) for name in names])
    others = {name: replace(model, sharpness=factor, reading=READING) for name, model in others.items()}
    for held, one in asked.items():
        first, three = (right_at(one, scores(one, others[held]), k) for k in (1, 3))
        log.info("%s, trained on the others: first sentence right %.4f, one of three %.4f", held, first, three)
    rows = {(name, mode): confidence_rows(one, others[name]) for (name, mode), one in read.items()}
    for held in names:
        log.info(
            "%s, confidence trained on the others: %s", held, abstaining(_held(rows, held), _joint(rows, [held])[0])
        )
    confidence, trees = _joint(rows, [], beside)
    parts = {name: _held(rows, name) for name in names}
    for name, part in parts.items():
        log.info("%s, confidence trained on all: %s", name, abstaining(part, confidence))
    limit = threshold_for(_unseen(rows, names, beside), _REFUSED)
    log.info("threshold that refuses %.3f of the answerable at most: %.3f", _REFUSED, limit)
    fitted = {"sharpness": round(factor, 2), "reading": READING}
    _write(options.out / "sentence.json", sentences() | fitted)
    joint = confidence.linear.record() | {"threshold": round(limit, 3), "trees": trees}
    _write(options.out / "confidence.json", joint)
    if beside is None:
        _write(options.out / "confidence_meaning.json", _meaning(rows).record())
    log.info("%s: %d kB", options.out, sum(path.stat().st_size for path in options.out.glob("*.json")) // 1000)


def _unseen(rows: Mapping[tuple[str, str], Matrix], names: Sequence[str], beside: Beside | None) -> list[list[float]]:
    """For each set the confidence of its answerable questions, by models of all sets that have not learnt from them."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for fold in range(_FOLDS):
        rest = {key: np.delete(part, np.s_[fold::_FOLDS], axis=0) for key, part in rows.items()}
        model, _ = _joint(rest, [], beside)
        for name, confidences in found.items():
            confidences.extend(probabilities(rows[name, ANSWERABLE][fold::_FOLDS], model))
    return list(found.values())


def _held(rows: Mapping[tuple[str, str], Matrix], name: str) -> dict[str, Matrix]:
    return {mode: rows[name, mode] for mode in _MODES if (name, mode) in rows}


def _joint(
    rows: Mapping[tuple[str, str], Matrix], without: Sequence[str], beside: Beside | None = None
) -> tuple[JointModel, list[dict[str, Any]]]:
    """The model of confidence over all sets but some, its mean with the one ``beside`` if any, and its trees' record."""
    model, trees = fit_joint(*_examples(rows, without, traps=beside is not None), CONFIDENCE_NAMES)
    return (model, trees) if beside is None else mean_with(model, trees, beside.confidence)


def _meaning(rows: Mapping[tuple[str, str], Matrix]) -> LinearModel:
    """The model of confidence across languages."""
    values, labels, weights = _examples(rows, [], traps=False)
    return fit_logistic(meaning_columns(values), labels, weights, MEANING_NAMES)


def _examples(
    rows: Mapping[tuple[str, str], Matrix], without: Sequence[str], *, traps: bool
) -> tuple[Matrix, NDArray[np.bool_], NDArray[np.float64]]:
    """Rows, whether they are answerable, and what each counts: answerable ones and the other kinds two to one to one. What only
    sounds as if it were told (``traps``) is learnt from for a mean with another model: alone, it made questions of other sets
    be refused."""
    learnt = [(name, mode) for name, mode in rows if name not in without and (traps or mode != NOT_TOLD)]
    chosen = [(mode, rows[name, mode]) for name, mode in learnt]
    labels = np.concatenate([np.full(len(part), mode == ANSWERABLE) for mode, part in chosen])
    share = {ANSWERABLE: 2.0, TAKEN_OUT: 1.0, WRONG_COLLECTION: 1.0, NOT_TOLD: 1.0}
    weights = np.concatenate([np.full(len(part), share[mode] / len(part)) for mode, part in chosen])
    return np.concatenate([part for _, part in chosen]), labels, weights


def _write(path: Path, record: Mapping[str, Any]) -> None:
    text = json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
