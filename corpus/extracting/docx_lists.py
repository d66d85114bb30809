"""Lists of a ``.docx`` written out: their numbers become text, which is how a person sees them and cites them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from corpus.extracting.archive import parsed
from corpus.extracting.counters import Counters, Level, marks_item

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DOCUMENT, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_SAYS_NOTHING: Final = (
    "rFonts", "sz", "szCs", "color", "lang", "b", "bCs", "i", "iCs", "u", "kern", "spacing", "position", "highlight", "shd",
    "ind", "jc", "tabs", "pBdr", "keepNext", "keepLines", "widowControl", "suppressAutoHyphens", "contextualSpacing",
    "snapToGrid", "autoSpaceDE", "autoSpaceDN", "bidi", "proofErr", "lastRenderedPageBreak", "tcW", "tcBorders", "tcMar",
    "tblBorders", "tblCellMar", "noProof",
)  # fmt: skip
"""How things look. The library reads every element, and they are most of them."""
_KEPT: Final = (".xml", ".rels")
_HEADING: Final = re.compile(r"(?:heading|title)\b", re.IGNORECASE)
_PLACE: Final = re.compile(r"%(\d)")
ITEMS: Final = ("HoidapItem1", "HoidapItem2")
"""Styles of the items of lists: of two lists, one behind the other, each has its own."""


def with_lists(data: bytes) -> bytes:
    """The file without pictures and hidden text, its lists written out, their items in the styles ``ITEMS``."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = set(parts.namelist())
        read = {name: parsed(parts.read(name), huge=True) for name in (_DOCUMENT, _NUMBERING, _STYLES) if name in names}
        if _DOCUMENT not in read:
            return data
        for run in [one for one in read[_DOCUMENT].iter(f"{_W}r") if _on(one.find(f"{_W}rPr/{_W}vanish"))]:
            run.getparent().remove(run)
        etree.strip_elements(read[_DOCUMENT], *(f"{_W}{tag}" for tag in _SAYS_NOTHING), with_tail=False)
        if _NUMBERING in read:
            _Writer(_Numbering.of(read[_NUMBERING], _styles(read.get(_STYLES)))).write(read[_DOCUMENT])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as written:
            for name in parts.namelist():
                if name == _DOCUMENT:
                    written.writestr(name, etree.tostring(read[name], xml_declaration=True, encoding="UTF-8"))
                elif name.endswith(_KEPT) and name != _NUMBERING:
                    written.writestr(name, parts.read(name))
    return out.getvalue()


def _on(element: Any) -> bool:
    return element is not None and (element.get(f"{_W}val") or "1") not in {"0", "false", "off"}


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{_W}val")


