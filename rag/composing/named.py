"""Who is asked for, and the best sentence only says "ông": then the sentence that names him comes first.

"Ông là cha đẻ của Java." says nothing to whoever asks who that is; "James Gosling là nhà khoa học máy tính." before it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.evidence.units import Unit, UnitKind
from rag.names import CAPITALISED, UPPER
from rag.terms import tokens

_SOMEONE: Final = (
    r"(?:người|vị|vua|chúa|tướng|nhân vật|nhà|tác giả|cầu thủ|diễn viên|ca sĩ|nhạc sĩ|hoạ sĩ|họa sĩ|nghệ sĩ|đạo diễn|"
    r"hoàng đế|tổng thống|thủ tướng|chủ tịch|bộ trưởng|giáo sư|học giả)(?: \w+){0,3} nào\b"
)
_WHO: Final = re.compile(rf"^ai\b|\b(?:là|do|bởi|nhờ) (?:ai\b|{_SOMEONE})|^{_SOMEONE}|^(?:who|which \w+)\b|\bby whom\b")
"""Asks of whom something holds; not whom someone met, nor to whom something was given."""
_POST: Final = re.compile(
    r"^(?:chủ tịch|tổng giám đốc|giám đốc|hiệu trưởng|tổng thống|thủ tướng|bộ trưởng|tác giả|cha đẻ|người sáng lập)\b"
    r"(?!.*\b(?:nào|gì|đâu|bao|mấy|sao|thế)\b)"
)
"""A post, put into the box as into a search engine's, asks who holds it."""
_PERSON: Final = r"(?P<person>ông|bà|cô|anh|chị|chàng|nàng|cậu|he|she)"
_POINTS: Final = re.compile(
    rf"(?:[^;:.]{{0,80}},\s+)?{_PERSON}\s+(?!và\b|cùng\b|and\b)(?-i:(?![{UPPER}]))", re.IGNORECASE
)
_REACH: Final = 4
"""Sentences before the one that points back among which the one that names is sought."""
_NAME: Final = re.compile(rf"(?:(?<=\w\s){CAPITALISED}|{CAPITALISED}(?=\s+{CAPITALISED}))(?:\s+{CAPITALISED})*")
_CAPITALS: Final = re.compile(rf"(?<!^){CAPITALISED}")
_NAMED_IN: Final = re.compile(rf"\blà\s+(?:[^\W\d]+\s+)??(?P<name>{CAPITALISED}(?:\s+{CAPITALISED})+)")


def named_first(question: str, units: Sequence[Unit], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores, that of the sentence which names whom the best one points back to a hair before it where a question asks who
    that is."""
    lowered = question.lower()
    if not (_WHO.search(lowered) or _POST.search(lowered)):
        return scores
    best = int(np.argmax(scores))
    asked = _asked(question)
    points = _POINTS.match(units[best].text)
    if points is None or points["person"].lower() in lowered.split() or _tells(units[best].text, asked):
        return scores
    for place in _before(units, best):
        if not _POINTS.match(units[place].text) and _names(units[place].text, asked):
            scores = scores.copy()
            scores[place] = np.nextafter(scores[best], np.float32(np.inf))
            break
    return scores


def _asked(question: str) -> frozenset[str]:
    """The words of the names in a question; all its words where it was written without capitals."""
    names = _CAPITALS.findall(question)
    return frozenset(tokens(" ".join(names) or question))


def _before(units: Sequence[Unit], best: int) -> Iterator[int]:
    """The sentences before the best one in its passage, the nearest first."""
    for place in range(best - 1, max(best - 1 - _REACH, -1), -1):
        if units[place].hit != units[best].hit or units[place].kind is not UnitKind.SENTENCE:
            return
        yield place


def _names(text: str, asked: frozenset[str]) -> bool:
    """Whether the first name in a sentence is one that was not ``asked`` about."""
    name = _NAME.search(text)
    return name is not None and asked.isdisjoint(tokens(name[0]))


def _tells(text: str, asked: frozenset[str]) -> bool:
    """Whether a sentence names someone itself ("con trưởng ông là Lý Phật Mã")."""
    return any(asked.isdisjoint(tokens(found["name"])) for found in _NAMED_IN.finditer(text))
