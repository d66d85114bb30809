"""What is asked of a thing by a word of its own: where it was born, where it has its seat, how many people live there.

Whoever tells that says so, in that word or in one of few others. Where no passage found has any, none tells it, however
much they say of the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rag.terms import tokens

_BORN: Final = (
    r"sinh (?:ra )?(?:năm|ngày|tháng|ở|tại|vào|trưởng|lúc|khi|trong)|(?:năm|ngày|nơi) sinh|chào đời|quê|con của"
)
_DIED: Final = "mất|qua đời|từ trần|chết|tử|hy sinh|băng hà|tạ thế|viên tịch|ám sát|thọ"
_LIVED: Final = re.compile(r"\([^()]{0,40}\d{3,4}[^()]{0,20}[-–]")
"""Behind a name, in brackets: when somebody was born, and died."""
_ATTRIBUTES: Final = tuple(
    (re.compile(rf"(?<!\S)(?:{asked})(?!\S)"), re.compile(rf"(?<!\S)(?:{told})(?!\S)"), _BORN in told or _DIED in told)
    for asked, told in (
        (
            r"sinh (?:vào )?(?:năm|ngày|tháng|ở đâu|ở nước|tại đâu|khi nào|lúc nào)|(?:năm|ngày|nơi) sinh|quê ở đâu|quê quán",
            _BORN,
        ),
        (r"mất (?:vào )?(?:năm|ngày|khi|ở|tại) (?:nào|mấy)|qua đời|từ trần", _DIED),
        ("trụ sở|trụ sở chính", "trụ sở|đóng tại|đóng ở|đặt tại|đặt ở|văn phòng"),
        ("thủ đô", "thủ đô|kinh đô|thủ phủ"),
        ("diện tích", r"diện tích|rộng|\d*km2?|\d*ha|\d*m2|ki lô mét|kilômét|kilomet|hécta|hecta|vuông|dặm"),
        ("dân số|bao nhiêu dân", "dân|dân số|người"),
        ("(?:bao nhiêu|mấy) tuổi", f"tuổi|{_BORN}"),
        ("(?:bao nhiêu|mấy) trang", "trang"),
    )
)
"""Words that ask for an attribute, and words by which it is told, both in canonical syllables; whether it is about a life."""


def untold(question: str, texts: Iterable[str]) -> bool:
    """Whether a question asks for an attribute that none of the texts has a word for."""
    said = " ".join(tokens(question))
    asked_for = [(told, of_life) for asked, told, of_life in _ATTRIBUTES if asked.search(said)]
    if not asked_for:
        return False
    read = list(texts)
    lived = any(_LIVED.search(text) for text in read)
    words = [" ".join(tokens(text)) for text in read]
    return any(not (of_life and lived) and not any(map(told.search, words)) for told, of_life in asked_for)
