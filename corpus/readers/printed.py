"""Printed pages as text: what their layout says of paragraphs, tables and headings.

Lines one below the other at the usual distance are a block. In it a line that is full, so that the next word would not have
fitted, goes on in the next one. Short blocks side by side, several times over, are the rows of a table. Blocks in letters
larger than most of the text are headings, the larger the higher.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, zip_longest
from statistics import median
from typing import Final, NamedTuple

from corpus.cleaning import marks
from corpus.document import Heading

_LARGER: Final = 1.12
"""Letters of a heading against those of the text."""
_LONGEST_HEADING: Final = 250
_MOST_HEADINGS: Final = 0.3
"""Of all letters: where more stand in larger print, size tells nothing."""
_LEVELS: Final = 4
_APART: Final = 1.25
"""A distance between lines that is so many times the usual one parts paragraphs."""
_INDENT: Final = 0.9
"""Heights of a letter: a line that begins so much further to the right begins a paragraph."""
_ABOUT: Final = 40.0
"""Points: lines that begin no further apart stand in one column."""
_PROSE_LINES: Final = 4
_PLAINLY: Final = 0.6
"""Share of the column that a line fills at least whose sentence plainly goes on."""
_CELL_LINES: Final = 6
_CELL_LONGEST: Final = 300
_MOST_CELLS: Final = 24
_HYPHEN: Final = "\N{SOFT HYPHEN}"
"""At the end of a line: the word goes on in the next."""
_MARK: Final = re.compile(r"(?:[-–•▪◦*+✓➢\ue000-\uf8ff]|\(?(?:\d{1,3}|[a-zđivx]{1,4})[.)])")
_CUT: Final = re.compile(r"\w-$")
"""The end of a line that was cut at the hyphen of a word: "22-" before "NQ/TW"."""


class Piece(NamedTuple):
    """A stretch of a printed line; places and heights in points, ``bottom`` counted from the foot of the page."""

    text: str
    left: float
    bottom: float
    right: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height


@dataclass(slots=True)
class _Block:
    """Lines one below the other, of one size."""

    pieces: list[Piece]
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(piece.left for piece in self.pieces)
        self.right = max(piece.right for piece in self.pieces)

    def add(self, piece: Piece) -> None:
        """Takes the next line."""
        self.pieces.append(piece)
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.right)

    @property
    def top(self) -> float:
        return self.pieces[0].top

    @property
    def bottom(self) -> float:
        return self.pieces[-1].bottom

    @property
    def height(self) -> float:
        return self.pieces[len(self.pieces) // 2].height

    @property
    def text(self) -> str:
        return " ".join(" ".join(piece.text.split()) for piece in self.pieces).replace(f"{_HYPHEN} ", "")


_Row = list[_Block]
"""Blocks side by side; most have one."""


def written(pages: Sequence[Sequence[Piece]]) -> tuple[str, tuple[Heading, ...], str | None]:
    """The pages as one text: a paragraph, an item or a row of a table on each line, blank lines between blocks, form feeds
    between pages; its headings, and the title: the highest of them, where the first page has it."""
    pages = [list(_marked([piece for piece in page if piece.text.strip()])) for page in pages]
    usual = _distance(pages)
    levels = _levels(pages)
    out: list[str] = []
    headings: list[Heading] = []
    title: str | None = None
    length = 0
    for number, page in enumerate(pages):
        blocks = _blocks(page, usual)
        columns = _Columns(blocks)
        for place, line in enumerate(_lines(list(_rows(blocks)), levels, columns)):
            gap = line.gap if place else ""
            length += len(gap)
            if line.level:
                headings.append(Heading(length, length + len(line.text), line.level))
                if title is None and not number and line.level == 1:
                    title = line.text
            out += (gap, line.text)
            length += len(line.text)
        if number + 1 < len(pages):
            out.append("\f")
            length += 1
    return "".join(out), tuple(headings), title


def _marked(page: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a page, the marks of items joined with what they mark: a gap between them parts no cells."""
    waiting: Piece | None = None
    for piece in page:
        whole = piece
        if waiting is not None:
            level = abs(piece.bottom - waiting.bottom) < piece.height / 2
            if level and piece.left >= waiting.right:
                whole = piece._replace(text=f"{waiting.text.strip()} {piece.text.strip()}", left=waiting.left)
            else:
                yield waiting
        waiting = whole if _MARK.fullmatch(whole.text.strip()) else None
        if waiting is None:
            yield whole
    if waiting is not None:
        yield waiting


