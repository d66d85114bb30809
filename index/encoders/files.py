"""The files of a model folder: what counts as its weights, and their hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_TOKENIZER = ("tokenizer.json", "vocab.txt", "sentencepiece.bpe.model", "spiece.model", "tokenizer.model")
_CHUNK = 1 << 20


def weights_hash(folder: Path) -> str:
    """Sha256 hex over the weight and tokenizer files under ``folder``, in the order of their relative names.

    Where a part has weights as safetensors, its other copies (``.bin``) are not read. Raises OSError.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if _counts(path, folder))
    total = hashlib.sha256()
    for name in names:
        with (folder / name).open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        total.update(f"{name}\0{digest.hexdigest()}\n".encode())
    return total.hexdigest()


def _counts(path: Path, folder: Path) -> bool:
    if any(part in {"onnx", "openvino"} for part in path.relative_to(folder).parts) or not path.is_file():
        return False
    if path.name in _TOKENIZER or path.suffix == ".safetensors":
        return True
    return path.suffix == ".bin" and not any(path.parent.glob("*.safetensors"))


def is_model_folder(folder: Path) -> bool:
    """Whether sentence-transformers could load ``folder``: it describes modules or a transformer."""
    return (folder / "modules.json").is_file() or (folder / "config.json").is_file()


def read_json(path: Path) -> Any:
    """The value in a JSON file, or None where there is none that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
