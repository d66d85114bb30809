"""The network: four layers of attention over a question and a stretch of a passage, in NumPy.

What a token is: the direction of its row in the bundled table and the length of that row, a small vector of the
network's own (little words have hardly any in the table), its shape, and how well the other side matches it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_arrays
from index.dense import dequantise
from index.products import single_threaded
from index.ranker.second_look import bundled_table
from index.types import TokenTable

Floats = NDArray[np.float32]
Tokens = NDArray[np.uint16]

QUESTION_PLACES: Final = 32
"""Tokens of a question that are read; passages begin at this place, whatever the question's length."""
WINDOW: Final = 224
"""Tokens of a passage that are read at once."""
FORMAT: Final = "reader-1"
HEADS: Final = 4
_THREADS: Final = max(1, min(4, os.cpu_count() or 1))
REMEMBERED: Final = 64
"""Windows of which it is remembered what was read: those that search reads to put passages in order, answering reads again."""
LOG_LENGTH: Final = 3.1
"""About the mean logarithm of a row's length: taken from it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A question or a stretch of a passage: n tokens and their shapes."""

    tokens: Tokens
    shapes: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.tokens)

    def cut(self, most: int) -> Piece:
        """Its first tokens, ``most`` at most."""
        return Piece(self.tokens[:most], self.shapes[:most])


