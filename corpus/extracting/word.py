"""What a Word file says, as HTML, pictures left out."""

from __future__ import annotations

import io
from typing import Any, Final

from corpus.extracting.archive import unfit

_STYLES: Final = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def extract(data: bytes) -> dict[str, Any]:
    """``html``: headings, lists, tables and notes by the file's styles."""
    import mammoth

    if error := unfit(data):
        return error
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=lambda image: [], external_file_access=False
        )
    except MemoryError:
        raise
    except Exception:  # its readers raise whatever a broken file makes them stumble over
        return {"error": "damaged"}
    return {"html": found.value}
