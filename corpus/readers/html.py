"""HTML pages: ``.html`` and ``.htm``. What is left of a broken page is read; scripts, styles and page chrome are not.

The decoded text holds one block a line: a blank line between blocks, none between the items of a list or the rows of
a table, a tab between cells, and the bullets and numbers that a browser shows before items. lxml parses: it is linear on
hostile input, which the standard library's parser is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.cleaning import Form
from corpus.decoding import decode
from corpus.readers.blocks import page_blocks
from corpus.readers.reading import Reading
from corpus.readers.writing import Block, written
from corpus.vietnamese import nfc

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".html", ".htm")

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_LITTLE = 200  # characters: a page with fewer is looked at again, chrome included
_META = {
    "author": "author",
    "article:author": "author",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "pubdate": "date",
    "og:site_name": "publisher",
    "og:title": "title",
}
_SITE = re.compile(r"\s+[-–—|•:]\s+[^-–—|]{2,50}$")
_NESTING_TAGS = (
    re.compile(r"</?(?:b|i|u|s|a|em|strong|font|span|small|big|tt|center)\b[^<>]{0,500}>", re.IGNORECASE),
    re.compile(
        r"</?(?:[biusa]|em|strong|font|span|div|section|article|blockquote|ul|ol|table)\b[^<>]{0,500}>", re.IGNORECASE
    ),
)


def read(data: bytes) -> Reading:
    """Decodes and parses ``data``."""
    declared = _CHARSET.search(data, 0, 4096)
    source = decode(data, declared=declared[1].decode("ascii").lower() if declared else None)
    root = _parse(source)
    if root is None:
        return Reading("", Form.BLOCKS)
    blocks = page_blocks(root)
    if _size(blocks) < _LITTLE:
        whole = page_blocks(root, with_chrome=True)
        if _size(whole) > 5 * _size(blocks):  # an unclosed <nav> has swallowed the page
            blocks = whole
    return written([blocks], *_stated(root, blocks))


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _stated(root: Element, blocks: Sequence[Block]) -> tuple[str | None, dict[str, str]]:
    """Title and metadata of the page: its first heading of level 1, else its title without the name of the site."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").lower()
        value = " ".join((meta.get("content") or "").split())
        if key in _META and value:
            named.setdefault(_META[key], nfc(value))
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            named.setdefault("url", str(link.get("href")))
    title = next((block.text for block in blocks if block.level == 1), None) or named.get("title")
    page_title = next((" ".join((element.text or "").split()) for element in root.iter("title")), "")
    named.pop("title", None)
    return title or _SITE.sub("", nfc(page_title)) or None, named


def _parse(source: str) -> Element | None:
    """The tree; where elements nest deeper than the parser goes, the tags that nest are taken out first."""
    import lxml.etree
    import lxml.html

    for nesting in (None, *_NESTING_TAGS):
        parser = lxml.html.HTMLParser(
            encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
        )
        text = nesting.sub("\n\n", source) if nesting else source
        try:
            root: Element = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
        except lxml.etree.ParserError:
            return None
        if not any("depth" in entry.message.lower() for entry in parser.error_log):
            break
    return root
