"""Summaries: the request is recognised, its document found, its own sentences chosen in its order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from helpers_rag import check_promise, hit_of, passage_of
from hypothesis import given
from hypothesis import strategies as st

from index.collection import Collection
from index.types import DocumentInfo
from rag.chat import Chat, Options
from rag.documents.summary import MOST_SENTENCES, Request, chosen_of, requested
from rag.evidence.units import all_units
from rag.naming import document_named
from rag.phrases import REPLIES, Reply
from rag.types import Outcome, Turn

LIBRARY = """# Quy chế thư viện phường Đông

Thư viện phường Đông mở cửa cho mọi người dân trong phường, cả người lớn và trẻ em.

## Giờ mở cửa

Thư viện mở cửa từ tám giờ sáng đến chín giờ tối, tất cả các ngày trong tuần. Ngày lễ thư viện đóng cửa. Nhưng phòng đọc báo thì
vẫn mở cửa vào buổi sáng của ngày lễ. Có ai muốn đến vào buổi tối muộn không?

## Thẻ bạn đọc

Mỗi bạn đọc được cấp một thẻ, có giá trị trong hai năm kể từ ngày cấp. Thẻ gồm:

- thẻ thường dành cho người lớn đang sống trong phường
- thẻ nhỏ dành cho trẻ em dưới mười lăm tuổi

## Mượn sách

