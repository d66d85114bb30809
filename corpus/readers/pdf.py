"""PDF files: ``.pdf``. Lines as they were printed, pages parted by form feeds; larger print is a heading.

Scanned pages are recognised where the program for that is installed.
"""

from __future__ import annotations

from typing import Final

from corpus.cleaning import Form
from corpus.decoding import DecodingError, sound_lines
from corpus.readers.apart import extract
from corpus.readers.printed import Piece, written
from corpus.readers.reading import Reading
from corpus.vietnamese import nfc

SUFFIXES = (".pdf",)

_SCAN_SECONDS: Final = 1800.0
"""A page takes one or two."""


def read(data: bytes) -> Reading:
    """Reads a PDF. One of pictures alone, of which nothing is recognised, is a ``DecodingError``."""
    found = extract("pdf", data)
    if found["scanned"]:
        found = extract("scan", data, _SCAN_SECONDS)
    pages = [[Piece(nfc(text), *place) for text, *place in page] for page in found["pages"]]
    if not any(piece.text.strip() for page in pages for piece in page):
        raise DecodingError(
            "tệp PDF chỉ có hình, không có chữ (bản chụp hay bản quét); hãy cài chương trình tesseract kèm tiếng Việt (vie), hoặc"
            " nhận dạng chữ (OCR) bằng cách khác, rồi thử lại",
            "the PDF holds pictures only, no text (a scan); install the program tesseract with its Vietnamese data (vie), or run"
            " text recognition (OCR) on it otherwise, and try again",
        )
    lines = iter(sound_lines([piece.text for page in pages for piece in page]))
    pages = [[piece._replace(text=next(lines)) for piece in page] for page in pages]
    text, headings, title = written(pages)
    metadata = {"scan": "ocr"} if found.get("recognised") else {}
    return Reading(text, Form.PAGES, headings, title, metadata)
