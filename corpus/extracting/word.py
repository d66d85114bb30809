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
    found = mammoth.convert_to_html(
        io.BytesIO(data), style_map=_STYLES, convert_image=lambda image: [], external_file_access=False
    )
    return {"html": found.value}
