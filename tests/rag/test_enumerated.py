"""Lists that run within a sentence or over paragraphs: their items are told apart by their numbers."""

from __future__ import annotations

import numpy as np
import pytest
from helpers_parts import Outlined, Piece, said
from helpers_rag import FakeLibrary
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from rag.composing.compose import compose
from rag.composing.enumerated import counts_asked, enumerated, opens, promised
from rag.evidence.units import all_units

RULES = (
    "Hội đồng làng yêu cầu thư viện phục vụ theo bốn nguyên tắc, gồm: i) lịch sự với mọi người; ii) mở cửa đúng giờ; "
    "iii) giữ gìn sách quý; iv) không thu phí trẻ em. Nhà văn hóa mở cửa cả tuần."
)
WAYS = "Thầy giáo làng khuyên {count} cách đọc sách tốt như sau."
FIRST = "Một là, đọc chậm từng trang một."
ASIDE = "Người đọc vội thường quên ngay những gì vừa đọc."
SECOND = "Hai là, ghi lại những điều hay vào sổ."
THIRD = "Ba là, kể lại cho bạn bè cùng nghe."
FOURTH = "Bốn là, mua thêm đèn dầu cho nhà."


def library(*texts: str) -> Outlined:
    return Outlined("Sổ tay", *(Piece(("Nội quy",), text) for text in texts))


def listed(lead: str, *texts: str, sections: tuple[str, ...] = ()) -> list[str]:
    """The line that introduces the list which begins with the sentence ``lead`` of the first text, and its items."""
    passages = [Piece((name,), text) for name, text in zip(sections or ["Nội quy"] * len(texts), texts, strict=True)]
    begun, *rest = Outlined("Sổ tay", *passages).passages
    at = begun.text.index(lead)
    found = enumerated(begun, Span(at, at + len(lead)), lambda _, most: rest[:most])
    return [] if found is None else [begun.text[slice(*found.lead)], *(item.text for item in found.items)]


@pytest.mark.parametrize("question", ["Bốn nguyên tắc phục vụ là gì?", "Thư viện phục vụ theo những nguyên tắc nào?"])
def test_a_list_within_a_sentence_gets_lines_of_its_own(question: str) -> None:
    lead, empty, *items = said(library("Thư viện làng có ba phòng đọc.\n\n" + RULES), question).split("\n")
    assert (lead.endswith("bốn nguyên tắc, gồm:"), empty) == (True, "")
    assert items == [
        "i) lịch sự với mọi người;",
        "ii) mở cửa đúng giờ;",
        "iii) giữ gìn sách quý;",
        "iv) không thu phí trẻ em.",
    ]


def test_a_list_over_paragraphs_and_passages_is_followed_without_what_explains_it() -> None:
    told = library("\n\n".join([WAYS.format(count="mấy"), FIRST, ASIDE]), "\n\n".join([SECOND, THIRD, FOURTH]))
    lines = said(told, "Thầy giáo khuyên những cách đọc sách tốt nào?").split("\n")
    assert lines == [WAYS.format(count="mấy"), "", FIRST, SECOND, THIRD, FOURTH]


@pytest.mark.parametrize(("count", "shown"), [("hai", 2), ("3", 3), ("bốn", 4), ("mười", 4)])
def test_the_number_that_is_promised_ends_the_list(count: str, shown: int) -> None:
    told = library("\n\n".join([WAYS.format(count=count), FIRST, ASIDE]), "\n\n".join([SECOND, THIRD, FOURTH]))
    items = said(told, "Thầy giáo khuyên những cách đọc sách tốt nào?").split("\n")[2:]
    assert items == [FIRST, SECOND, THIRD, FOURTH][:shown]


def test_each_of_two_lists_is_told_apart() -> None:
    told = library(
        "Nội quy nêu những điều phải giữ, gồm: i) lịch sự với bạn đọc; ii) đúng giờ mở cửa.\n\n"
        "Hội làng lo các việc chung, gồm: i) sửa đình cổ; ii) nạo vét ao; iii) đắp đường."
    )
    assert said(told, "Nội quy nêu những điều nào?").endswith("i) lịch sự với bạn đọc;\nii) đúng giờ mở cửa.")
    assert said(told, "Hội làng lo những việc nào?").endswith("i) sửa đình cổ;\nii) nạo vét ao;\niii) đắp đường.")