class _Line(NamedTuple):
    """A paragraph, an item or a row; ``gap`` stands before it, unless a page begins with it."""

    text: str
    gap: str
    level: int = 0


def _lines(rows: Sequence[_Row], levels: dict[float, int], columns: _Columns) -> Iterator[_Line]:
    """The lines of a page."""
    for wide, group in groupby(rows, key=lambda row: len(row) > 1):
        some = list(group)
        if wide and len(some) > 1:
            for number, cells in enumerate(_table(some)):
                yield _Line("\t".join(cells), "\n" if number else "\n\n")
            continue
        blocks = [block for row in some for block in row]
        gap = "\n\n"
        sentence: list[str] = []  # the stretches of one that goes on at the head of the next column
        for block, after in zip_longest(blocks, blocks[1:]):
            if level := _level(block, levels):
                yield _Line(block.text, "\n\n", level)
                continue
            *whole, last = _paragraphs(block, columns)
            for text in whole:
                yield _Line(" ".join([*sentence, text]), gap)
                gap, sentence = "\n", []
            sentence.append(last)
            if after is None or not _turns(block, after) or _level(after, levels):
                yield _Line(" ".join(sentence), gap)
                gap, sentence = "\n\n", []


def _level(block: _Block, levels: dict[float, int]) -> int:
    """The level of a block as a heading, which is not long and mostly letters, as page numbers and dates are not; else 0."""
    level = levels.get(_size(block.height), 0)
    if not level:
        return 0
    text = block.text
    said = len(text) <= _LONGEST_HEADING and 2 * sum(letter.isalpha() for letter in text) > len(text)
    return level if said else 0


def _turns(block: _Block, after: _Block) -> bool:
    """Whether a sentence goes on from the foot of a column to the head of the next."""
    return (
        after.top > block.pieces[-1].top
        and _size(after.height) == _size(block.height)
        and not marks.ends_sentence(block.pieces[-1].text)
        and marks.starts_lower(after.pieces[0].text.strip())
    )


def _paragraphs(block: _Block, columns: _Columns) -> list[str]:
    """The lines of a block, those that are full joined with the next."""
    edge = columns.edge_of(block)
    found: list[str] = []
    for before, piece in zip([None, *block.pieces[:-1]], block.pieces, strict=True):
        text = " ".join(piece.text.split())
        goes_on = before is not None and not marks.opens_item(text) and _is_full(before, piece, edge)
        if before is not None and found[-1].endswith(_HYPHEN):
            found[-1] = found[-1][:-1] + text
        elif goes_on:
            found[-1] += text if _CUT.search(found[-1]) else f" {text}"
        else:
            found.append(text)
    return found


def _is_full(before: Piece, piece: Piece, edge: float) -> bool:
    """Whether the first word of ``piece`` would not have fitted behind ``before``; or the line plainly goes on."""
    if marks.starts_lower(piece.text.strip()) and not marks.ends_sentence(before.text):
        return before.right - before.left > _PLAINLY * (edge - before.left)
    first = len(piece.text.split(None, 1)[0]) + 0.5
    return before.right + first * (piece.right - piece.left) / len(piece.text) > edge


