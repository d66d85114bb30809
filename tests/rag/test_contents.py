"""Contents: the headings of a document, of the kind that is asked for, as it writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers_law import LAW, law_collection
from helpers_rag import check_promise

from index.collection import Collection
from rag.chat import Chat, Options
from rag.documents.contents import Wanted, contents_asked
from rag.phrases import REPLIES, Reply
from rag.types import Outcome


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return law_collection(tmp_path_factory.mktemp("luat"))


THING = ("luật", "thư", "viện", "làng")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Mục lục luật thư viện làng", Wanted(THING)),
        ("Cho tôi xem mục lục của Luật Thư viện làng", Wanted(THING)),
        ("muc luc", Wanted((), bare=True)),
        ("Bố cục tài liệu này như thế nào?", Wanted(())),
        ("Luật thư viện làng có bao nhiêu điều?", Wanted(THING, "article")),
        ("luat thu vien lang gom nhung chuong nao", Wanted(("luat", "thu", "vien", "lang"), "chapter", bare=True)),
        ("Tài liệu này gồm mấy phần?", Wanted((), "part")),
        ("Chương II luật thư viện làng quy định gì?", Wanted(THING, "chapter", 2)),
        ("phan 3 noi ve gi", Wanted((), "part", 3, bare=True)),
        ("Điều 2 luật thư viện làng", None),
        ("Chương I và chương II khác gì nhau?", None),
        ("Thư viện có bao nhiêu sách?", None),
        ("Mục lục " + "rất dài " * 40, None),
        ("", None),
    ],
)
def test_requests_are_recognised(question: str, wanted: Wanted | None) -> None:
    assert contents_asked(question) == wanted


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Mục lục luật thư viện làng", ["Chương I QUY ĐỊNH CHUNG", "Chương II BẠN ĐỌC"]),
        (
            "Luật thư viện làng có mấy điều?",
            ["Điều 1. Phạm vi điều chỉnh", "Điều 2. Giờ mở cửa", "Điều 3. Thẻ bạn đọc"],
        ),
        (
            "Chương I luật thư viện làng quy định gì?",
            ["Chương I QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh", "Điều 2. Giờ mở cửa"],
        ),
    ],
)
def test_headings_are_given_as_they_are_written(
    collection: Collection,
    question: str,
    lines: list[str],
) -> None:
    answer = Chat(collection).answer(question)
    assert (answer.outcome, answer.searched_as) == (Outcome.ANSWERED, "mục lục Luật thư viện làng")
    assert answer.text.replace(" [1]", "").replace(" [2]", "").split("\n") == lines
    assert all(citation.quote in LAW for citation in answer.citations)
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})


def test_what_a_document_has_not_is_searched_and_an_unnamed_one_asked_for(collection: Collection) -> None:
    chat = Chat(collection)
    assert "mục lục" not in chat.answer("Luật thư viện làng có mấy phần?").searched_as
    assert chat.answer("mục lục").text == REPLIES[Reply.WHICH]["vi"]
    law = next(one.id for one in collection.documents() if one.title.startswith("Luật"))
    assert chat.answer("mục lục", options=Options(within=frozenset({law}))).outcome is Outcome.ANSWERED


def test_the_last_headings_of_a_long_document_are_given_too(tmp_path: Path) -> None:
    paragraph = "Người trực ghi vào sổ giờ mở cửa, số người đến đọc và những cuốn được mượn trong ngày. " * 8
    parts = [f"# Phần {number} của sổ tay\n\n" + "\n\n".join([paragraph] * 120) for number in range(1, 10)]
    (tmp_path / "so-tay.md").write_text("\n\n".join(["---\ntitle: Sổ tay trực\n---", *parts]), "utf-8")
    collection = Collection(tmp_path / "kho", create=True)
    collection.ingest([tmp_path / "so-tay.md"])
    assert collection.info().passages > 500
    answer = Chat(collection).answer("mục lục sổ tay trực")
    assert [f"Phần {number} của sổ tay" in answer.text for number in range(1, 10)] == [True] * 9
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
