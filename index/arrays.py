"""Arrays on disk in the safetensors layout, read in place.

The file is eight bytes of header length (little endian), a JSON header naming dtype, shape and byte span of every array,
and the bytes. Written and read here without the library so that a big file is mapped and only the pages a question
touches are loaded. No pickle: a file can hold numbers and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DTYPES = {
    "U8": "<u1", "I8": "<i1", "U16": "<u2", "I16": "<i2", "U32": "<u4", "I32": "<i4", "U64": "<u8", "I64": "<i8",
    "F16": "<f2", "F32": "<f4", "F64": "<f8",
}  # fmt: skip
_NAMES = {np.dtype(value): name for name, value in _DTYPES.items()}
_ALIGN = 64


class DamagedArraysError(ValueError):
    """The file is not what ``write_arrays`` wrote: cut short, or something else."""


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], metadata: Mapping[str, str]) -> None:
    """Writes ``arrays`` (C order) and ``metadata`` to ``path``; equal input gives equal bytes."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    plain = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    at = 0
    for name, array in plain.items():
        header[name] = {
            "dtype": _NAMES[array.dtype.newbyteorder("<")],
            "shape": list(array.shape),
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes + -array.nbytes % _ALIGN
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 8) % _ALIGN)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for array in plain.values():
            file.write(array.astype(array.dtype.newbyteorder("<"), copy=False).data)
            file.write(b"\0" * (-array.nbytes % _ALIGN))


def read_arrays(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """The arrays of ``path``, read-only and mapped, and its metadata.

    Raises ``DamagedArraysError`` when the header is not one or names bytes that are not there, OSError as ``open`` does.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > size - 8:
            raise DamagedArraysError(f"{path}: no header")
        try:
            header = json.loads(file.read(length))
        except ValueError as exc:
            raise DamagedArraysError(f"{path}: {exc}") from exc
    if not isinstance(header, dict):
        raise DamagedArraysError(f"{path}: no header")
    start = 8 + length
    data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r", offset=start) if size > start else np.empty(0, np.uint8)
    metadata = header.pop("__metadata__", {})
    try:
        return {name: _view(data, entry) for name, entry in header.items()}, metadata
    except (KeyError, TypeError, ValueError) as exc:
        raise DamagedArraysError(f"{path}: {exc!r}") from exc


def _view(data: NDArray[np.uint8], entry: Mapping[str, Any]) -> NDArray[Any]:
    begin, end = entry["data_offsets"]
    if not 0 <= begin <= end <= len(data):
        raise ValueError("bytes missing")
    return np.asarray(data[begin:end]).view(_DTYPES[entry["dtype"]]).reshape(entry["shape"])
