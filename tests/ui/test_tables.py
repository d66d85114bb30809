"""Tables on the page and in the downloaded history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from index.types import TableHeader
from index.widening import Widened
from rag.types import Answer, Outcome
from tests.ui.examples_ui import exchange, hit
from tests.ui.markup_ui import parsed
from tests.ui.turns_ui import VERSIONS, hit_in, turn_of
from ui.cards import cards_of, excerpt, sources
from ui.history import LOCAL, History
from ui.history_markdown import markdown
from ui.markup import Piece, lines_of, paragraphs
from ui.render import Wide
from ui.strings import Words

T = Words("vi")


def test_rows_of_equally_many_cells_are_a_table() -> None:
    pieces = [
        Piece("Trước đó.\n\nThẻ\tPhí\n"),
        Piece("thường\t<b>50</b>", "hit", number=3),
        Piece(" [1]\nmột\thai\tba"),
    ]
    root = parsed(paragraphs(lines_of(pieces)))
    (table,) = root.all("table")
    assert [cell.text() for cell in table.all("th")] == ["Thẻ", "Phí"]
    assert [cell.text() for cell in table.all("td")] == ["thường", "<b>50</b> [1]"]
    assert [mark.text() for mark in table.all("mark")] == ["thường", "<b>50</b>"]
    assert [p.text() for p in root.all("p")] == ["Trước đó.", "một\thai\tba"]
    assert parsed(paragraphs(lines_of([Piece("a\tb\n\nc\td")]))).all("table") == []
    corner = parsed(paragraphs(lines_of([Piece("\t2020\nsách\t90")])))
    assert [cell.text() for cell in corner.all("th")] == ["2020"], "an empty cell is no header"
    assert [cell.text() for cell in corner.all("td")] == ["", "sách", "90"]
    short = parsed(paragraphs(lines_of([Piece("a\tb\tc\n1\t2\n3\t4\t5\n6\nx\ty")])))
    assert [cell.text() for cell in short.all("td")] == ["1", "2", "", "3", "4", "5"], "last cells may be empty"
    assert [p.text() for p in short.all("p")] == ["6", "x\ty"]


def test_one_row_of_many_cells_is_written_downwards() -> None:
    lines = lines_of(
        [Piece("Tên\tSố dân\t\tChủ tịch\tGhi chú\nPhường A\t900\t3\tBà "), Piece("Lan", "hit"), Piece(" [1]")]
    )
    root = parsed(paragraphs(lines, records=True))
    assert [cell.text() for cell in root.all("th")] == ["Tên", "Số dân", "–", "Chủ tịch"]
    assert [cell.text() for cell in root.all("td")] == ["Phường A", "900", "3", "Bà Lan [1]"]
    assert [mark.text() for mark in root.all("mark")] == ["Lan"]
    assert len(parsed(paragraphs(lines)).all("th")) == 4
    few = lines_of([Piece("Tên\tSố dân\tGhi chú\nA\t900")])
    assert [cell.attributes["scope"] for cell in parsed(paragraphs(few, records=True)).all("th")] == ["col"] * 3


def test_a_table_of_many_columns_can_be_moved_with_the_keyboard() -> None:
    def boxes(rows: str) -> list[str | None]:
        return [
            box.attributes.get("tabindex") for box in parsed(paragraphs(lines_of([Piece(rows)]))).all("div", "table")
        ]

    assert boxes("a\tb\tc\td\n1\t2\t3\t4\n5\t6\t7\t8") == ["0"]
    assert boxes("a\tb\n1\t2\n3\t4") == [None]


def test_a_passage_within_a_table_is_shown_below_its_header() -> None:
    found = hit("Phường A\t900\nPhường B\t800", header=TableHeader(0, 9, "Tên\tSố dân"))
    answer = Answer("q", "q", Outcome.NO_EVIDENCE, 0.0, "", (), (found,))
    far, near = replace(found.passage, start=40, end=68), found.passage
    for hits, wide in (
        ((found,), ()),
        ((replace(found, passage=far),), (Wide(1, 1, Widened(far, "Phường Z\t1\n" + far.text, 29, 68), True),)),
        ((found,), (Wide(1, 1, Widened(near, "Tên\tSố dân\n" + near.text, 0, 39), True),)),
    ):
        root = parsed(sources([replace(exchange(replace(answer, hits=hits)), wide=wide)], T))
        assert [cell.text() for cell in root.all("th")] == ["Tên", "Số dân"]
        assert [cell.text() for cell in root.all("td")][-4:] == ["Phường A", "900", "Phường B", "800"]


def test_no_row_of_a_passage_that_was_not_quoted_is_cut() -> None:
    found = hit("\n".join(f"Phường {n}\t{n}00 người\tBà Lê Thị {n}" for n in range(40)), section=())
    shown = "".join(
        piece.text for piece in excerpt(cards_of(Answer("q", "q", Outcome.NO_EVIDENCE, 0, "", (), (found,)))[1][0])
    )
    *rows, last = shown.split("\n")
    assert [row.count("\t") for row in rows] == [2] * len(rows)
    assert (last.count("\t"), last[-1]) == (2, "…")


def test_items_below_items_stand_further_in() -> None:
    root = parsed(paragraphs(lines_of([Piece("• a\n◦ b\nc")])))
    assert [p.attributes.get("class") for p in root.all("p")] == ["li", "li deep", None]


def downloaded(folder: Path, rows: str) -> list[str]:
    """The cells of the tables in the history of an answer that quotes ``rows``, as a reader of Markdown sees them."""
    history = History(folder / "history.sqlite3")
    kept = history.add(LOCAL, None, turn_of("Thẻ nào rẻ?", [hit_in(rows)], [rows]), VERSIONS)
    text = markdown(history.conversation(LOCAL, kept.conversation), history.turns(LOCAL, kept.conversation), "vi")
    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    return [blocks[at + 1].content for at, block in enumerate(blocks) if block.type in {"th_open", "td_open"}]


def test_rows_are_a_table_in_markdown(tmp_path: Path) -> None:
    cells = downloaded(tmp_path, "Thẻ\tPhí\nthường\t50|60 nghìn\nhọc sinh\t*miễn phí*")
    assert len(cells) == 6
    assert cells[:3] == ["Thẻ", "Phí", "thường"]


def test_rows_without_their_last_cells_stay_in_their_table(tmp_path: Path) -> None:
    cells = downloaded(tmp_path, "Tên\tHạn\tPhí\nA\t1\nB\t2\t3")
    assert cells == ["Tên", "Hạn", "Phí", "A", "1", "", "B", "2", "3 \\[1\\]"]
