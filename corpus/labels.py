"""What a heading is called in a path: as a reader would cite it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.casing import Casing
from corpus.document import Section
from corpus.headings import NAMED_KINDS, Marker

_STANDING = frozenset(
    {
        "mở đầu", "lời mở đầu", "lời nói đầu", "lời giới thiệu", "lời cảm ơn", "đặt vấn đề", "tóm tắt", "kết luận",
        "kết luận và kiến nghị", "tài liệu tham khảo", "tham khảo", "chú thích", "mục lục", "phụ lục",
        "abstract", "introduction", "summary", "conclusion", "conclusions", "references", "acknowledgements", "contents",
    }
)  # fmt: skip
_TITLE_WORDS = 30
_SHORT_TITLE = 8  # words: a line as short as this may end with a full stop and be a heading
_LEAD_WORDS = 12  # words: a longer line that ends with a colon introduces a list
_CUT_WORDS = 12
_CUT_LEAST = 5
_LONGEST = 240  # code points


def title_of(text: str) -> str:
    """``text`` without its closing mark when it reads as a title; empty when it is a sentence that runs on."""
    words = text.split()
    joined = " ".join(words)
    if not words or len(words) > _TITLE_WORDS or len(joined) > _LONGEST:
        return ""
    if joined.endswith((":", ".")) and not joined.endswith(".."):
        return joined[:-1].rstrip() if len(words) <= (_LEAD_WORDS if joined[-1] == ":" else _SHORT_TITLE) else ""
    return "" if joined.endswith((";", ",", "…", "!", "...")) else joined


def label(mark: Marker, following: Sequence[str], casing: Casing) -> str:
    """The name of the section that ``mark`` opens; ``following`` are the next lines, for a title on a line of its own."""
    written = " ".join(mark.label.split())
    named = mark.kind in NAMED_KINDS
    title = title_of(mark.text)
    if not mark.text and (named or mark.kind == "roman"):
        title = _title_below(following)
    if title:
        joint = " " if not named or written[-1] in ".:)-–—" else ". "
        return f"{written}{joint}{casing.sentence_case(title)}"
    if named or not mark.text:
        return written.rstrip(" .:)-–—") if named else written
    return f"{written} {_first_clause(mark.text)}"


def declared_label(line: str, mark: Marker | None, casing: Casing) -> str:
    """The name of a section whose heading line the markup declares: the whole line."""
    if mark is None or mark.kind == "bullet" or not mark.text:
        return casing.sentence_case(_clipped(" ".join(line.split())))
    title = casing.sentence_case(_clipped(" ".join(mark.text.split())))
    return f"{' '.join(mark.label.split())} {title}"


def _clipped(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def is_standing(line: str) -> bool:
    """Whether the line is a heading by its name alone, such as ``KẾT LUẬN``."""
    return len(line) < 40 and line.strip(" .:\t").casefold() in _STANDING


def standing_label(line: str, casing: Casing) -> str:
    """The name of a section whose heading has no number."""
    return casing.sentence_case(" ".join(line.split()).rstrip(" .:"))


def heading_end(text: str, section: Section) -> int:
    """The offset after the heading lines that open ``section``; its start when the heading runs into the text."""
    if not section.path:
        return section.start
    wanted = _letters(section.path[-1])
    at, seen = section.start, ""
    while at < section.end and seen != wanted:
        line_end = text.find("\n", at, min(section.end, at + 2 * _LONGEST))
        line_end = min(section.end, at + 2 * _LONGEST) if line_end < 0 else line_end
        seen += _letters(text[at:line_end])
        if not wanted.startswith(seen):
            return section.start
        at = line_end + 1
    return min(at, section.end) if seen == wanted else section.start


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _title_below(following: Sequence[str]) -> str:
    """The title that stands under ``Chương I``: one line, or several in capitals."""
    if not following or not title_of(following[0]):
        return ""
    lines = [following[0]]
    for line in following[1:]:
        if not (lines[0].isupper() and line.isupper()):
            break
        lines.append(line)
    return title_of(" ".join(lines))


def _first_clause(text: str) -> str:
    """The words of a run-in heading that name it: up to the first clause or twelve words, then an ellipsis."""
    words = text[: 4 * _LONGEST].split()
    for count, word in enumerate(words[:_CUT_WORDS], start=1):
        if count >= _CUT_LEAST and word[-1] in ",;:.":
            return " ".join(words[:count])[:_LONGEST].rstrip(",;:. ") + "…"
    return " ".join(words[:_CUT_WORDS])[:_LONGEST].rstrip(",;:. ") + "…"
