"""What of a question is searched in other words: the stretches that give way, the text that comes out, what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class ChangeKind(StrEnum):
    """Why words were read as others."""

    ACCENTS = "accents"
    TELEX = "telex"
    VNI = "vni"
    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"
    COURTESY = "courtesy"
    SHORTHAND = "shorthand"
    NUMERAL = "numeral"


@dataclass(frozen=True, slots=True)
class Change:
    """``before``, as typed, is searched as ``after``; an empty ``after`` means that it is left out."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """``text[start:end]`` is searched as ``after``."""

    start: int
    end: int
    after: str
    kind: ChangeKind


def in_case_of(typed: str, form: str) -> str:
    """``form`` (lower case) with the capitals of what was typed."""
    if typed.isupper() and len(typed) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if typed[:1].isupper() else form


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """``text`` with its replacements, which are in order and apart."""
    parts, at = [], 0
    for replacement in replacements:
        parts += [text[at : replacement.start], replacement.after]
        at = replacement.end
    return "".join([*parts, text[at:]])


def changes(text: str, replacements: Sequence[Replacement]) -> Iterator[Change]:
    """Neighbouring replacements of one kind as one change."""
    run = 0
    numbered = []
    for previous, replacement in zip([None, *replacements], replacements, strict=False):
        joined = previous is not None and previous.kind == replacement.kind
        run += not (joined and previous is not None and text[previous.end : replacement.start] == " ")
        numbered.append((run, replacement))
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        members = [replacement for _, replacement in group]
        before = text[members[0].start : members[-1].end]
        yield Change(members[0].kind, before, " ".join(member.after for member in members))
