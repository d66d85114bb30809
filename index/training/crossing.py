"""Questions in another language than the documents, made from sentence pairs: the ranker's examples across languages.

Neighbouring sentences of one language are a passage; a clause of a sentence's translation is the question. Only the pairs
that the embedding was not trained on are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from index.training.corpora import TRANSLATIONS, translations
from index.training.shelf import Examples, collect, shelve
from index.training.store import HELD_OUT_EVERY

PAIRS: Final = 16_000
"""How many pairs from the file's beginning are used; they are news articles, sentence after sentence."""
PASSAGE: Final = 5
"""Sentences of a passage."""
CLAUSE: Final = 9
"""Words of a question, of a sentence that has more."""


def english_questions(data: Path, encoder: Any) -> Examples:
    """English questions on Vietnamese passages."""
    pairs = list(islice(translations(data / TRANSLATIONS), PAIRS))
    return _asked([pair.english for pair in pairs], [pair.vietnamese for pair in pairs], encoder)


def vietnamese_questions(data: Path, encoder: Any) -> Examples:
    """Vietnamese questions on English passages."""
    pairs = list(islice(translations(data / TRANSLATIONS), PAIRS))
    return _asked([pair.vietnamese for pair in pairs], [pair.english for pair in pairs], encoder)


def _asked(asking: Sequence[str], telling: Sequence[str], encoder: Any) -> Examples:
    documents = [
        (str(start // PASSAGE), " ".join(telling[start : start + PASSAGE])) for start in range(0, len(telling), PASSAGE)
    ]
    questions = [
        (clause(asking[number], number), {str(number // PASSAGE): 1})
        for number in range(0, len(asking), HELD_OUT_EVERY)
    ]
    return collect(shelve(documents, encoder), encoder, questions)


def clause(sentence: str, number: int) -> str:
    """``CLAUSE`` neighbouring words of a sentence, not always the first ones."""
    words = sentence.rstrip(".").split()
    start = number // HELD_OUT_EVERY % max(len(words) - CLAUSE + 1, 1)
    return " ".join(words[start : start + CLAUSE])
