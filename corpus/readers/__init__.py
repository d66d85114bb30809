"""Readers of file formats. A new format is one new module here, with ``SUFFIXES`` and ``read(data) -> Reading``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from corpus.readers.reading import Reader


@cache
def readers() -> dict[str, Reader]:
    """Suffix (lower case, with its dot) -> the reader of that format."""
    found: dict[str, Reader] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for suffix in getattr(module, "SUFFIXES", ()):
            found[suffix] = module.read
    return found


def reader_for(suffix: str) -> Reader | None:
    """The reader of files that end in ``suffix``, or None when no reader takes them."""
    return readers().get(suffix.lower())


def suffixes() -> tuple[str, ...]:
    """The endings of all formats that can be read, sorted."""
    return tuple(sorted(readers()))
