"""Tables of more rows than a passage holds: every row is read, cited and shown with the header of its table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_rag import check_promise, hit_of, passage_of

from index.collection import Collection
from index.types import TableHeader
from rag.chat import Chat
from rag.composing.choosing import lesser_rows
from rag.evidence.units import UnitKind, units_of
from rag.types import Outcome

HEADER = "Tên\tSố dân\tTrường học\tChủ tịch"
ROWS = 80
NAMES = [f"Phường {chr(65 + number % 26)}{number}" for number in range(ROWS)]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("bang")
    rows = "".join(
        f"<tr><td>{name}<td>{1000 + 37 * number}<td>{number % 9 + 1} trường<td>Bà Lê Thị {name[7:]}</tr>"
        for number, name in enumerate(NAMES)
    )
    head = "".join(f"<th>{name}" for name in HEADER.split("\t"))
    path = folder / "phuong.html"
    path.write_text(f"<h1>Danh mục</h1><p>Các phường của thành phố.<table><tr>{head}</tr>{rows}</table>", "utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([path])
    return found


@pytest.mark.parametrize("number", [0, 41, ROWS - 1])
def test_a_row_is_answered_with_its_header_wherever_it_stands(collection: Collection, number: int) -> None:
    answer = Chat(collection).answer(f"{NAMES[number]} có bao nhiêu dân?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith(f"{HEADER}\n{NAMES[number]}\t{1000 + 37 * number}\t")
    (info,) = collection.documents()
    check_promise(answer, {info.id: collection.loaded(info.id).document.text})
    assert sum(name in answer.text for name in NAMES) == 1


def test_every_passage_that_goes_on_with_a_table_knows_its_header(collection: Collection) -> None:
    hits = collection.search("Trường học của các phường", 10).hits
    text = collection.loaded(hits[0].passage.document_id).document.text
    headers = {hit.header for hit in hits if not hit.passage.text.startswith("Danh mục")}
    assert headers == {TableHeader(text.index(HEADER), text.index(HEADER) + len(HEADER), HEADER)}
    assert [hit.header for hit in hits if hit.passage.text.startswith("Danh mục")] == [None]


def test_a_header_that_a_page_repeats_answers_nothing() -> None:
    kinds = [unit.kind for unit in units_of(hit_of(passage_of("Tên\tSố\nA\t1\nTên\tSố\nB\t2")), 0)]
    assert kinds == [UnitKind.HEADER, UnitKind.ROW, UnitKind.HEADING, UnitKind.ROW]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Phường B1 có mấy trường?", "1 B1"),
        ("Phường B1 và phường C2 có mấy trường?", "1 B1, 2 C2"),
    ],
)
def test_rows_that_have_less_of_the_question_are_left_out(question: str, said: str) -> None:
    hits = [hit_of(passage_of("Trường\tPhường\n0 A\tA0\n1 B\tPhường B1\n2 C\tPhường C2\n3 D\tPhường"))]
    units = units_of(hits[0], 0)
    lesser = lesser_rows(question, hits, units, units[2])
    assert ", ".join(f"{unit.text[0]} {unit.text[-2:]}" for unit in units[1:] if unit not in lesser) == said
    assert lesser_rows("Kể tên các phường", hits, units, units[2]) == set()
    assert lesser_rows(question, hits, units, units[0]) == set()


def test_the_first_row_of_such_a_passage_is_a_row() -> None:
    hit = hit_of(passage_of("Phường A\t900\n\nHết bảng.", start=50))
    hit = replace(hit, header=TableHeader(10, 20, "Tên\tSố dân"))
    row, after = units_of(hit, 0)
    assert (row.kind, row.lead, row.read_as) == (UnitKind.ROW, (10, 20), "Tên Phường A, Số dân 900")
    assert (after.kind, after.lead) == (UnitKind.SENTENCE, None)
