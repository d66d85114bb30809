"""What a reader hands over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus.cleaning import Form
from corpus.document import Heading

FILE_NAME: Final = ""
"""The title of a file that is called what its name says."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file after charset and markup decoding.

    ``decoded`` is NFC; ``headings`` are spans in ``decoded`` that the markup declares; ``form`` tells the cleaning what
    it is about to see; ``title`` and ``metadata`` are what the markup states.
    """

    decoded: str
    form: Form = Form.UNKNOWN
    headings: tuple[Heading, ...] = ()
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


Reader = Callable[[bytes], Reading]
"""Reads the bytes of one file; raises ``corpus.decoding.DecodingError`` where they are not text."""
