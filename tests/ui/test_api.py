"""The chat's functions for other programs: what they answer, how they refuse, and that the README shows them as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import HoidapError, UnknownDocument, UsageError
from tests.ui.conftest import ROOT, Served
from tests.ui.fakes_ui import GARDEN, FakeService
from tests.ui.product_ui import running_product
from ui.api import MAX_QUESTION, MOST_PASSAGES, Api

QUESTION = "Rau muống cần tưới mấy lần mỗi ngày?"


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def api(service: FakeService) -> Api:
    return Api(service)


def test_searching_and_asking_within_documents_and_collections(api: Api, service: FakeService) -> None:
    assert len(api.search(QUESTION, 2)["hits"]) == 2
    kitchen = api.search(QUESTION, within=["Nội quy bếp"])
    assert {hit["passage"]["title"] for hit in kitchen["hits"]} == {"Nội quy bếp"}
    answer = api.ask(QUESTION, within=["Nội quy bếp"])
    assert {citation["title"] for citation in answer["citations"]} == {"Nội quy bếp"}
    assert api.ask("rau muong can tuoi", True)["searched_as"] == "rau muong can tuoi"
    service.create("Trống")
    service.use(service.name)
    assert api.ask(QUESTION, collection="bo-0")["outcome"] == "no_evidence"
    assert api.documents("bo-0") == []
    assert [one["title"] for one in api.documents()] == ["Sổ tay vườn rau", "Nội quy bếp", "Nhật ký công việc"]
    assert api.collections()[0] == {"name": "khu-nha-vuon", "title": "Khu nhà vườn", "current": True}


def test_a_document_is_read_in_parts(api: Api) -> None:
    first = api.read_document("Sổ tay vườn rau", length=100)
    assert first["outline"][0]["section"] == ["I – Vườn rau"]
    text, at = "", 0
    while at is not None:
        part = api.read_document("Sổ tay vườn rau", at, 100)
        text, at = text + part["text"], part["next"]
    assert text == GARDEN
    assert api.read_document("Sổ tay vườn rau", 10**9)["text"] == ""


@pytest.mark.parametrize("question", ["", "  ", "x" * (MAX_QUESTION + 1)])
def test_an_impossible_question_is_refused(api: Api, question: str) -> None:
    for function in (api.search, api.ask):
        with pytest.raises(UsageError):
            function(question)


@pytest.mark.parametrize("k", [0, -1, "nhiều", None, 1.5, True])
def test_an_impossible_number_is_refused(api: Api, k: Any) -> None:
    with pytest.raises(UsageError, match="k "):
        api.search(QUESTION, k)


def test_a_number_too_large_is_brought_down(api: Api) -> None:
    assert len(api.search(QUESTION, 10**9)["hits"]) <= MOST_PASSAGES
    assert len(api.search(QUESTION, 2.0)["hits"]) == 2, "programs without whole numbers"


def test_what_is_not_there_is_said(api: Api) -> None:
    with pytest.raises(UnknownDocument):
        api.search(QUESTION, within=["../../etc/passwd"])
    with pytest.raises(UnknownDocument):
        api.read_document("../../etc/passwd")
    with pytest.raises(HoidapError):
        api.documents("khong-co")


def test_the_endpoints_over_the_wire(served: Served) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(served.url, verbose=False, analytics_enabled=False)
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/search", "/ask", "/read_document", "/documents", "/collections"}
    within = client.predict(QUESTION, within=["Nội quy bếp"], api_name="/search")
    assert {hit["passage"]["title"] for hit in within["hits"]} == {"Nội quy bếp"}
    with pytest.raises(AppError, match=r"Không có tài liệu .*There is no document"):
        client.predict("khong-co", api_name="/read_document")
    with pytest.raises(AppError, match="câu hỏi"):
        client.predict(" ", api_name="/ask")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``hoidap chat`` over the sample documents."""
    with running_product(tmp_path_factory.mktemp("api")) as served:
        yield served


def shown_calls() -> str:
    """The Python of the README's part on other programs."""
    text = (Path(ROOT) / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"<!-- api -->.*?```python\n(.*?)```.*?<!-- /api -->", text, re.DOTALL)
    return str(code)


def test_the_calls_of_the_readme_work_as_they_stand(product: Served) -> None:
    code = shown_calls()
    address = "http://127.0.0.1:7860/"
    assert address in code
    names: dict[str, Any] = {}
    exec(compile(code.replace(address, product.url), "README.md", "exec"), names)
    assert set(re.findall(r'api_name="/(\w+)"', code)) == {"search", "ask", "read_document", "documents", "collections"}
    assert names["found"]["hits"][0]["rank"] == 1
    answer = names["answer"]
    assert answer["outcome"] == "answered"
    assert {one["document"] for one in answer["citations"]} == {names["part"]["document"]}
    for one in answer["citations"]:
        assert answer["answer"][one["answer_start"] : one["answer_end"]] == one["quote"]
    assert names["part"]["text"]
    assert len(names["documents"]) == 11
    assert names["collections"] == [{"name": "mau", "title": "Tài liệu mẫu", "current": True}]
