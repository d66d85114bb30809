"""Numbers of a question as the collection writes them: what they count, and which congress or century they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.vietnamese import canonical
from index.lexical import LexicalIndex
from index.readings.numerals import other_numeral
from index.readings.ordinals import MOST, ordinals, roman
from index.readings.rewriting import ChangeKind
from index.readings.word import SOUNDED_SHARE, Word


def counted(words: Sequence[Word], protected: Sequence[bool], index: LexicalIndex) -> list[Word]:
    """``words`` with the numbers among them that the collection writes the other way too: "bốn nguyên tắc", "4 nguyên tắc"."""
    found = list(words)
    for place, (word, behind) in enumerate(pairwise(words)):
        other = other_numeral(canonical(word.forms[0][0]))
        if other and not protected[place] and index.holds_pair(other, canonical(behind.forms[0][0])):
            found[place] = replace(word, numeral=other)
    return found


def ordered(words: Sequence[Word], protected: Sequence[bool], index: LexicalIndex) -> tuple[list[Word], list[bool]]:
    """``words`` with the numbers of congresses, terms and centuries as the collection writes them, where it does not as
    typed: "đại hội 13", "đại hội lần thứ mười ba" are "đại hội XIII". And which of the words are protected."""
    said = [canonical(word.forms[0][0]) for word in words]
    found: list[Word] = []
    safe: list[bool] = []
    at = 0
    for one in ordinals(said):
        before = said[one.first - 1]
        right_behind = index.holds_pair(before, one.other)
        begin = one.first if right_behind else one.begin
        known = right_behind or index.holds_pair(said[one.head], one.other)
        known = known or (not one.other.isdecimal() and _counts_in_roman(said[one.head], index))
        as_typed = one.begin == one.first and index.holds_pair(before, said[one.first])
        if any(protected[begin : one.last]) or as_typed or not known:
            continue
        found += [*words[at:begin], _renumbered(words[begin : one.last], words[one.first], one.other)]
        safe += [*protected[at:begin], False]
        at = one.last
    return [*found, *words[at:]], [*safe, *protected[at:]]


def _counts_in_roman(head: str, index: LexicalIndex) -> bool:
    """Whether the collection numbers such things in Roman numerals: then one that it does not have is read so too."""
    return any(index.holds_pair(head, roman(value)) for value in range(2, MOST + 1))


def _renumbered(words: Sequence[Word], number: Word, other: str) -> Word:
    typed = (number.forms[0][0], SOUNDED_SHARE)
    return Word(words[0].start, words[-1].end, ((other, 1.0), typed), ChangeKind.NUMERAL)
