"""Parts of a document as the items of a list: the headings below one, or those that begin with what is asked for.

"Ba cách tiếp cận" has three headings below it, which are the three; "Hạn chế về kinh tế" and "Hạn chế về văn hóa" are
together what somebody wants who asks for "hạn chế của hội nhập".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from corpus.document import Passage, Span
from corpus.headings import is_bullet
from corpus.vietnamese import canonical
from index.types import Hit
from rag.composing.continuing import Item, lines
from rag.composing.headed import last_titled
from rag.evidence.units import Unit, UnitKind, is_note, units_of
from rag.outlines import PARTS, REQUESTS, heading_words, said_by, ways_of, worded
from rag.terms import LIGHT

FURTHER: Final = 40
"""How many passages of a document are looked at."""
_GOES_ON: Final = frozenset(["về", "của", "trong", "đối", "ở", "trên", "từ", "theo", "thứ", "và", "đạt", "tồn"])
"""Words by which a heading goes on behind what it is about."""
_ALL_OF: Final = frozenset(["những", "các", "số"])  # "một số", whose first word counts
_LONGEST: Final = 80
"""Code points of a line that may be the heading of a part."""
_OURS: Final = re.compile(r"\b(?:đất )?nước (?:ta|mình|nhà)\b")
"""How people call their own country, which texts call by its name."""
WHOLE: Final = 300
"""Passages of a document in which its parts are looked for."""
MOST: Final = 6
"""Parts that are shown together at most."""


class Part(NamedTuple):
    """A part of a document: its heading, and what stands below; ``named`` where that heading and those above it say all that
    is asked for, without the document's title."""

    passage: Passage
    heading: Span
    told: list[Unit]
    named: bool


def below(passage: Passage, depth: int, following: Callable[[Passage, int], Sequence[Passage]]) -> list[Item]:
    """The headings right below the first ``depth`` of a passage's path, from this passage on; none where it is not the
    first of that part."""
    path = passage.section[:depth]
    found: dict[str, Item] = {}
    for one in (passage, *following(passage, FURTHER)):
        if one.section[:depth] != path:
            break
        for label in one.section[depth : depth + 1]:
            line = _line(one, label)
            if label not in found and line is not None:
                found[label] = Item(one, line)
    return list(found.values())


def parts_asked(
    question: str, title: str, document: str, following: Callable[[Passage, int], Sequence[Passage]]
) -> list[Part]:
    """The parts of a document whose headings, or the lines that introduce them, begin with what a question asks for ("Hạn chế
    về ...", "Kết quả:"), where these and those above them say the rest of the question, or the title does where none do. Empty
    where there are none, or more than anybody would want to see at once."""
    said = _OURS.sub("việt nam", worded(question))
    wanted = [part for part in PARTS if f" {part} " in f" {said} "]
    if not wanted:
        return []
    rest = said_by(said) - REQUESTS - frozenset(" ".join(wanted).split())
    titled = frozenset(worded(title).split())
    found: list[Part] = []
    for passage in following(Passage("", document, "", 0, 0), WHOLE):
        for line in _begun_with(passage, wanted):
            above = [label for label in passage.section if not frozenset(worded(label).split()) <= titled]
            own = frozenset(worded(" ".join((*above, line.text))).split())
            named = rest <= own
            fits = named or (rest <= own | titled and _whose(line.text) <= rest)
            told = list(_told(passage, line.span.end)) if fits else []
            if told:
                found.append(Part(passage, line.span, told, named))
    parts = [part for part in found if part.named] or found
    return parts if len(parts) <= MOST else []


def _begun_with(passage: Passage, wanted: Sequence[str]) -> Iterator[Item]:
    """The lines of a passage that name a part of this kind: its heading ("Hạn chế về kinh tế"), lines such as "Kết quả:"."""
    label = last_titled(passage.section)
    heading = _line(passage, label) if _named_in(heading_words(label), wanted) else None
    ways = [way for part in wanted for way in ways_of(part)]
    for line in lines(passage):
        if line.span == heading or (_may_head(line.text, ways) and _named_in(heading_words(line.text), wanted)):
            yield line


def _whose(heading: str) -> frozenset[str]:
    """The words of what a heading says that its part is of: those of "hợp tác" in "Bốn đặc trưng của hợp tác"."""
    _, _, owner = " ".join(heading_words(heading)).partition(" của ")
    return frozenset(owner.split()) - LIGHT


def _may_head(line: str, ways: Sequence[str]) -> bool:
    """Whether a line is short, no item and no sentence, and has one of these words: few have, and only they are looked at."""
    short = len(line) <= _LONGEST and line[-1] not in ".;,!?"
    return short and any(way in line.lower() for way in ways) and not is_bullet(line)


def _named_in(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(_names(words, part) for part in wanted)


def _names(words: Sequence[str], part: str) -> bool:
    """Whether the words of a heading are a part of this kind, or such a part of something."""
    while words and words[0] in _ALL_OF:
        words = words[1:]
    size = len(part.split())
    behind = words[size + 1 :] if words[size : size + 1] == ("chung",) else words[size:]
    return " ".join(words[:size]) == part and (not behind or behind[0] in _GOES_ON)


def _told(passage: Passage, start: int) -> Iterator[Unit]:
    """What stands below a heading, up to the next line that introduces others or is a heading; the line that introduces the
    first of it is left out, since the heading does."""
    hit = Hit(passage, "", "", 0.0, 1)
    begun = False
    for unit in units_of(hit, 0):
        if unit.start < start or is_note(unit.text) or (unit.introduces and not begun):
            continue
        another = unit.kind is not UnitKind.ITEM and _is_label(unit.text)
        if unit.kind is UnitKind.HEADING or unit.introduces or another:
            return
        begun = True
        yield unit


def _is_label(text: str) -> bool:
    """Whether a line says in front of a colon that it is another such part: "Nguyên nhân: ..."."""
    label, colon, _ = text[:_LONGEST].partition(":")
    return bool(colon) and " ".join(heading_words(label)) in PARTS


def _line(passage: Passage, label: str) -> Span | None:
    """Where a passage has its heading ``label``, shortened perhaps, on a line of its own."""
    plain = canonical(label).strip(" .:…")
    for line in lines(passage):
        said = canonical(line.text).strip(" .:…")
        if said == plain or (plain and label.endswith("…") and said.startswith(plain)):
            return line.span
    return None
