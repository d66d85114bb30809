"""Contents of documents whose parts have numbers alone: "gồm mấy phần" means those with Roman ones."""

from __future__ import annotations

import pytest
from helpers_rag import check_promise

from index.collection import Collection
from rag.chat import Chat
from rag.types import Answer

TOLD = "Người làng đắp đê vào mùa khô, mỗi nhà góp bốn ngày công và một gánh đất sét. " * 5


def written(title: str, *headings: str) -> str:
    return "\n\n".join([f"# {title}", *(f"{heading}\n\n{TOLD}" for heading in headings)])


FILES = {
    "de.md": written(
        "Sổ đắp đê", "## I. Việc đã làm", "### 1. Đê bắc", "### 2. Đê nam", "## II. Việc sẽ làm", "## III. Công"
    ),
    "quy.md": written("Quy ước làng", "## Chương I. Quy định chung", "## Chương II. Xử phạt"),
    "phan.md": written("Truyện làng", "## Phần 1. Đất", "### Ruộng", "### Ao", "## Phần 2. Người"),
    "sach.md": written("Sách dạy nghề", "## 1. Đan nón", "## 2. Dệt chiếu"),
    "tran.md": written("Ghi chép vặt", "## Đan nón", "## Dệt chiếu"),
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("phan")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / name for name in FILES])
    return found


def asked(collection: Collection, question: str) -> Answer:
    answer = Chat(collection).answer(question)
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
    return answer


ROMAN = ["I. Việc đã làm", "II. Việc sẽ làm", "III. Công"]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Sổ đắp đê gồm mấy phần?", ROMAN),
        ("so dap de gom may phan", ROMAN),
        ("Sổ đắp đê được chia thành mấy phần chính?", ROMAN),
        ("Sổ đắp đê có mấy mục?", ROMAN),
        ("Truyện làng gồm mấy phần?", ["Phần 1. Đất", "Phần 2. Người"]),
        ("Sách dạy nghề gồm mấy phần?", ["1. Đan nón", "2. Dệt chiếu"]),
        ("Quy ước làng có mấy chương?", ["Chương I. Quy định chung", "Chương II. Xử phạt"]),
    ],
)
def test_numbered_headings_of_the_highest_level_are_the_parts(
    collection: Collection, question: str, lines: list[str]
) -> None:
    answer = asked(collection, question)
    assert answer.searched_as.startswith("mục lục ")
    text = answer.text
    for number in range(1, len(lines) + 1):
        text = text.replace(f" [{number}]", "")
    assert text.split("\n") == lines


@pytest.mark.parametrize(
    "question",
    [
        "Quy ước làng gồm mấy phần?",
        "Ghi chép vặt gồm mấy phần?",
        "Sổ đắp đê có mấy chương?",
        "Sách dạy nghề có mấy bài?",
        "Sổ đắp đê có mấy điều?",
    ],
)
def test_chapters_are_no_parts_and_parts_no_chapters(collection: Collection, question: str) -> None:
    answer = asked(collection, question)
    assert not answer.searched_as.startswith("mục lục ")
    assert not any(one.quote.startswith(("I. ", "1. ", "Chương")) for one in answer.citations)
