"""A document that does not print its number is asked by the number under which others cite it."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers_rag import check_promise

from index.collection import Collection
from index.ingest import text_item
from rag.chat import Chat, Options
from rag.documents.cited import documents_asked, documents_within
from rag.types import Answer

DYKE = """# Nghị quyết về đắp đê

Mùa lũ năm trước nước tràn vào ba xóm, nên cả làng họp ở đình và quyết định như sau.

## Nhiệm vụ

Nghị quyết nêu hai nhiệm vụ: đắp lại đê phía bắc và trồng tre chắn sóng. Mỗi nhà góp bốn ngày công trong mùa khô.

## Kinh phí

Quỹ làng chi ba mươi triệu đồng để mua đá và cọc tre. Người già được miễn góp công.
"""
TEA = """# Nghị quyết về trồng chè

Đồi phía tây trồng năm nghìn gốc chè trong hai năm, nghị quyết nêu bảy nhiệm vụ của tổ trồng chè.
"""
NEWS = "Hội đồng làng vừa ra {cited}, được dân các xóm hoan nghênh. Báo sẽ đăng toàn văn."
CITED = "Nghị quyết số 31-NQ/HĐ ngày 4/5/2031 về đắp đê"


def library(folder: Path, cited: str, dyke: str = DYKE) -> Collection:
    """Two resolutions without numbers, and a newspaper that cites one."""
    for name, text in (("de.md", dyke), ("che.md", TEA)):
        (folder / name).write_text(text, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "de.md", folder / "che.md"])
    if cited:
        found.add([text_item("bao", "Báo làng", NEWS.format(cited=cited), cut=True)])
    return found


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return library(tmp_path_factory.mktemp("de"), CITED)


def answered(collection: Collection, question: str, options: Options | None = None) -> Answer:
    answer = Chat(collection).answer(question, options=options)
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
    return answer


def numbers(collection: Collection, question: str, within: frozenset[str] | None = None) -> dict[str, str]:
    """The numbers of documents that have one where this is asked, by their titles."""
    found = documents_asked(collection, question, within)
    return {one.title: one.metadata["number"] for one in found if one.metadata.get("number")}


@pytest.mark.parametrize(
    ("question", "asked", "said"),
    [
        ("Nghị quyết 31 có mấy nhiệm vụ?", "Có mấy nhiệm vụ (Nghị quyết về đắp đê)", "hai nhiệm vụ"),
        ("NQ 31 có mấy nhiệm vụ?", "Có mấy nhiệm vụ (Nghị quyết về đắp đê)", "hai nhiệm vụ"),
        ("nq 31 có mấy nhiệm vụ", "Có mấy nhiệm vụ (Nghị quyết về đắp đê)", "hai nhiệm vụ"),
        ("nghi quyet 31 co may nhiem vu", "Có mấy nhiệm vụ (Nghị quyết về đắp đê)", "hai nhiệm vụ"),
        ("Theo nghị quyết 31, ai được miễn góp công?", "Ai được miễn góp công (Nghị quyết về đắp đê)", "Người già"),
    ],
)
def test_it_is_asked_by_its_number(collection: Collection, question: str, asked: str, said: str) -> None:
    answer = answered(collection, question)
    assert answer.searched_as == asked
    assert said in answer.citations[0].quote
    assert {one.title for one in answer.citations} == {"Nghị quyết về đắp đê"}


@pytest.mark.parametrize("question", ["tóm tắt nghị quyết 31", "tom tat nghi quyet 31", "Tóm tắt NQ 31"])
def test_it_is_summed_up_by_its_number(collection: Collection, question: str) -> None:
    answer = answered(collection, question)
    assert answer.searched_as == "tóm tắt Nghị quyết về đắp đê"
    assert "trồng tre chắn sóng" in answer.text


def test_its_headings_are_listed_by_its_number(collection: Collection) -> None:
    assert answered(collection, "Mục lục nghị quyết 31").text == "- Nhiệm vụ\n- Kinh phí [1]"


@pytest.mark.parametrize(
    ("cited", "question"),
    [
        ("", "Nghị quyết 31 có mấy nhiệm vụ?"),
        (CITED, "Nghị quyết 32 có mấy nhiệm vụ?"),
        (CITED, "Nghị quyết 3 có mấy nhiệm vụ?"),
        (CITED, "Nghị định 31 có mấy nhiệm vụ?"),
        (CITED, "Nghị quyết có 31 nhiệm vụ?"),
        (CITED.replace("đắp đê", "trồng rừng"), "Nghị quyết 31 có mấy nhiệm vụ?"),
        (CITED.replace("Nghị quyết số", "Nghị định số"), "Nghị quyết 31 có mấy nhiệm vụ?"),
        (f"Nghị quyết số 31 {'và các văn bản khác ' * 8}về đắp đê", "Nghị quyết 31 có mấy nhiệm vụ?"),
    ],
)
def test_without_such_a_citation_it_has_no_number(tmp_path: Path, cited: str, question: str) -> None:
    found = library(tmp_path, cited)
    assert numbers(found, question) == {}
    answer = answered(found, question)
    assert "Nghị quyết về đắp đê" not in answer.searched_as
    assert "Nghị quyết về đắp đê" not in answered(found, "tóm tắt nghị quyết 32").searched_as


@pytest.mark.parametrize(
    ("cited", "number"),
    [
        (CITED, "31-NQ/HĐ"),
        ("Nghị quyết 31 về đắp đê", "31"),
        ("Nghị quyết số 31/2031/NQ-HĐ của Hội đồng làng về đắp đê ở ba xóm", "31/2031/NQ-HĐ"),
    ],
)
def test_its_number_is_the_whole_one_that_is_cited(tmp_path: Path, cited: str, number: str) -> None:
    found = library(tmp_path, cited)
    assert numbers(found, "Nghị quyết 31 có mấy nhiệm vụ?") == {"Nghị quyết về đắp đê": number}
    assert numbers(found, "Kinh phí đắp đê là bao nhiêu?") == {}


def test_a_document_with_a_number_keeps_it(tmp_path: Path) -> None:
    titled = library(tmp_path, CITED, DYKE.replace("# Nghị quyết về", "# Nghị quyết 12-NQ/HĐ về"))
    assert numbers(titled, "Nghị quyết 31 có mấy nhiệm vụ?") == {}
    assert "12-NQ/HĐ" in answered(titled, "Nghị quyết 12 nêu mấy nhiệm vụ?").searched_as


def test_a_printed_number_is_not_changed_for_a_cited_one(tmp_path: Path) -> None:
    head, _, text = DYKE.partition("\n\n")
    printed = f"HỘI ĐỒNG LÀNG\n\nSố: 12-NQ/HĐ\n\nNGHỊ QUYẾT\nVề đắp đê\n\n{text.replace('## ', '')}"
    (tmp_path / "de.txt").write_text(printed, encoding="utf-8")
    found = Collection(tmp_path / "kho", create=True)
    found.ingest([tmp_path / "de.txt"])
    found.add([text_item("bao", "Báo làng", NEWS.format(cited=CITED), cut=True)])
    assert head.removeprefix("# ") in [one.title for one in found.documents()]
    for number in (12, 31):
        assert numbers(found, f"Nghị quyết {number} có mấy nhiệm vụ?") == {"Nghị quyết về đắp đê": "12-NQ/HĐ"}


def test_only_ticked_documents_cite_and_are_cited(collection: Collection) -> None:
    ids = {one.title: one.id for one in collection.documents()}
    dyke, tea, news = (ids[title] for title in ("Nghị quyết về đắp đê", "Nghị quyết về trồng chè", "Báo làng"))
    question = "Nghị quyết 31 có mấy nhiệm vụ?"
    assert numbers(collection, question, frozenset({dyke, news})) == {"Nghị quyết về đắp đê": "31-NQ/HĐ"}
    assert numbers(collection, question, frozenset({dyke, tea})) == {}
    assert numbers(collection, question, frozenset({tea, news})) == {}
    assert [one.id for one in documents_within(collection, {tea})] == [tea]
    assert {one.id for one in documents_within(collection, None)} == {dyke, tea, news}
    answer = answered(collection, question, Options(within=frozenset({tea, news})))
    assert dyke not in {one.document_id for one in answer.citations}
