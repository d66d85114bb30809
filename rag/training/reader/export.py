"""A trained network as the file that the product reads: matrices as 8-bit rows with a scale each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import write_arrays
from index.dense import quantise
from rag.reader.network import FORMAT
from rag.training.reader.model import ReaderModel

_NOT_SHIPPED = ("unit", "length", "mask", "words.", "cosine", "sine")


def write_network(model: ReaderModel, path: Path) -> None:
    """Writes the network, its table left out: that is the bundled model's."""
    arrays: dict[str, NDArray[np.float32] | NDArray[np.int8]] = {}
    for name, tensor in model.state_dict().items():
        if name.startswith(_NOT_SHIPPED):
            continue
        values = tensor.float().cpu().numpy()
        if name == "small.weight" or (name.startswith("blocks.") and values.ndim == 2):
            key = "small" if name == "small.weight" else name
            arrays[key], arrays[f"{key}.scale"] = quantise(values)
        else:
            arrays[name] = values.astype(np.float32)
    write_arrays(path, arrays, {"format": FORMAT})
