"""Every passage is read behind the title of its document, which is never quoted from where it does not stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers_parts import Outlined, Piece, said
from helpers_rag import check_promise
from hypothesis import given, settings
from hypothesis import strategies as st

from index.collection import Collection
from index.ingest import text_item
from rag.chat import Chat
from rag.evidence.confidence import confidence, threshold
from rag.evidence.reading import read_passages
from rag.evidence.units import UnitKind
from rag.types import Outcome

TITLE = "Chợ làng Đông"
PIECES = (
    Piece(("Mở đầu",), "Mở đầu\n\nChợ họp sáu phiên mỗi tháng, bán rau, cá và vải."),
    Piece(("Cổng",), "Mỗi phiên có hai cổng mở từ sáng sớm, người trực đứng ở cổng phía tây."),
    Piece(("Phí",), "Người bán trả năm nghìn đồng cho một sạp, trẻ em bán rau không phải trả."),
    Piece(("Vệ sinh",), "Rác được gom hai lần, vào giữa trưa và lúc tan phiên."),
)
DEEP = [
    ("Chợ làng Đông có mấy cổng?", "hai cổng"),
    ("Ở chợ làng Đông người bán trả bao nhiêu cho một sạp?", "năm nghìn đồng"),
    ("Rác ở chợ làng Đông được gom mấy lần?", "gom hai lần"),
]


def sure(library: Outlined, question: str) -> float:
    return confidence(read_passages(library, library.search(question, 8)))


@pytest.mark.parametrize(("question", "told"), DEEP)
def test_a_passage_deep_in_a_document_is_sure_of_what_the_title_names(question: str, told: str) -> None:
    titled = Outlined(TITLE, *PIECES)
    assert told in said(titled, question)
    assert sure(titled, question) > 0.8
    for title in ("Sổ ghi", ""):
        assert sure(Outlined(title, *PIECES), question) < 0.6


def test_without_its_title_a_passage_may_say_too_little() -> None:
    question, _ = DEEP[2]
    other = Outlined("Sổ ghi", *PIECES)
    assert sure(other, question) < threshold()
    assert Chat(other).answer(question).outcome is Outcome.NO_EVIDENCE


def test_a_title_stands_once_before_each_passage_and_is_no_answer() -> None:
    library = Outlined(TITLE, Piece((), f"{TITLE}\n\nChợ họp sáu phiên mỗi tháng."), *PIECES[1:3])
    hits = library.search("Chợ làng Đông có mấy cổng, người bán trả mấy đồng?", 8).hits
    units = read_passages(library, library.search("Chợ làng Đông có mấy cổng, người bán trả mấy đồng?", 8)).units
    titles = [unit for unit in units if unit.text == TITLE]
    assert len(titles) == len(hits) == 3
    assert {unit.kind for unit in titles} == {UnitKind.HEADING}
    stands = {unit.hit: unit.stands for unit in titles}
    assert {hits[hit].passage.text.startswith(TITLE): own for hit, own in stands.items()} == {True: True, False: False}
    assert all(unit.stands for unit in units if unit.text != TITLE)
    assert [unit.hit for unit in units] == sorted(unit.hit for unit in units)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Nguyên tắc phục vụ", "1. Phục vụ lịch sự.\n2. Phục vụ đúng giờ.\n3. Không thu phí."),
        ("Nguyên tắc phục vụ", "1. Phục vụ lịch sự với bạn đọc.\n\n2. Phục vụ đúng giờ mở cửa."),
        ("Nguyên tắc phục vụ", "Phục vụ bạn đọc"),
        ("Các nguyên tắc phục vụ bạn đọc của thư viện làng", "Nguyên tắc"),
        ("Nguyên tắc phục vụ:", "Lịch sự khi phục vụ."),
    ],
)
@pytest.mark.parametrize("question", ["Các nguyên tắc phục vụ là gì?", "Nguyên tắc phục vụ?"])
def test_a_title_is_not_quoted_from_where_it_does_not_stand(title: str, text: str, question: str) -> None:
    library = Outlined(title, Piece(("Phần đầu",), text), Piece(("Phần sau",), "Thư viện mở cửa cả tuần để phục vụ."))
    assert title not in said(library, question)


def test_a_title_that_stands_in_the_text_is_quoted() -> None:
    assert (
        said(Outlined("Nguyên tắc phục vụ", Piece((), "Nguyên tắc phục vụ")), "Nguyên tắc phục vụ?")
        == "Nguyên tắc phục vụ"
    )


def test_passages_of_a_collection_are_read_so(tmp_path: Path) -> None:
    question, told = DEEP[2]
    text = "\n\n".join(piece.text for piece in PIECES)
    found = {}
    for title in (TITLE, "Sổ ghi"):
        collection = Collection(tmp_path / title, create=True)
        collection.add([text_item("cho", title, text, cut=True), text_item("ao", "Ao làng", "Ao thả cá.", cut=True)])
        found[title] = Chat(collection).answer(question)
        check_promise(found[title], {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
    assert told in found[TITLE].citations[0].quote
    doubt = {title: 1 - answer.confidence for title, answer in found.items()}
    assert doubt[TITLE] < doubt["Sổ ghi"] / 2


WORDS = st.sampled_from("thư viện nguyên tắc phục vụ là gì của chợ : . \n \n\n - 1. bạn đọc\t".split(" "))
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


@settings(max_examples=150)
@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=4), TEXTS)
def test_any_title_keeps_the_promise(title: str, pieces: list[tuple[str, str]], question: str) -> None:
    library = Outlined(title, *(Piece((heading,), text) for heading, text in pieces))
    answer = Chat(library).answer(question)
    check_promise(answer, library.texts)
    assert all(one.start < one.end for one in answer.citations)
