"""Making the arrays of the lexical index from texts."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import canonical, fold, nfc, syllables
from index.keys import codes
from index.vocabulary import Vocabulary

FORMAT: Final = "lexical-1"
_MAX_COUNT = 255


class _Words(dict[str, int]):
    """Numbers words as they come. Spelling variants of a word (case, tone placement) share its number.

    The canonical form is worked out once for every distinct spelling, not for every occurrence: that is what makes
    building fast.
    """

    def __init__(self) -> None:
        super().__init__()
        self.canonical: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self[word] = self.number(canonical(word))
        return number

    def number(self, key: str) -> int:
        """The number of a canonical key."""
        return self.canonical.setdefault(key, len(self.canonical))


def build_arrays(texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The arrays of an index over ``texts``; equal texts give equal arrays. Documented in ``LexicalIndex``."""
    words = _Words()
    flat, lengths = array("I"), array("I")
    code_ids, code_rows = array("I"), array("I")
    for row, text in enumerate(texts):
        composed = nfc(text)
        before = len(flat)
        flat.extend(map(words.__getitem__, syllables(composed)))
        lengths.append(len(flat) - before)
        for code in codes(composed):
            code_ids.append(words.number(code))
            code_rows.append(row)
    ordered = sorted(words.canonical, key=lambda word: word.encode("utf-8", "surrogatepass"))
    rank = np.empty(len(ordered), np.uint64)
    rank[np.fromiter((words.canonical[word] for word in ordered), np.int64, len(ordered))] = np.arange(len(ordered))
    sizes = np.frombuffer(lengths, np.uint32)
    rows = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    ids = rank[np.frombuffer(flat, np.uint32)]
    block, offsets = Vocabulary.pack(ordered)
    single_ids = np.concatenate([ids, rank[np.frombuffer(code_ids, np.uint32)]])
    single_rows = np.concatenate([rows, np.frombuffer(code_rows, np.uint32).astype(np.uint64)])
    single = _postings(single_ids, single_rows)
    inside = rows[1:] == rows[:-1]
    pairs = (ids[:-1] << np.uint64(32) | ids[1:])[inside]
    pair = _postings(pairs, rows[1:][inside])
    return {
        "lengths": sizes,
        "words": block,
        "word_offsets": offsets,
        **_fold_arrays(ordered),
        "indptr": single.indptr,
        "rows": single.rows,
        "counts": single.counts,
        "pair_keys": pair.keys,
        "pair_indptr": pair.indptr,
        "pair_rows": pair.rows,
        "pair_counts": pair.counts,
    }


class _Grouped(NamedTuple):
    """Occurrences grouped by key and row; ``keys`` are distinct and rise, the rows of a key rise."""

    keys: NDArray[np.uint64]
    indptr: NDArray[np.int64]
    rows: NDArray[np.uint32]
    counts: NDArray[np.uint8]


def _postings(keys: NDArray[np.uint64], rows: NDArray[np.uint64]) -> _Grouped:
    """Groups occurrences. Those of one key must come in row order."""
    if not len(keys):
        return _Grouped(np.empty(0, np.uint64), np.zeros(1, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint8))
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    first = np.empty(len(keys), np.bool_)
    first[0] = True
    new_key = keys[1:] != keys[:-1]
    np.logical_or(new_key, rows[1:] != rows[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    counts = np.minimum(np.diff(starts, append=len(keys)), _MAX_COUNT).astype(np.uint8)
    unique = np.flatnonzero(np.concatenate([[True], new_key]))
    indptr = np.append(np.searchsorted(starts, unique), len(starts)).astype(np.int64)
    return _Grouped(keys[unique], indptr, rows[starts].astype(np.uint32), counts)


def _fold_arrays(ordered: list[str]) -> dict[str, NDArray[Any]]:
    """The folded forms of the words, and for each the words that fold to it."""
    groups: dict[str, list[int]] = {}
    for number, word in enumerate(ordered):
        groups.setdefault(fold(word), []).append(number)
    folds = sorted(groups, key=lambda word: word.encode("utf-8", "surrogatepass"))
    block, offsets = Vocabulary.pack(folds)
    members = [groups[folded] for folded in folds]
    indptr = np.zeros(len(folds) + 1, np.int64)
    np.cumsum([len(group) for group in members], out=indptr[1:])
    flat = [number for group in members for number in group]
    return {
        "folds": block,
        "fold_offsets": offsets,
        "fold_ids": np.array(flat, np.uint32),
        "fold_indptr": indptr,
    }
