"""A turn as JSON text and back, whole: what the history stores, and what a browser may be given to keep.

Unlike ``ui.json_output``, which is a contract with other programs, this form loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus.document import Passage, Span
from index.types import Hit, Location, TableHeader
from rag.types import Answer, Checked, Citation, Outcome, Turn


def turn_to_json(turn: Turn) -> str:
    """One line of ASCII: lone surrogates of odd file names survive as escapes."""
    return json.dumps({"question": turn.question, "answer": asdict(turn.answer)}, separators=(",", ":"))


def turn_from_json(text: str) -> Turn:
    """The turn again; equal to the one that was stored."""
    record = json.loads(text)
    return Turn(record["question"], _answer(record["answer"]))


def _answer(record: Mapping[str, Any]) -> Answer:
    return Answer(
        record["question"],
        record["searched_as"],
        Outcome(record["outcome"]),
        record["confidence"],
        record["text"],
        tuple(_citation(one) for one in record["citations"]),
        tuple(_hit(one) for one in record["hits"]),
        tuple(_checked(one) for one in record["checked"]),
    )


def _citation(record: Mapping[str, Any]) -> Citation:
    emphasis = tuple(Span(start, end) for start, end in record["emphasis"])
    return Citation(**{**record, "section": tuple(record["section"]), "emphasis": emphasis})


def _hit(record: Mapping[str, Any]) -> Hit:
    passage = Passage(**{**record["passage"], "section": tuple(record["passage"]["section"])})
    places = tuple(Location(**{**place, "section": tuple(place["section"])}) for place in record["also_in"])
    header = TableHeader(**record["header"]) if record.get("header") else None
    return Hit(
        **{**record, "passage": passage, "also_in": places, "reasons": tuple(record["reasons"]), "header": header}
    )


def _checked(record: Mapping[str, Any]) -> Checked:
    return Checked(**{**record, "markers": tuple(record["markers"]), "missing": tuple(record["missing"])})
