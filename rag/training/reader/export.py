"""A trained network to and from the file that the product reads: matrices as 8-bit rows with a scale each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_arrays
from index.dense import quantise
from index.reader.network import FORMAT, opened, read_weights
from rag.training.reader.model import ReaderModel

_NOT_SHIPPED = ("unit", "length", "mask", "words.", "cosine", "sine")
_SMALL = "small.weight"


def write_network(model: ReaderModel, path: Path) -> None:
    """Writes the network, its table left out: that is the bundled model's."""
    arrays: dict[str, NDArray[np.float32] | NDArray[np.int8]] = {}
    for name, tensor in model.state_dict().items():
        if name.startswith(_NOT_SHIPPED):
            continue
        values = tensor.float().cpu().numpy()
        if name == _SMALL or (name.startswith("blocks.") and values.ndim == 2):
            key = _key(name)
            arrays[key], arrays[f"{key}.scale"] = quantise(values)
        else:
            arrays[name] = values.astype(np.float32)
    write_arrays(path, arrays, {"format": FORMAT})


def open_network(path: Path, table: NDArray[np.float32]) -> ReaderModel:
    """The network in a file, to be trained further over the bundled ``table`` (units, d); what guesses missing words is new.
    ValueError where the file is of another format."""
    model = ReaderModel(table)
    weights = read_weights(path)
    state = model.state_dict()
    for name in state:
        if _key(name) in weights:
            state[name] = state[name].new_tensor(opened(weights, _key(name)))
    model.load_state_dict(state)
    return model


def _key(name: str) -> str:
    return "small" if name == _SMALL else name
