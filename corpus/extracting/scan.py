"""The lines of the scanned pages of a PDF, as the program tesseract recognises them. It is used where it is installed."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any, Final

from corpus.extracting.archive import parsed
from corpus.extracting.pdf import Piece
from corpus.extracting.pdf import extract as extract_text

_PROGRAM: Final = "tesseract"
_LANGUAGES: Final = ("vie", "eng")
"""The first of them is needed."""
_DPI: Final = 300
_POINTS: Final = 72 / _DPI
_SECONDS: Final = 120
"""For one page."""
_LARGEST: Final = 60_000_000
"""Dots of a page; a larger one is drawn smaller."""
_AT_ONCE: Final = 4
_SURE: Final = 25
"""In percent: words of which the program is less sure are stamps, signatures and dirt."""
_ALIKE: Final = 0.25
"""Lines whose letters are about as large as most have letters of one size: measured letters vary."""
_WIDE: Final = 1.6
"""Heights of a letter: a wider gap between words parts them. Printed words of a line that is set full stand a height apart."""
_BOX: Final = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE: Final = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE: Final = re.compile(r"x_size ([\d.]+)")
_CONFIDENCE: Final = re.compile(r"x_wconf (\d+)")


def languages() -> str | None:
    """The languages to recognise, in the words of the program; None where it is not installed or knows no Vietnamese."""
    try:
        told = subprocess.run(  # noqa: S603 - words of ours
            [_PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True, errors="replace"
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    known = [one for one in _LANGUAGES if one in told.split()]
    return "+".join(known) if _LANGUAGES[0] in known else None


def extract(data: bytes) -> dict[str, Any]:
    """As of ``corpus.extracting.pdf``, the lines of scanned pages recognised where the program is installed."""
    found = extract_text(data)
    told = languages()
    if told is None or not found.get("scanned"):
        return found
    lines: dict[int, list[Piece]] = {}
    with ThreadPoolExecutor(max(1, min(_AT_ONCE, os.cpu_count() or 1))) as pool:
        for start in range(0, len(found["scanned"]), _AT_ONCE):  # a page as a picture takes ten megabytes
            some = found["scanned"][start : start + _AT_ONCE]
            lines |= zip(some, pool.map(lambda page: _recognised(page, told), _drawn(data, some)), strict=True)
    found["recognised"] = any(lines.values())
    usual = median([line[4] for page in lines.values() for line in page] or [1.0])
    for number, page in lines.items():
        found["pages"][number] = [
            (*line[:4], usual if abs(line[4] - usual) < _ALIKE * usual else line[4]) for line in page
        ]
    return found


def _drawn(data: bytes, numbers: list[int]) -> Iterator[tuple[bytes, int]]:
    """Pages as pictures in grey, and how many dots each is high."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in numbers:
        page = document[number]
        scale = min(_DPI / 72, (_LARGEST / max(page.get_width() * page.get_height(), 1)) ** 0.5)
        drawn = page.render(scale=scale, grayscale=True)
        rows = bytes(drawn.buffer)
        width, height, stride = drawn.width, drawn.height, drawn.stride
        page.close()
        dots = b"".join(rows[row * stride : row * stride + width] for row in range(height))
        yield b"P5 %d %d 255\n" % (width, height) + dots, height


def _recognised(page: tuple[bytes, int], told: str) -> list[Piece]:
    """The pieces of the lines of a page; none where the program fails."""
    from lxml import etree

    picture, height = page
    command = [_PROGRAM, "stdin", "stdout", "-l", told, "--dpi", str(_DPI), "-c", "hocr_font_info=0", "hocr"]
    try:
        done = subprocess.run(  # noqa: S603 - words of ours; the picture goes in as its input
            command,
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        root = parsed(done.stdout, recover=True)
    except (OSError, subprocess.SubprocessError, etree.XMLSyntaxError):
        return []
    if root is None:
        return []
    return [piece for line in root.iterfind(".//{*}span[@title]") for piece in _pieces(line, height)]


def _pieces(line: Any, page: int) -> Iterator[Piece]:
    """The pieces of a line. Letters stand on its baseline, as far from the foot of its box as is told."""
    about = line.get("title")
    whole, letters, baseline = _BOX.search(about), _SIZE.search(about), _BASELINE.search(about)
    if whole is None or letters is None:
        return
    bottom = (page - int(whole[4]) - (float(baseline[2]) if baseline else 0.0)) * _POINTS
    size = float(letters[1])
    words: list[tuple[str, int, int]] = []
    for word in line.iterfind("{*}span"):
        title = word.get("title", "")
        box, sure = _BOX.search(title), _CONFIDENCE.search(title)
        text = "".join(word.itertext()).strip()
        if not text or box is None or (sure is not None and int(sure[1]) < _SURE):
            continue
        left, _, right, _ = map(int, box.groups())
        if words and left - words[-1][2] > _WIDE * size:
            yield _piece(words, bottom, size)
            words = []
        words.append((text, left, right))
    if any(letter.isalnum() for text, _, _ in words for letter in text):
        yield _piece(words, bottom, size)


def _piece(words: list[tuple[str, int, int]], bottom: float, size: float) -> Piece:
    text = " ".join(text for text, _, _ in words)
    return text, words[0][1] * _POINTS, bottom, words[-1][2] * _POINTS, size * _POINTS
