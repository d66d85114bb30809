"""Restores accents from a compact table of syllable, pair and triple counts learnt from accented text.

The table answers one question: how likely is this syllable after these two. Over all ways to accent a question, the
forward-backward algorithm then gives every syllable the probability of each of its forms, so a doubtful syllable keeps
its alternatives instead of a guess.

The file holds the syllables in byte order, their counts, and the pairs and triples with their counts on a logarithmic
scale; keys are stored as differences, byte by byte, deflated.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from index.arrays import read_arrays, write_arrays
from index.vocabulary import Vocabulary

SPECIAL: Final = ("<unknown>", "<number>", "<boundary>", "<question>")
UNKNOWN, NUMBER, BOUNDARY, QUESTION = range(4)

DATA: Final = Path(__file__).parent.parent / "data" / "accents.bin"

_COUNT_SCALE = 6.0
_SCALE = np.exp(np.arange(256, dtype=np.float32) / np.float32(_COUNT_SCALE))
_PAIR_PRIOR = 10.0
_PAIR_FLOOR = 0.04
_TRIPLE_PRIOR = 5.0
_TRIPLE_FLOOR = 0.2

Numbers = NDArray[np.int64]
Probabilities = NDArray[np.float64]
Counted = tuple[NDArray[np.uint64], NDArray[np.int64]]


def _deflate(array: NDArray[Any]) -> NDArray[np.uint8]:
    planes = np.ascontiguousarray(array).view(np.uint8).reshape(len(array), array.dtype.itemsize).T
    return np.frombuffer(zlib.compress(np.ascontiguousarray(planes).tobytes(), 9), np.uint8)


def _inflate(block: NDArray[np.uint8], dtype: str) -> NDArray[Any]:
    size = np.dtype(dtype).itemsize
    planes = np.frombuffer(zlib.decompress(block.data), np.uint8).reshape(size, -1)
    return np.ascontiguousarray(planes.T).view(dtype).ravel()


@dataclass(frozen=True, slots=True)
class _Table:
    """Sorted keys and their counts on the logarithmic scale."""

    keys: NDArray[np.unsignedinteger[Any]]
    counts: NDArray[np.uint8]

    def find(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The place of each wanted key (0 where absent) and its count (0 where absent)."""
        at = np.searchsorted(self.keys, wanted.astype(self.keys.dtype))
        at[at == len(self.keys)] = 0
        present = self.keys[at] == wanted
        return at, np.where(present, _SCALE[self.counts[at]], np.float32(0))


