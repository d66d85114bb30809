"""What a Word file says, as HTML, pictures left out."""

from __future__ import annotations

import io
from typing import Any, Final

from corpus.extracting.archive import unfit
from corpus.extracting.docx_lists import ITEMS, with_lists

_STYLES: Final = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        *(f"p.{item} => dl.{item} > dd:fresh" for item in ITEMS),
    )
)


def extract(data: bytes) -> dict[str, Any]:
    """``html``: headings, tables and notes by the file's styles; lists as written definitions, which have no marks of their
    own."""
    import mammoth

    if error := unfit(data):
        return error
    found = mammoth.convert_to_html(
        io.BytesIO(with_lists(data)), style_map=_STYLES, convert_image=lambda image: [], external_file_access=False
    )
    return {"html": found.value}