def test_a_single_item_is_no_list() -> None:
    text = "Nội quy chỉ nêu một điều, gồm: i) lịch sự với bạn đọc. Nhà văn hóa mở cửa cả tuần."
    assert "\n" not in said(library(text), "Nội quy nêu những điều nào?")
    assert listed("Nội quy chỉ nêu một điều, gồm: i) lịch sự với bạn đọc.", text) == []


@pytest.mark.parametrize(
    "items",
    [
        ["i) đọc chậm;", "ii) ghi sổ;", "iii) kể lại."],
        ["(1) đọc chậm;", "(2) ghi sổ;", "(3) kể lại."],
        ["a) đọc chậm;", "b) ghi sổ;", "c) kể lại."],
        ["Một là, đọc chậm.", "Hai là, ghi sổ.", "Ba là, kể lại."],
        ["Thứ nhất, đọc chậm.", "Thứ hai, ghi sổ.", "Thứ ba, kể lại."],
    ],
)
def test_items_may_be_numbered_in_any_way(items: list[str]) -> None:
    assert listed(f"Thầy khuyên: {items[0]}", f"Thầy khuyên: {' '.join(items)}") == ["Thầy khuyên:", *items]
    apart = "\n\n".join(["Thầy khuyên như sau.", *items])
    assert listed("Thầy khuyên như sau.", apart) == ["Thầy khuyên như sau.", *items]


@pytest.mark.parametrize(
    ("behind", "items"),
    [
        ("ii) sổ trả; iii) sổ phạt.", 3),
        ("ii) sổ trả. Sổ nào cũng đóng bìa. iii) sổ phạt.", 2),
        ("ii) sổ trả.\n\nSổ nào cũng đóng bìa.\n\niii) sổ phạt.", 3),
        ("ii) sổ trả; iv) sổ phạt.", 2),
        ("iii) sổ phạt.", 0),
        ("2) sổ trả; 3) sổ phạt.", 0),
        ("ii) sổ trả.\n\nNhà có sân: i) sân trước; ii) sân sau; iii) sân nhỏ.", 2),
        ("ii) sổ trả.\n\nNhà có sân: 1) sân trước; 2) sân sau.\n\niii) sổ phạt.", 3),
    ],
)
def test_a_list_goes_on_with_its_next_number(behind: str, items: int) -> None:
    found = listed("Làng có sổ: i) sổ mượn;", f"Làng có sổ: i) sổ mượn; {behind}")
    assert len(found[1:]) == items


def test_a_list_ends_with_its_part() -> None:
    texts = ("Làng có sổ: i) sổ mượn; ii) sổ trả.", "iii) sổ phạt.")
    assert len(listed("Làng có sổ: i) sổ mượn;", *texts)[1:]) == 3
    assert len(listed("Làng có sổ: i) sổ mượn;", *texts, sections=("Nội quy", "Phụ lục"))[1:]) == 2


@pytest.mark.parametrize(("sentences", "items"), [(15, 3), (80, 2)])
def test_so_much_may_explain_an_item_and_no_more(sentences: int, items: int) -> None:
    text = f"Thầy khuyên như sau. {FIRST} {SECOND} {'Cách này rất hay. ' * sentences}{THIRD}"
    assert len(listed("Thầy khuyên như sau.", text)[1:]) == items


def test_other_sentences_may_not_stand_before_the_first_item() -> None:
    assert listed("Thầy khuyên.", f"Thầy khuyên. Ai cũng nghe.\n\n{FIRST}\n\n{SECOND}") == []


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Nội quy gồm: i) lịch sự;", True),
        ("Nội quy gồm: (1) lịch sự;", True),
        ("Nội quy gồm: a) lịch sự;", True),
        ("Nội quy gồm: Một là, lịch sự.", True),
        ("Nội quy gồm: thứ nhất, lịch sự.", True),
        ("Nội quy gồm: ii) lịch sự;", False),
        ("Nội quy gồm i) lịch sự;", False),
        ("Nội quy gồm: lịch sự;", False),
        ("Giờ mở cửa: 1 giờ", False),
        ("Nội quy gồm: in ấn, đọc sách", False),
        ("", False),
    ],
)
def test_a_sentence_that_opens_a_list_has_its_first_item(text: str, does: bool) -> None:
    assert opens(text) is does


