"""The two common input methods, both ways: what the keys were when the method is off, and what they meant.

Telex doubles a letter for its circumflex (aa, ee, oo) and for đ (dd), has w for horn and breve, s f r x j for the
tones. VNI has 6 for the circumflex, 7 for the horn, 8 for the breve, 9 for đ, 1 to 5 for the tones.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.vietnamese.letters import UNTONED, split_tone
from corpus.vietnamese.syllable import compose, spell
from corpus.vietnamese.text import nfc

_TELEX_LETTERS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_LETTERS = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
_TELEX_TONES = ("", "f", "s", "r", "x", "j")
_VNI_TONES = ("", "2", "1", "3", "4", "5")
_U7O7 = re.compile(r"(u)7(o7)", re.IGNORECASE)  # one 7 serves both letters of ươ
_WORD = re.compile(r"[^\W\d_]+")


def to_telex(text: str) -> str:
    """The Telex keys of ``text``, the tone key at the end of its syllable: ``hội`` gives ``hooij``."""

    def word(match: re.Match[str]) -> str:
        toneless, tone = split_tone(match.group())
        keys = "".join(_in_case_of(letter, _TELEX_LETTERS.get(letter.lower(), letter)) for letter in toneless)
        if "oo" in toneless:  # xoong: two o that are not an ô need a third key
            keys = keys.replace("oo", "ooo")
        keys = keys.replace("uwow", "uow") + _TELEX_TONES[tone]
        return keys.upper() if len(toneless) > 1 and toneless.isupper() else keys

    return _WORD.sub(word, nfc(text))


def to_vni(text: str) -> str:
    """The VNI keys of ``text``, each mark right after its letter: ``hội`` gives ``ho65i``."""
    keys = []
    for letter in nfc(text):
        base, tone = UNTONED.get(letter, (letter, 0))
        keys.append(_in_case_of(base, _VNI_LETTERS.get(base.lower(), base)) + _VNI_TONES[tone])
    return _U7O7.sub(r"\1\2", "".join(keys))


def _in_case_of(letter: str, keys: str) -> str:
    return keys if letter.islower() or len(keys) == 1 else keys[0].upper() + keys[1:]


def _horn(letters: list[str]) -> bool:
    """Applies Telex w or VNI 7 to the vowels typed so far: uo gives ươ, else the last o or u."""
    word = "".join(letters)
    at = word.rfind("uo")
    if at >= 0 and not word[:at].endswith("q"):
        letters[at : at + 2] = ["ư", "ơ"]
        return True
    at = max(word.rfind("o"), word.rfind("u"))
    if at < 0 or (word[at] == "u" and word[:at].endswith("q")):
        return False
    letters[at] = "ơ" if word[at] == "o" else "ư"
    return True


def _replace_last(letters: list[str], old: str, new: str) -> bool:
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] == old:
            letters[index] = new
            return True
    return False


_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}


def _telex_w(letters: list[str]) -> bool:
    """w is the breve of a lone a (or oa), the horn otherwise; in ``ua`` the u takes it unless a consonant follows."""
    word = "".join(letters)
    if "a" in word:
        at = word.rfind("a")
        after_u = at > 0 and word[at - 1] == "u" and not word[: at - 1].endswith("q")
        if not after_u:
            letters[at] = "ă"
            return True
    if _horn(letters):
        return True
    letters.append("ư")  # w for ư after a consonant
    return bool(word)


def _telex_key(key: str, letters: list[str]) -> bool:
    """Applies one Telex modifier; False when ``key`` is a letter here."""
    if key == "o" and letters[-1:] == ["ô"]:  # ooo undoes the circumflex
        letters[-1:] = ["o", "o"]
        return True
    if key in _CIRCUMFLEX and key in letters and not set(letters[letters.index(key) + 1 :]) & set(_CIRCUMFLEX):
        return _replace_last(letters, key, _CIRCUMFLEX[key])  # not across another of them: khoeo
    if key == "d" and letters and letters[0] == "d":
        letters[0] = "đ"
        return True
    return key == "w" and _telex_w(letters)


def _vni_key(key: str, letters: list[str]) -> bool:
    match key:
        case "6":
            return any(
                letter in _CIRCUMFLEX and _replace_last(letters, letter, _CIRCUMFLEX[letter])
                for letter in reversed(letters)
            )
        case "7":
            return _horn(letters)
        case "8":
            return _replace_last(letters, "a", "ă")
        case "9":
            return bool(letters) and letters[0] == "d" and _replace_last(letters[:1], "d", "đ")
    return False


def _compose(letters: list[str], tone: int) -> str | None:
    """The syllable that ``letters`` and ``tone`` spell, or None."""
    toneless = "".join(letters)
    forms = [toneless]
    if "ươ" in toneless:  # uow without a final consonant is uơ: thuở
        forms.append(toneless.replace("ươ", "uơ"))
    for form in forms:
        syllable = compose(form, tone)
        if syllable is not None:
            return spell(syllable)
    return None


@lru_cache(maxsize=1 << 13)
def from_telex(word: str) -> str | None:
    """The syllable whose Telex keys are ``word``, in its case, or None. Keys may come in any order that typists use.

    A word without a modifier key is not Telex: it gives None.
    """
    letters: list[str] = []
    tone, used, vowel = 0, False, False
    for key in word.lower():
        if vowel and key in "fsrxj":
            if tone:
                return None
            tone, used = _TELEX_TONES.index(key), True
        elif _telex_key(key, letters):
            used = True
        else:
            letters.append(key)
        vowel = vowel or key in "aeiouyw"
    decoded = _compose(letters, tone) if used else None
    return _with_case(word, decoded) if decoded else None


@lru_cache(maxsize=1 << 13)
def from_vni(word: str) -> str | None:
    """The syllable whose VNI keys are ``word``, in its case, or None; a word without a modifier digit gives None."""
    letters: list[str] = []
    tone, used = 0, False
    for key in word.lower():
        if key in "12345" and letters:
            if tone:
                return None
            tone, used = _VNI_TONES.index(key), True
        elif key == "9" and letters and letters[0] == "d":
            letters[0], used = "đ", True
        elif _vni_key(key, letters):
            used = True
        else:
            letters.append(key)
    decoded = _compose(letters, tone) if used else None
    return _with_case(word, decoded) if decoded else None


def _with_case(keys: str, decoded: str) -> str:
    if keys[:1].isupper():
        return decoded.upper() if keys.isupper() and len(decoded) > 1 else decoded[0].upper() + decoded[1:]
    return decoded
