"""Lines that say what they are about before a colon: "Trụ sở: Jakarta", "1967: ASEAN". Slides are full of them.

Tables whose columns are what a question compares do the same. Such a line hardly has words of the question, so little else
shows that it answers; but all that its label says is asked for.
"""

from __future__ import annotations

import math
import re
from typing import Final

from corpus.headings import marker
from rag.terms import LIGHT, telling, tokens

_LABEL: Final = re.compile(r"(?P<label>[^:\n]{1,120}?)\s*:\s+(?P<value>\S.*)", re.DOTALL)


def label_fit(question: str, line: str) -> float:
    """How much of a question the label of ``line`` says, in [0, 1]: the root of its share of the telling words, since it
    matters more that it has no others; the share itself where it is a mere number. 0 where it has others, where the rest of
    the line says nothing new, and where there is no label. A date's label stands behind it."""
    item = marker(line)
    found = _LABEL.match(item.text if item else line.lstrip("-•*– "))
    if found is None:
        return 0.0
    asked = telling(question)
    label, value = (telling(found[part]) for part in ("label", "value"))
    if label - asked and any(word[0].isdecimal() for word in label):
        label, value = value, label
    if not label or label - asked or not value - asked:
        return 0.0
    share = len(label) / len(asked)
    return math.sqrt(share) if any(word[0].isalpha() for word in label) else share


def compared_share(question: str, header: str) -> float:
    """The share of a question's telling words that the header of a table has, in [0, 1], where two cells or more have nothing
    else: what the table is about is what the question compares."""
    asked = telling(question)
    cells = (frozenset(tokens(cell)) - LIGHT for cell in header.split("\t"))
    held = [cell for cell in cells if cell and cell <= asked]
    return len(frozenset().union(*held)) / len(asked) if len(held) > 1 else 0.0
