"""``python -m index.training --data FOLDER --out FOLDER``: trains, exports and evaluates the embedding model."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import HoidapError, UsageError
from index.dense import quantise
from index.training.batches import QUESTION_WORDS, Mixture, Sampler
from index.training.corpora import CORPORA, TRANSLATIONS, Article, translations
from index.training.export import export, load_table
from index.training.figures import evaluate_translations, evaluate_tuning_sets
from index.training.finish import finish
from index.training.initial import initial_table
from index.training.lexicon import learn_lexicon
from index.training.run import Settings, Table, train
from index.training.store import HELD_OUT_EVERY, Store, build_store
from index.training.units import SPACE, Counts, Units, UnitSizes, build_tokenizer, choose_units

log = logging.getLogger("index.training")
_COUNTED = 4000
"""Characters of an article that are counted for units: long statutes would outweigh the rest."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command. What an earlier call left in ``--out`` (units, numbers, checkpoint) is taken up."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    if not any((options.data / corpus.file).exists() for corpus in CORPORA):
        raise UsageError(
            f"không có tệp huấn luyện nào trong {options.data}; hãy chỉ đúng thư mục bằng --data",
            f"there is no training file in {options.data}; name the right folder with --data",
        )
    work = options.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    units = load_units(options.data, work / "units.json", UnitSizes(total=options.units, compounds=options.compounds))
    tokenizer, mapping = build_tokenizer(units)
    store = load_store(options.data, work / "store.npz", tokenizer, mapping)
    settings = Settings(
        dimension=options.dimension,
        steps=options.steps,
        size=options.batch,
        seed=options.seed,
        peak=options.peak,
        threads=options.threads,
        device=options.device,
    )
    table = run(store, tokenizer, mapping, units, settings, work, options.start)
    np.save(work / "table.npy", table)
    table = finish(table, units.texts)
    export(table, tokenizer, mapping, options.out)
    figures = develop(table, tokenizer, mapping, store, options.dev)
    record = {"settings": asdict(settings), "figures": figures}
    (options.out / "training.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8", newline="\n")
    log.info("%s", json.dumps(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    sizes, settings = UnitSizes(), Settings()
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training text")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder of the model; its work/ keeps what can be resumed"
    )
    parser.add_argument("--dev", type=Path, help="folder of BEIR folders, for development figures")
    parser.add_argument("--units", type=int, default=sizes.total)
    parser.add_argument("--compounds", type=int, default=sizes.compounds)
    parser.add_argument("--dimension", type=int, default=settings.dimension)
    parser.add_argument("--steps", type=int, default=settings.steps)
    parser.add_argument("--batch", type=int, default=settings.size)
    parser.add_argument("--peak", type=float, default=settings.peak, help="highest rate of the optimiser")
    parser.add_argument("--start", type=Path, help="a model of the same units to go on from, instead of random vectors")
    parser.add_argument("--seed", type=int, default=settings.seed)
    parser.add_argument("--threads", type=int, default=settings.threads, help="CPU threads")
    parser.add_argument("--device", default=settings.device, help="cpu or cuda")
    return parser


def load_units(data: Path, path: Path, sizes: UnitSizes) -> Units:
    """The units, counted once and kept in ``path``."""
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["sizes"] == asdict(sizes):
            return Units(tuple(kept["texts"]), tuple(kept["scores"]))
    counts = Counts()
    for number, corpus in enumerate(_corpora(data)):
        for article in _progress(corpus, number):
            for title in article.titles:
                counts.add(title)
            counts.add(article.text[:_COUNTED])
    for pair in _translations(data):
        counts.add(pair.vietnamese)
        counts.add_english(pair.english)
    units = choose_units(counts, sizes)
    kept = {"sizes": asdict(sizes), "texts": units.texts, "scores": units.scores}
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8", newline="\n")
    return units


def load_store(data: Path, path: Path, tokenizer: Any, mapping: NDArray[np.int64]) -> Store:
    """The training text as numbers, made once and kept in ``path``."""
    if path.exists() and path.stat().st_mtime >= path.with_name("units.json").stat().st_mtime:
        return Store.load(path)
    store = build_store(_corpora(data), _translations(data), tokenizer, mapping, _progress)
    store.save(path)
    return store


def run(
    store: Store,
    tokenizer: Any,
    mapping: NDArray[np.int64],
    units: Units,
    settings: Settings,
    folder: Path,
    start: Path | None = None,
) -> Table:
    """The contrastive run over a store, from random vectors or from the table of the model in ``start``."""
    from tqdm import tqdm

    rows = len(units.texts)
    words = [mapping[tokenizer.encode(text).ids].astype(np.uint16) for text in QUESTION_WORDS]
    lexicon = learn_lexicon(store, rows)
    shares = [(corpus.titles, corpus.sentences) for corpus in CORPORA]
    known = [ids[ids > SPACE] for ids in words]
    frequency = np.bincount(store.tokens, minlength=rows)
    frequency += np.bincount(store.translations, minlength=rows) + np.bincount(store.titles, minlength=rows)
    first = table = initial_table(units.texts, frequency, lexicon, settings.dimension, settings.seed)
    if start:
        kept = start / "work" / "table.npy"  # before it was finished for use
        table = np.load(kept, allow_pickle=False) if kept.exists() else load_table(start)
        if table.shape != (rows, settings.dimension):
            raise UsageError(
                f"mô hình ở {start} có bảng {table.shape}, cần {(rows, settings.dimension)}; hãy bỏ --start",
                f"the model in {start} has a table of {table.shape}, needed is {(rows, settings.dimension)}; "
                "leave out --start",
            )
    sampler = Sampler(store, lexicon, Mixture(), settings.size, settings.seed, shares, known, first)
    with tqdm(total=settings.steps, unit="step", mininterval=5) as bar:

        def report(step: int, kind: str, loss: float) -> None:
            bar.update(step - bar.n)
            bar.set_postfix_str(f"{kind} {loss:.3f}", refresh=False)

        return train(table, sampler.batch, settings, folder, report)


def develop(
    table: Table, tokenizer: Any, mapping: NDArray[np.int64], store: Store, development: Path | None
) -> dict[str, float]:
    """Figures of the table as it ships, in 8 bits."""
    rows, scales = quantise(table)
    table = rows * scales[:, None]

    def pool(parts: Iterable[NDArray[Any]]) -> Table:
        sums = np.stack([table[ids].sum(axis=0) for ids in parts])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        result: Table = (sums / np.where(lengths > 0, lengths, 1)).astype(np.float32)
        return result

    def encode(texts: Sequence[str]) -> Table:
        return pool(mapping[e.ids] for e in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False))

    figures = evaluate_tuning_sets(development, encode) if development else {}
    at = store.translation_at
    held = range(0, (len(at) - 1) // 2, HELD_OUT_EVERY)
    if len(held) > 1:
        english = pool(store.translations[at[2 * i] : at[2 * i + 1]] for i in held)
        vietnamese = pool(store.translations[at[2 * i + 1] : at[2 * i + 2]] for i in held)
        figures |= evaluate_translations(english, vietnamese)
    return {name: round(value, 4) for name, value in figures.items()}


def _corpora(data: Path) -> list[Iterable[Article]]:
    return [corpus.read(data / corpus.file) if (data / corpus.file).exists() else () for corpus in CORPORA]


def _translations(data: Path) -> Iterable[Any]:
    return translations(data / TRANSLATIONS) if (data / TRANSLATIONS).exists() else ()


def _progress(corpus: Iterable[Article], number: int) -> Iterator[Article]:
    from tqdm import tqdm

    yield from tqdm(corpus, desc=CORPORA[number].read.__name__, unit=" articles", mininterval=5)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except HoidapError as error:
        raise SystemExit(f"{error.vi}\n{error.en}") from error
