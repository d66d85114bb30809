"""Markdown into units: marks deleted, headings declared, wrapped lines joined, lists and tables kept.

Not a renderer: only what changes how the words read. Raw HTML tags in the text are deleted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cleaning import marks
from corpus.cleaning.lines import Interval, Kind, Line, Unit

_ATX = re.compile(r"^(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?$")
_SETEXT = re.compile(r"^(=+|-+)$")
_RULE = re.compile(r"^(?:\*\s*){3,}$|^(?:-\s*){3,}$|^(?:_\s*){3,}$|^(?:\*\*|__)\s*_{3,}\s*(?:\*\*|__)$|^(?:\\_){3,}$")
_FENCE = re.compile(r"^(?:```+|~~~+)")
_BOLD_LINE = re.compile(r"^(?:\*\*|__)(?=\S)((?:(?!\*\*|__).)+)(?<=\S)(?:\*\*|__)\s*:?$")
_ITEM = re.compile(r"^(?:[-*+•]|\\[-*+])\s+|^\d{1,3}\\?[.)]\s+")
_STAR_BULLET = re.compile(r"^\*\s+")
_QUOTE = re.compile(r"^(?:>\s?)+")
_TABLE_RULE = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_INLINE = re.compile(
    r"(?P<escape>\\)[\\`*_{}\[\]()#+\-.!|>~]"
    r"|(?P<image>!\[[^\]\n]{0,200}+\]\([^)\s]{0,400}+\))"
    r"|\[(?P<label>[^\]\n]{1,200}+)\](?P<target>\([^)\s]{0,400}+(?:\s+\"[^\"\n]{0,200}+\")?+\)|\[[^\]\n]{0,100}+\])"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,300}+>|<!--[^<>]{0,400}+>)"
    r"|(?P<strong>\*\*+|__+|~~+|`+)"
    r"|(?P<stress>(?<![\w\\])[*_](?=\S)|(?<=\S)[*_](?![\w]))"
)
_LONGEST_HEADING = 200
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")


def is_markdown(lines: Sequence[Line]) -> bool:
    """Whether a plain text file holds Markdown: headings, bold lines or escapes, more than by chance."""
    signs = 0
    for line in lines:
        text = line.text
        signs += bool(_ATX.match(text)) or bool(_BOLD_LINE.match(text)) or text.startswith(("\\- ", "**"))
        signs += text.count("](http") > 0
        if signs >= 3:
            return True
    return False


def markdown_units(decoded: str, lines: Sequence[Line]) -> list[Unit]:
    """The units of a Markdown text, front matter already taken off."""
    parser = _Parser(decoded)
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        parser.feed(line, following)
    for number, unit in enumerate(parser.units):
        if number not in parser.verbatim:
            for start, end in unit.spans:
                unit.deletions += inline_marks(decoded, start, end)
    return parser.units


class _Parser:
    """Reads line by line; a line goes on in the next one unless either is something of its own."""

    def __init__(self, decoded: str) -> None:
        self.decoded = decoded
        self.units: list[Unit] = []
        self.verbatim: set[int] = set()
        self._fenced = False
        self._open = False  # whether the last unit may go on
        self._in_table = False
        self._atx_level = 0
        self._broken = self._breaks = False  # whether the line before, and this one, end with a hard break

    def feed(self, line: Line, following: Line | None) -> None:
        """Takes the next line; ``following`` is the one after it."""
        text = line.text
        table, self._in_table = self._in_table, False
        self._broken, self._breaks = self._breaks, line.trailing >= 2 or text.endswith("\\")
        if _FENCE.match(text):
            self._fenced, self._open = not self._fenced, False
        elif self._fenced:
            self.verbatim.add(len(self.units))
            self._add(line, Kind.PARAGRAPH, tight=line.blanks == 0 and len(self.units) - 1 in self.verbatim)
        elif self._is_underline(line) or _RULE.match(text):
            self._open = False
        elif _ATX.match(text):
            self._heading(line)
        elif "|" in text and (table or (following is not None and _TABLE_RULE.match(following.text))):
            self._in_table = True
            self._row(line, continues=table)
        elif _BOLD_LINE.match(text) and self._stands_alone(line, following):
            self._add(line, Kind.HEADING, level=self._atx_level + 1 if self._atx_level else _bold_level(text))
        elif _ITEM.match(text):
            before = self.units[-1] if self.units else None
            self._add(line, Kind.ITEM, tight=before is not None and line.blanks <= 1 and self._same_list(before, text))
            self._cut(line, _STAR_BULLET)
            self._open = True
        elif self._open and line.blanks == 0 and self._broken and not marks.starts_lower(text):
            self._add(line, Kind.PARAGRAPH, tight=True)
            self._open = True
        elif self._open and line.blanks == 0:
            self.units[-1].spans.append((line.start, line.end))
            self._cut(line, _QUOTE)
        else:
            self._add(line, Kind.PARAGRAPH)
            self._cut(line, _QUOTE)
            self._open = True

    def _same_list(self, before: Unit, text: str) -> bool:
        first = self.decoded[before.spans[0][0]]
        return before.kind is Kind.ITEM and first.isdigit() == text[0].isdigit()

    def _add(self, line: Line, kind: Kind, *, level: int = 0, tight: bool = False) -> Unit:
        unit = Unit([(line.start, line.end)], kind, level=level, tight=tight)
        self.units.append(unit)
        self._open = False
        return unit

    def _cut(self, line: Line, pattern: re.Pattern[str]) -> None:
        found = pattern.match(line.text)
        if found:
            self.units[-1].deletions.append((line.start, line.start + found.end()))

    def _heading(self, line: Line) -> None:
        found = _ATX.match(line.text)
        if found is None:
            return
        unit = self._add(line, Kind.HEADING, level=len(found[1]))
        self._atx_level = unit.level
        unit.deletions += [(line.start, line.start + found.start(2)), (line.start + found.end(2), line.end)]

    def _is_underline(self, line: Line) -> bool:
        """Whether the line underlines a heading; then the paragraph before it becomes one."""
        if line.blanks or not self._open or not self.units or not _SETEXT.match(line.text):
            return False
        unit = self.units[-1]
        if unit.kind is not Kind.PARAGRAPH or len(unit.spans) != 1:
            return False
        unit.kind, unit.level = Kind.HEADING, 1 if line.text[0] == "=" else 2
        return True

    def _row(self, line: Line, *, continues: bool) -> None:
        if _TABLE_RULE.match(line.text):
            return
        bars = [bar.start() for bar in re.finditer(r"(?<!\\)\|", line.text)]
        unit = self._add(line, Kind.ROW, tight=continues and line.blanks == 0)
        starts = [line.start + bar + 1 for bar in bars if line.text[bar + 1 :].strip(" |\t")]
        unit.deletions += [(line.start + bar, line.start + bar + 1) for bar in bars]
        starts = [
            start + len(self.decoded[start : line.end]) - len(self.decoded[start : line.end].lstrip())
            for start in starts
        ]
        unit.cells = tuple(starts[1:] if bars and bars[0] == 0 else starts)

    @staticmethod
    def _stands_alone(line: Line, following: Line | None) -> bool:
        return len(line.text) <= _LONGEST_HEADING and (following is None or following.blanks > 0)


def _bold_level(text: str) -> int:
    """Bold lines do not say their level: capitals and Roman numbers stand above the others."""
    bare = text.strip("*_: ")
    return 2 if marks.is_capitals(bare) or re.match(r"^[IVXLC]{1,6}\s?[.)–-]", bare) else 3


def inline_marks(decoded: str, start: int, end: int) -> list[Interval]:
    """The marks of emphasis, code, links and escapes in ``decoded[start:end]``: what to delete."""
    cuts: list[Interval] = []
    for found in _INLINE.finditer(decoded, start, end):
        group = found.lastgroup
        if group == "target":
            cuts.append((found.start(), found.start("label")))
            cuts += inline_marks(decoded, found.start("label"), found.end("label"))
            cuts.append((found.end("label"), found.end()))
        elif group is not None:
            cuts.append(found.span(group))
    cuts += [found.span() for found in _FOOTNOTE.finditer(decoded, start, end)]
    return cuts
