"""Why a passage stands where it stands, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from index.keys import tokens, word_spans
from index.ranker.asked import Kind
from index.ranker.second_look import SecondLook

_LONGEST_QUOTE: Final = 160
_MOST_WORDS: Final = 8
_FITS: Final = {
    Kind.DATE: "có ngày tháng hoặc năm, đúng loại câu hỏi cần",
    Kind.NUMBER: "có con số, đúng loại câu hỏi cần",
    Kind.PERSON: "có tên riêng, đúng loại câu hỏi cần",
    Kind.PLACE: "có tên riêng, đúng loại câu hỏi cần",
    Kind.REASON: "có lời nêu nguyên nhân hoặc mục đích, đúng loại câu hỏi cần",
    Kind.DEFINITION: "có câu giải thích khái niệm, đúng loại câu hỏi cần",
}


def reasons(look: SecondLook, place: int) -> tuple[str, ...]:
    """What speaks for the candidate at ``place`` of fusion's order; one short sentence each, the strongest first."""
    if place >= len(look.candidates.heads):
        return ("chỉ xếp theo từ và nghĩa chung: nằm ngoài nhóm được đọc kỹ",)
    return tuple(_reasons(look, place))


def _reasons(look: SecondLook, place: int) -> Iterator[str]:
    candidates, seen = look.candidates, look.evidence
    first, last = int(candidates.starts[place]), int(candidates.starts[place + 1])
    said = " ".join((candidates.heads[place], *candidates.sentences[first:last]))
    held = frozenset(tokens(said))
    asked = list(dict.fromkeys(look.asked.words))
    shared = [word for word in asked if word in held]
    phrase = _longest_phrase(look.asked.words, said)
    if phrase:
        yield f"có nguyên cụm “{phrase}”"
    if shared:
        told = ", ".join(shared[:_MOST_WORDS]) + (", …" if len(shared) > _MOST_WORDS else "")
        yield f"có {len(shared)}/{len(asked)} từ của câu hỏi: {told}"
    elif look.asked.words:
        yield "không có từ nào của câu hỏi, chỉ gần nghĩa"
    window = int(seen.window[place])
    if window >= 0:
        quote = " ".join(candidates.sentences[window].split())
        near = float(seen.column("sentence_cosine")[place])
        yield f"câu sát nhất: “{_shortened(quote)}” (gần nghĩa {_number(near)}, cao nhất là 1)"
    if look.asked.kind in _FITS and seen.column("fits_kind")[place] > 0.5:
        yield _FITS[look.asked.kind]
    by_words = 1 + int(np.sum(candidates.lexical > candidates.lexical[place]))
    by_meaning = 1 + int(np.sum(candidates.dense > candidates.dense[place]))
    yield f"trong {len(candidates.heads)} đoạn được đọc kỹ: thứ {by_words} theo từ, thứ {by_meaning} theo nghĩa"


def _longest_phrase(asked: tuple[str, ...], text: str) -> str:
    """The longest run of at least three of the question's words that stands in the text, as the text writes it."""
    spans = word_spans(text)
    words = [(tokens(text[start:end]) or [""])[0] for start, end in spans]
    best = (0, 0)
    before = [0] * (len(asked) + 1)
    for at, word in enumerate(words):
        row = [0] * (len(asked) + 1)
        for place, wanted in enumerate(asked):
            if word == wanted:
                row[place + 1] = before[place] + 1
                if row[place + 1] > best[0]:
                    best = (row[place + 1], at)
        before = row
    length, last = best
    return " ".join(text[spans[last - length + 1][0] : spans[last][1]].split()) if length >= 3 else ""


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + " …"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
