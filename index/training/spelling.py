"""Two placements of a tone mark are one unit: `hoà` and `hòa`, `thuỷ` and `thủy`, `toàn` and `tòan`.

The tokenizer holds every unit under each spelling, all pointing at one row of the table, so that no caller has to
rewrite text first.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x)?"
_OPEN = re.compile(rf"({_ONSET})(o)([ae])|({_ONSET})(u)(y)")
_CLOSED = re.compile(rf"({_ONSET})(o)([ae])(n|ng|nh|c|ch|m|p|t|i|y|o)")


def _split(syllable: str) -> tuple[str, str]:
    """The syllable without its tone, and the tone mark (empty when level)."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = "".join(mark for mark in decomposed if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)), tone


def spellings(syllable: str) -> tuple[str, ...]:
    """The ways to place the tone in a lower-case syllable, the canonical one (`hòa`, `toàn`, `quý`) first."""
    bare, tone = _split(syllable)
    if len(tone) != 1:
        return (syllable,)
    match = _OPEN.fullmatch(bare)
    if match:
        groups = [g for g in match.groups() if g is not None]
        if groups[0] in {"q", "qu"}:
            return (syllable,)
        onset, first, second = groups
        return tuple(unicodedata.normalize("NFC", s) for s in (onset + first + tone + second, bare + tone))
    match = _CLOSED.fullmatch(bare)
    if match:
        onset, first, second, coda = match.groups()
        good, bad = onset + first + second + tone + coda, onset + first + tone + second + coda
        return tuple(unicodedata.normalize("NFC", s) for s in (good, bad))
    return (syllable,)


def canonical(syllable: str) -> str:
    """The spelling under which a lower-case syllable is counted."""
    return spellings(syllable)[0]