@pytest.mark.parametrize(
    ("lead", "count"),
    [
        ("Thư viện có ba phòng đọc", 3),
        ("Thư viện có 12 kệ sách", 12),
        ("Ba phòng đọc nay có bốn tủ sách", 4),
        ("Ba cách sau", 3),
        ("Năm tháng trôi qua, làng còn mười việc lớn", 10),
        ("Năm 1998 có năm nước tham gia", 0),
        ("Việc ấy mất ba tháng rưỡi và hai ngày lễ", 0),
        ("Thư viện nêu một nguyên tắc lớn", 0),
        ("Thư viện nêu các nguyên tắc", 0),
        ("", 0),
    ],
)
def test_a_lead_promises_so_many_things(lead: str, count: int) -> None:
    assert promised(lead) == count


@pytest.mark.parametrize(
    ("question", "text", "does"),
    [
        ("Phương châm nào được nêu?", "Làng nêu 3 phương châm", True),
        ("Làng nêu những phương châm nào?", "Làng nêu ba phương châm phục vụ", True),
        ("Các phương châm phục vụ là gì?", "Làng nêu bốn phương châm", True),
        ("Làng nêu những nguyên tắc nào?", "Làng nêu ba phương châm", False),
        ("Các phương châm phục vụ là gì?", "Làng nêu phương châm", False),
        ("Làng ở đâu?", "Làng nêu ba phương châm", False),
        ("", "", False),
    ],
)
def test_a_text_counts_what_is_asked_for(question: str, text: str, does: bool) -> None:
    assert counts_asked(question, text) is does


NAMED = "Hội đồng làng nêu {what}, gồm: i) lịch sự với bạn đọc; ii) đúng giờ mở cửa; iii) không thu phí trẻ em."
FAME = "Thư viện làng nổi tiếng vì lịch sự."


def composed(question: str, text: str, **scores: float) -> str:
    """The answer where sentences with these first words have these log-odds."""
    hits = FakeLibrary([text]).search(question, 8).hits
    units = all_units(hits)
    likely = [next((v for word, v in scores.items() if word in unit.text.lower()), -5.0) for unit in units]
    return compose(question, hits, units, np.array(likely, np.float32)).text


def test_a_list_that_says_how_many_there_are_stands_alone_another_behind_the_best_sentence() -> None:
    question = "Thư viện làng theo những phương châm nào?"
    counted, plain = (f"{FAME} {NAMED.format(what=what)}" for what in ("ba phương châm", "phương châm chung"))
    alone = composed(question, counted, nổi=3, hội=2)
    assert alone.startswith("Hội đồng làng nêu ba phương châm, gồm: [1]\n\ni) lịch sự")
    assert "nổi tiếng" not in alone
    assert composed(question, plain, nổi=3, hội=2).startswith(
        f"{FAME} [1]\n\nHội đồng làng nêu phương châm chung, gồm:"
    )
    assert "iii)" not in composed(question, counted, nổi=3, hội=-1), "the list is not likely enough"


@pytest.mark.parametrize(
    ("question", "shown"),
    [("Phương châm nào được nêu?", True), ("Phương châm của làng là gì?", True), ("Ai nêu phương châm?", False)],
)
def test_a_question_for_a_person_is_not_answered_with_a_list(question: str, shown: bool) -> None:
    assert ("iii) không thu phí" in composed(question, NAMED.format(what="ba phương châm"), hội=3)) is shown


WORDS = st.sampled_from(
    "thư viện ba nguyên tắc gồm: i) ii) iii) Một là, Hai là, 1) 2) ; . \n \n\n đúng giờ [1] …".split(" ")
)


@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=4))
def test_any_text_keeps_the_promise_and_its_items_stand_in_order(texts: list[str]) -> None:
    told = Outlined("Sổ tay", *(Piece((), text) for text in texts))
    said(told, "Thư viện theo những nguyên tắc nào?")
    begun, *rest = told.passages
    found = enumerated(begun, Span(0, len(begun.text)), lambda _, most: rest[:most])
    if found is not None:
        starts = [item.span.start for item in found.items]
        assert len(starts) > 1
        assert starts == sorted(set(starts))
        assert all(item.text.strip() for item in found.items)
