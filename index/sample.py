"""The sample collection ``mau``: our own documents, built on first use, read-only."""

from __future__ import annotations

import hashlib
from importlib.resources import as_file, files
from pathlib import Path

from index.collection import READ_ONLY, Collection
from index.encoder import load_encoder
from index.home import SAMPLE, collection_folder
from index.ingest import Progress, add_items, file_item
from index.types import Encoder

_VERSION = "sample"


def sample_files() -> list[Path]:
    """The sample documents, sorted by name."""
    with as_file(files("corpus").joinpath("sample")) as folder:
        return sorted(path for path in folder.iterdir() if path.suffix == ".md")


def _version(paths: list[Path], model: str) -> str:
    """Names the sample documents and the model: another version of either means building again."""
    digest = hashlib.sha256(model.encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def open_sample(progress: Progress | None = None, encoder: Encoder | None = None) -> Collection:
    """The sample collection, built now if it is not there or of another version."""
    paths = sample_files()
    encoder = encoder or load_encoder(None)
    version = _version(paths, encoder.identity.weights)
    collection = Collection(collection_folder(SAMPLE), create=True, encoder=encoder)
    store = collection.store
    if store.setting(_VERSION) == version:
        return collection
    with store.writing() as writer:
        writer.set_model(encoder.identity)
    gone = [info.id for info in store.documents()]
    # The seal is checked by Collection's own methods; building goes below them.
    add_items(store, encoder, [file_item(path) for path in paths], progress=progress, gone=gone, anew=True)
    with store.writing() as writer:
        writer.set(READ_ONLY, "1")
        writer.set(_VERSION, version)
    return collection
