"""Writes a trained table as a sentence-transformers folder: 8-bit rows, one float32 scale per token."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import quantise

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def export(table: NDArray[np.float32], tokenizer: Any, mapping: NDArray[np.int64], folder: Path) -> None:
    """Writes the folder. ``mapping`` gives the row of each token id; spellings of one unit share a row."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_table(table, mapping, folder)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "modules.json", _MODULES)
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "", "document": ""},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    (folder / "1_Normalize").mkdir(exist_ok=True)
    _write_json(folder / "1_Normalize" / "config.json", {})


def exchange(table: NDArray[np.float32], start: Path, folder: Path) -> None:
    """Writes the model in ``start`` with another table of the same units as ``folder``."""
    from safetensors.numpy import load_file

    shutil.copytree(start, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "README.md"))
    _write_table(table, load_file(start / "model.safetensors")["mapping"], folder)


def load_table(folder: Path) -> NDArray[np.float32]:
    """The table of an exported model, one row per unit."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "model.safetensors")
    rows = tensors["embeddings"]
    table: NDArray[np.float32] = rows.astype(np.float32) * tensors["weights"][: len(rows), None]
    return table


def _write_table(table: NDArray[np.float32], mapping: NDArray[np.int64], folder: Path) -> None:
    from safetensors.numpy import save_file

    rows, scales = quantise(table)
    tensors = {"embeddings": rows, "mapping": mapping.astype(np.int32), "weights": scales[mapping]}
    save_file(tensors, folder / "model.safetensors")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8", newline="\n")
