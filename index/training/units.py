"""The units of the model, chosen by counting: syllables, whole Vietnamese words, English words, pieces.

A Vietnamese syllable alone is ambiguous, so frequent sequences of syllables that keep together become units of their
own ("▁quốc▁tế"). They are found in two rounds: pairs of syllables, then pairs of what the first round joined. Ties are
broken by the text, so that the same data gives the same units.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.training.spelling import canonical, spellings

MARK = "▁"
UNKNOWN, SPACE = 0, 1
"""Rows that are always zero: characters without a unit, and a lone space."""

_WORD_OR_BREAK = re.compile(r"[^\W_]+|\S|\n")
_LONGEST_PIECE = 6
_COMMON = 0.001
"""Share of all words from which on a word must keep closer company to be joined ("của", "các")."""
_PIECE_SCORE = -19.0
_CHARACTER_SCORE = -22.0


@dataclass(frozen=True, slots=True)
class UnitSizes:
    """How many units of each kind: all of them, sequences of syllables, pieces; and the least counts."""

    total: int = 60_000
    compounds: int = 24_000
    pieces: int = 4_000
    least_compound: int = 30
    least_word: int = 3
    english_weight: int = 8
    least_information: float = 2.2
    """Pointwise mutual information (nats) below which two neighbours are no unit; more is asked of frequent words."""
    information_of_second_round: float = 3.7


@dataclass(frozen=True, slots=True)
class Units:
    """Row ``i`` of the table is ``texts[i]``, written with a mark before each word; ``scores`` are for segmentation."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]


class Counts:
    """A growing stream of word numbers; 0 stands between clauses."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.stream = array("I")
        self.english: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Counts one text with its order of words."""
        numbers, append = self.numbers, self.stream.append
        for word in _words(text):
            if word is None:
                append(0)
            else:
                append(numbers.setdefault(word, len(numbers)))
        append(0)

    def add_english(self, text: str) -> None:
        """Counts the words of an English text, without their order."""
        self.english.update(word for word in _words(text) if word)


def _words(text: str) -> Iterator[str | None]:
    for token in _WORD_OR_BREAK.findall(unicodedata.normalize("NFKC", text).lower()):
        yield token if token[0].isalnum() else None


