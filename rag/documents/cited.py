"""Documents that do not print their own number, by that under which others cite them.

A resolution that begins with "Nghị quyết / Về hội nhập quốc tế" is what somebody means who asks for "Nghị quyết 22", where
another document says "Nghị quyết số 22-NQ/TW ngày ... về hội nhập quốc tế".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from corpus.vietnamese import strip_accents
from index.abbreviations import initials
from index.types import DocumentInfo
from rag.evidence.reading import Library
from rag.naming import CALLED
from rag.terms import tokens

PASSAGES: Final = 12
"""Passages in which a citation is looked for."""
_APART: Final = 20
"""Words that may stand between the number and what the document is about."""
_ABOUT: Final = re.compile(rf"(?P<kind>{CALLED.form(bare=False).pattern}) (?P<about>về .+)")
_NUMBER: Final = r"(?: so)? (?P<number>\d{1,4})(?!\S)"


def documents_within(library: Library, within: Collection[str] | None) -> list[DocumentInfo]:
    """The documents that may be meant; all of them where ``within`` names none."""
    return [one for one in library.documents() if within is None or one.id in within]


def documents_asked(library: Library, question: str, within: Collection[str] | None) -> list[DocumentInfo]:
    """The documents that a question may mean, with the number that it says, where others cite one by it that has none."""
    documents = documents_within(library, within)
    said = strip_accents(" ".join(tokens(question)))
    if re.search(_NUMBER, said) is None:
        return documents  # most questions: no title need be read
    for info in documents:
        about = _unnumbered(info)
        if about is None:
            continue
        kind = strip_accents(about["kind"])
        asked = re.search(rf"(?<!\S)(?:{kind}|{initials(kind.split()).lower()}){_NUMBER}", said)
        code = _cited(library, about["kind"], asked["number"], about["about"], within) if asked else ""
        if code:
            numbered = replace(info, metadata={**info.metadata, "number": code})
            return [numbered if one.id == info.id else one for one in documents]
    return documents


def _unnumbered(info: DocumentInfo) -> re.Match[str] | None:
    """The kind of a document and what it is about, where its title says no more: "Nghị quyết về hội nhập quốc tế"."""
    return None if info.metadata.get("number") else _ABOUT.fullmatch(" ".join(tokens(info.title)))


def _cited(library: Library, kind: str, number: str, about: str, within: Collection[str] | None) -> str:
    """The whole number under which a document about this is cited; empty where none is."""
    places = None if within is None else frozenset(within)
    found = library.search(f"{kind} số {number} {about}", PASSAGES, within=places)
    citation = re.compile(rf"(?<!\S){kind}(?: số)? {number}(?!\S)(?: \S+){{0,{_APART}}}? {re.escape(about)}(?!\S)")
    for hit in found.hits:
        if citation.search(" ".join(tokens(hit.passage.text))):
            whole = re.search(rf"(?<!\w){number}(?:[-/–]\w+)+", hit.passage.text)
            return whole[0] if whole else number
    return ""