def _whole(said: str | None, otherwise: int) -> int:
    try:
        return int(said or "")
    except ValueError:
        return otherwise


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of paragraphs: the list they are in, if any, and at which level."""

    heading: bool
    below: str | None
    number: str | None
    level: str | None


def _styles(root: Any) -> dict[str, _Style]:
    return {
        one.get(f"{_W}styleId", ""): _Style(
            bool(_HEADING.match(_value(one, "name") or "")),
            _value(one, "basedOn"),
            _value(one, "pPr/numPr/numId"),
            _value(one, "pPr/numPr/ilvl"),
        )
        for one in (() if root is None else root.iter(f"{_W}style"))
    }


@dataclass(frozen=True, slots=True)
class _Numbering:
    """``kinds`` are the kinds of lists, ``of_style`` which level of them is that of a style; ``lists`` has the kind of each
    list and the levels that it begins anew."""

    kinds: Mapping[int, list[Level]]
    of_style: Mapping[tuple[int, str], int]
    lists: Mapping[str, tuple[int, dict[int, int]]]
    styles: Mapping[str, _Style]

    @classmethod
    def of(cls, root: Any, styles: Mapping[str, _Style]) -> _Numbering:
        """What ``numbering.xml`` says."""
        kinds: dict[int, list[Level]] = {}
        of_style: dict[tuple[int, str], int] = {}
        links: dict[int, str] = {}
        for one in root.iter(f"{_W}abstractNum"):
            kind = _whole(one.get(f"{_W}abstractNumId"), -1)
            kinds[kind] = [_level(level) for level in one.findall(f"{_W}lvl")]
            for place, level in enumerate(one.findall(f"{_W}lvl")):
                if style := _value(level, "pStyle"):
                    of_style[kind, style] = place
            if link := _value(one, "numStyleLink"):
                links[kind] = link
        lists: dict[str, tuple[int, dict[int, int]]] = {}
        for one in root.iter(f"{_W}num"):
            number = one.get(f"{_W}numId", "")
            kind = _whole(_value(one, "abstractNumId"), -1)
            starts: dict[int, int] = {}
            for changed in one.findall(f"{_W}lvlOverride"):
                place = _whole(changed.get(f"{_W}ilvl"), 0)
                if (start := _value(changed, "startOverride")) is not None:
                    starts[place] = _whole(start, 1)
                level = changed.find(f"{_W}lvl")
                if level is not None and place < len(kinds.get(kind, ())):
                    own = -2 - len(kinds)  # a kind of its own
                    kinds[own] = [*kinds[kind][:place], _level(level), *kinds[kind][place + 1 :]]
                    kind = own
            lists[number] = (kind, starts)
        for kind, link in links.items():
            target = lists.get(styles[link].number or "") if link in styles else None
            if target is not None and not kinds[kind]:
                kinds[kind] = kinds.get(target[0], [])
        return cls(kinds, of_style, lists, styles)

    def of_paragraph(self, form: Any) -> tuple[str, int] | None:
        """The list that a paragraph is in, and its level there."""
        number = level = style = None
        if form is not None:
            number, level = _value(form, "numPr/numId"), _value(form, "numPr/ilvl")
            style = _value(form, "pStyle")
        of_style = None
        for name, one in self.above(style):
            level = level or one.level
            if number is None and one.number is not None:
                number, of_style = one.number, name
        if number is None or number not in self.lists:
            return None
        if level is None and of_style is not None:
            return number, self.of_style.get((self.lists[number][0], of_style), 0)
        return number, _whole(level, 0)

    def above(self, style: str | None) -> Iterator[tuple[str, _Style]]:
        """A style and those that it is based on."""
        for _ in range(12):
            if style is None or style not in self.styles:
                return
            yield style, self.styles[style]
            style = self.styles[style].below


def _level(level: Any) -> Level:
    form = next((one.get(f"{_W}val", "") for one in level.iter(f"{_W}numFmt")), "decimal")
    said = _PLACE.split(_value(level, "lvlText") or f"%{_whole(level.get(f'{_W}ilvl'), 0) + 1}.")
    text = tuple(int(part) - 1 if place % 2 else part for place, part in enumerate(said))
    return Level(_whole(_value(level, "start"), 1), form, tuple(part for part in text if part not in {"", -1}))


@dataclass(slots=True)
class _Writer:
    """Writes labels into paragraphs."""

    numbering: _Numbering
    _last: str = ""
    _lists: int = 0

    def write(self, document: Any) -> None:
        """Writes all labels of a document."""
        counters = Counters(self.numbering.kinds)
        for paragraph in document.iter(f"{_W}p"):
            if next(paragraph.iterancestors(_FALLBACK), None) is not None:  # the same text once more
                continue
            form = paragraph.find(f"{_W}pPr")
            found = self.numbering.of_paragraph(form)
            if found is None:
                continue
            number, level = found
            kind, starts = self.numbering.lists[number]
            label = counters.label(kind, level, number=_whole(number, 0), starts=starts)
            if any(text.text for text in paragraph.iter(f"{_W}t")):
                self._label(paragraph, form, label, number)

    def _label(self, paragraph: Any, form: Any, label: str, number: str) -> None:
        """Writes a label; the paragraph is in no list then."""
        if form is None:
            form = paragraph.makeelement(f"{_W}pPr")
            paragraph.insert(0, form)
        for one in form.findall(f"{_W}numPr"):
            form.remove(one)
        style = form.find(f"{_W}pStyle")
        if not any(one.heading for _, one in self.numbering.above(_value(form, "pStyle"))):
            if style is not None:
                form.remove(style)
            if marks_item(label):
                self._lists += number != self._last
                self._last = number
                style = form.makeelement(f"{_W}pStyle")
                style.set(f"{_W}val", ITEMS[self._lists % 2])
                form.insert(0, style)
        if label:
            run = paragraph.makeelement(f"{_W}r")
            text = paragraph.makeelement(f"{_W}t")
            text.text = label
            text.set(_SPACE, "preserve")
            run.append(text)
            paragraph.insert(paragraph.index(form) + 1, run)