class _Columns:
    """How far to the right the lines of a page reach, by where they begin."""

    def __init__(self, blocks: Sequence[_Block]) -> None:
        self._prose: dict[int, list[float]] = defaultdict(list)
        self._all: dict[int, float] = {}
        for block in blocks:
            place = int(block.left // _ABOUT)
            self._all[place] = max(self._all.get(place, block.right), block.right)
            if _is_prose(block):
                self._prose[place].append(block.right)
        for edges in self._prose.values():
            edges.sort()

    def edge_of(self, block: _Block) -> float:
        """How far to the right the lines of a block may reach: as far as it does where it is prose, else as the narrowest
        prose about where it begins that holds it, else as anything there."""
        if _is_prose(block):
            return block.right
        place = int(block.left // _ABOUT)
        near = range(place - 1, place + 2)
        held = [
            edges[at]
            for edges in map(self._prose.get, near)
            if edges and (at := bisect_left(edges, block.right - block.height)) < len(edges)
        ]
        return min(held) if held else max(self._all.get(one, block.right) for one in near)


def _is_prose(block: _Block) -> bool:
    """Whether most lines of a block reach about as far to the right."""
    far = sum(piece.right >= block.right - 3 * piece.height for piece in block.pieces)
    return len(block.pieces) >= _PROSE_LINES and far >= 0.6 * len(block.pieces)


def _table(rows: Sequence[_Row]) -> Iterator[list[str]]:
    """The cells of each row: the row with most of them says where the columns are."""
    columns = [cell.left for cell in max(rows, key=len)]
    for row in rows:
        cells = [""] * len(columns)
        for cell in row:
            place = min(range(len(columns)), key=lambda column: abs(columns[column] - cell.left))
            cells[place] = f"{cells[place]} {cell.text}".strip()
        yield cells


def _distance(pages: Sequence[Sequence[Piece]]) -> float:
    """How far below a line the next one of its paragraph stands, in heights of a letter."""
    steps = [
        step
        for page in pages
        for before, piece in pairwise(page)
        if 0.5 < (step := (before.bottom - piece.bottom) / (piece.height or 1)) < 3
    ]
    return float(median(steps)) if steps else 1.2


def _blocks(page: Sequence[Piece], usual: float) -> list[_Block]:
    found: list[_Block] = []
    for piece in page:
        if found and _goes_on(found[-1], piece, usual):
            found[-1].add(piece)
        else:
            found.append(_Block([piece]))
    return found


def _goes_on(block: _Block, piece: Piece, usual: float) -> bool:
    before = block.pieces[-1]
    height = max(before.height, piece.height, 0.1)
    indented = piece.left - before.left > _INDENT * height and not marks.opens_item(before.text.strip())
    if indented and abs(piece.left + piece.right - before.left - before.right) > height:  # and not centred
        return False
    return (
        0.3 < (before.bottom - piece.bottom) / height <= max(usual, 1.0) * _APART
        and min(before.height, piece.height) * 1.08 >= height
        and piece.left < block.right
        and piece.right > block.left
    )


def _rows(blocks: Sequence[_Block]) -> Iterator[_Row]:
    """Blocks side by side, if all are short enough to be cells; else each by itself."""
    row: _Row = []
    for block in blocks:
        if row and not (len(row) < _MOST_CELLS and _is_cell(block) and _beside(row[-1], block)):
            yield row
            row = []
        row.append(block)
    if row:
        yield row


def _is_cell(block: _Block) -> bool:
    return len(block.pieces) <= _CELL_LINES and len(block.text) <= _CELL_LONGEST


def _beside(before: _Block, block: _Block) -> bool:
    """Whether a block stands to the right of the one before it, about as high on the page."""
    shared = min(before.top, block.top) - max(before.bottom, block.bottom)
    least = min(before.top - before.bottom, block.top - block.bottom)
    return _is_cell(before) and block.left >= before.right and shared >= 0.5 * least


def _size(height: float) -> float:
    return round(height * 2) / 2


def _levels(pages: Sequence[Sequence[Piece]]) -> dict[float, int]:
    """The level of headings in letters of each size; empty where size tells nothing."""
    letters: Counter[float] = Counter()
    for page in pages:
        for piece in page:
            letters[_size(piece.height)] += len(piece.text)
    if not letters:
        return {}
    body = letters.most_common(1)[0][0]
    larger = sorted((size for size in letters if size >= body * _LARGER), reverse=True)
    if sum(letters[size] for size in larger) > _MOST_HEADINGS * letters.total():
        return {}
    return {size: min(place, _LEVELS) for place, size in enumerate(larger, start=1)}
