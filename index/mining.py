"""Keeping a collection's abbreviations up to date without reading all of it at every small change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.abbreviations import Abbreviation, mine_abbreviations
from index.storage.store import Store
from index.storage.writer import Writer

SMALL: Final = 2_000
"""Collections of up to so many passages are read anew at every change: it takes under a second."""
DRIFT: Final = 0.2
"""A larger one is read anew when its number of passages has changed by this share since the last time."""
READ: Final = 50_000
"""Phrases are counted in about so many passages at most, evenly spaced: more would find the same ones."""
_MINED = "mined-passages"


def refresh_abbreviations(store: Store, writer: Writer, changed: Sequence[str]) -> None:
    """Mines again after a change, inside its transaction; ``changed`` are the ids of documents added or replaced.

    Between full readings of a large collection, what the new documents define themselves is added.
    """
    count = store.passage_count()
    mined = int(store.setting(_MINED) or 0)
    if count <= SMALL or abs(count - mined) > DRIFT * mined:
        every = max(1, count // READ)
        writer.set_abbreviations(mine_abbreviations((text for _, _, text, _ in store.texts()), every))
        writer.set(_MINED, str(count))
        return
    found = {(one.short, one.long): one for one in store.abbreviations()}
    for one in mine_abbreviations(_texts(store, changed)):
        if one.defined:
            found[one.short, one.long] = _added(found.get((one.short, one.long)), one)
    writer.set_abbreviations(found.values())


def _added(before: Abbreviation | None, one: Abbreviation) -> Abbreviation:
    return one if before is None else replace(one, count=before.count + one.count)


def _texts(store: Store, ids: Sequence[str]) -> list[str]:
    found = (store.loaded(name) for name in ids)
    return [loaded.document.text for loaded in found if loaded is not None]
