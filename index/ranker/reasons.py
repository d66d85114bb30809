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
    Kind.DATE: (
        "có ngày tháng hoặc năm, đúng loại câu hỏi cần",
        "it has a date or a year, which is what the question asks for",
    ),
    Kind.NUMBER: (
        "có con số, đúng loại câu hỏi cần",
        "it has a number, which is what the question asks for",
    ),
    Kind.PERSON: (
        "có tên riêng, đúng loại câu hỏi cần",
        "it has a name, which is what the question asks for",
    ),
    Kind.PLACE: (
        "có tên riêng, đúng loại câu hỏi cần",
        "it has a name, which is what the question asks for",
    ),
    Kind.REASON: (
        "có lời nêu nguyên nhân hoặc mục đích, đúng loại câu hỏi cần",
        "it names a cause or a purpose, which is what the question asks for",
    ),
    Kind.DEFINITION: (
        "có câu giải thích khái niệm, đúng loại câu hỏi cần",
        "it says what something is, which is what the question asks for",
    ),
}
_TOLD: Final = {
    "unread": (
        "chỉ xếp theo từ và nghĩa chung: nằm ngoài nhóm được đọc kỹ",
        "placed by words and overall meaning alone: not among the passages that were read closely",
    ),
    "phrase": (
        "có nguyên cụm “{phrase}”",
        "it has the very phrase “{phrase}”",
    ),
    "words": (
        "có {held}/{asked} từ của câu hỏi: {words}",
        "it has {held} of the question's {asked} words: {words}",
    ),
    "no_words": (
        "không có từ nào của câu hỏi, chỉ gần nghĩa",
        "it has none of the question's words, it is only near in meaning",
    ),
    "translated": (
        "có từ của câu hỏi dịch ra: {words}",
        "it has words of the question translated: {words}",
    ),
    "sentence": (
        "câu sát nhất: “{quote}” (gần nghĩa {near}, cao nhất là 1)",
        "nearest sentence: “{quote}” (nearness of meaning {near} of at most 1)",
    ),
    "answers": (
        "đọc cùng câu hỏi thì thấy có câu trả lời",
        "read beside the question, it seems to answer it",
    ),
    "no_answer": (
        "đọc cùng câu hỏi thì không thấy câu trả lời rõ",
        "read beside the question, it does not clearly answer it",
    ),
    "places": (
        "trong {count} đoạn được đọc kỹ: thứ {by_words} theo từ, thứ {by_meaning} theo nghĩa",
        "of the {count} passages read closely: number {by_words} by words, number {by_meaning} by meaning",
    ),
    "bm25": (
        "có các từ: {words} (BM25 {score})",
        "it has the words: {words} (BM25 {score})",
    ),
    "dense": (
        "gần nghĩa {near} (cao nhất là 1)",
        "nearness of meaning {near} of at most 1",
    ),
}
"""Each in Vietnamese and in English, like all that people read."""


def reasons(look: SecondLook, place: int, lang: str = "vi") -> tuple[str, ...]:
    """What speaks for the candidate at ``place`` of fusion's order; one short sentence each, the strongest first."""
    if place >= len(look.candidates.heads):
        return (_told(lang, "unread"),)
    return tuple(_reasons(look, place, lang))


def channel_reasons(question: str, text: str, lexical: float, dense: float, lang: str = "vi") -> tuple[str, ...]:
    """What the channels say of a passage that was not read closely: words of ``question`` that ``text`` holds, and how
    near it is in meaning (``lexical`` is its BM25, ``dense`` its cosine; 0 where a channel was not asked)."""
    held = frozenset(tokens(text))
    shared = [word for word in dict.fromkeys(tokens(question)) if word in held]
    found = []
    if shared:
        found.append(_told(lang, "bm25", words=", ".join(shared), score=_number(lexical, lang)))
    if dense > 0:
        found.append(_told(lang, "dense", near=_number(dense, lang)))
    return tuple(found)


def _reasons(look: SecondLook, place: int, lang: str) -> Iterator[str]:
    candidates, seen = look.candidates, look.evidence
    first, last = int(candidates.starts[place]), int(candidates.starts[place + 1])
    said = " ".join((candidates.heads[place], *candidates.sentences[first:last]))
    held = frozenset(tokens(said))
    asked = list(dict.fromkeys(look.asked.words))
    shared = [word for word in asked if word in held]
    phrase = _longest_phrase(look.asked.words, said)
    if phrase:
        yield _told(lang, "phrase", phrase=phrase)
    if shared:
        told = ", ".join(shared[:_MOST_WORDS]) + (", …" if len(shared) > _MOST_WORDS else "")
        yield _told(lang, "words", held=len(shared), asked=len(asked), words=told)
    running = f" {' '.join(tokens(said))} " if look.asked.translated else ""
    translated = [phrase for phrase in look.asked.translated if f" {phrase} " in running]
    if translated:
        yield _told(lang, "translated", words=", ".join(translated[:_MOST_WORDS]))
    if not shared and not translated and look.asked.words:
        yield _told(lang, "no_words")
    window = int(seen.window[place])
    if window >= 0:
        quote = _shortened(" ".join(candidates.sentences[window].split()))
        near = float(seen.column("sentence_cosine")[place])
        yield _told(lang, "sentence", quote=quote, near=_number(near, lang))
    if look.asked.kind in _FITS and seen.column("fits_kind")[place] > 0.5:
        yield _FITS[look.asked.kind][lang == "en"]
    if place in look.said:
        yield _told(lang, "answers" if look.said[place] > 0 else "no_answer")
    by_words = 1 + int(np.sum(candidates.lexical > candidates.lexical[place]))
    by_meaning = 1 + int(np.sum(candidates.dense > candidates.dense[place]))
    yield _told(lang, "places", count=len(candidates.heads), by_words=by_words, by_meaning=by_meaning)


def _told(lang: str, key: str, **values: object) -> str:
    return _TOLD[key][lang == "en"].format(**values)


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


def _number(value: float, lang: str) -> str:
    text = f"{value:.2f}"
    return text if lang == "en" else text.replace(".", ",")
