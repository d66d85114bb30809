"""Pure text functions for Vietnamese: they take and return strings and import nothing of ours.

``text`` has the forms of a string (NFC, folded, canonical), ``syllable`` the spelling rules of a syllable,
``soundalike`` what is written for what, ``keyboard`` the Telex and VNI input methods. Import the names from here.
"""

from corpus.vietnamese.keyboard import from_telex, from_vni, to_telex, to_vni
from corpus.vietnamese.letters import split_tone
from corpus.vietnamese.soundalike import sound_alikes
from corpus.vietnamese.syllable import (
    AccentKind,
    Syllable,
    accent_kind,
    compose,
    is_bare_syllable,
    is_syllable,
    parse_syllable,
    place_tone,
    spell,
)
from corpus.vietnamese.text import canonical, canonical_tones, fold, is_accented, nfc, strip_accents, syllables

__all__ = [
    "AccentKind",
    "Syllable",
    "accent_kind",
    "canonical",
    "canonical_tones",
    "compose",
    "fold",
    "from_telex",
    "from_vni",
    "is_accented",
    "is_bare_syllable",
    "is_syllable",
    "nfc",
    "parse_syllable",
    "place_tone",
    "sound_alikes",
    "spell",
    "split_tone",
    "strip_accents",
    "syllables",
    "to_telex",
    "to_vni",
]
