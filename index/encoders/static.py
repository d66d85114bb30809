"""The bundled model without torch: a table of unit vectors, summed and brought to unit length.

The folder is a sentence-transformers one (``StaticEmbedding``, ``Normalize``), with the table as 8-bit rows
(``embeddings``), a scale for each token (``weights``) and the row of each token (``mapping``) in ``model.safetensors``.
The rows stay on disk and are mapped; only those that a text needs are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.files import read_json, weights_hash
from index.types import ModelIdentity, Units, Vectors

Progress = Callable[[int, int], None]
"""Called with the number of texts encoded so far and of all."""

_BATCH = 1024
_FIRST_UNIT = 2
"""Rows 0 and 1 stand for characters without a unit and for a lone space: they are zero."""
_DTYPES = {"I8": np.int8, "I32": np.int32, "F32": np.float32}


class StaticEncoder:
    """Encodes questions and passages alike. Text without known units gives a row of zeros.

    Raises OSError, ValueError or KeyError when ``folder`` is no such model: ``supports`` says beforehand.
    """

    def __init__(self, folder: Path, name: str, progress: Progress | None = None) -> None:
        from tokenizers import Tokenizer

        tensors = _mapped_tensors(folder / "model.safetensors")
        self._rows: NDArray[np.int8] = np.asarray(tensors["embeddings"])  # still mapped, but indexed without ceremony
        scales = np.array(tensors["weights"])
        self._mapping = np.array(tensors.get("mapping", np.arange(len(scales), dtype=np.int32)))
        self._scales = np.zeros(len(self._rows), dtype=np.float32)
        self._scales[self._mapping] = scales
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._progress = progress
        self._identity = ModelIdentity(name, weights_hash(folder), int(self._rows.shape[1]))

    @staticmethod
    def supports(folder: Path) -> bool:
        """Whether ``folder`` holds a model of this layout."""
        modules = read_json(folder / "modules.json")
        config = read_json(folder / "config_sentence_transformers.json") or {}
        try:
            kinds = [module["type"].rpartition(".")[2] for module in modules]
            prompts = any(config.get("prompts", {}).values())
            header, _ = _header(folder / "model.safetensors")
            layout = (header["embeddings"]["dtype"], header["weights"]["dtype"])
        except (AttributeError, KeyError, TypeError, ValueError, OSError):
            return False
        return kinds == ["StaticEmbedding", "Normalize"] and not prompts and layout == ("I8", "F32")

    @property
    def identity(self) -> ModelIdentity:
        """Name, hash of weights and tokenizer, dimension; there are no prefixes."""
        return self._identity

    @property
    def rows(self) -> NDArray[np.int8]:
        """The table, shape (units, dimension): ``token_ids`` index it. Times ``scales`` it is the unit vectors."""
        return self._rows

    @property
    def scales(self) -> NDArray[np.float32]:
        """The scale of each row, shape (units,)."""
        return self._scales

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (n, dimension)."""
        return self._encode(texts, None)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (n, dimension)."""
        return self._encode(texts, self._progress)

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.uint16]]:
        """The rows of each text's units, in order; what has no unit is left out."""
        found: list[NDArray[np.uint16]] = []
        for _, batch in self._batches(texts):
            rows, ends = self._rows_of(self._tokenizer.encode_batch_fast(batch, add_special_tokens=False))
            found += [own[own >= _FIRST_UNIT].astype(np.uint16) for own in np.split(rows, ends[:-1])]
        return found

    def encode_units(self, texts: Sequence[str]) -> tuple[Vectors, Units]:
        """The vectors of passages, and the units they are made of: texts are taken apart once for both."""
        result = self._zeros(texts)
        units = self._taken_apart(texts, result)
        return _unit(result), units

    def units(self, texts: Sequence[str]) -> Units:
        """The units that texts are made of."""
        return self._taken_apart(texts, None)

    def unit_texts(self) -> list[str]:
        """What each row of the table is the vector of, in the spelling that comes first; empty for rows without a unit."""
        found = [""] * len(self._rows)
        for unit, token in sorted(self._tokenizer.get_vocab().items(), key=lambda one: -one[1]):
            found[self._mapping[token]] = unit.replace("▁", " ").strip()
        return found

    def _taken_apart(self, texts: Sequence[str], sums: Vectors | None) -> Units:
        """The units of texts, their vectors added up in ``sums`` where it is given."""
        ids, begins, lengths = [], [], []
        for start, batch in self._batches(texts):
            found = self._tokenizer.encode_batch(batch, add_special_tokens=False)
            rows, ends = self._rows_of(found)
            places = (begin for encoding in found for begin, _ in encoding.offsets)
            known = rows >= _FIRST_UNIT
            if sums is not None:
                self._add(sums[start : start + len(batch)], rows, ends)
                self._tell(self._progress, start + len(batch), len(texts))
            ids.append(rows[known].astype(np.uint16))
            begins.append(np.fromiter(places, np.uint32, len(rows))[known])
            lengths.append(np.diff(np.concatenate([[0], np.cumsum(known)])[ends], prepend=0))
        starts = np.concatenate([[0], *lengths]).cumsum().astype(np.int64)
        return Units(
            np.concatenate([np.zeros(0, np.uint16), *ids]), np.concatenate([np.zeros(0, np.uint32), *begins]), starts
        )

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        for start in range(0, len(texts), _BATCH):
            yield start, [_encodable(text) for text in texts[start : start + _BATCH]]

    def _rows_of(self, encodings: Sequence[Any]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The rows of all texts' tokens, one after another, and where each text's end."""
        ids = [encoding.ids for encoding in encodings]
        ends = np.cumsum([len(own) for own in ids])
        flat = np.fromiter(chain.from_iterable(ids), np.int32, int(ends[-1]) if len(ends) else 0)
        return self._mapping[flat], ends

    def _add(self, result: Vectors, rows: NDArray[np.int32], ends: NDArray[np.int64]) -> None:
        begin = 0
        for number, end in enumerate(ends.tolist()):
            if end > begin:
                own = rows[begin:end]
                np.dot(self._scales[own], self._rows[own].astype(np.float32), out=result[number])
            begin = end

    def _zeros(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), self._rows.shape[1]), dtype=np.float32)

    @staticmethod
    def _tell(progress: Progress | None, done: int, total: int) -> None:
        if progress:
            progress(done, total)

    def _encode(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        result = self._zeros(texts)
        for start, batch in self._batches(texts):
            rows, ends = self._rows_of(self._tokenizer.encode_batch_fast(batch, add_special_tokens=False))
            self._add(result[start : start + len(batch)], rows, ends)
            self._tell(progress, start + len(batch), len(texts))
        return _unit(result)


def _unit(vectors: Vectors) -> Vectors:
    """The vectors at unit length, in place; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, np.float32(1.0))
    return vectors


def _encodable(text: str) -> str:
    """Text without lone surrogates, which the tokenizer refuses."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """The header of a safetensors file, and where its data begins."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 0 < length < 1 << 20:
            raise ValueError("not a safetensors file")
        return json.loads(file.read(length)), 8 + length


def _mapped_tensors(path: Path) -> dict[str, Any]:
    """The tensors of a safetensors file, mapped: a page is read when it is used."""
    header, begin = _header(path)
    return {
        name: np.memmap(
            path, _DTYPES[entry["dtype"]], "r", offset=begin + entry["data_offsets"][0], shape=tuple(entry["shape"])
        )
        for name, entry in header.items()
        if name != "__metadata__"
    }
