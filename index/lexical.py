"""BM25 over syllables and pairs of syllables: postings in plain arrays, mapped from one file.

Postings hold the passage rows and the counts of a key, so k1 and b stay free until a question is asked. Rows are the
order of the texts given to ``build``. A folded or doubtful syllable is a group of keys whose counts are summed, so one
set of postings serves accented and unaccented questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from index.arrays import DamagedArraysError, read_arrays, write_arrays
from index.forward import ForwardIndex, Row
from index.keys import Key, Variants
from index.lexical_build import FORMAT, build_arrays
from index.spelling import Signatures, distance, near
from index.vocabulary import Vocabulary

K1: Final = 0.9
B: Final = 0.8
_FEW: Final = 0.02
"""The share of all rows below which a key's own rows are sorted instead of counting over all."""

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where keys occur: key ``i`` has rows and counts ``[indptr[i], indptr[i + 1])``, rows rising."""

    indptr: NDArray[np.int64]
    rows: NDArray[np.uint32]
    counts: NDArray[np.uint8]


class LexicalIndex:
    """BM25 postings over rows of texts. Immutable; safe to share between threads."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self._lengths = arrays["lengths"]
        self._vocabulary = Vocabulary(arrays["words"], arrays["word_offsets"])
        self._folded = Vocabulary(arrays["folds"], arrays["fold_offsets"])
        self._fold_ids: NDArray[np.uint32] = arrays["fold_ids"]
        self._fold_indptr: NDArray[np.int64] = arrays["fold_indptr"]
        self._single = Postings(arrays["indptr"], arrays["rows"], arrays["counts"])
        self._pair_keys: NDArray[np.uint64] = arrays["pair_keys"]
        self._pair = Postings(arrays["pair_indptr"], arrays["pair_rows"], arrays["pair_counts"])
        self._mean = float(self._lengths.mean()) if len(self._lengths) else 0.0
        self._forward = ForwardIndex(arrays, self._vocabulary)
        self._signed: Signatures | None = None
        self._norms: dict[tuple[float, float], NDArray[np.float32]] = {}

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """An index whose row ``i`` is the i-th text. Equal texts give equal arrays."""
        return cls.of_rows(map(Row.whole, texts))

    @classmethod
    def of_rows(cls, rows: Iterable[Row]) -> LexicalIndex:
        """An index over passages. Equal ones give equal arrays."""
        return cls(build_arrays(rows))

    def save(self, path: Path) -> None:
        """Writes the index to ``path``. Renaming it into place is the caller's business."""
        write_arrays(path, self._arrays, {"format": FORMAT})

    @classmethod
    def load(cls, path: Path) -> LexicalIndex:
        """Maps the index at ``path``. Raises ``DamagedArraysError`` when it is damaged or of another format."""
        arrays, metadata = read_arrays(path)
        if metadata.get("format") != FORMAT:
            raise DamagedArraysError(f"{path}: format {metadata.get('format')!r}, not {FORMAT!r}")
        try:
            return cls(arrays)
        except KeyError as exc:
            raise DamagedArraysError(f"{path}: no array {exc}") from exc

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """Syllables of each row."""
        return self._lengths

    @property
    def forward(self) -> ForwardIndex:
        """The words of each row."""
        return self._forward

    @property
    def vocabulary(self) -> Vocabulary:
        """The canonical syllables and codes of the collection."""
        return self._vocabulary

    def document_frequency(self, word: str) -> int:
        """In how many rows the canonical ``word`` occurs."""
        index = self._vocabulary.find(word)
        return 0 if index < 0 else self._frequency(index)

    def variants(self, folded: str) -> list[str]:
        """The canonical syllables of the collection that fold to ``folded``, in byte order."""
        return [self._vocabulary[index] for index in self._fold_group(folded)]

    def pair_frequencies(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """In how many rows the words with these numbers of the vocabulary follow one another, elementwise."""
        left, right = first.astype(np.uint64), second.astype(np.uint64)
        at, present = self._find_pairs(left << np.uint64(32) | right)
        found = np.zeros(len(left), np.int64)
        found[present] = self._pair.indptr[at[present] + 1] - self._pair.indptr[at[present]]
        return found

    def holds_pair(self, first: str, second: str) -> bool:
        """Whether these words, both canonical, follow one another in any row."""
        left, right = (np.array([self.vocabulary.find(word)], np.int64) for word in (first, second))
        return bool(min(left[0], right[0]) >= 0 and self.pair_frequencies(left, right)[0])

    def similar(self, word: str) -> list[str]:
        """The canonical words of the collection nearest to ``word``, which it does not hold; the most frequent first.

        Accents do not count as slips, but among words that differ in them alone those nearer to ``word`` win.
        """
        folded = fold(word)
        candidates = near(folded, self._folded, self._signatures())
        nearest = [number for number, slips in candidates if slips == candidates[0][1]]
        found = [index for number in nearest for index in self._members(number)]
        limit = len(word)
        ranked = sorted(
            (distance(word, self._vocabulary[index], limit), -self._frequency(index), index) for index in found
        )
        return [self._vocabulary[index] for slips, _, index in ranked if slips == ranked[0][0]]

    def idf(self, frequency: int) -> float:
        """BM25's inverse document frequency of a key that occurs in ``frequency`` rows; never negative."""
        return log1p((len(self) - frequency + 0.5) / (frequency + 0.5))

    def scores(self, keys: Sequence[Key], k1: float = K1, b: float = B) -> Scores:
        """BM25 of every row, shape ``(rows,)``: the sum of the keys' scores times their weights."""
        total = np.zeros(len(self), np.float32)
        if not len(self):
            return total
        norm = self._norm(k1, b)
        groups: dict[tuple[Variants, ...], float] = {}
        for key in keys:
            groups[key.parts] = groups.get(key.parts, 0.0) + key.weight
        for parts, weight in groups.items():
            if weight:
                self._add(total, parts, weight * (k1 + 1), norm)
        return total

    def search(
        self, keys: Sequence[Key], k: int, *, allowed: NDArray[np.bool_] | None = None, k1: float = K1, b: float = B
    ) -> tuple[Rows, Scores]:
        """The ``k`` best rows with a score above zero and their scores, best first, ties in row order.

        ``allowed`` (shape ``(rows,)``) limits the search; frequencies stay those of the whole collection.
        """
        scores = self.scores(keys, k1, b)
        if allowed is not None:
            scores = np.where(allowed, scores, np.float32(0))
        return best(scores, k)

    def _norm(self, k1: float, b: float) -> NDArray[np.float32]:
        norm = self._norms.get((k1, b))
        if norm is None:
            norm = (k1 * (1 - b + b * self._lengths / (self._mean or 1.0))).astype(np.float32)
            self._norms = {(k1, b): norm}
        return norm

    def _add(
        self,
        total: Scores,
        parts: tuple[Variants, ...],
        weight: float,
        norm: NDArray[np.float32],
    ) -> None:
        postings = self._single if len(parts) == 1 else self._pair
        ids, shares = self._group(parts)
        if len(ids) == 1 and shares[0] == 1:
            begin, end = postings.indptr[ids[0]], postings.indptr[ids[0] + 1]
            rows = postings.rows[begin:end]
            counts = postings.counts[begin:end].astype(np.float32)
            total[rows] += np.float32(weight * self.idf(len(rows))) * counts / (counts + norm[rows])
        elif len(ids):
            spans = [slice(postings.indptr[index], postings.indptr[index + 1]) for index in ids]
            rows = np.concatenate([postings.rows[span] for span in spans])
            weights = np.concatenate(
                [postings.counts[span] * np.float32(share) for span, share in zip(spans, shares, strict=True)]
            )
            if len(rows) < _FEW * len(total):  # no pass over the whole collection for a rare word
                rows, place = np.unique(rows, return_inverse=True)
                summed = np.bincount(place, weights).astype(np.float32)
                total[rows] += np.float32(weight * self.idf(len(rows))) * summed / (summed + norm[rows])
                return
            summed = np.bincount(rows, weights, len(total)).astype(np.float32)
            frequency = int(np.count_nonzero(summed))
            total += np.float32(weight * self.idf(frequency)) * summed / (summed + norm)

    def _group(self, parts: tuple[Variants, ...]) -> tuple[NDArray[np.int64], list[float]]:
        """The posting ids of a key's variants and the share of each."""
        positions = [self._position(part) for part in parts]
        if not all(positions):
            return np.empty(0, np.int64), []
        if len(positions) == 1:
            return np.fromiter(positions[0], np.int64), list(positions[0].values())
        left, right = positions
        if len(left) == len(right) == 1:  # most questions know their words
            (first, one), (second, other) = *left.items(), *right.items()
            pair = np.uint64(first << 32 | second)
            place = int(np.searchsorted(self._pair_keys, pair))
            there = place < len(self._pair_keys) and bool(self._pair_keys[place] == pair)
            return np.array([place] * there, np.int64), [one * other] * there
        wanted = (
            np.fromiter(left, np.uint64)[:, None] << np.uint64(32) | np.fromiter(right, np.uint64)[None, :]
        ).ravel()
        shares = np.outer(list(left.values()), list(right.values())).ravel()
        at, present = self._find_pairs(wanted)
        return at[present], shares[present].tolist()

    def _find_pairs(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The places of the pairs ``wanted`` and which of them are there."""
        at = np.searchsorted(self._pair_keys, wanted).astype(np.int64)
        present = at < len(self._pair_keys)
        present[present] = self._pair_keys[at[present]] == wanted[present]
        return at, present

    def _position(self, part: Variants) -> dict[int, float]:
        """Vocabulary ids of the variants at one position, each with its largest share."""
        ids: dict[int, float] = {}
        for word, share in part:
            for index in self._fold_group(word[:-1]) if word.endswith("*") else [self._vocabulary.find(word)]:
                if index >= 0 and share > ids.get(index, 0.0):
                    ids[index] = share
        return ids

    def _fold_group(self, folded: str) -> list[int]:
        index = self._folded.find(folded)
        if index < 0:
            return []
        return self._members(index)

    def _members(self, fold_number: int) -> list[int]:
        begin, end = self._fold_indptr[fold_number], self._fold_indptr[fold_number + 1]
        members: list[int] = self._fold_ids[begin:end].tolist()
        return members

    def _frequency(self, index: int) -> int:
        return int(self._single.indptr[index + 1] - self._single.indptr[index])

    def _signatures(self) -> Signatures:
        if self._signed is None:
            self._signed = Signatures.of(self._arrays["folds"], self._arrays["fold_offsets"])
        return self._signed


def best(scores: Scores, k: int) -> tuple[Rows, Scores]:
    """The ``k`` rows with the largest positive scores, best first, ties in row order, and their scores."""
    k = min(k, len(scores))
    if k <= 0:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    if k < len(scores):
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        candidates = np.flatnonzero(scores >= max(threshold, np.float32(0)))
    else:
        candidates = np.arange(len(scores))
    candidates = candidates[scores[candidates] > 0]
    order = np.argsort(-scores[candidates], kind="stable")[:k]
    rows = candidates[order]
    return rows, scores[rows]
