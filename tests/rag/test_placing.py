"""What goes behind whatever its words: names of other works, and what is about another year than the question's."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection
from rag.chat import Chat

TEXT = """# Làng gốm

Làng gốm có từ lâu đời, nằm ven sông, quanh năm lò đỏ lửa.

## Mốc

| Năm | Sự kiện |
|---|---|
| 1925 | xây lò thứ hai |
| 1967 | lập hợp tác xã |

Lò ga thay lò củi từ sau 1986.

## Nhiệm vụ

Hợp tác xã làng gốm giữ nghề, dạy nghề cho người trẻ và lo đầu ra cho hàng gốm.

## Tài liệu tham khảo

1. Nhiệm vụ của hợp tác xã làng gốm, báo cáo của huyện, 2019
2. Hợp tác xã làng gốm và nhiệm vụ dạy nghề, Trần Văn Lò
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder: Path = tmp_path_factory.mktemp("gom")
    (folder / "gom.md").write_text(TEXT, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "gom.md"])
    return found


def first(collection: Collection, question: str) -> str:
    return Chat(collection).answer(question).citations[0].quote


def test_names_of_other_works_answer_only_what_such_names_tell(collection: Collection) -> None:
    assert "giữ nghề" in first(collection, "Nhiệm vụ của hợp tác xã làng gốm là gì?")
    assert "báo cáo của huyện" in first(collection, "Báo cáo về nhiệm vụ của hợp tác xã làng gốm viết năm nào?")


def test_what_is_about_the_year_that_is_asked_for_goes_first(collection: Collection) -> None:
    assert "Lò ga" in first(collection, "Năm 1986 có sự kiện gì?")
    assert "1967" in Chat(collection).answer("Trước năm 1986 có sự kiện gì?").text
