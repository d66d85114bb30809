"""Headings that an answer quotes are set apart from what stands below them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.types import Answer, Outcome
from tests.ui.examples_ui import cited, hit
from tests.ui.markup_ui import parsed
from ui.render import answer_body
from ui.strings import Words


@pytest.mark.parametrize(
    ("quote", "section", "marked"),
    [
        ("Giờ bơm", ("Vườn", "Giờ bơm"), True),
        ("GIỜ BƠM:", ("Vườn", "Giờ bơm"), True),
        ("Trạm bơm chạy từ sáu giờ sáng.", ("Vườn", "Giờ bơm"), False),
        ("Vườn", ("Vườn", "Giờ bơm"), False),
        ("Giờ bơm", (), False),
        ("<b>Giờ</b>", ("<b>Giờ</b>",), True),
    ],
)
def test_a_quote_that_is_its_own_heading_is_marked(quote: str, section: tuple[str, ...], marked: bool) -> None:
    found = hit()
    _, citation = cited(found, "Trạm bơm chạy từ sáu giờ sáng.")
    citation = replace(citation, quote=quote, answer_end=len(quote), section=section)
    answer = Answer("?", "?", Outcome.ANSWERED, 0.9, f"{quote} [1]", (citation,), (found,))
    heads = [one.text() for one in parsed(answer_body(answer, 1, Words("vi"))).all("mark")]
    assert heads == ([quote] if marked else [])
