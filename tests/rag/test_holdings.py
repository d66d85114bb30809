"""What there is, and which documents speak of something: titles and sentences, word for word."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from helpers_rag import check_promise

from index.collection import Collection
from rag.chat import Chat, Options
from rag.documents.mentioning import topic_of
from rag.types import Answer, Outcome

POND = (
    "# Ao làng\n\nAo rộng hai mẫu, nuôi cá chép và cá mè.\n\n## Mùa lụt\n\nMùa lụt thì Hợp tác xã (HTX) lo giữ bờ ao.\n"
)
RICE = "# Ruộng lúa\n\nLúa gieo tháng sáu, gặt tháng mười. HTX cho mượn máy gặt.\n"
NOTES = "Không có đầu đề gì cả, chỉ một câu dài kể chuyện chợ phiên họp sáng mồng năm.\n"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("lang")
    for name, text in (("ao.md", POND), ("lua.md", RICE), ("ghi.txt", NOTES)):
        (folder / name).write_text(text, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "ao.md", folder / "lua.md", folder / "ghi.txt"])
    return found


def answered(collection: Collection, question: str, options: Options | None = None) -> Answer:
    answer = Chat(collection).answer(question, options=options)
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "Có những tài liệu nào?",
        "bo nay co nhung tai lieu gi",
        "Liệt kê các tài liệu",
        "Kho này gồm mấy văn bản?",
        "list documents",
    ],
)
def test_what_there_is_is_told_by_its_titles(collection: Collection, question: str) -> None:
    answer = answered(collection, question)
    lines = {line.rsplit(" [", 1)[0] for line in answer.text.split("\n")}
    assert lines == {"- Ao làng", "- Ruộng lúa", f"- {NOTES.strip()}"}
    assert len({citation.document_id for citation in answer.citations}) == 3


def test_only_documents_that_were_ticked_are_told_of(collection: Collection) -> None:
    one = next(info.id for info in collection.documents() if info.title == "Ruộng lúa")
    assert answered(collection, "Có những tài liệu nào?", Options(within=frozenset({one}))).text == "- Ruộng lúa [1]"


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Tài liệu nào nói về mùa lụt?", "mùa lụt"),
        ("Có văn bản nào đề cập đến HTX không ạ?", "HTX"),
        (unicodedata.normalize("NFD", "Những tài liệu nào nói đến Mùa Lụt?"), "Mùa Lụt"),
        ("tai lieu nao noi ve mua lut", "mua lut"),
        ("Which documents mention HTX?", "HTX"),
        ("Luật nào quy định về rượu bia?", "rượu bia"),
        ("nghi dinh nao quy dinh gio mo cua", "gio mo cua"),
        ("Văn bản nào quy định giờ mở cửa?", None),
        ("Tài liệu nói về mùa lụt viết năm nào?", None),
        ("Mùa lụt là gì?", None),
        ("", None),
    ],
)
def test_the_topic_is_heard_as_it_was_typed(question: str, topic: str | None) -> None:
    found = topic_of(question)
    assert (found.words if found is not None else None) == topic


def test_documents_that_speak_of_something_are_named_with_a_sentence(collection: Collection) -> None:
    answer = answered(collection, "tai lieu nao noi ve mua lut")
    assert answer.searched_as == "tài liệu nói về mùa lụt"
    assert answer.text == "Ao làng\nMùa lụt thì Hợp tác xã (HTX) lo giữ bờ ao. [1]"
    both = answered(collection, "Có tài liệu nào nói về HTX không?")
    assert {citation.title for citation in both.citations} == {"Ao làng", "Ruộng lúa"}


def test_what_no_document_speaks_of_is_asked_as_any_question(collection: Collection) -> None:
    assert answered(collection, "Có tài liệu nào nói về tàu vũ trụ không?").outcome is Outcome.NO_EVIDENCE


def test_of_nothing_there_is_nothing_to_tell(tmp_path: Path) -> None:
    answer = Chat(Collection(tmp_path / "kho", create=True)).answer("Có những tài liệu nào?")
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert not answer.citations
