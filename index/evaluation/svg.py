"""Small plots as SVG text. Every text is escaped here; nothing else in a report draws.

Colours come from the page's CSS classes (``s0`` to ``s7``), so that plots follow a light or a dark page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from index.evaluation.datasets import one_line

COLOURS = 8
"""How many classes ``s0``, ``s1``, ... a page must define."""

_LABEL = 200  # pixels kept for the labels at the left
_PLOT = 430
_ROW = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with the ends of its whisker."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar made of parts; ``parts`` are (name, length)."""

    label: str
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``points`` are (x, y) with x above zero and y in [0, 1]."""

    label: str
    points: tuple[tuple[float, float], ...]


def escape(text: str) -> str:
    """Text for HTML and SVG, in content and in double-quoted attributes: markup is shown, never obeyed."""
    flat = one_line(text, 2000)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        flat = flat.replace(char, entity)
    return flat


def bars(rows: Sequence[Bar], title: str) -> str:
    """Horizontal bars on a scale from 0 to 1 with confidence whiskers and the value written out."""
    height = _ROW * len(rows) + 30
    parts = [_open(height, title), _grid([0.0, 0.25, 0.5, 0.75, 1.0], 1.0, height)]
    for number, row in enumerate(rows):
        top = _ROW * number + 6
        middle = top + 8
        low, high = (_LABEL + _PLOT * _unit(value) for value in (row.low, row.high))
        parts.append(
            f'<text x="{_LABEL - 8}" y="{middle + 4}" text-anchor="end">{escape(one_line(row.label, 34))}</text>'
            f'<rect class="s{number % COLOURS}" x="{_LABEL}" y="{top}" width="{_PLOT * _unit(row.value):.1f}" '
            f'height="16"/><path class="whisker" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8'
            f'M{high:.1f} {middle - 4}v8"/><text x="{_LABEL + _PLOT + 8}" y="{middle + 4}">{row.value:.4f}</text>'
        )
    return "".join([*parts, "</svg>"])


def stacks(rows: Sequence[Stack], title: str, unit: str) -> str:
    """Horizontal bars made of parts, on a common scale from 0, with a legend of the parts."""
    names = list(dict.fromkeys(name for row in rows for name, _ in row.parts))
    longest = max((sum(length for _, length in row.parts) for row in rows), default=0.0) or 1.0
    height = _ROW * len(rows) + 30
    ticks = _ticks(longest)
    parts = [_open(height, title), _grid(ticks, longest, height)]
    for number, row in enumerate(rows):
        top, left, whole = _ROW * number + 6, float(_LABEL), sum(length for _, length in row.parts)
        parts.append(
            f'<text x="{_LABEL - 8}" y="{top + 12}" text-anchor="end">{escape(one_line(row.label, 34))}</text>'
            f'<text x="{_LABEL + _PLOT + 8}" y="{top + 12}">{whole:.1f} {escape(unit)}</text>'
        )
        for name, length in row.parts:
            width = _PLOT * max(0.0, length) / longest
            parts.append(
                f'<rect class="s{names.index(name) % COLOURS}" x="{left:.1f}" y="{top}" width="{width:.1f}" '
                f'height="16"><title>{escape(name)}: {length:.2f} {escape(unit)}</title></rect>'
            )
            left += width
    return "".join([*parts, "</svg>", legend(names)])


def lines(rows: Sequence[Line], title: str) -> str:
    """Lines over a logarithmic x axis, y from 0 to 1, with a legend."""
    xs = sorted({x for row in rows for x, _ in row.points})
    low, high = log10(xs[0]), log10(xs[-1])
    height = 210

    def place(x: float, y: float) -> str:
        across = (log10(x) - low) / (high - low) if high > low else 0.5
        return f"{_LABEL + _PLOT * across:.1f},{10 + 170 * (1 - _unit(y)):.1f}"

    parts = [_open(height, title)]
    for y in (0.0, 0.25, 0.5, 0.75, 1.0):
        level = 10 + 170 * (1 - y)
        parts.append(
            f'<path class="grid" d="M{_LABEL} {level}h{_PLOT}"/>'
            f'<text x="{_LABEL - 8}" y="{level + 4}" text-anchor="end">{y:g}</text>'
        )
    for x in xs:
        left = place(x, 0).partition(",")[0]
        parts.append(f'<text x="{left}" y="200" text-anchor="middle">{x:g}</text>')
    for number, row in enumerate(rows):
        points = " ".join(place(x, y) for x, y in row.points)
        parts.append(
            f'<polyline class="l{number % COLOURS}" points="{points}"><title>{escape(row.label)}</title></polyline>'
        )
    return "".join([*parts, "</svg>", legend([row.label for row in rows])])


def curves(rows: Sequence[Line], title: str) -> str:
    """Lines over the unit square, x from 0 to 1 as well as y, with a legend."""
    height, wide, tall = 310, 360, 270
    parts = [_open(height, title)]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        level, left = 10 + tall * (1 - tick), _LABEL + wide * tick
        parts.append(
            f'<path class="grid" d="M{_LABEL} {level}h{wide}M{left} 10v{tall}"/>'
            f'<text x="{_LABEL - 8}" y="{level + 4}" text-anchor="end">{tick:g}</text>'
            f'<text x="{left}" y="{height - 6}" text-anchor="middle">{tick:g}</text>'
        )
    for number, row in enumerate(rows):
        points = " ".join(f"{_LABEL + wide * _unit(x):.1f},{10 + tall * (1 - _unit(y)):.1f}" for x, y in row.points)
        parts.append(
            f'<polyline class="l{number % COLOURS}" points="{points}"><title>{escape(row.label)}</title></polyline>'
        )
    return "".join([*parts, "</svg>", legend([row.label for row in rows])])


def legend(names: Sequence[str]) -> str:
    """Colour swatches with their names."""
    items = "".join(
        f'<li><svg class="swatch" viewBox="0 0 10 10"><rect class="s{number % COLOURS}" width="10" height="10"/></svg>'
        f"{escape(name)}</li>"
        for number, name in enumerate(names)
    )
    return f'<ul class="legend">{items}</ul>'


def _open(height: int, title: str) -> str:
    width = _LABEL + _PLOT + 90
    return f'<svg class="plot" viewBox="0 0 {width} {height}" role="img"><title>{escape(title)}</title>'


def _grid(ticks: Sequence[float], longest: float, height: int) -> str:
    return "".join(
        f'<path class="grid" d="M{_LABEL + _PLOT * tick / longest:.1f} 0v{height - 22}"/>'
        f'<text x="{_LABEL + _PLOT * tick / longest:.1f}" y="{height - 6}" text-anchor="middle">{tick:.3g}</text>'
        for tick in ticks
    )


def _ticks(longest: float) -> list[float]:
    """Round numbers from 0 to ``longest``, three to six of them."""
    size = 10.0 ** floor(log10(longest))
    step = next(part * size for part in (0.2, 0.5, 1.0, 2.0) if longest / (part * size) < 6)
    return [step * number for number in range(int(longest / step) + 1)]


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
