"""Lists that a heading introduces, and what stands under the heading that names the thing asked for."""

from __future__ import annotations

import pytest
from helpers_rag import FakeLibrary, check_promise

from corpus.document import Passage, passage_id
from rag.chat import Chat
from rag.composing.choosing import Limits, by_form
from rag.composing.headed import asked_thing, asks_so, names
from rag.evidence.units import all_units

DOCUMENT = "e" * 16
TASKS = "III- Nhiệm vụ chủ yếu"


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Các nhiệm vụ chủ yếu là gì?", "nhiệm vụ chủ yếu"),
        ("Nghị quyết nêu những nhiệm vụ chủ yếu nào?", "nhiệm vụ chủ yếu"),
        ("Mục tiêu của hội nhập là gì?", "mục tiêu"),
        ("Có mấy điều kiện bên trong của hội nhập?", "điều kiện bên trong"),
        ("Hội nhập là gì?", ""),
        ("Ai ký nghị quyết?", ""),
    ],
)
def test_the_thing_asked_for(question: str, thing: str) -> None:
    assert asked_thing(question) == frozenset(thing.split())


def test_a_heading_names_a_thing_and_little_besides() -> None:
    thing = asked_thing("Các nhiệm vụ chủ yếu là gì?")
    assert names(TASKS, thing)
    assert names("Một số nhiệm vụ chủ yếu", thing)
    assert not names("Nhiệm vụ, giải pháp và tổ chức thực hiện", thing)
    assert not names(TASKS, frozenset())


def test_a_heading_that_asks_the_same() -> None:
    question = "Thẻ thường khác thẻ học sinh ở điểm nào?"
    assert asks_so("Thẻ thường và thẻ học sinh khác nhau ở đâu", question) > 0.5
    assert asks_so("Thẻ học sinh", question) == 0
    assert asks_so("", question) == asks_so("Thẻ", "gì?") == 0
    library = FakeLibrary(
        ["Thẻ thường có hai loại.", "Một thẻ có hạn một năm."], [("Thẻ thường",), ("Thẻ thường, học sinh khác ở đâu",)]
    )
    hits = library.search(question, 8).hits
    units = all_units(hits)
    added = by_form(question, hits, units, Limits())
    assert units[int(added.argmax())].text == "Một thẻ có hạn một năm."


class Resolution(FakeLibrary):
    """One document whose tasks fill a passage each; only the first four passages are ever found."""

    def __init__(self) -> None:
        pieces = [
            (("I- Tình hình",), "I- TÌNH HÌNH\n\nThư viện có nhiều bạn đọc và đạt nhiều kết quả tốt trong năm qua."),
            ((TASKS, "1- Mở cửa"), "III- NHIỆM VỤ CHỦ YẾU\n\n1- Mở cửa cả tuần. Phần này dài."),
            ((TASKS, "1- Mở cửa"), "Việc mở cửa cần thêm người làm và kinh phí hằng năm."),
            ((TASKS, "2- Mua sách"), "2- Mua thêm sách mới. Mỗi năm một nghìn cuốn."),
            ((TASKS, "3- Dạy học"), "3- Dạy trẻ em đọc sách. Mỗi tuần một buổi."),
            (("IV- Tổ chức",), "IV- TỔ CHỨC\n\n1- Giám đốc phụ trách chung."),
        ]
        super().__init__([text for _, text in pieces])
        found: list[Passage] = []
        at = 0
        for section, text in pieces:
            found.append(Passage(passage_id(DOCUMENT, at, at + len(text)), DOCUMENT, text, at, at + len(text), section))
            at += len(text) + 2
        self.passages = found

    @property
    def texts(self) -> dict[str, str]:
        return {DOCUMENT: "\n\n".join(passage.text for passage in self.passages)}


def test_the_items_below_a_heading_are_the_answer() -> None:
    library = Resolution()
    answer = Chat(library).answer("Các nhiệm vụ chủ yếu là gì?")
    check_promise(answer, library.texts)
    assert answer.text.splitlines()[0].startswith("III- NHIỆM VỤ CHỦ YẾU")
    assert [line.split(" [")[0] for line in answer.text.splitlines()[2:]] == [
        "1- Mở cửa cả tuần. Phần này dài.",
        "2- Mua thêm sách mới. Mỗi năm một nghìn cuốn.",
        "3- Dạy trẻ em đọc sách. Mỗi tuần một buổi.",
    ]


def test_a_number_that_is_asked_for_is_no_list() -> None:
    answer = Chat(Resolution()).answer("Mỗi năm mua bao nhiêu cuốn sách mới?")
    assert "một nghìn" in answer.text
    assert "Dạy trẻ em" not in answer.text


def test_a_question_of_the_document_is_answered_by_what_follows_it() -> None:
    library = FakeLibrary(
        [
            "Thư viện có thu phí mượn sách không? Bạn đọc dưới mười tám tuổi được miễn. Người lớn trả mười nghìn đồng.",
            "Vườn hoa mở cửa buổi sáng.",
        ]
    )
    answer = Chat(library).answer("Thư viện có thu phí mượn sách không?")
    check_promise(answer, library.texts)
    assert answer.text.startswith("Bạn đọc dưới mười tám tuổi")
