"""PowerPoint files: ``.pptx`` and ``.ppt``. A slide is a page and a section under its title.

Tables, charts, diagrams and notes are read.
"""

from __future__ import annotations

from corpus.readers.apart import OLE, extract
from corpus.readers.reading import Reading
from corpus.readers.told import reading_of

SUFFIXES = (".pptx", ".pptm", ".ppt", ".pps", ".ppsx")


def read(data: bytes) -> Reading:
    """Reads a PowerPoint file, be it of before XML."""
    kind = "legacy.powerpoint" if data.startswith(OLE) else "slides"
    return reading_of(extract(kind, data)["slides"])
