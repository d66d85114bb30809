"""What an answer says besides: quotes that hardly are what was asked for stand back behind the others."""

from __future__ import annotations

import json
from dataclasses import replace

from rag.types import Answer, Outcome
from tests.ui.examples_ui import cited, hit
from tests.ui.markup_ui import parsed
from tests.ui.turns_ui import garden_turn
from ui.markup import Piece, lines_of
from ui.markup import paragraphs as paragraphs_of
from ui.render import answer_body
from ui.strings import Words
from ui.turn_json import turn_from_json, turn_to_json

T, EN = Words("vi"), Words("en")
PUMP = "Trạm bơm chạy từ sáu giờ sáng."
POTATO = "Khoai lang trồng vào tháng hai."
BREAK = "Trạm nghỉ vào trưa."


def said(*quotes: tuple[str, float]) -> Answer:
    """An answer of these quotes, each a paragraph, and how likely each answers."""
    found, text, citations = hit(), "", []
    for quote, likely in quotes:
        text, citation = cited(found, quote, before=f"{text}\n\n" if text else "")
        citations.append(replace(citation, likely=likely))
    return Answer("?", "?", Outcome.ANSWERED, 0.9, text, tuple(citations), (found,))


def paragraphs(answer: Answer, words: Words = T) -> list[tuple[str, str]]:
    return [(one.attributes.get("class") or "", one.text()) for one in parsed(answer_body(answer, 1, words)).all("p")]


def test_what_hardly_answers_stands_under_a_heading_of_its_own() -> None:
    answer = said((PUMP, 0.9), (POTATO, 0.03), (BREAK, 0.02))
    assert paragraphs(answer) == [
        ("", f"{PUMP}\N{NO-BREAK SPACE}[1]"),
        ("besides", "Có thể liên quan"),
        ("aside", f"{POTATO}\N{NO-BREAK SPACE}[1]"),
        ("aside", f"{BREAK}\N{NO-BREAK SPACE}[1]"),
    ]
    assert paragraphs(answer, EN)[1] == ("besides", "Perhaps related")


def test_what_may_well_answer_stands_beside_the_first() -> None:
    assert [kind for kind, _ in paragraphs(said((PUMP, 0.6), (POTATO, 0.3)))] == ["", ""]


def test_where_all_is_unlikely_nothing_stands_back_that_is_about_as_likely() -> None:
    assert [kind for kind, _ in paragraphs(said((PUMP, 0.06), (POTATO, 0.05)))] == ["", ""]


def test_a_line_that_holds_an_answer_too_does_not_stand_back() -> None:
    found = hit()
    text, first = cited(found, PUMP)
    text = text.removesuffix(" [1]") + " "
    more, second = cited(found, BREAK, before=text)
    quotes = (replace(first, likely=0.9), replace(second, likely=0.02))
    answer = Answer("?", "?", Outcome.ANSWERED, 0.9, more, quotes, (found,))
    assert paragraphs(answer) == [("", f"{PUMP} {BREAK}\N{NO-BREAK SPACE}[1]")]


def test_the_heading_is_said_again_behind_a_table() -> None:
    rows = [Piece("Năm\tMùa\n1990\tHè\n")]
    pieces = [Piece(f"{POTATO}\n", aside=True), Piece(f"{BREAK}\n", aside=True), *rows, Piece(POTATO, aside=True)]
    shown = parsed(paragraphs_of(lines_of(pieces), besides="Thêm")).all("p")
    assert [one.text() for one in shown] == ["Thêm", POTATO, BREAK, "Thêm", POTATO]


def test_turns_stored_before_are_read_as_they_were() -> None:
    turn = garden_turn()
    record = json.loads(turn_to_json(turn))
    del record["answer"]["citations"][0]["likely"]
    assert turn_from_json(json.dumps(record)) == turn
