"""Units are read with the abbreviations of the question written out, and quoted as they stand."""

from __future__ import annotations

from pathlib import Path

from helpers_rag import check_promise, hit_of, passage_of
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from index.collection import Collection
from index.ingest import text_item
from rag.chat import Chat
from rag.evidence.abbreviated import in_text, written_out
from rag.evidence.units import all_units

LONG = {"KSM": "kho sách mở"}
SLIDES = """Kho sách mở (KSM)

KSM là nơi bạn đọc tự lấy sách trên giá mà không phải viết phiếu.

Phòng đọc mở cửa từ bảy giờ sáng, trừ thứ hai.

Bạn đọc nhỏ tuổi đi cùng người lớn."""


def test_only_whole_words_are_written_out_and_the_text_stays() -> None:
    units = written_out(all_units([hit_of(passage_of("KSM và KSMT có từ lâu. Phòng đọc thì mới."))]), LONG)
    assert [unit.read_as for unit in units] == ["kho sách mở và KSMT có từ lâu.", "Phòng đọc thì mới."]
    assert [unit.text for unit in units] == ["KSM và KSMT có từ lâu.", "Phòng đọc thì mới."]


def test_rows_are_written_out_beside_their_header() -> None:
    units = written_out(all_units([hit_of(passage_of("Loại\tGiờ\nKSM\t7\nPhòng đọc\t8"))]), LONG)
    assert units[1].read_as == "Loại kho sách mở, Giờ 7"
    assert in_text(units[1], units[1].read_as, Span(5, 16), LONG) == Span(0, 3)


@given(st.lists(st.sampled_from(["KSM", "kho", "sách mở", "mở,", "(KSM)", "đọc.", "KSMT"]), min_size=1, max_size=12))
def test_words_that_were_read_are_found_in_the_text(words: list[str]) -> None:
    (unit, *_) = written_out(all_units([hit_of(passage_of(" ".join(words)))]), LONG)
    read = unit.read_as
    for stretch in (read, read[:3], read[2:12], ""):
        start = read.index(stretch)
        found = in_text(unit, read, Span(start, start + len(stretch)), LONG)
        assert 0 <= found.start <= found.end <= len(unit.text)
        if found.end > found.start and unit.text == read:
            assert unit.text[found.start : found.end] == stretch


def test_a_definition_of_the_abbreviation_answers_for_the_words(tmp_path: Path) -> None:
    collection = Collection(tmp_path / "bo", create=True)
    collection.add([text_item("bai-giang", "Bài giảng", SLIDES, cut=True)])
    for question in ("Kho sách mở là gì?", "kho sach mo la gi", "KSM là gì?"):
        answer = Chat(collection).answer(question)
        assert answer.citations[0].quote.startswith("KSM là nơi"), question
        check_promise(answer, {info.id: collection.loaded(info.id).document.text for info in collection.documents()})
    assert collection.search("Kho sách mở là gì?").wordings == {"KSM": "kho sách mở"}
    assert collection.search("Kho sách mở là gì?", exact=True).wordings in ({}, {"KSM": "kho sách mở"})
    collection.close()
