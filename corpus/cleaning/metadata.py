"""Title and metadata that a text states: front matter, the head of an article, the head of an official text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.cleaning import marks
from corpus.document import Heading

_FENCE = re.compile(r"^\ufeff?---[ \t]*\r?\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_ENTRY = re.compile(r"^([^\W\d][\w .-]{0,40}?)\s*:\s*(.*)$")
_LIST_ENTRY = re.compile(r"^\s*-\s+(.+)$")
_TITLE_KEYS = ("title", "tiêu đề", "tieu_de", "tên")
_LONGEST_FRONT_MATTER = 20_000
_HEAD = 24  # lines in which a title stands
_LONGEST_TITLE = 300
_BYLINE_WITHIN = 12
_KINDS = (
    "NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|THÔNG TƯ LIÊN TỊCH|QUYẾT ĐỊNH|CHỈ THỊ|KẾT LUẬN|LUẬT|BỘ LUẬT|PHÁP LỆNH|THÔNG BÁO|BÁO CÁO"
    "|KẾ HOẠCH|CHƯƠNG TRÌNH|QUY ĐỊNH|QUY CHẾ|HƯỚNG DẪN|HIẾN PHÁP|ĐỀ ÁN|CÔNG VĂN|TỜ TRÌNH"
)
_KIND_LINE = re.compile(rf"^(?:{_KINDS})$")
_AUTHOR = re.compile(r"^(?:Tác giả|Author)\s*:\s*(.{3,80})$")
_DATES = (
    ("received", re.compile(r"Ngày nhận(?: bài)?\s*:\s*(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})")),
    ("reviewed", re.compile(r"Ngày (?:thẩm định|phản biện)\s*:\s*(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})")),
    ("accepted", re.compile(r"Ngày (?:duyệt đăng|chấp nhận đăng|duyệt)\s*:\s*(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})")),
    ("date", re.compile(r"(?:Ngày đăng|Ngày xuất bản|Ngày công bố)\s*:\s*(\d{1,2}[-/.]\d{1,2}[-/.]\d{4})")),
)
_KEYWORDS = re.compile(r"^(?:Từ khóa|Từ khoá|Keywords)\s*:\s*(.{3,400}?)\.?$")
_NUMBER = re.compile(r"^(?:[^\W\d]+ ){0,3}[Ss]ố\s*:\s*(\d{1,4}(?:/\d{4})?[-/][\w/-]{2,30})")
_DEFINITION = re.compile(r"^(\S.{2,90}?),? là ")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a Markdown text; ``end`` is where the text begins, 0 without front matter."""

    end: int = 0
    title: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the text itself says."""

    title: str | None
    metadata: dict[str, str]


def front_matter(decoded: str) -> FrontMatter:
    """Reads ``---``, lines of ``key: value``, ``---`` at the very beginning; plain scalars and lists of them only."""
    opened = _FENCE.match(decoded)
    closed = _FENCE_END.search(decoded, opened.end(), opened.end() + _LONGEST_FRONT_MATTER) if opened else None
    if opened is None or closed is None:
        return FrontMatter()
    values: dict[str, str] = {}
    key = ""
    for line in decoded[opened.end() : closed.start()].splitlines():
        entry, element = _ENTRY.match(line), _LIST_ENTRY.match(line)
        if element and key:
            values[key] = "; ".join(filter(None, (values[key], _scalar(element[1]))))
        elif entry:
            key = entry[1].strip().lower()
            values[key] = _scalar(entry[2])
        elif line.strip() and key and line[0].isspace():
            values[key] = f"{values[key]} {line.strip()}".strip()
        elif line.strip() and not line.lstrip().startswith("#"):
            return FrontMatter()
    if not values:
        return FrontMatter()
    title = next((values.pop(key) for key in _TITLE_KEYS if values.get(key)), None)
    return FrontMatter(closed.end(), title, {key: value for key, value in values.items() if value})


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    if text.startswith("[") and text.endswith("]"):
        return "; ".join(part.strip().strip("\"'") for part in text[1:-1].split(",") if part.strip())
    return "" if text in {">", "|", ">-", "|-"} else text


def stated(text: str, headings: Sequence[Heading]) -> Stated:
    """Title, author, dates, key words and number, from the first lines of the cleaned text."""
    head = [line for line in text[:6000].split("\n") if line.strip()][:_HEAD]
    return Stated(_title(text, head, headings), _metadata(head))


def _title(text: str, head: Sequence[str], headings: Sequence[Heading]) -> str | None:
    for number, line in enumerate(head):
        if _KIND_LINE.match(line) and number + 1 < len(head) and len(head[number + 1]) <= _LONGEST_TITLE:
            subject = head[number + 1]
            if not marks.is_marked(subject):
                kind = line if subject.isupper() else line.capitalize()
                lowered = subject[:1].lower() + subject[1:] if subject.startswith("Về ") else subject
                return f"{kind} {lowered}"
    top = min((heading.level for heading in headings), default=0)
    if top == 1:
        first = next(heading for heading in headings if heading.level == 1)
        said = text[first.start : first.end]
        if first.start == 0 or not marks.is_marked(said):  # "Chương I" below a title that is no heading
            return said
    for line in head[:4]:
        if (
            marks.is_capitals(line)
            and len(line) <= _LONGEST_TITLE
            and not marks.is_letterhead(line)
            and not marks.is_marked(line)
        ):
            return line
    return None


def _metadata(head: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(head):
        if number < _BYLINE_WITHIN and "author" not in found:
            author = _AUTHOR.match(line)
            if author or marks.is_byline(line):
                found["author"] = author[1] if author else line
        for name, pattern in _DATES:
            date = pattern.search(line)
            if date:
                found.setdefault(name, date[1])
        keywords, code = _KEYWORDS.match(line), _NUMBER.match(line)
        if keywords:
            found.setdefault("keywords", keywords[1])
        if code:
            found.setdefault("number", code[1])
    if "date" not in found and "accepted" in found:
        found["date"] = found["accepted"]
    return found


def definition_subject(line: str) -> str | None:
    """What an opening sentence of the form "X là ..." defines, to stand as a title."""
    found = _DEFINITION.match(line)
    return found[1].strip(" \"“”'") if found else None