class AccentTable:
    """How often syllables follow one another in accented Vietnamese."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self._words = list(Vocabulary(arrays["words"], arrays["word_offsets"]))
        self._numbers = {word: number for number, word in enumerate(self._words, len(SPECIAL))}
        folds = Vocabulary(arrays["folds"], arrays["fold_offsets"])
        self._folds = {folded: index for index, folded in enumerate(folds)}
        self._fold_indptr = arrays["fold_indptr"]
        self._fold_ids = arrays["fold_ids"]
        self._single = arrays["single"].astype(np.float64)
        self._total = float(self._single.sum())
        self._chance = (self._single + 0.5) / (self._total + 0.5 * len(self._single))
        self._pairs = _Table(
            np.cumsum(_inflate(arrays["pair_steps"], "<u4"), dtype=np.uint32), _inflate(arrays["pair_counts"], "u1")
        )
        self._triples = _Table(
            np.cumsum(_inflate(arrays["triple_steps"], "<u4"), dtype=np.uint64), _inflate(arrays["triple_counts"], "u1")
        )
        chances = np.append(self._chance[self._fold_ids], 0.0)
        self._bare_chance: list[float] = np.add.reduceat(chances, self._fold_indptr[:-1]).tolist()
        counts = arrays["english_counts"]
        english = Vocabulary(arrays["english"], arrays["english_offsets"])
        shares: list[float] = (counts / counts.sum()).tolist()
        self._english: dict[str, float] = dict(zip(english, shares, strict=True))

    @classmethod
    def from_counts(
        cls,
        words: Sequence[str],
        single: NDArray[np.int64],
        pairs: Counted,
        triples: Counted,
        english: Mapping[str, int],
    ) -> AccentTable:
        """A table from counts.

        ``words`` are sorted; word ``i`` has the number ``i + len(SPECIAL)``. ``single`` counts all numbers. The keys of
        ``pairs`` are ``first << 16 | second``, of ``triples`` ``first << 32 | second << 16 | third``, both rising; a
        triple whose first pair is not in ``pairs`` is dropped. ``english`` counts English words.
        """
        groups: dict[str, list[int]] = {}
        for number, word in enumerate(words, len(SPECIAL)):
            groups.setdefault(fold(word), []).append(number)
        folds = sorted(groups)
        pair_keys, pair_counts = pairs
        triple_keys, triple_counts = triples
        heads = triple_keys >> np.uint64(16)
        at = np.minimum(np.searchsorted(pair_keys, heads), max(len(pair_keys) - 1, 0))
        kept = pair_keys[at] == heads if len(pair_keys) else np.zeros(len(heads), np.bool_)
        triple_keys = at[kept].astype(np.uint64) << np.uint64(16) | triple_keys[kept] & np.uint64(0xFFFF)
        word_block, word_offsets = Vocabulary.pack(words)
        fold_block, fold_offsets = Vocabulary.pack(folds)
        english_words = sorted(english)
        english_block, english_offsets = Vocabulary.pack(english_words)
        return cls(
            {
                "words": word_block,
                "word_offsets": word_offsets,
                "folds": fold_block,
                "fold_offsets": fold_offsets,
                "fold_indptr": np.cumsum([0, *(len(groups[folded]) for folded in folds)]).astype(np.uint32),
                "fold_ids": np.array([number for folded in folds for number in groups[folded]], np.uint16),
                "single": single.astype(np.uint32),
                "pair_steps": _deflate(_steps(pair_keys)),
                "pair_counts": _deflate(_on_scale(pair_counts)),
                "triple_steps": _deflate(_steps(triple_keys)),
                "triple_counts": _deflate(_on_scale(triple_counts[kept])),
                "english": english_block,
                "english_offsets": english_offsets,
                "english_counts": np.array([english[word] for word in english_words], np.uint32),
            }
        )

    @classmethod
    def load(cls, path: Path = DATA) -> AccentTable:
        """The table at ``path``. Raises DamagedArraysError."""
        return cls(read_arrays(path)[0])

    def save(self, path: Path) -> None:
        """Writes the table."""
        write_arrays(path, self._arrays, {"format": "accents-1"})

    def number(self, word: str) -> int:
        """The number of a canonical-tone, lower-case word: a syllable, NUMBER for digits, or UNKNOWN."""
        return self._numbers.get(word, NUMBER if word.isdigit() else UNKNOWN)

    def forms(self, folded: str) -> list[int]:
        """The numbers of the syllables that fold to ``folded``."""
        index = self._folds.get(folded)
        if index is None:
            return []
        numbers: list[int] = self._fold_ids[self._fold_indptr[index] : self._fold_indptr[index + 1]].tolist()
        return numbers

    def word(self, number: int) -> str:
        """The syllable with this number."""
        return self._words[number - len(SPECIAL)]

    def chance(self, number: int) -> float:
        """The share of this number in running text."""
        chance: float = self._chance[number].item()
        return chance

    def bare_chance(self, folded: str) -> float:
        """The share of all syllables that fold to ``folded``."""
        index = self._folds.get(folded)
        return 0.0 if index is None else self._bare_chance[index]

    def is_naturally_bare(self, word: str) -> bool:
        """Whether the bare ``word`` is commoner than all its accented forms together."""
        number = self.number(word)
        return number >= len(SPECIAL) and 2 * self.chance(number) >= self.bare_chance(word)

    def naturally_bare(self) -> list[str]:
        """The syllables that are naturally bare, sorted."""
        return sorted(folded for folded in self._folds if self.is_naturally_bare(folded))

    def english_chance(self, word: str) -> float:
        """The share of ``word`` (lower case) in English text; zero for a word that is not a common one."""
        return self._english.get(word, 0.0)

    def after_one(self, first: Numbers, second: Numbers) -> Probabilities:
        """P(second | first), elementwise over arrays of one shape."""
        keys = first.astype(np.uint64) << np.uint64(16) | second.astype(np.uint64)
        _, counts = self._pairs.find(keys)
        return _mixed(counts, self._single[first], self._chance[second], _PAIR_PRIOR, _PAIR_FLOOR)

    def after_two(self, first: Numbers, second: Numbers, third: Numbers, backed: Probabilities) -> Probabilities:
        """P(third | first, second), elementwise; ``backed`` is P(third | second)."""
        at, seen = self._pairs.find(first.astype(np.uint64) << np.uint64(16) | second.astype(np.uint64))
        _, counts = self._triples.find(at.astype(np.uint64) << np.uint64(16) | third.astype(np.uint64))
        counts = np.where(seen > 0, counts, np.float32(0))
        return _mixed(counts, np.maximum(seen, counts), backed, _TRIPLE_PRIOR, _TRIPLE_FLOOR)


def _mixed(
    counts: NDArray[Any], total: NDArray[Any], backed: NDArray[Any], prior: float, floor: float
) -> Probabilities:
    """The observed share mixed with the shorter context's. Rare keys were cut from the table, so even after a frequent
    context the shorter one keeps a ``floor``."""
    doubt = np.maximum(prior / (total + prior), floor)
    mixed: Probabilities = (1 - doubt) * counts / np.maximum(total, 1) + doubt * backed
    return mixed


def _on_scale(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    return np.minimum(np.round(_COUNT_SCALE * np.log(counts)), 255).astype(np.uint8)


def _steps(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The differences of rising keys. Raises ValueError when one needs more than 32 bits."""
    steps = np.diff(keys, prepend=np.uint64(0))
    if len(steps) and steps.max() >= 1 << 32:
        raise ValueError("keys too far apart")
    return steps.astype("<u4")


@lru_cache(maxsize=1)
def bundled() -> AccentTable:
    """The table that travels with the code, loaded when a question first needs it."""
    return AccentTable.load()
