"""Office files are archives of XML, those of before are compound files: whether one may be unpacked."""

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
