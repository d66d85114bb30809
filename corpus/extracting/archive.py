"""Office files are archives of XML: whether one may be unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

_LARGEST: Final = 400_000_000
"""Bytes of a file when unpacked."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
_WRAPPED: Final = "EncryptedPackage".encode("utf-16-le")


def unfit(data: bytes) -> dict[str, Any] | None:
    """The error of a file with a password, of the time before these formats, too large or no archive; else None."""
    if data.startswith(_OLE):  # both a file with a password and the formats before are containers of this kind
        return {"error": "encrypted" if _WRAPPED in data else "old"}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                return {"error": "large"}
    except (zipfile.BadZipFile, OSError, ValueError):
        return {"error": "damaged"}
    return None
