"""Lists that go on behind their passage are followed to their end, and no further."""

from __future__ import annotations

import numpy as np
import pytest
from helpers_rag import FakeLibrary, check_promise, hit_of

from corpus.document import Passage, passage_id
from rag.chat import Chat
from rag.composing.compose import compose
from rag.composing.continuing import PASSAGES, continued
from rag.evidence.units import LONG_ITEM, UnitKind, units_of

DOCUMENT = "c" * 16
RULES = ("Nội quy",)


def passages_of(*texts: str, section: tuple[str, ...] = RULES) -> list[Passage]:
    """Passages that follow one another in a document, a blank line between them."""
    found, at = [], 0
    for text in texts:
        name = passage_id(DOCUMENT, at, at + len(text))
        found.append(Passage(name, DOCUMENT, text, at, at + len(text), section))
        at += len(text) + 2
    return found


def words(begun: Passage, last: str | None, following: list[Passage]) -> list[str]:
    return [
        item.passage.text[item.span.start - item.passage.start : item.span.end - item.passage.start]
        for item in continued(begun, last, following)
    ]


def test_items_of_the_same_kind_go_on() -> None:
    begun, *following = passages_of("Gồm:\n\n- lịch sự", "- đúng giờ\n\n- giữ trật tự", "- trả sách đúng hẹn")
    assert words(begun, "- lịch sự", following) == ["- đúng giờ", "- giữ trật tự", "- trả sách đúng hẹn"]


def test_the_first_item_may_stand_in_the_next_passage() -> None:
    begun, *following = passages_of("Nội quy gồm:", "1. lịch sự", "2. đúng giờ")
    assert words(begun, None, following) == ["1. lịch sự", "2. đúng giờ"]
    assert words(begun, None, following[1:]) == [], "the first passage behind is missing"


@pytest.mark.parametrize("stranger", ["Ngoài ra thư viện mở cửa cả tuần.", "a) loại khác", "3. không phải số 2"])
def test_a_stranger_ends_a_list(stranger: str) -> None:
    begun, *following = passages_of("Gồm:\n\n- lịch sự", stranger, "- đúng giờ")
    assert words(begun, "- lịch sự", following) == []


def test_numbers_tell_that_it_is_the_same_list() -> None:
    begun, *following = passages_of(
        "Gồm:\n\n1. lịch sự", "Xem thêm điều sau.\n\n2. đúng giờ", "a) một ý nhỏ", "3. trật tự"
    )
    assert words(begun, "1. lịch sự", following) == ["2. đúng giờ", "3. trật tự"]
    assert words(begun, "2. lịch sự", following) == ["3. trật tự"]


def test_a_list_ends_with_its_section_and_with_a_gap() -> None:
    begun, near = passages_of("Gồm:\n\n- lịch sự", "- đúng giờ")
    other = passages_of("Gồm:\n\n- lịch sự", "- đúng giờ", section=("Phụ lục",))[1]
    far = passages_of("Gồm:\n\n- lịch sự", "Một đoạn khác.", "- đúng giờ")[2]
    assert words(begun, "- lịch sự", [near]) == ["- đúng giờ"]
    assert words(begun, "- lịch sự", [other]) == []
    assert words(begun, "- lịch sự", [far]) == []


def test_the_work_is_bounded() -> None:
    begun, *following = passages_of("Gồm:\n\n- ý đầu", *(f"- ý {i}" for i in range(40)))
    assert len(words(begun, "- ý đầu", following)) == PASSAGES


def test_a_long_item_is_its_first_sentence() -> None:
    begun, *following = passages_of("Gồm:\n\n- lịch sự", "- Đúng giờ. " + "Ai cũng cần điều này. " * 30)
    assert words(begun, "- lịch sự", following) == ["- Đúng giờ."]


def test_items_in_paragraphs_of_their_own_are_one_list() -> None:
    long = "- Giữ trật tự. " + "Điều này rất cần. " * (LONG_ITEM // 18 + 1)
    text = f"Nội quy có mấy điều:\n\n- lịch sự. Luôn luôn.\n\n{long}\n\nThư viện mở cửa cả tuần."
    units = units_of(hit_of(passages_of(text, section=())[0]), 0)
    items = [unit for unit in units if unit.kind is UnitKind.ITEM]
    assert [item.text for item in items] == ["- lịch sự. Luôn luôn.", "- Giữ trật tự."]
    assert len({item.block for item in items}) == 1
    assert {text[lead.start : lead.end] for item in items if (lead := item.lead)} == {"Nội quy có mấy điều:"}
    assert units[-1].kind is UnitKind.SENTENCE
    assert units[-1].lead is None


class Cut(FakeLibrary):
    """One document, cut into passages; only the first two are found."""

    def __init__(self, *texts: str) -> None:
        super().__init__(texts)
        self.passages = passages_of(*texts)

    @property
    def texts(self) -> dict[str, str]:
        return {DOCUMENT: "\n\n".join(passage.text for passage in self.passages)}


def test_an_answer_follows_its_list() -> None:
    library = Cut(
        "Nội quy thư viện nêu những nguyên tắc phục vụ bạn đọc sau:\n\n- Lịch sự với mọi người.",
        "- Đúng giờ.",
        "- Giữ gìn sách quý.",
        "Kho mở cả tuần.",
    )
    answer = Chat(library).answer("Những nguyên tắc phục vụ bạn đọc của thư viện là gì?")
    check_promise(answer, library.texts)
    assert [line[:12] for line in answer.text.splitlines()[2:]] == ["- Lịch sự vớ", "- Đúng giờ. ", "- Giữ gìn sá"]
    assert {citation.passage_id for citation in answer.citations} <= {hit.passage.id for hit in answer.hits}
    assert [hit.rank for hit in answer.hits] == sorted({hit.rank for hit in answer.hits})
    assert all(before.score > after.score for before, after in zip(answer.hits, answer.hits[1:], strict=False))
    assert "Kho mở" not in answer.text


def test_a_list_that_ends_in_its_passage_is_not_followed() -> None:
    begun, *rest = passages_of("Gồm những điều sau:\n\n- lịch sự\n- đúng giờ\n\nHết nội quy.", "- điều của phần khác")
    hits = [hit_of(begun)]
    units = units_of(hits[0], 0)
    scores = np.arange(len(units), 0, -1).astype(np.float32)
    text = compose("Gồm những điều gì?", hits, units, scores, following=lambda _, most: rest[:most]).text
    assert "- đúng giờ" in text
    assert "phần khác" not in text