Mỗi lần bạn đọc mượn được năm cuốn sách, trong thời hạn mười bốn ngày. Ai giữ sách quá hạn thì nộp phạt hai nghìn đồng một ngày.
"""
GARDEN = (
    "# Vườn rau\n\n" + "Rau muống cần tưới hai lần mỗi ngày, vào sáng sớm và chiều mát. Đất khô nứt là thiếu nước. " * 3
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("tom-tat")
    (folder / "quy-che.md").write_text(LIBRARY, encoding="utf-8")
    (folder / "vuon.md").write_text(GARDEN, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "quy-che.md", folder / "vuon.md"])
    return found


@pytest.mark.parametrize(
    ("question", "request_"),
    [
        ("Tóm tắt quy chế thư viện", Request(("quy", "chế", "thư", "viện"))),
        ("Hãy tóm tắt giúp tôi nội dung chính của quy chế thư viện nhé", Request(("quy", "chế", "thư", "viện"))),
        ("Tóm tắt tài liệu này trong 3 câu", Request((), 3)),
        ("Tóm tắt văn bản trên bằng 90 ý", Request((), MOST_SENTENCES)),
        ("Tóm tắt", Request(())),
        ("tom tat quy che thu vien giup toi", Request(("quy", "che", "thu", "vien"), bare=True)),
        ("Nội dung chính của quy chế là gì?", Request(("quy", "chế"))),
        ("Quy chế này nói về gì?", Request(())),
        ("Tài liệu này nói về gì?", Request(())),
        ("What is this document about?", Request((), bare=True)),
        ("Summarise the library rules in 2 sentences", Request(("library", "rules"), 2, bare=True)),
        ("Quy chế nói gì về thẻ bạn đọc?", None),
        ("Bảng tóm tắt có mấy dòng?", None),
        ("Thẻ bạn đọc có giá trị bao lâu?", None),
        ("Tóm tắt " + "giúp tôi " * 5000, None),
        ("", None),
    ],
)
def test_requests_are_recognised(question: str, request_: Request | None) -> None:
    assert requested(question) == request_


def info(title: str, source: str = "/x/a.md") -> DocumentInfo:
    return DocumentInfo(title, title, source, {}, 1, 1, "", "")


@pytest.mark.parametrize(
    ("named", "titles", "found"),
    [
        ("nghị quyết 22", ["Nghị quyết 22-NQ/TW về hội nhập quốc tế", "Nghị quyết 59"], 0),
        ("hội nhập quốc tế", ["Lịch sử hội nhập quốc tế", "Hội nhập quốc tế", "Kết quả hội nhập quốc tế"], 1),
        ("hội nhập quốc tế", ["Lịch sử hội nhập quốc tế", "Kết quả hội nhập quốc tế"], None),
        ("đại hội", ["Chủ trương hội nhập của Đảng qua các kỳ Đại hội"], None),
        ("thư viện", ["Vườn rau"], None),
        ("", ["Vườn rau"], None),
    ],
)
def test_the_document_is_the_one_that_is_named(named: str, titles: list[str], found: int | None) -> None:
    documents = [info(title) for title in titles]
    assert document_named(named.split(), documents) == (None if found is None else documents[found])


def test_a_file_name_is_a_name_too_and_accents_may_be_missing() -> None:
    documents = [info("Danh mục", "upload:Sổ kinh phí 2031.xlsx"), info("Vườn rau")]
    assert document_named(["sổ", "kinh", "phí"], documents) == documents[0]
    assert document_named(["so", "kinh", "phi"], documents, bare=True) == documents[0]
    assert document_named(["so", "kinh", "phi"], documents) is None
    numbered = replace(info("Nghị quyết về hội nhập"), metadata={"number": "22-NQ/TW"})
    assert document_named(["nghị", "quyết", "22"], [numbered]) == numbered


def test_a_summary_is_made_of_the_documents_own_sentences(collection: Collection) -> None:
    answer = Chat(collection).answer("Tóm tắt quy chế thư viện phường Đông")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.searched_as == "tóm tắt Quy chế thư viện phường Đông"
    texts = {one.id: collection.loaded(one.id).document.text for one in collection.documents()}
    check_promise(answer, texts)
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts)
    assert 3 <= len(starts) <= 6
    for telling in ("mở cửa cho mọi người dân", "tám giờ sáng", "hai năm", "năm cuốn sách"):
        assert telling in answer.text
    for loose in ("Nhưng phòng đọc", "buổi tối muộn", "Thẻ gồm"):
        assert loose not in answer.text
    assert len(Chat(collection).answer("tom tat quy che thu vien phuong dong trong 2 cau").citations) == 2


def test_the_document_at_hand_is_meant_where_none_is_named(collection: Collection) -> None:
    chat = Chat(collection)
    garden = next(one for one in collection.documents() if one.title == "Vườn rau")
    assert chat.answer("Tóm tắt tài liệu này").text == REPLIES[Reply.WHICH]["vi"]
    turn = Turn("Rau muống tưới mấy lần?", chat.answer("Rau muống cần tưới mấy lần mỗi ngày?"))
    thanks = Turn("cảm ơn", chat.answer("cảm ơn"))
    for asked in (
        chat.answer("Tóm tắt tài liệu này", [turn, thanks]),
        chat.answer("Tóm tắt tài liệu này", options=Options(within=frozenset({garden.id}))),
    ):
        assert {citation.document_id for citation in asked.citations} == {garden.id}


def test_what_has_no_sentences_is_searched(collection: Collection, tmp_path: Path) -> None:
    path = tmp_path / "bang.html"
    path.write_text(
        "<h1>Bảng kê thuyền</h1><table><tr><th>Tên<th>Chỗ<tr><td>Sóng<td>12<tr><td>Gió<td>30</table>", "utf-8"
    )
    other = Collection(tmp_path / "kho", create=True)
    other.ingest([path])
    answer = Chat(other).answer("Tóm tắt bảng kê thuyền")
    assert "tóm tắt" not in answer.searched_as


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_chosen_sentences_are_few_and_each_once(parts: list[int], most: int, seed: int) -> None:
    hit = hit_of(passage_of("\n\n".join(f"Câu số {n} nói về việc này." for n in range(len(parts)))))
    units = all_units([hit])
    vectors = np.random.default_rng(seed).standard_normal((len(units), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chosen = chosen_of(units, [str(part) for part in sorted(parts)], vectors, most)
    assert 1 <= len(chosen) <= most
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(range(len(units)))
