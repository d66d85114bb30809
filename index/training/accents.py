"""Learns the table that restores accents: counts of syllables, pairs and triples in accented text.

    python -m index.training.accents --data FOLDER --out index/data/accents.bin

``FOLDER`` holds ``*.jsonl.xz`` (every string of every row is text) and ``*.tsv.xz`` (the last column is Vietnamese, the
one before it English). Beside the table it writes ``bare.txt``, the
syllables that are naturally bare. The result is deterministic: equal files give equal bytes. The format is that of
``index/readings/accents.py``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from corpus.vietnamese import canonical_tones, fold, is_syllable, nfc
from index.readings.accents import BOUNDARY, NUMBER, QUESTION, SPECIAL, UNKNOWN, AccentTable

_TOKEN = re.compile(r"[^\W_]+|[.!?;:\n]+")
_SKIPPED = frozenset({"id", "slug", "source", "en_heading"})

MAX_SYLLABLES = 12_000
MAX_PAIRS = 1_000_000
MAX_TRIPLES = 1_400_000
MAX_ENGLISH = 6_000


class Counts(NamedTuple):
    """What was read: distinct words with their numbers, the running text as numbers, English word counts."""

    words: list[str]
    stream: NDArray[np.uint32]
    english: Counter[str]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_strings, value))
    elif isinstance(value, dict):
        yield from chain.from_iterable(_strings(item) for key, item in value.items() if key not in _SKIPPED)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """(Vietnamese, English) of each row; English is empty where the file has none."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if path.name.endswith(".tsv.xz"):
                columns = line.rstrip("\n").split("\t")
                yield columns[-1], columns[-2]
            else:
                yield "\n".join(_strings(json.loads(line))), ""


def read(folder: Path, every: int = 1) -> Counts:
    """Reads the training text, every ``every``-th row of each file."""
    numbers: dict[str, int] = {}
    stream = array("I")
    english: Counter[str] = Counter()
    for path in sorted(folder.glob("*.xz")):
        for index, (vietnamese, other) in enumerate(tqdm(_rows(path), desc=path.name, mininterval=5)):
            if index % every:
                continue
            text = canonical_tones(nfc(vietnamese)).lower()
            stream.append(numbers.setdefault(".", len(numbers)))
            stream.extend([numbers.setdefault(word, len(numbers)) for word in _TOKEN.findall(text)])
            english.update(re.findall(r"[a-z]+", other.lower()))
    return Counts(list(numbers), np.frombuffer(stream, np.uint32), english)


def _renumber(counts: Counts) -> tuple[list[str], NDArray[np.uint16]]:
    """The syllables kept, in byte order, and the text in their numbers."""
    frequency = np.bincount(counts.stream, minlength=len(counts.words))
    keep = [
        (int(frequency[number]), word)
        for number, word in enumerate(counts.words)
        if frequency[number] >= 5 and is_syllable(word)
    ]
    folds = Counter(fold(word) for _, word in keep)
    keep = [pair for pair in keep if folds[fold(pair[1])] > 1 or not pair[1].isascii() or pair[0] >= 200]
    kept = sorted(word for _, word in sorted(keep, reverse=True)[:MAX_SYLLABLES])
    number_of = {word: number for number, word in enumerate(kept, len(SPECIAL))}
    table = np.full(len(counts.words), UNKNOWN, np.uint16)
    for number, word in enumerate(counts.words):
        if word in number_of:
            table[number] = number_of[word]
        elif not word[0].isalnum():
            table[number] = QUESTION if "?" in word else BOUNDARY
        elif word.isdigit():
            table[number] = NUMBER
    return kept, table[counts.stream]


def _top(keys: NDArray[np.uint64], limit: int, least: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The ``limit`` most frequent keys that occur at least ``least`` times, rising, and their counts."""
    keys = np.sort(keys)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    counts = np.diff(starts, append=len(keys))
    keys = keys[starts]
    common = counts >= least
    keys, counts = keys[common], counts[common]
    if len(keys) > limit:
        best = np.sort(np.argsort(-counts, kind="stable")[:limit])
        keys, counts = keys[best], counts[best]
    return keys, counts


def train(counts: Counts) -> AccentTable:
    """The table for what was read."""
    kept, stream = _renumber(counts)
    stream = stream[np.concatenate([[True], (stream[1:] != BOUNDARY) | (stream[:-1] != BOUNDARY)])]
    single = np.bincount(stream, minlength=len(SPECIAL) + len(kept))
    wide = stream.astype(np.uint64)
    shift = np.uint64(16)
    pairs = wide[:-1] << shift | wide[1:]
    pair_keys, pair_counts = _top(pairs[(stream[:-1] != UNKNOWN) | (stream[1:] != UNKNOWN)], MAX_PAIRS, 2)
    # A triple across a boundary, or about an unknown word, says nothing that its pairs do not.
    inner = stream[1:-1]
    useful = (inner != BOUNDARY) & (inner != QUESTION) & (inner != UNKNOWN) & (stream[2:] != UNKNOWN)
    triple_keys, triple_counts = _top((pairs[:-1] << shift | wide[2:])[useful], MAX_TRIPLES, 3)
    english = sorted(
        (word, count)
        for word, count in sorted(counts.english.items(), key=lambda item: (-item[1], item[0]))[:MAX_ENGLISH]
    )
    return AccentTable.from_counts(kept, single, (pair_keys, pair_counts), (triple_keys, triple_counts), dict(english))


def main(argv: list[str] | None = None) -> None:
    """Reads the folder, learns the table, writes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="use every n-th row only")
    options = parser.parse_args(argv)
    table = train(read(options.data, options.every))
    table.save(options.out)
    options.out.with_name("bare.txt").write_text("\n".join(table.naturally_bare()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
