"""Office files are archives of XML, those of before are compound files: whether one may be unpacked, and its XML."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

_LARGEST: Final = 400_000_000
"""Bytes of a file when unpacked."""
_WRAPPED: Final = "EncryptedPackage".encode("utf-16-le")


def unfit(data: bytes) -> dict[str, Any] | None:
    """The error of a file that is too large or no archive; else None."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                return {"error": "large"}
    except (zipfile.BadZipFile, OSError, ValueError):
        return {"error": "damaged"}
    return None


def wrapped(data: bytes) -> dict[str, Any] | None:
    """The error of an archive with a password, which lies in a compound file then; else None."""
    return {"error": "encrypted"} if _WRAPPED in data else None


def parsed(data: bytes, *, huge: bool = False, recover: bool = False) -> Any:
    """The root of an XML file, read so that nothing in it leads out of it. ``huge``: without lxml's bounds on depth and length;
    ``recover``: past what is wrong, None where nothing is left. Raises ``lxml.etree.XMLSyntaxError``."""
    from lxml import etree

    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=huge, recover=recover)
    )
