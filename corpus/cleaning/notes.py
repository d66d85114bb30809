"""Numbers of footnotes glued to words: ``cao nhất”1.`` reads ``cao nhất”.``

A glued number is a footnote's only as a member of the series that footnotes form (1, 2, 3 ...): ``G7``, ``CO2`` and
``F0`` stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cleaning.lines import Interval, Unit

_GLUED = re.compile(r"(?<=[^\W\d_]|[”\"’»…).!?])(\d{1,3})(?=[\s.,;:)!?”\"]|$)")
_SUPERSCRIPT = re.compile("(?<=[^\\s\\d⁰¹²³⁴-⁹])[¹²³⁴-⁹⁰]+(?![\\w])")
_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNITS = frozenset(["m", "km", "dm", "cm", "mm", "ha", "kg", "g", "l", "ml"])
_LAST_WORD = re.compile(r"[^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    unit: int
    span: Interval
    value: int
    strong: bool  # after a closing quote, an ellipsis or a bracket: hardly anything but a note


def delete_note_numbers(decoded: str, units: Sequence[Unit]) -> None:
    """Marks the note numbers of ``units`` as deleted."""
    candidates = [
        candidate
        for number, unit in enumerate(units)
        for start, end in unit.spans
        for candidate in _candidates(decoded, number, start, end)
    ]
    for candidate in _series(candidates):
        units[candidate.unit].deletions.append(candidate.span)


def _candidates(decoded: str, unit: int, start: int, end: int) -> list[_Candidate]:
    text = decoded[start:end]
    found: list[_Candidate] = []
    for match in _GLUED.finditer(text):
        strong = _strength(text, match.start())
        if strong is not None:
            # "...8." is an ellipsis, a note and a full stop that the ellipsis makes needless
            stop = text.endswith("..", 0, match.start()) and text.startswith(".", match.end())
            span = (start + match.start(), start + match.end() + stop)
            found.append(_Candidate(unit, span, int(match.group(1)), strong))
    for match in _SUPERSCRIPT.finditer(text):
        word = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
        if word is None or word.group().lower() not in _UNITS:
            value = int(match.group().translate(_SUPERSCRIPT_DIGITS))
            found.append(_Candidate(unit, (start + match.start(), start + match.end()), value, True))
    return sorted(found, key=lambda candidate: candidate.span)


def _strength(text: str, at: int) -> bool | None:
    """True after a closing mark, False after a word of small letters, None where no note can stand."""
    before = text[at - 1]
    if before in '”"’»…)':
        return True
    if before in ".!?":
        return True if text[max(0, at - 2) : at] == ".." else None if text[at - 2 : at - 1].isdigit() else False
    word = _LAST_WORD.search(text, max(0, at - 12), at)
    if word is None or len(word.group()) < 2 or not word.group()[1:].islower() or word.group() in _UNITS:
        return None
    return False


def _series(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that count up from 1, at most one number missing at a time; a new page may begin again at 1."""
    chosen: list[_Candidate] = []
    series: list[_Candidate] = []

    def settle() -> None:
        strong = sum(candidate.strong for candidate in series)
        if strong >= 2 or len(series) >= 4 or (strong and len(series) == 1):
            chosen.extend(series)

    for candidate in candidates:
        last = series[-1].value if series else 0
        if last < candidate.value <= last + 2:
            series.append(candidate)
        elif candidate.value == 1 and candidate.strong:
            settle()
            series = [candidate]
    settle()
    return chosen
