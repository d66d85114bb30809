"""Spans without the white space around them."""

from __future__ import annotations

from corpus.document import Span


def trimmed(text: str, start: int, end: int) -> Span:
    """``[start, end)`` of a cleaned text without white space at its ends. A row whose first cells are empty keeps the tabs
    that it begins with: without them its cells would stand under the wrong ones of the header."""
    while end > start and text[end - 1].isspace():
        end -= 1
    begin = start
    while begin < end and text[begin].isspace():
        begin += 1
    row = begin
    while row > start and text[row - 1] == "\t":
        row -= 1
    return Span(row if row == 0 or text[row - 1] == "\n" else begin, end)