def choose_units(counts: Counts, sizes: UnitSizes) -> Units:
    """The units that ``sizes`` allows, most frequent first within each kind."""
    words, stream = _canonical_stream(counts)
    frequency = np.bincount(stream, minlength=len(words))
    frequency[0] = 0
    joined: dict[str, int] = {}
    names = [MARK + word for word in words]
    joinable = np.array([bool(word) and not any(c.isdigit() for c in word) for word in words])
    for share, least in ((0.8, sizes.least_information), (0.2, sizes.information_of_second_round)):
        limit = round(sizes.compounds * share)
        stream, names, joinable, found = _join(stream, names, joinable, limit, least, sizes.least_compound)
        joined |= found
    single = Counter({MARK + word: int(n) for word, n in zip(words, frequency, strict=True) if word})
    for word, n in counts.english.items():
        single[MARK + canonical(word)] += n * sizes.english_weight
    room = sizes.total - len(joined) - sizes.pieces - 2
    ranked = sorted(((u, n) for u, n in single.items() if n >= sizes.least_word), key=lambda x: (-x[1], x[0]))
    kept = dict(ranked[:room])
    pieces = _pieces(ranked[room // 2 :], kept, sizes.pieces)
    total = float(sum(single.values()))
    scored = [(u, math.log(n / total)) for u, n in sorted((kept | joined).items(), key=lambda x: (-x[1], x[0]))]
    scored += [(p, _PIECE_SCORE if len(p.lstrip(MARK)) > 1 else _CHARACTER_SCORE) for p in pieces]
    texts, scores = zip(("<unk>", 0.0), (MARK, _CHARACTER_SCORE), *scored, strict=True)
    return Units(texts, scores)


def _canonical_stream(counts: Counts) -> tuple[list[str], NDArray[np.uint32]]:
    """The stream with the spellings of one syllable under one number."""
    renumbered: dict[str, int] = {"": 0}
    table = np.array([renumbered.setdefault(canonical(w), len(renumbered)) for w in counts.numbers], dtype=np.uint32)
    return list(renumbered), table[np.frombuffer(counts.stream, dtype=np.uint32)]


def _join(
    stream: NDArray[np.uint32],
    names: list[str],
    joinable: NDArray[np.bool_],
    limit: int,
    least_information: float,
    least_count: int,
) -> tuple[NDArray[np.uint32], list[str], NDArray[np.bool_], dict[str, int]]:
    """Joins the pairs of neighbours that keep together best: by count times mutual information."""
    width = len(names)
    frequency = np.bincount(stream, minlength=width).astype(np.float64)
    keys = stream[:-1].astype(np.int64) * width + stream[1:]
    keys[~(joinable[stream[:-1]] & joinable[stream[1:]])] = -1
    pairs, count = np.unique(keys, return_counts=True)
    enough = (count >= least_count) & (pairs >= 0)
    pairs, count = pairs[enough], count[enough]
    first, second = pairs // width, pairs % width
    total = float(frequency[1:].sum())
    information = np.log(count * total / (frequency[first] * frequency[second]))
    commonness = np.maximum(frequency[first], frequency[second]) / total
    needed = least_information + np.maximum(0.0, np.log(commonness / _COMMON))
    strength = np.where(information >= needed, count * information, 0.0)
    candidates = [
        (-float(s), names[a] + names[b], int(p))
        for s, a, b, p in zip(strength, first, second, pairs, strict=True)
        if s > 0 and (names[a] + names[b]).count(MARK) <= 4
    ]
    best = sorted(candidates)[:limit]
    order = np.argsort(np.array([p for _, _, p in best], dtype=np.int64))
    chosen = np.array([p for _, _, p in best], dtype=np.int64)[order]
    value = -np.array([s for s, _, _ in best])[order]
    if not best:
        return stream, names, joinable, {}
    place = np.minimum(np.searchsorted(chosen, keys), len(chosen) - 1)
    hit = chosen[place] == keys
    worth = np.where(hit, value[place], 0.0)
    before, after = np.concatenate([[0.0], worth[:-1]]), np.concatenate([worth[1:], [0.0]])
    merged = hit & (worth > before) & (worth >= after)
    merged[1:] &= ~merged[:-1]
    result = stream.copy()
    result[:-1][merged] = (width + place[merged]).astype(np.uint32)
    keep = np.ones(len(stream), dtype=np.bool_)
    keep[1:] = ~merged
    texts = [names[p // width] + names[p % width] for p in chosen.tolist()]
    tally = np.bincount(place[merged], minlength=len(texts))
    found = {text: int(n) for text, n in zip(texts, tally, strict=True) if n >= least_count // 2}
    return result[keep], names + texts, np.concatenate([joinable, np.ones(len(texts), dtype=np.bool_)]), found


def _pieces(rare: Iterable[tuple[str, int]], kept: dict[str, int], limit: int) -> list[str]:
    """Beginnings and inner parts of rarer words, to spell words that are no unit; single characters first."""
    characters: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for unit, count in rare:
        word = unit[len(MARK) :]
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + _LONGEST_PIECE) + 1):
                part = (MARK if start == 0 else "") + word[start:end]
                (characters if end - start == 1 else parts)[part] += min(count, 5) * (end - start - 1) or count
    best = sorted(characters.items(), key=lambda x: (-x[1], x[0]))[: limit // 8]
    best += sorted(parts.items(), key=lambda x: (-x[1], x[0]))
    return [part for part, _ in best if part not in kept][:limit]


def twins(unit: str) -> Iterator[str]:
    """The spellings of a unit, the unit itself first."""
    if not unit.startswith(MARK) or unit == MARK:
        yield unit
        return
    choices: list[Sequence[str]] = [spellings(part) for part in unit[1:].split(MARK)]
    yield unit
    for combination in itertools.islice(itertools.product(*choices), 4):
        text = MARK + MARK.join(combination)
        if text != unit:
            yield text


def build_tokenizer(units: Units) -> tuple[Any, NDArray[np.int64]]:
    """The ``tokenizers.Tokenizer`` over all spellings, and the row of each of its token ids."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    rows: dict[str, int] = {unit: row for row, unit in enumerate(units.texts)}
    vocabulary = list(zip(units.texts, units.scores, strict=True))
    mapping = list(range(len(vocabulary)))
    for row, unit in enumerate(units.texts):
        for twin in twins(unit):
            if twin not in rows:
                rows[twin] = row
                vocabulary.append((twin, units.scores[row]))
                mapping.append(row)
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            *(pre_tokenizers.CharDelimiterSplit(space) for space in "\n\r\t\f"),
            pre_tokenizers.Punctuation("removed"),
            pre_tokenizers.Metaspace(MARK, "always", split=False),
        ]
    )
    return tokenizer, np.array(mapping, dtype=np.int64)
