"""The forms of a string: composed, folded, canonical; and its syllables."""

from __future__ import annotations

import re
import unicodedata

from corpus.vietnamese.letters import HUYEN, NANG, TONED


def nfc(text: str) -> str:
    """Canonical composition: the one form in which text enters the product."""
    return unicodedata.normalize("NFC", text)


_MARKS: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370)) | {ord("đ"): "d", ord("Đ"): "D"}


def strip_accents(text: str) -> str:
    """``text`` without accents, đ to d, case kept: ``"Hội Đồng"`` gives ``"Hoi Dong"``.

    ``đ`` is a letter of its own, not a d with a combining mark, so it is mapped by hand.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_MARKS))


def fold(text: str) -> str:
    """Lower case, no accents, đ to d: ``"Hội Đồng"`` gives ``"hoi dong"``."""
    return strip_accents(text.lower())


def is_accented(text: str) -> bool:
    """Whether ``text`` holds a letter that an unaccented typist would have typed otherwise."""
    return not text.isascii() and strip_accents(text) != nfc(text)


def _either_case(letters: str) -> str:
    return letters + letters.upper()


def _toned(letters: str) -> str:
    """The toned forms of ``letters``, both cases, for a character class."""
    return "".join(TONED[form, tone] for form in _either_case(letters) for tone in range(HUYEN, NANG + 1))


# Old style puts the tone on the first vowel of an open oa, oe, uy (hòa, thủy), both styles on the last vowel of a
# closed one (hoàn, huỳnh). `qu` and `gi` are consonants: their u and i never carry the tone (quý, già), but `gì` and
# `gìn` have i as their vowel. One leading character class lets the regular expression engine skip to candidates; the
# alternatives look back at the letter it found. Nothing repeats, so the cost is linear.
_END = r"(?![^\W\d_])"
_MORE = r"(?=[^\W\d_])"
_MISPLACED = re.compile(
    f"[{_either_case('ouiư')}{_toned('ouiưy')}]"
    "(?:"
    f"(?<=[oO])[{_toned('ae')}]{_END}"  # hoà -> hòa
    f"|(?<![qQ].)(?<=[uU])[{_toned('ya')}]{_END}"  # thuỷ -> thủy, cuả -> của
    f"|(?<![gG].)(?<=[iI])[{_toned('a')}]{_END}"  # kià -> kìa
    f"|(?<=[ưƯ])[{_toned('a')}]{_END}"  # nưã -> nữa
    f"|(?<=[{_toned('o')}])(?:[{_either_case('ae')}]{_MORE}|[{_either_case('ă')}])"  # hòan -> hoàn
    f"|(?<=[{_toned('u')}])(?:[{_either_case('y')}]{_MORE}|[{_either_case('âêôơ')}])"  # hùynh -> huỳnh
    f"|(?<=[qQ][{_toned('u')}])[{_either_case('aăâeêioôơy')}]"  # qúy -> quý
    f"|(?<=[gG][{_toned('i')}])[{_either_case('aăâeoôơuư')}]"  # gía -> giá
    f"|(?<=[{_toned('iy')}])[{_either_case('ê')}]"  # tíên -> tiến
    f"|(?<=[{_toned('ư')}])[{_either_case('ơ')}]"  # nứơc -> nước
    ")"
)


def _moves() -> dict[str, str]:
    """Every pair of vowels with a tone on one of them, to the pair with the tone on the other."""
    letters = _either_case("aăâeêioôơuưy")
    return {
        TONED[first, tone] + second: first + TONED[second, tone]
        for first in letters
        for second in letters
        for tone in range(HUYEN, NANG + 1)
    } | {
        first + TONED[second, tone]: TONED[first, tone] + second
        for first in letters
        for second in letters
        for tone in range(HUYEN, NANG + 1)
    }


_MOVED = _moves()


def _move(match: re.Match[str]) -> str:
    return _MOVED[match.group()]


def canonical_tones(text: str) -> str:
    """``text`` (NFC) with every tone where the old style puts it: ``hoà`` to ``hòa``, ``thuỷ`` to ``thủy``.

    Only tones move, from one vowel to its neighbour: case and length stay, so spans stay valid. Linear. Idempotent.
    """
    if text.isascii():
        return text
    once = _MISPLACED.sub(_move, text)
    # chũyên, chuỹên, chuyễn: a tone may have two steps to go
    return text if once == text else _MISPLACED.sub(_move, once)


_Y_AFTER = re.compile(r"(?<![^\W\d_])((?:[hklmst]|qu))([iìíỉĩị])(?![^\W\d_])")
_TO_Y = dict(zip("iìíỉĩị", "yỳýỷỹỵ", strict=True))


def _to_y(match: re.Match[str]) -> str:
    return match.group(1) + _TO_Y[match.group(2)]


def canonical(text: str) -> str:
    """The form of search keys: NFC, lower case, one tone placement, one spelling where i and y are the same word.

    i becomes y only where it is the whole rhyme after h, k, l, m, s, t or qu (``lí``, ``lý``); ``hai`` and ``hay`` stay
    two words. For comparing and indexing only: stored and shown text stays as written.
    """
    return _Y_AFTER.sub(_to_y, canonical_tones(nfc(text).lower()))


_SYLLABLE = re.compile(r"[^\W_]+")


def syllables(text: str) -> list[str]:
    """The runs of letters and digits of ``text`` (NFC), as written; one-letter words and numbers included."""
    return _SYLLABLE.findall(text)
