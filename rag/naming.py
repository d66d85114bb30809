"""Which document is meant: the one whose number, title or file name a question says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from corpus.document import file_name
from corpus.vietnamese import strip_accents
from index.types import DocumentInfo
from rag.terms import LIGHT, tokens
from rag.wording import Spoken

CALLED: Final = Spoken(
    r"(?:bộ luật|luật|nghị định|nghị quyết|thông tư liên tịch|thông tư|pháp lệnh|hiến pháp|quy chế|nội quy|điều lệ|chỉ thị"
    r"|quyết định|quy định|quy trình|hướng dẫn|hợp đồng|kế hoạch|báo cáo|đề án|công văn|tờ trình|biên bản|thông báo|chương trình"
    r"|chiến lược|sổ tay|cẩm nang|giáo trình|bài giảng|đề cương|tài liệu)\b"
)
"""What a document calls itself whose title is a name."""
FILES: Final = "(?:tài liệu|văn bản|tệp|file)"
"""What people call documents of whatever kind; for patterns."""
_SAID: Final = (
    "bộ luật,luật,nghị định,nghị quyết,thông tư liên tịch,thông tư,pháp lệnh,hiến pháp,quy chế,chỉ thị"
    ",quyết định,văn bản,tài liệu"
)
_KIND: Final = Spoken(rf"\b(?:{_SAID.replace(',', '|')})(?: số)?\b")
_KIND_WORDS: Final = frozenset(f"{_SAID} {strip_accents(_SAID)} số so năm nam".replace(",", " ").split())
_WHOLE_TITLE: Final = 0.8
_PART_OF_TITLE: Final = 0.3
"""Shares of the words of a title that are named."""


def document_named(
    said: Sequence[str], documents: Sequence[DocumentInfo], *, bare: bool = False
) -> DocumentInfo | None:
    """The document that the words, in their order, name: by its number; by a title or file name that has all of them and
    hardly any others; or the only one with all of them where they are a good part of its title. None where there is none,
    or nothing tells several apart. ``bare`` words have no accents."""
    wanted = frozenset(said) - LIGHT
    if not wanted:
        return None
    numbered = [info for info in documents if _is_numbered(info, wanted, bare=bare)]
    if len(numbered) == 1:
        return numbered[0]
    found = _titled(wanted, numbered or documents, bare=bare)
    proper = frozenset(_KIND.form(bare=bare).sub(" ", " ".join(said)).split()) - LIGHT  # a title may leave out "luật"
    return found or (_titled(proper, numbered or documents, bare=bare) if proper != wanted else None)


def _is_numbered(info: DocumentInfo, wanted: frozenset[str], *, bare: bool) -> bool:
    """Whether the words have the document's number, or the digits it begins with, and nothing but words of its title else."""
    number = _words(info.metadata.get("number", ""), bare=bare)
    if not number:
        return False
    first = tokens(info.metadata["number"])[0]
    return first in wanted and wanted <= number | _title(info, bare=bare) | _KIND_WORDS


def _titled(wanted: frozenset[str], documents: Sequence[DocumentInfo], *, bare: bool) -> DocumentInfo | None:
    shares: list[tuple[float, DocumentInfo]] = []
    for info in documents:
        names = (_title(info, bare=bare), _words(PurePath(file_name(info.source)).stem, bare=bare))
        share = max((len(wanted) / len(words) for words in names if wanted <= words), default=0.0) if wanted else 0.0
        if share:
            shares.append((share, info))
    whole = [info for share, info in shares if share >= _WHOLE_TITLE]
    if whole:
        return whole[0] if len(whole) == 1 else None
    return shares[0][1] if len(shares) == 1 and shares[0][0] >= _PART_OF_TITLE else None


def _title(info: DocumentInfo, *, bare: bool) -> frozenset[str]:
    return _words(info.title, bare=bare)


def _words(text: str, *, bare: bool) -> frozenset[str]:
    return frozenset(tokens(strip_accents(text) if bare else text)) - LIGHT
