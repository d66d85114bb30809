"""The lines of a PDF, page by page, with where they are printed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from ctypes import c_double
from typing import Any, Final

_SAMPLED: Final = 7
"""Letters of a line that are measured."""
_SOFT_HYPHENS: Final = frozenset((0x02, 0xFFFE))

_COVERED: Final = 0.5
"""Share of a page: a picture that covers more is a scan."""
_WIDE: Final = 0.9
"""Heights of a letter: a wider gap between words parts them."""

Piece = tuple[str, float, float, float, float]


def extract(data: bytes) -> dict[str, Any]:
    """``pages``, for each the pieces of its lines in the order of the file, each with its text, its left, bottom and right
    edge and the height of its letters, in points: a wide gap, as between the cells of a table, parts pieces. ``scanned`` are
    the numbers, from 0, of the pages without text that a picture covers."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"}
    pages, scanned = [], []
    for number in range(len(document)):
        lines: list[Piece] = []
        with contextlib.suppress(pypdfium2.PdfiumError):  # a page that cannot be read is an empty one
            page = document[number]
            text = page.get_textpage()
            lines = list(_lines(text, raw))
            text.close()
            if not lines and _is_picture(page, raw):
                scanned.append(number)
            page.close()
        pages.append(lines)
    return {"pages": pages, "scanned": scanned}


def _is_picture(page: Any, raw: Any) -> bool:
    """Whether a picture covers most of a page."""
    whole = page.get_width() * page.get_height()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _COVERED * whole:
            return True
    return False


def _lines(text: Any, raw: Any) -> Iterator[Piece]:
    line: list[tuple[int, int]] = []  # codes with their places on the page
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in _SOFT_HYPHENS:  # the library joins the word across the lines; the place of each line would be lost
            yield from _pieces([*line, (0xAD, place)], text, raw)
            line = []
        elif code == 0x0A:
            yield from _pieces(line, text, raw)
            line = []
        elif code not in (0, 0x0D):
            line.append((code, place))
    yield from _pieces(line, text, raw)


def _pieces(line: list[tuple[int, int]], text: Any, raw: Any) -> Iterator[Piece]:
    """The pieces of one line that say anything."""
    begin, last = 0, -1  # of the piece, and the letter before
    for at, (code, place) in enumerate(line):
        if chr(code).isspace():
            continue
        if last >= 0 and at - last > 1:
            _, _, end, _ = before = _box(text, raw, line[last][1])
            if _box(text, raw, place)[0] - end > _WIDE * (before[3] - before[1]):
                yield _piece(line[begin : last + 1], text, raw)
                begin = at
        begin = at if last < 0 else begin
        last = at
    if last >= 0:
        yield _piece(line[begin : last + 1], text, raw)


def _piece(letters: list[tuple[int, int]], text: Any, raw: Any) -> Piece:
    units = b"".join(
        code.to_bytes(2, "little") if code < 0x10000 else chr(code).encode("utf-16-le") for code, _ in letters
    )
    seen = [place for code, place in letters if not chr(code).isspace()]
    boxes = [_box(text, raw, place) for place in (seen[0], seen[-1], *seen[1 : -1 : max(1, len(seen) // _SAMPLED)])]
    heights = sorted(top - bottom for _, bottom, _, top in boxes)
    bottoms = sorted(bottom for _, bottom, _, _ in boxes)
    middle = len(boxes) // 2
    return units.decode("utf-16-le", "replace"), boxes[0][0], bottoms[middle], boxes[1][2], heights[middle]


def _box(text: Any, raw: Any, place: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a letter, as tall as its font."""
    box = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(text, place, box):
        return box.left, box.bottom, box.right, box.top
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value
