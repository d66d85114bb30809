"""PDF files: ``.pdf``. Lines as they were printed, pages parted by form feeds; larger print is a heading."""

from __future__ import annotations

from corpus.cleaning import Form
from corpus.decoding import DecodingError, sound_lines
from corpus.readers.apart import extract
from corpus.readers.printed import Piece, written
from corpus.readers.reading import Reading
from corpus.vietnamese import nfc

SUFFIXES = (".pdf",)


def read(data: bytes) -> Reading:
    """Reads a PDF. One of pictures alone is a ``DecodingError``."""
    pages = [[Piece(nfc(text), *place) for text, *place in page] for page in extract("pdf", data)["pages"]]
    if not any(piece.text.strip() for page in pages for piece in page):
        raise DecodingError(
            "tệp PDF chỉ có hình, không có chữ (bản chụp hay bản quét); hãy nhận dạng chữ (OCR) rồi thử lại",
            "the PDF holds pictures only, no text (a scan); run text recognition (OCR) on it and try again",
        )
    lines = iter(sound_lines([piece.text for page in pages for piece in page]))
    pages = [[piece._replace(text=next(lines)) for piece in page] for page in pages]
    text, headings, title = written(pages)
    return Reading(text, Form.PAGES, headings, title)
