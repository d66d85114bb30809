"""Trains the two small models of this package on tuning sets: which sentence answers, and whether anything does.

    python -m rag.training --data ../shared/data/dev/squad

Reads ``dev_ViNewsQA.json`` (SQuAD) and ``visqa_multispan.jsonl``; writes ``rag/models/sentence.json`` and
``rag/models/confidence.json``. Answers of the one set serve as unanswerable questions of the other, and a question whose
own document is left out is unanswerable too. Deterministic: one machine gives the same bytes twice.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.collection import Collection
from index.ingest import text_item
from rag.chat import READ_PASSAGES, read_passages
from rag.confidence import CONFIDENCE_NAMES, MEANING_NAMES, confidence_features, meaning_columns
from rag.features import NAMES, tokens
from rag.units import Unit
from rag.weights import LinearModel, sigmoid

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its gold answers, and the source of the document that answers it."""

    question: str
    answers: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """The features of one question's units and which of them hold an answer (shape (n,), may be all false)."""

    features: Matrix
    gold: NDArray[np.bool_]


def read_squad(path: Path) -> tuple[dict[str, str], list[Asked]]:
    """Texts by source, and questions, of a SQuAD file."""
    texts: dict[str, str] = {}
    asked: list[Asked] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            source = texts.setdefault(paragraph["context"], f"squad:{len(texts)}")
            asked += [
                Asked(qa["question"], tuple(answer["text"] for answer in qa["answers"]), source)
                for qa in paragraph["qas"]
                if qa["answers"]
            ]
    return {source: text for text, source in texts.items()}, asked


def read_visqa(path: Path) -> tuple[dict[str, str], list[Asked]]:
    """Texts and questions of ``visqa_multispan.jsonl``: its answers are worded anew, so words decide what holds them."""
    texts: dict[str, str] = {}
    asked: list[Asked] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        source = texts.setdefault(row["passage"], f"visqa:{len(texts)}")
        asked.append(Asked(row["question"], (row["Answer_new"],), source))
    return {source: text for text, source in texts.items()}, asked


def gold_units(units: Sequence[Unit], own: NDArray[np.bool_], one: Asked) -> NDArray[np.bool_]:
    """Which units answer: those of the right document (``own``) that contain an answer.

    Where answers were worded anew none may: then the unit that holds most of the answer's words, if it holds half.
    """
    answers = [answer.lower().strip(" .,") for answer in one.answers]
    gold = own & np.array([any(a in unit.text.lower() for a in answers) for unit in units], dtype=np.bool_)
    if gold.any() or not own.any():
        return gold
    asked = set(tokens(one.question))
    wanted = set(tokens(" ".join(one.answers)))
    shares = []
    for unit, mine in zip(units, own, strict=True):
        words = set(tokens(unit.text))
        telling = wanted - asked
        shares.append(
            (len(words & telling) / (len(telling) or 1) + 0.3 * len(words & wanted) / (len(wanted) or 1))
            if mine
            else 0.0
        )
    best = int(np.argmax(shares))
    gold[best] = shares[best] >= 0.65
    return gold


def collect(collection: Collection, asked: Sequence[Asked]) -> Iterator[tuple[Asked, Example]]:
    """The features of every question's units, with what is gold among them."""
    for one in asked:
        result = collection.search(one.question, READ_PASSAGES, collapse=False)
        reading = read_passages(collection, result)
        own = np.array([result.hits[unit.hit].source == one.source for unit in reading.units], dtype=np.bool_)
        gold = gold_units(reading.units, own, one) if len(own) else own
        yield one, Example(reading.features, gold)


def fit_listwise(examples: Sequence[Example], *, steps: int = 300, ridge: float = 1e-3) -> LinearModel:
    """A linear score whose softmax over a question's units gives the gold units their share. Full-batch Adam."""
    used = [example for example in examples if example.gold.any()]
    stacked = np.concatenate([example.features for example in used])
    mean, scale = stacked.mean(axis=0), stacked.std(axis=0)
    scale[scale < 1e-6] = 1.0
    matrix = (stacked - mean) / scale
    starts = np.cumsum([0, *(len(example.gold) for example in used)])[:-1]
    gold = np.concatenate([example.gold for example in used]).astype(np.float32)
    owner = np.repeat(np.arange(len(used)), [len(example.gold) for example in used])
    weights = np.zeros(matrix.shape[1], dtype=np.float64)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        logits = matrix @ weights
        logits = np.exp(logits - np.maximum.reduceat(logits, starts)[owner])
        share = logits / np.add.reduceat(logits, starts)[owner]
        right = share * gold
        right /= np.maximum(np.add.reduceat(right, starts), 1e-12)[owner]
        gradient = matrix.T @ (share - right) / len(used) + ridge * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    raw = weights / scale
    return LinearModel(NAMES, raw.astype(np.float32), float(-(mean * raw).sum()))


def fit_logistic(matrix: Matrix, labels: NDArray[np.bool_], names: Sequence[str], ridge: float = 1e-3) -> LinearModel:
    """Logistic regression by Newton's method, classes weighted alike."""
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0)
    scale[scale < 1e-6] = 1.0
    x = np.hstack([(matrix - mean) / scale, np.ones((len(matrix), 1))]).astype(np.float64)
    y = labels.astype(np.float64)
    weight = np.where(labels, 0.5 / max(labels.mean(), 1e-6), 0.5 / max(1 - labels.mean(), 1e-6))
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x / len(x) + ridge * np.eye(len(beta))
        gradient = x.T @ (weight * (p - y)) / len(x) + ridge * beta
        move = np.linalg.solve(hessian, gradient)
        beta -= move
        if np.abs(move).max() < 1e-6:
            break
    raw = beta[:-1] / scale
    return LinearModel(tuple(names), raw.astype(np.float32), float(beta[-1] - (mean * raw).sum()))


