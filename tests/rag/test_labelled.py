"""Lines that say before a colon what they are about: the label is what is asked for, or the value is."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from helpers_rag import FakeLibrary, check_promise
from hypothesis import given
from hypothesis import strategies as st

from index.collection import Collection
from index.ingest import text_item
from rag.chat import Chat
from rag.composing.compose import compose
from rag.composing.labelled import compared_share, label_fit
from rag.evidence.units import all_units

SLIDES = """Lịch sử

• 1959: Kho sách
• 1967: Phòng đọc
• 1985: Tổ bảo quản

Bạn đọc ngày càng đông, nên thư viện mở cửa cả tuần.

Bạn đọc nhỏ tuổi đi cùng người lớn."""
BOARD = (
    "Cơ cấu tổ chức\n\n• Trưởng ban: Giám đốc\n• 4 ủy viên thường trực: Chánh văn phòng, kế toán, thủ quỹ, thủ kho"
    "\n• 8 ủy viên: tổ trưởng các tổ Đọc, Mượn, Tra cứu, Bảo quản"
)


@pytest.mark.parametrize(
    ("question", "line", "share"),
    [
        ("Phòng đọc có từ năm nào?", "1967: Phòng đọc", 2 / 5),
        ("Phòng đọc có từ năm nào?", "• 1985: Phòng đọc trẻ em", 0),
        ("Năm 1967 có gì?", "1967: Phòng đọc", 1 / 9),
        ("Thư viện có mấy phòng đọc?", "Phòng đọc: tầng hai", 2 / 5),
        ("Thư viện có mấy phòng đọc?", "Phòng đọc và kho: tầng hai", 0),
        ("Các phòng đọc là gì?", "Những phòng đọc: tầng hai", 2 / 3),
        ("Phòng đọc mở lúc 7:30 à?", "Phòng đọc mở lúc 7:30 sáng", 0),
        ("Phòng đọc là phòng nào?", "Phòng đọc: là phòng", 0),
        ("Phòng đọc ở đâu?", "Phòng đọc:", 0),
        ("Phòng đọc ở đâu?", "", 0),
    ],
)
def test_a_label_says_what_is_asked_for_and_nothing_else(question: str, line: str, share: float) -> None:
    assert label_fit(question, line) ** 2 == pytest.approx(share)


@given(st.text(max_size=60), st.text(max_size=120))
def test_any_text_is_taken(question: str, line: str) -> None:
    assert 0.0 <= label_fit(question, line) <= 1.0


def test_an_entry_of_a_timeline_answers(tmp_path: Path) -> None:
    with closing(Collection(tmp_path / "bo", create=True)) as collection:
        collection.add([text_item("bai-giang", "Bài giảng", SLIDES, cut=True)])
        answer = Chat(collection).answer("Phòng đọc ra đời năm nào?")
        texts = {info.id: collection.loaded(info.id).document.text for info in collection.documents()}
    assert answer.citations[0].quote.endswith("1967: Phòng đọc")
    check_promise(answer, texts)


def test_an_item_that_is_the_answer_is_shown_without_its_neighbours() -> None:
    library = FakeLibrary([BOARD])
    answer = Chat(library).answer("4 ủy viên thường trực là những ai?")
    assert answer.citations[0].quote.startswith("• 4 ủy viên thường trực")
    assert len(Chat(library).answer("Cơ cấu tổ chức gồm những ai?").citations) == 3
    check_promise(answer, library.texts)


TABLE = "Tiêu chí\tThẻ thường\tThẻ học sinh\nHạn\tmột năm\thai năm\nPhí\t50 nghìn\tmiễn phí"


@pytest.mark.parametrize(
    ("question", "header", "share"),
    [
        ("So sánh thẻ thường và thẻ học sinh", "Tiêu chí\tThẻ thường\tThẻ học sinh", 4 / 6),
        ("Thẻ thường khác thẻ học sinh thế nào?", "Thẻ thường\tThẻ học sinh", 4 / 5),
        ("Thẻ thường là gì?", "Tiêu chí\tThẻ thường\tThẻ học sinh", 0),
        ("So sánh thẻ thường và thẻ học sinh", "Thẻ thường, thẻ học sinh", 0),
        ("", "\t", 0),
    ],
)
def test_a_table_may_be_about_what_a_question_compares(question: str, header: str, share: float) -> None:
    assert compared_share(question, header) == pytest.approx(share)


def test_a_comparison_is_answered_with_its_table() -> None:
    library = FakeLibrary([TABLE, "Thẻ thường và thẻ học sinh khác nhau ở nhiều điểm.", "Hạn thẻ do thư viện đặt."])
    for question in ("So sánh thẻ thường và thẻ học sinh", "Phân biệt thẻ thường và thẻ học sinh"):
        answer = Chat(library).answer(question)
        assert TABLE.split("\n")[2] in answer.text, question
        check_promise(answer, library.texts)
    assert (
        "miễn phí"
        not in Chat(library).answer("Thẻ thường khác thẻ học sinh về hạn dùng lâu dài thế nào?").citations[0].quote
    )


def test_a_row_of_that_table_is_not_said_twice() -> None:
    question = "So sánh thẻ thường và thẻ học sinh"
    hits = FakeLibrary([TABLE]).search(question, 8).hits
    units = all_units(hits)
    scores = np.array([9.0 * ("Phí" in unit.text) for unit in units], np.float32)
    assert compose(question, hits, units, scores).text.count("miễn phí") == 1
