"""Syllables that are written for one another because they sound alike somewhere.

Hỏi and ngã in the south, l and n in the north, final n and ng, t and c, and the onsets that many speakers do not tell apart
(s and x, tr and ch, d, gi, r and v).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from corpus.vietnamese.letters import HOI, NGA, VOWELS, split_tone
from corpus.vietnamese.syllable import ONSETS, RHYMES, Syllable, is_syllable, spell
from corpus.vietnamese.text import canonical_tones, nfc

_ONSETS: Final = (
    ("s", "x"), ("tr", "ch"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("v", "d"), ("v", "gi"), ("l", "n"),
    ("c", "k"), ("g", "gh"), ("ng", "ngh"),
)  # fmt: skip
_ENDS: Final = (
    ("n", "ng"), ("t", "c"), ("in", "inh"), ("ên", "ênh"), ("it", "ich"), ("êt", "êch"), ("ay", "ai"), ("au", "ao"),
    ("iu", "ưu"), ("iêu", "ươu"), ("ui", "uôi"), ("ưi", "ươi"), ("im", "iêm"), ("ip", "iêp"),
)  # fmt: skip
_VOWELS: Final = frozenset(VOWELS)
_LONGEST_FIRST: Final = sorted(filter(None, ONSETS), key=len, reverse=True)


@lru_cache(maxsize=1 << 13)
def sound_alikes(word: str) -> tuple[tuple[str, int], ...]:
    """The syllables that ``word`` (any case) may be written for, with how many of onset, rhyme and tone differ: one or two.

    ``word`` need not be spelt as a syllable itself (``nghành``); what is none when it is taken apart has none.
    """
    own = canonical_tones(nfc(word).lower())
    toneless, tone = split_tone(own)
    onset, rhyme = _parts(toneless)
    onsets = [onset, *_swapped(onset, _ONSETS, whole=True)]
    rhymes = [one for one in (rhyme, *_swapped(rhyme, _ENDS, whole=False)) if one in RHYMES]
    tones = [tone, HOI if tone == NGA else NGA] if tone in (HOI, NGA) else [tone]
    found: dict[str, int] = {}
    for parts in product(onsets, rhymes, tones):
        changes = sum(part != mine for part, mine in zip(parts, (onset, rhyme, tone), strict=True))
        spelt = spell(Syllable(*parts))
        if 0 < changes < 3 and spelt != own and is_syllable(spelt):
            found[spelt] = min(changes, found.get(spelt, changes))
    return tuple(sorted(found.items(), key=lambda item: (item[1], item[0])))


def _parts(toneless: str) -> tuple[str, str]:
    """A toneless word as onset and rhyme, whether or not they go together."""
    onset = next((one for one in _LONGEST_FIRST if toneless.startswith(one)), "")
    rhyme = toneless[len(onset) :]
    if onset == "gi" and rhyme[:1] not in _VOWELS:  # gì, gìn: the i is written once
        rhyme = f"i{rhyme}"
    return onset, rhyme


def _swapped(part: str, pairs: tuple[tuple[str, str], ...], *, whole: bool) -> Iterator[str]:
    for one, other in pairs:
        for old, new in ((one, other), (other, one)):
            if part == old if whole else part.endswith(old) and not (old == "n" and part.endswith("ng")):
                yield part[: len(part) - len(old)] + new