def accuracy(model: LinearModel, examples: Sequence[Example]) -> float:
    """How often the best unit is gold; questions whose gold was not found count as wrong."""
    right = [
        bool(example.gold[int(np.argmax(model.score(example.features)))]) for example in examples if len(example.gold)
    ]
    return sum(right) / max(len(examples), 1)


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the receiver operating characteristic, ties counted half."""
    values = np.asarray(scores, dtype=np.float64)
    truth = np.asarray(labels, dtype=np.bool_)
    order = values.argsort(kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    for value in np.unique(values):
        same = values == value
        ranks[same] = ranks[same].mean()
    positives, negatives = int(truth.sum()), int((~truth).sum())
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / max(positives * negatives, 1))


def _rows(collection: Collection, asked: Sequence[Asked], model: LinearModel, *, without_own: bool) -> Iterator[Matrix]:
    sources = {info.source: info.id for info in collection.documents()}
    everything = frozenset(sources.values())
    for one in asked:
        own = sources.get(one.source)
        within = everything - {own} if without_own and own else None
        result = collection.search(one.question, READ_PASSAGES, collapse=False, within=within)
        reading = read_passages(collection, result)
        scores = model.score(reading.features)
        yield confidence_features(reading.terms, result.hits, reading.units, reading.features, scores)


def main(argv: Sequence[str] | None = None) -> int:
    """Trains both models and prints what they reach on the other set (two-fold, by set)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the tuning sets' answers")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "models")
    parser.add_argument("--most", type=int, default=1200, help="questions of each set")
    parser.add_argument("--split", action="store_true", help="cut the documents as the product does")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    if not (args.out / "sentence.json").exists():
        (args.out / "sentence.json").write_text(LinearModel(NAMES, np.zeros(len(NAMES), np.float32), 0.0).dumps())
    sets = {
        "vinewsqa_dev": read_squad(args.data / "dev_ViNewsQA.json"),
        "visqa_multispan": read_visqa(args.data / "visqa_multispan.jsonl"),
    }
    with tempfile.TemporaryDirectory() as home:
        collections: dict[str, Collection] = {}
        asked: dict[str, list[Asked]] = {}
        for name, (texts, questions) in sets.items():
            collections[name] = Collection(Path(home) / name.replace("_", "-"), create=True)
            collections[name].add([text_item(source, "", text, cut=args.split) for source, text in texts.items()])
            step = max(len(questions) // args.most, 1)
            asked[name] = questions[::step][: args.most]
        examples = {name: [example for _, example in collect(collections[name], asked[name])] for name in sets}
        for held_out in sets:
            model = fit_listwise([e for name, found in examples.items() if name != held_out for e in found])
            print(f"{held_out}: first sentence right {accuracy(model, examples[held_out]):.4f} (trained on the other)")  # noqa: T201
        sentence = fit_listwise([e for found in examples.values() for e in found])
        (args.out / "sentence.json").write_text(sentence.dumps(), encoding="utf-8")
        _train_confidence(collections, asked, sentence, args.out)
        for collection in collections.values():
            collection.close()
    return 0


def _train_confidence(
    collections: dict[str, Collection], asked: dict[str, list[Asked]], sentence: LinearModel, out: Path
) -> None:
    parts: dict[tuple[str, str], Matrix] = {}
    for name, collection in collections.items():
        parts[name, "answerable"] = np.stack(list(_rows(collection, asked[name], sentence, without_own=False)))
        parts[name, "taken out"] = np.stack(list(_rows(collection, asked[name], sentence, without_own=True)))
        foreign = [one for other, questions in asked.items() if other != name for one in questions]
        parts[name, "wrong collection"] = np.stack(list(_rows(collection, foreign, sentence, without_own=False)))

    def fit(names: Sequence[str]) -> LinearModel:
        rows = [matrix for (name, _), matrix in parts.items() if name in names]
        labels = [np.full(len(m), kind == "answerable") for (name, kind), m in parts.items() if name in names]
        return fit_logistic(np.concatenate(rows), np.concatenate(labels), CONFIDENCE_NAMES)

    for held_out in collections:
        model = fit([name for name in collections if name != held_out])
        good = [sigmoid(float(s)) for s in model.score(parts[held_out, "answerable"])]
        for kind in ("taken out", "wrong collection"):
            bad = [sigmoid(float(s)) for s in model.score(parts[held_out, kind])]
            area = auroc(good + bad, [True] * len(good) + [False] * len(bad))
            print(f"{held_out}: {kind}: AUROC {area:.4f}")  # noqa: T201
        five = float(np.quantile(good, 0.05))
        taken = model.score(parts[held_out, "taken out"])
        refused = float(np.mean([sigmoid(float(s)) < five for s in taken]))
        print(f"{held_out}: threshold {five:.3f} refuses 5 % of the answerable and {refused:.3f} of the taken-out")  # noqa: T201
    (out / "confidence.json").write_text(fit(list(collections)).dumps(), encoding="utf-8")
    rows = np.concatenate(list(parts.values()))
    labels = np.concatenate([np.full(len(m), kind == "answerable") for (_, kind), m in parts.items()])
    meaning = fit_logistic(meaning_columns(rows), labels, MEANING_NAMES)
    (out / "confidence_meaning.json").write_text(meaning.dumps(), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
