"""The outline covers any text."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Cleaned, Heading, Section
from corpus.outline import outline

_MARKS = (
    "I – ",
    "II. ",
    "1- ",
    "2- ",
    "1. ",
    "2. ",
    "1.1. ",
    "a) ",
    "b/ ",
    "i) ",
    "ii) ",
    "Điều 1. ",
    "Điều 2. ",
    "Chương I",
)
_TEXTS = (
    "",
    "Một hai ba",
    "MỘT HAI",
    "câu văn;",
    "Câu dài hơn một chút, có phẩy.",
    "\tô",
    "Kết luận",
    "- ý",
    "\u200b",
    "\x1d",
)
_blocks = st.lists(
    st.builds(lambda mark, text, gap: mark + text + gap, st.sampled_from((*_MARKS, "", "Thứ nhất, ", "Hai là, ", "(1) ")),
              st.sampled_from(_TEXTS), st.sampled_from(("\n", "\n\n", "\n\n\n"))),
    max_size=25,
)  # fmt: skip


def check(text: str, sections: Sequence[Section]) -> None:
    ends = [0, *(section.end for section in sections)]
    assert [section.start for section in sections] == ends[:-1]
    assert ends[-1] == len(text)
    for section in sections:
        assert section.end > section.start
        assert all(step.strip() and len(step) <= 300 for step in section.path)
        assert section.start == 0 or text[section.start - 1] == "\n"


@settings(max_examples=200, deadline=None)
@given(_blocks, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40), st.integers(-1, 9)), max_size=5))
def test_sections_cover_any_text(blocks: list[str], marks: list[tuple[int, int, int]]) -> None:
    text = "".join(blocks)
    headings = tuple(
        Heading(start, start + length, level) for start, length, level in marks if start + length <= len(text)
    )
    check(text, outline(Cleaned(text, (), headings)))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_sections_cover_arbitrary_text(text: str) -> None:
    check(text, outline(Cleaned(text, ())))
