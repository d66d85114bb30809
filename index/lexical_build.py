"""Making the arrays of the lexical and the forward index from passages."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold, nfc
from index.forward import Row
from index.keys import codes
from index.vocabulary import Vocabulary
from index.wording import Spellings

FORMAT: Final = "lexical-2"
_MAX_COUNT = 255
AT_ONCE: Final = 4_000_000
_SAMPLE = 100_000


def build_arrays(rows: Iterable[Row], at_once: int = AT_ONCE) -> dict[str, NDArray[Any]]:
    """The arrays of an index over ``rows``; equal rows give equal arrays. Documented in ``LexicalIndex`` and
    ``ForwardIndex``. ``at_once`` occurrences are sorted at a time.
    """
    spellings = Spellings()
    stream, row_pieces, new_line = array("I"), array("I", [0]), bytearray()
    code_ids, code_rows = array("I"), array("I")
    for number, row in enumerate(rows):
        spans = row.spans[:, :2].tolist()
        stream.extend(spellings.read([row.head, *(row.text[start:end] for start, end in spans)]))
        stream.append(0)
        row_pieces.append(row_pieces[-1] + 1 + len(spans))
        new_line.append(0)
        new_line.extend(_new_lines(row.text, spans))
        for code in codes(nfc(f"{row.head}\n{row.text}")):
            code_ids.append(spellings.number(code))
            code_rows.append(number)
    ordered = sorted(spellings.words, key=lambda word: word.encode("utf-8", "surrogatepass"))
    rank = np.empty(max(len(ordered), 1), np.uint32)  # the place of a spelling's word even where there is no word
    rank[np.fromiter((spellings.words[word] for word in ordered), np.int64, len(ordered))] = np.arange(len(ordered))
    spelling_words = rank[np.frombuffer(spellings.canonical, np.uint32)] if ordered else np.zeros(1, np.uint32)
    spelt = np.frombuffer(stream, np.uint32)
    ends = np.flatnonzero(spelt == 0)
    piece_starts = np.concatenate([[0], ends - np.arange(len(ends))]).astype(np.uint32)
    spelt = spelt[spelt != 0]
    firsts = np.frombuffer(row_pieces, np.uint32)
    sizes = np.diff(piece_starts[firsts].astype(np.int64)).astype(np.uint32)
    ids = spelling_words[spelt]
    at_row = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    block, offsets = Vocabulary.pack(ordered)
    single = _postings(
        np.concatenate([ids, rank[np.frombuffer(code_ids, np.uint32)]]),
        np.concatenate([at_row, np.frombuffer(code_rows, np.uint32)]),
        at_once,
    )
    inside = at_row[1:] == at_row[:-1]
    pairs = ids[:-1][inside].astype(np.uint64)
    pairs <<= np.uint64(32)
    pairs |= ids[1:][inside]
    pair = _postings(pairs, at_row[1:][inside], at_once)
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
        "stream": spelt,
        "piece_starts": piece_starts,
        "row_pieces": firsts,
        "new_line": np.frombuffer(bytes(new_line), np.uint8),
        "spelling_words": spelling_words,
        "spelling_flags": np.frombuffer(spellings.flags, np.uint8),
    }


def _new_lines(text: str, spans: Sequence[Sequence[int]]) -> Iterator[int]:
    """1 for each sentence before which a line ends, else 0."""
    before = 0
    for start, end in spans:
        yield int(text.find("\n", before, start) >= 0)
        before = end


class _Grouped(NamedTuple):
    """Occurrences grouped by key and row; ``keys`` are distinct and rise, the rows of a key rise."""

    keys: NDArray[np.uint64]
    indptr: NDArray[np.int64]
    rows: NDArray[np.uint32]
    counts: NDArray[np.uint8]


def _postings(keys: NDArray[np.unsignedinteger[Any]], rows: NDArray[np.uint32], at_once: int) -> _Grouped:
    """Groups occurrences, part by part: what sorting needs is in memory for some million of them only."""
    if not len(keys):
        return _Grouped(np.empty(0, np.uint64), np.zeros(1, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint8))
    parts = [_grouped(keys[chosen], rows[chosen]) for chosen in _parts(keys, at_once)]
    sizes = np.concatenate([np.diff(part.indptr) for part in parts])
    indptr = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=indptr[1:])
    return _Grouped(
        np.concatenate([part.keys for part in parts]),
        indptr,
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.counts for part in parts]),
    )


def _parts(keys: NDArray[np.unsignedinteger[Any]], at_once: int) -> Iterator[Any]:
    """Selections of ``keys`` that rise from one to the next, about ``at_once`` of them each; equal keys stay together."""
    count = -(-len(keys) // at_once)
    if count == 1:
        yield slice(None)
        return
    sample = np.sort(keys[:: max(1, len(keys) // _SAMPLE)])
    bounds = np.unique(sample[np.arange(1, count) * len(sample) // count])
    part = np.empty(len(keys), np.uint16)
    for at in range(0, len(keys), at_once):
        part[at : at + at_once] = np.searchsorted(bounds, keys[at : at + at_once], side="right")
    for number in range(len(bounds) + 1):
        chosen = np.flatnonzero(part == number)
        if len(chosen):
            yield chosen


def _grouped(keys: NDArray[np.unsignedinteger[Any]], rows: NDArray[np.uint32]) -> _Grouped:
    """Groups occurrences; those of one key come in row order."""
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
    return _Grouped(keys[unique].astype(np.uint64), indptr, rows[starts], counts)


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
