"""Reading a whole collection and saying what is wrong with it."""

from __future__ import annotations

import numpy as np

from index.derived import Snapshot
from index.store import Store


def complaints(store: Store, snapshot: Snapshot) -> list[str]:
    """One line for each fault; empty when all is well."""
    found = store.integrity()
    model = store.model()
    vectors, scales = store.vectors()
    if len(vectors) and (model is None or vectors.shape[1] != model.dimension):
        found.append(f"vectors have {vectors.shape[1]} values, the model {model.dimension if model else 'none'}")
    if not np.isfinite(scales).all():
        found.append("a vector has no finite scale")
    if not len(snapshot.rows) == len(snapshot.lexical) == len(snapshot.dense) == len(vectors):
        found.append("the derived files have another number of passages than the database")
    texts = {info.id: store.loaded(info.id) for info in store.documents()}
    for name, loaded in texts.items():
        if loaded is None:
            continue
        text, decoded = loaded.document.text, loaded.decoded
        for run in loaded.runs:
            kept = text[run.text_start : run.text_start + run.length]
            if kept != decoded[run.decoded_start : run.decoded_start + run.length]:
                found.append(f"{name}: the run at {run.text_start} is not what the original says")
                break
        if loaded.sections and (loaded.sections[0].start != 0 or loaded.sections[-1].end != len(text)):
            found.append(f"{name}: the sections do not cover the text")
    for stored in store.passages([int(row) for row in snapshot.rows]):
        passage = stored.passage
        loaded = texts.get(passage.document_id)
        if loaded is None or loaded.document.text[passage.start : passage.end] != passage.text or not passage.text:
            found.append(f"passage {passage.id} is not in its document")
    return found
