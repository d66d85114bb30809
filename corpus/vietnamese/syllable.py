"""The spelling of a Vietnamese syllable: onset, rhyme and tone, and which of them go together.

The tables list the rhymes of the written language; combinations that spelling forbids (``ce``, ``kha`` is fine, ``ka``
is not) are refused, combinations that merely do not occur are not.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from corpus.vietnamese.letters import NANG, NGANG, SAC, TONED, VOWELS, split_tone
from corpus.vietnamese.text import canonical_tones, fold, is_accented, nfc, syllables

ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip

RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
    uân uâng uât uây uê uêch uên uênh uêu uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yên yêm yêng yêt yêu
    """.split()  # noqa: SIM905 - a table reads better than a list of 160 quoted strings
)
_AFTER_QU = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây
    e en eng eo et ê ên êch ênh êt êu i ich in inh it ơ ơn ơt ôc y yên yêt ych ynh yt yu
    """.split()  # noqa: SIM905 - a table reads better than a list of 160 quoted strings
)
_AFTER_GI = frozenset(rhyme for rhyme in RHYMES if rhyme[0] not in "iy") | {"ê", "êc", "êng", "êt", "êm", "ên"}
_STOPS = ("c", "ch", "p", "t")
_FRONT = "ieêy"


class AccentKind(StrEnum):
    """How a text is accented: as it should be, in part, or not at all."""

    FULL = "full"
    HALF = "half"
    NONE = "none"


class Syllable(NamedTuple):
    """A syllable taken apart, lower case. ``rhyme`` has its letters without the tone; ``tone`` is 0 to 5."""

    onset: str
    rhyme: str
    tone: int


def place_tone(rhyme: str, tone: int) -> str:
    """A rhyme with its tone in the old style.

    It stands on the last modified vowel, else on the last before a final consonant, else on the middle of three, else
    on the first. ``rhyme`` is lower case, without a tone, and begins with a vowel.
    """
    if tone == NGANG:
        return rhyme
    end = len(rhyme)
    while end and rhyme[end - 1] not in VOWELS:
        end -= 1
    modified = [index for index in range(end) if rhyme[index] in "ăâêôơư"]
    if modified:
        at = modified[-1]
    elif end < len(rhyme):
        at = end - 1
    else:
        at = 1 if end == 3 else 0
    return rhyme[:at] + TONED[rhyme[at], tone] + rhyme[at + 1 :]


def spell(syllable: Syllable) -> str:
    """The syllable as it is written, lower case, old-style tone."""
    onset, rhyme, tone = syllable
    if onset == "gi" and rhyme[0] == "i":  # gi + i is written gi: gì, gìn, giết
        return "g" + place_tone(rhyme, tone)
    return onset + place_tone(rhyme, tone)


def _fits(onset: str, rhyme: str) -> bool:
    first = rhyme[0]
    match onset:
        case "qu":
            return rhyme in _AFTER_QU
        case "gi":
            return rhyme in _AFTER_GI
        case "k" | "gh" | "ngh":
            return rhyme in RHYMES and first in _FRONT and not rhyme.startswith("yê")
        case "c" | "g" | "ng":
            return rhyme in RHYMES and first not in _FRONT
        case "":
            return rhyme in RHYMES and not rhyme.startswith("iê")
    return rhyme in RHYMES and not rhyme.startswith("yê")


def _toneless_splits(toneless: str) -> list[tuple[str, str]]:
    """The ways to read a toneless lower-case word as onset and rhyme, the longest onset first."""
    splits = []
    for length in (3, 2, 1, 0):
        onset, rhyme = toneless[:length], toneless[length:]
        if onset in _ONSET_SET and len(onset) == length and rhyme and _fits(onset, rhyme):
            splits.append((onset, rhyme))
    if toneless.startswith("gi") and "i" + toneless[2:] in _GI_I:  # gì, gìn, giếng: the i is written once
        splits.append(("gi", "i" + toneless[2:]))
    return splits


_ONSET_SET = frozenset(ONSETS)
_GI_I = frozenset({"i", "in", "im", "ip", "it", "iêc", "iêng", "iêt", "iêm", "iên"})


def compose(toneless: str, tone: int) -> Syllable | None:
    """The syllable with these letters (lower case, no tone) and this tone, or None when there is none.

    One that ends in c, ch, p or t has the tone sắc or nặng.
    """
    for onset, rhyme in _toneless_splits(toneless):
        if tone in (SAC, NANG) or not rhyme.endswith(_STOPS):
            return Syllable(onset, rhyme, tone)
    return None


@lru_cache(maxsize=1 << 14)
def parse_syllable(word: str) -> Syllable | None:
    """``word`` (NFC, any case, either tone placement) as a Vietnamese syllable, or None: ``nuoc``, ``hat`` are none."""
    if len(word) > 7:
        return None
    lowered = canonical_tones(word.lower())
    syllable = compose(*split_tone(lowered))
    return syllable if syllable is not None and spell(syllable) == lowered else None


def is_syllable(word: str) -> bool:
    """Whether ``word`` (any normal form, case and tone placement) is spelt as a Vietnamese syllable."""
    return parse_syllable(nfc(word)) is not None


def _bare_forms() -> frozenset[str]:
    forms: set[str] = set()
    for onset in ONSETS:
        forms.update(fold(onset + rhyme) for rhyme in RHYMES | _AFTER_QU | _AFTER_GI if _fits(onset, rhyme))
    forms.update("g" + fold(rhyme) for rhyme in _GI_I)
    return frozenset(forms)


@lru_cache(maxsize=1)
def _bare() -> frozenset[str]:
    return _bare_forms()


def is_bare_syllable(word: str) -> bool:
    """Whether ``word`` without its accents is some Vietnamese syllable without its accents: ``nuoc``, ``duong``."""
    return fold(word) in _bare()


def accent_kind(text: str) -> AccentKind:
    """How ``text`` is accented, by spelling alone.

    None: no letter is accented. Half: besides accented syllables there are bare ones that no Vietnamese syllable is
    written as (``nuoc``, ``duong``, ``hat``). A text that only spelling cannot fault counts as full; a language model
    may know better.
    """
    words = syllables(nfc(text))
    if not any(is_accented(word) for word in words):
        return AccentKind.NONE
    bare = any(word.isascii() and is_bare_syllable(word) and not is_syllable(word) for word in words)
    return AccentKind.HALF if bare else AccentKind.FULL
