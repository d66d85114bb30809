"""The ways people type a question, made from a properly typed one. Deterministic: evaluation depends on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from random import Random

from corpus.vietnamese import canonical_tones, is_accented, nfc, sound_alikes, strip_accents, to_telex, to_vni
from index.readings.shorthand import SHORTHAND


class Typing(StrEnum):
    """How a question is typed; ``as-is`` leaves it alone."""

    AS_IS = "as-is"
    UNACCENTED = "unaccented"
    HALF_ACCENTED = "half-accented"
    TELEX = "telex"
    VNI = "vni"
    TYPOS = "typos"
    POLITE = "polite"
    SHORTHAND = "shorthand"
    MISSPELT = "misspelt"


# What people put around a question they ask somebody; the question stands for the braces.
_POLITE = (
    "Cho mình hỏi {} vậy ạ?",
    "Chào bạn, cho em hỏi {} ạ, em cảm ơn",
    "Bạn có thể cho tôi biết {} không?",
    "Xin hỏi {}?",
    "Bạn ơi, {} thế?",
    "Em muốn hỏi là {} ạ?",
    "Theo tài liệu này thì {}?",
    "Mọi người cho em hỏi với ạ, {}",
    "Tôi đang thắc mắc {}, xin cảm ơn",
    "Dạ thưa thầy, cho em hỏi {} ạ",
    "Có ai biết {} không ạ?",
    "Hãy cho biết {}",
)
_WORD = re.compile(r"[^\W\d_]+")
_NEIGHBOURS = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "k",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip

_SHORT: dict[str, list[str]] = {}
for _short, _meant in SHORTHAND.items():
    _SHORT.setdefault(_meant, []).append(_short)
_SHORTENED = re.compile(rf"\b(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\b", re.IGNORECASE)


def retype(question: str, how: str, seed: int = 0) -> str:
    """``question`` as it comes out when typed ``how`` (a value of ``Typing``).

    Equal arguments give equal results. Half-accented: each accented word loses its accents with even odds, but at least
    one loses and one keeps them where there are two. Telex and VNI: the keys, as when the input method is off. Typos: one
    slip (two letters swapped, one dropped, doubled or hit beside) in about every sixth word of four letters or more, at
    least one. Polite: inside words that are meant for a person. Shorthand: the words that messages shorten, shortened.
    Misspelt: about every sixth syllable that sounds like another somewhere is written as that, at least one. Raises
    ValueError for an unknown ``how``.
    """
    typing = Typing(how)
    text = nfc(question)
    random = Random(f"{seed}\n{typing}\n{text}")  # noqa: S311 - repeatable on purpose
    ways: dict[Typing, Callable[[], str]] = {
        Typing.AS_IS: lambda: question,
        Typing.UNACCENTED: lambda: strip_accents(text),
        Typing.HALF_ACCENTED: lambda: _on_some(text, is_accented, 0.5, strip_accents, random),
        Typing.TELEX: lambda: to_telex(canonical_tones(text)),
        Typing.VNI: lambda: to_vni(canonical_tones(text)),
        Typing.TYPOS: lambda: _on_some(
            text, lambda word: len(word) >= 4, 1 / 6, lambda word: _slip(word, random), random
        ),
        Typing.POLITE: lambda: random.choice(_POLITE).format(_lowered(text.strip().rstrip(" .?！？"))),
        Typing.SHORTHAND: lambda: _SHORTENED.sub(lambda found: random.choice(_SHORT[found[0].lower()]), text),
        Typing.MISSPELT: lambda: _on_some(text, _has_alikes, 1 / 6, lambda word: random.choice(_alikes(word)), random),
    }
    return ways[typing]()


def _alikes(word: str) -> list[str]:
    """What a small word may be misspelt as: one part of it changed."""
    return [other for other, changes in sound_alikes(word) if changes == 1 and word.islower()]


def _has_alikes(word: str) -> bool:
    return bool(_alikes(word))


def _lowered(text: str) -> str:
    """``text`` as it goes on in the middle of a sentence: a first capital of an ordinary word becomes small."""
    first = text.split(maxsplit=1)[0] if text else ""
    second = text[len(first) :].strip()[:1]
    return text[0].lower() + text[1:] if first[1:].islower() and not second.isupper() else text


def _on_some(text: str, fits: Callable[[str], bool], odds: float, change: Callable[[str], str], random: Random) -> str:
    """Changes each fitting word with the given odds, but one at least, and where there are two not all."""
    words = [match.span() for match in _WORD.finditer(text) if fits(match.group())]
    if not words:
        return text
    chosen = [index for index in range(len(words)) if random.random() < odds]
    if not chosen:
        chosen = [random.randrange(len(words))]
    elif len(chosen) == len(words) > 1:
        chosen.pop(random.randrange(len(words)))
    for start, end in reversed([words[index] for index in chosen]):
        text = text[:start] + change(text[start:end]) + text[end:]
    return text


def _slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    match random.randrange(4):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at] + word[at:]
    letter = strip_accents(word[at]).lower()
    return word[:at] + random.choice(_NEIGHBOURS.get(letter, "e")) + word[at + 1 :]
