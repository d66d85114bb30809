"""A row of a table as a sentence, for the network that reads: it has learnt from sentences, not from cells."""

from __future__ import annotations

from rag.evidence.units import Unit
from rag.terms import telling, tokens


def as_sentence(unit: Unit, question: str) -> str:
    """What a unit says; for a row of a table a sentence that says it.

    "GDP là 26 tỷ" where the header adds nothing that is asked for, "Thẻ thường, phí là 50 nghìn" where it does or there
    are more columns. A row that begins with a number stays as it is read: its header says what that is.
    """
    if not unit.header:
        return unit.read_as
    text = unit.said or unit.text
    cells = [cell.strip() for cell in text.split("\t")]
    names = [name.strip() for name in unit.header.split("\t")]
    if not 1 < len(cells) <= len(names) or not cells[0] or cells[0][0].isdecimal():
        return unit.read_as
    if len(cells) == 2 and telling(question).isdisjoint(tokens(names[1])):
        return f"{cells[0]} là {cells[1]}"
    said = (f"{name[:1].lower()}{name[1:]} là {cell}" for name, cell in zip(names[1:], cells[1:], strict=False) if cell)
    return ", ".join([cells[0], *said])