class Network:
    """The weights, and what they make of a question and passages."""

    def __init__(self, weights: Mapping[str, NDArray[Any]], table: TokenTable) -> None:
        self._table = table
        self._small = weights["small"]
        self._small_scales = weights["small.scale"]
        self._weights = {
            name: opened(weights, name) for name in weights if name != "small" and not name.endswith(".scale")
        }
        self._layers = sum(name.endswith("qkv.weight") for name in self._weights)
        self._remembered: dict[tuple[bytes, ...], Floats] = {}

    def logits(self, question: Piece, windows: Sequence[Piece]) -> list[Floats]:
        """For each window (n, 2): how likely the answer begins and ends at each token, as log-odds against "nowhere here".

        A question and windows longer than what is read at once are a ValueError.
        """
        if len(question) > QUESTION_PLACES or any(len(one) > WINDOW for one in windows):
            raise ValueError("more tokens than are read at once")
        keys = [_key(question, one) for one in windows]
        wanted = dict(zip(keys, windows, strict=True))
        with _ALONE, single_threaded():
            found = {key: self._remembered[key] for key in wanted if key in self._remembered}
            fresh = {key: one for key, one in wanted.items() if key not in found}
            if fresh:
                found.update(zip(fresh, self._logits(question, list(fresh.values())), strict=True))
            older = [pair for pair in self._remembered.items() if pair[0] not in found]
            self._remembered = dict([*older, *found.items()][-REMEMBERED:])
        return [found[key] for key in keys]

    def _logits(self, question: Piece, windows: Sequence[Piece]) -> list[Floats]:
        """``logits`` of windows that are not remembered, shared among threads."""
        asked, said = self._inputs(question, windows)
        shares = _shared_out([len(one) for one in windows])
        found: dict[int, Floats] = {}
        for share, logits in zip(
            shares, _workers().map(lambda share: self._read(asked, said, share), shares), strict=True
        ):
            found.update(zip(share, logits, strict=True))
        return [found[number] for number in range(len(windows))]

    def _read(self, asked: Sequence[Floats], said: Sequence[Floats], share: Sequence[int]) -> list[Floats]:
        """What some of the windows say; one thread."""
        pieces = [np.concatenate([asked[number], said[number]]) for number in share]
        count = len(asked[0])
        places = [
            np.concatenate([np.arange(count), QUESTION_PLACES + np.arange(len(said[number]))]) for number in share
        ]
        hidden = self._through(np.concatenate(pieces), [len(one) for one in pieces], np.concatenate(places))
        out = hidden @ self._weights["out.weight"].T + self._weights["out.bias"]
        ends = np.cumsum([len(one) for one in pieces])
        return [part[count:] for part in np.split(out, ends[:-1])]

    def _inputs(self, question: Piece, windows: Sequence[Piece]) -> tuple[list[Floats], list[Floats]]:
        """The vectors that go in: the question's beside each window, and each window's."""
        told, units = self._tokens([question, *windows])
        own, own_unit = told[0] + self._segment(0), units[0]
        asked, said = [], []
        for window, vectors, unit in zip(windows, told[1:], units[1:], strict=True):
            same = question.tokens[:, None] == window.tokens[None, :]
            like = np.maximum(own_unit @ unit.T, 0)
            asked.append(own + self._matched(same.any(axis=1), like.max(axis=1, initial=0)))
            said.append(vectors + self._matched(same.any(axis=0), like.max(axis=0, initial=0)) + self._segment(1))
        return asked, said

    def _tokens(self, pieces: Sequence[Piece]) -> tuple[list[Floats], list[Floats]]:
        """What is in the tokens of each piece whatever they are compared with, and their directions in the table."""
        ends = np.cumsum([len(piece) for piece in pieces])[:-1]
        tokens, places = np.unique(np.concatenate([piece.tokens for piece in pieces]), return_inverse=True)
        shapes = np.concatenate([piece.shapes for piece in pieces])
        rows = dequantise(self._table.rows[tokens], self._table.scales[tokens])
        length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        unit = rows / length
        small = dequantise(self._small[tokens], self._small_scales[tokens])
        known = np.concatenate([unit, np.log(length) - LOG_LENGTH, small], axis=1)
        told = known @ self._weights["inp.weight"][:, : known.shape[1]].T + self._weights["inp.bias"]
        return (
            np.split(told[places] + self._weights["shape.weight"][shapes], ends),
            np.split(np.asarray(unit[places], np.float32), ends),
        )

    def _matched(self, same: NDArray[np.bool_], like: Floats) -> Floats:
        seen = np.stack([same.astype(np.float32), like, like**3], axis=1)
        return np.asarray(seen @ self._weights["inp.weight"][:, -3:].T, np.float32)

    def _segment(self, side: int) -> Floats:
        return np.asarray(self._weights["seg.weight"][side])

    def _through(self, hidden: Floats, lengths: Sequence[int], places: NDArray[np.int64]) -> Floats:
        """All layers over the tokens (n, d) of sequences of these lengths, each token at its place."""
        w = self._weights
        width = hidden.shape[1] // HEADS
        angles = places[:, None] * np.exp(-np.log(1e4) * np.arange(width // 2) / (width // 2))
        turn = np.cos(angles).astype(np.float32)[:, None], np.sin(angles).astype(np.float32)[:, None]
        ends = np.cumsum(lengths).tolist()
        for layer in range(self._layers):
            name = f"blocks.{layer}."
            mixed = _normed(hidden, w, name + "n1") @ w[name + "qkv.weight"].T + w[name + "qkv.bias"]
            queries, keys, values = mixed.reshape(len(hidden), 3, HEADS, width).transpose(1, 0, 2, 3)
            queries, keys = _turned(queries, turn) / np.float32(np.sqrt(width)), _turned(keys, turn)
            met = np.empty_like(hidden)
            begin = 0
            for end in ends:
                met[begin:end] = _attended(queries[begin:end], keys[begin:end], values[begin:end])
                begin = end
            hidden = hidden + met @ w[name + "o.weight"].T + w[name + "o.bias"]
            inner = _gelu(_normed(hidden, w, name + "n2") @ w[name + "a.weight"].T + w[name + "a.bias"])
            hidden = hidden + inner @ w[name + "b.weight"].T + w[name + "b.bias"]
        return _normed(hidden, w, "n")


def _key(question: Piece, window: Piece) -> tuple[bytes, ...]:
    """What tells two readings apart."""
    return tuple(part.tobytes() for piece in (question, window) for part in (piece.tokens, piece.shapes))


def _shared_out(lengths: Sequence[int]) -> list[list[int]]:
    """The windows in as many parts as there are threads, the longest first to whoever has least."""
    parts: list[list[int]] = [[] for _ in range(min(_THREADS, len(lengths)))]
    loads = [0] * len(parts)
    for number in sorted(range(len(lengths)), key=lambda one: -lengths[one]):
        least = loads.index(min(loads))
        parts[least].append(number)
        loads[least] += lengths[number] + QUESTION_PLACES
    return parts


_ALONE: Final = Lock()
"""Held while a question is read: it keeps all threads busy, and how many the linear algebra library uses is one setting."""


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, "reader")


def load_network(path: Path, table: TokenTable) -> Network:
    """The network in a file. ValueError where the file is of another format."""
    return Network(read_weights(path), table)


def read_weights(path: Path) -> Mapping[str, NDArray[Any]]:
    """The arrays of a network's file, for ``opened``. ValueError where the file is of another format."""
    weights, metadata = read_arrays(path)
    if metadata.get("format") != FORMAT:
        raise ValueError(f"format {metadata.get('format')!r}, not {FORMAT!r}")
    return weights


@lru_cache(maxsize=1)
def bundled_network() -> Network:
    """The network that travels with the code, over the bundled model's table."""
    with as_file(files("index.reader").joinpath("reader.safetensors")) as path:
        return load_network(path, bundled_table())


def opened(weights: Mapping[str, NDArray[Any]], name: str) -> Floats:
    """An array as it is computed with: 8-bit rows times their scales."""
    array = np.asarray(weights[name])
    if array.dtype == np.int8:
        return dequantise(array, weights[name + ".scale"])
    return array.astype(np.float32)


def _normed(hidden: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """Layer normalisation."""
    centred = hidden - hidden.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / hidden.shape[1] + 1e-5)
    return np.asarray(centred / spread[:, None] * weights[name + ".weight"] + weights[name + ".bias"], np.float32)


def _turned(heads: Floats, turn: tuple[Floats, Floats]) -> Floats:
    """Rotary places: both halves of each head's vector turned by the token's angles."""
    cosine, sine = turn
    first, second = np.split(heads, 2, axis=2)
    return np.concatenate([first * cosine - second * sine, second * cosine + first * sine], axis=2)


def _attended(queries: Floats, keys: Floats, values: Floats) -> Floats:
    """What each token of one sequence takes from the others, shape (n, heads, width) to (n, d)."""
    near = queries.transpose(1, 0, 2) @ keys.transpose(1, 2, 0)
    near -= near.max(axis=2, keepdims=True, initial=-np.inf)
    np.exp(near, out=near)
    near /= near.sum(axis=2, keepdims=True)
    met = (near @ values.transpose(1, 0, 2)).transpose(1, 0, 2)
    return np.asarray(met.reshape(len(met), met.shape[1] * met.shape[2]), np.float32)


def _gelu(x: Floats) -> Floats:
    """The tanh form of the Gaussian error linear unit."""
    inner = np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
