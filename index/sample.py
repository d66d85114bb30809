"""The sample collection ``mau``: our own documents, built on first use, read-only."""

from __future__ import annotations

import hashlib
from importlib.resources import as_file, files
from pathlib import Path

from corpus.errors import CollectionBusy, CollectionMismatch
from index.collection import Collection
from index.encoder import load_encoder
from index.home import SAMPLE, collection_folder
from index.identity import READ_ONLY
from index.ingest import Progress, add_items, file_item
from index.reembed import rebuild
from index.storage.store import Store
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
    folder = collection_folder(SAMPLE)
    try:
        collection = Collection(folder, create=True, encoder=encoder)
    except CollectionMismatch:  # of another hoidap; nothing in it is a person's own
        rebuild(Store(folder, any_format=True), encoder)
        collection = Collection(folder, encoder=encoder)
    store = collection.store
    if store.setting(_VERSION) != version:
        # The seal is checked by Collection's own methods; building goes below them.
        items = [file_item(path) for path in paths]
        settings = {READ_ONLY: "1", _VERSION: version}
        try:
            add_items(store, encoder, items, progress=progress, anew=True, settings=settings)
        except CollectionBusy:
            if not store.documents():  # an earlier version will do while another process builds this one
                raise
    return collection
