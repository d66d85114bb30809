"""The library on the screen, as pure functions."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.examples_ui import info
from tests.ui.markup_ui import parsed
from ui.library_view import facts, library, scope
from ui.strings import Words

T = Words("vi")


def test_the_library_lists_documents_and_offers_removal_only_where_it_can_be() -> None:
    root = parsed(library([info("A"), info("B", 52310)], (), T))
    assert "2 tài liệu · 8 đoạn" in root.text()
    assert "4 đoạn · 52.310 ký tự · 23/11/2026" in root.text()
    acts = [b.attributes["data-act"] for b in root.all("button")]
    assert acts == ["refresh", "pick", "open", "remove", "pick", "open", "remove"]
    sealed = parsed(library([info("A")], (), T, read_only=True))
    assert [b.attributes["data-act"] for b in sealed.all("button")] == ["pick", "open"]
    assert T("collection_empty") in parsed(library([], (), T)).text()


def test_documents_of_one_title_are_told_apart_by_their_files() -> None:
    one, two = replace(info("Sổ kho"), source="upload:Kho 1.md"), replace(info("Sổ kho"), source="/a/b/Kho 2.md")
    rows = [b.text() for b in parsed(library([one, two, info("Khác")], (), T)).all("button", "open")]
    assert rows == ["Kho 1.md – Sổ kho", "Kho 2.md – Sổ kho", "Khác"]


def test_a_document_whose_date_cannot_be_read_is_listed_without_one() -> None:
    assert facts(replace(info("A"), added="hôm qua"), T) == "4 đoạn · 10 ký tự"


def test_chosen_documents_are_ticked_and_named_beside_the_question() -> None:
    many = [info(name) for name in "ABCDE"]
    ticks = parsed(library(many, {many[1].id}, T)).all("button", "tick")
    assert [b.attributes["aria-checked"] for b in ticks] == ["false", "true", "false", "false", "false"]
    assert [b.attributes["data-on"] for b in ticks] == ["1", "0", "1", "1", "1"]
    text = parsed(scope(many, T)).text()
    assert "Đang hỏi trong 5 tài liệu: “A”, “B”, “C”, và 2 tài liệu nữa" in text
    assert scope([], T) == ""
