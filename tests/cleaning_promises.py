"""The promises of cleaning, checked on one text; shared by the property tests and those on the originals."""

from __future__ import annotations

from itertools import pairwise

from corpus.document import Cleaned


def check(decoded: str, cleaned: Cleaned) -> None:
    """The promises of cleaning and of its layout."""
    text = cleaned.text
    covered = 0
    for run in cleaned.runs:
        assert run.length > 0
        between = text[covered : run.text_start]
        assert not between.strip()
        assert text[run.text_start : run.text_start + run.length] == decoded[run.decoded_start :][: run.length]
        covered = run.text_start + run.length
    assert covered == len(text)
    for before, after in pairwise(cleaned.runs):
        assert after.decoded_start >= before.decoded_start + before.length
    letters = iter(character for character in decoded if not character.isspace())
    assert all(character in letters for character in text if not character.isspace())
    assert text.strip("\n") == text
    for line in text.split("\n"):
        assert line == line.rstrip()
        assert line.lstrip("\t") == line.lstrip()  # the empty cells that a row begins with
        assert "  " not in line
    assert "\n\n\n" not in text
    assert not set("\r\f\v\u2028\u00a0\u200b") & set(text)
    for heading in cleaned.headings:
        assert heading.level >= 1
        assert text[heading.start - 1 : heading.start] in ("", "\n")
        assert text[heading.end : heading.end + 1] in ("", "\n")
        assert "\n" not in text[heading.start : heading.end]
        assert heading.end > heading.start
    assert list(cleaned.page_starts) == sorted(cleaned.page_starts)
    assert all(0 <= start <= len(text) for start in cleaned.page_starts)
