"""The letters of Vietnamese: a vowel is a letter and a tone, composed or taken apart."""

from __future__ import annotations

import unicodedata

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
"""The six tones as combining marks: ngang, huyền, sắc, hỏi, ngã, nặng. A tone is its index here."""

NGANG, HUYEN, SAC, HOI, NGA, NANG = range(6)

VOWELS = "aăâeêioôơuưy"

TONED: dict[tuple[str, int], str] = {
    (form, tone): unicodedata.normalize("NFC", form + mark)
    for letter in VOWELS
    for form in (letter, letter.upper())
    for tone, mark in enumerate(TONES)
}
"""(vowel without tone, tone) to the composed letter, both cases."""

UNTONED: dict[str, tuple[str, int]] = {composed: pair for pair, composed in TONED.items()}
"""The reverse: ``ế`` to ``("ê", SAC)``."""


def split_tone(text: str) -> tuple[str, int]:
    """``text`` (NFC) without its tones, and the last tone found: ``"Thủy"`` gives ``("Thuy", HOI)``."""
    tone = NGANG
    letters = []
    for letter in text:
        pair = UNTONED.get(letter)
        if pair is None:
            letters.append(letter)
            continue
        letters.append(pair[0])
        tone = pair[1] or tone
    return "".join(letters), tone
