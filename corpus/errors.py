"""The one exception tree of the product.

    HoidapError                everything the command line and the chat catch
    ├── UnreadableFile         a file that cannot be turned into text; the others go on
    ├── UnknownDocument        no such document in the collection
    ├── UsageError             wrong use: exit status 2
    ├── CollectionError        a collection that is missing, busy, damaged or of another format
    │   ├── CollectionMissing
    │   ├── CollectionBusy
    │   └── CollectionMismatch made by another model or format: says which command rebuilds
    └── ModelUnavailable       an embedding model that cannot be loaded here

Every error carries its message in Vietnamese and in English, one line each, and each line says what to do
next. Foreign errors are translated once, at the rim, with ``from exc``.
"""

from __future__ import annotations


class HoidapError(Exception):
    """Root of all errors meant for people. ``vi`` and ``en`` are one line each."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en

    def message(self, lang: str = "vi") -> str:
        """The line to show, in ``lang`` (``vi`` or ``en``)."""
        return self.en if lang == "en" else self.vi


class UnreadableFile(HoidapError):
    """One file that was refused. ``source`` is its path as the user knows it."""

    def __init__(self, source: str, vi: str, en: str) -> None:
        super().__init__(f"{source}: {vi}", f"{source}: {en}")
        self.source = source


class UnknownDocument(HoidapError):
    """No document has this id, source or title."""


class UsageError(HoidapError):
    """Wrong use of a command or function by a person: exit status 2."""


class CollectionError(HoidapError):
    """A collection cannot be used as asked."""


class CollectionMissing(CollectionError):
    """There is no collection of that name."""


class CollectionBusy(CollectionError):
    """Another process is writing to the collection."""


class CollectionMismatch(CollectionError):
    """The collection was made by another model or format version."""


class ModelUnavailable(HoidapError):
    """An embedding model cannot be loaded: not there, not a model, or no network."""
