"""Where answers stand that their set does not mark: found by us, kept as places in the documents of the set.

Some tuning sets name the document that answers a question and no more, or word the answer anew. ``marks/*.tsv`` says for
a question and a document from which to which character its answer stands, in several places if need be, or ``-`` where the
document was read and does not say it. No text of the sets is in these files.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from corpus.document import Span

VISQA: Final = "visqa_multispan"
MARKED_SETS: Final = ("uit_seminar_wiki", "zalo2019_person")
"""The first words its answers anew, the others name documents only."""

Marks = Mapping[tuple[str, str], tuple[Span, ...]]
"""By the question's id and the document's (empty where a question has but one): where the answer stands; nowhere if empty."""


def read_marks(name: str, marks: Traversable | None = None) -> Marks:
    """The marks of a set by its name."""
    folder = marks or files("rag.training").joinpath("marks")
    lines = folder.joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        question, document, places = line.split("\t")
        found[question, document] = spans_in(places)
    return found


def spans_in(places: str) -> tuple[Span, ...]:
    """``4-9,12-20`` as spans; ``-`` is none."""
    pairs = (place.split("-") for place in places.split(",") if place != "-")
    return tuple(Span(int(start), int(end)) for start, end in pairs)
