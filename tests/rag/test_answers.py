"""Answers over a fake library: the promise, abstention, lists, tables, events."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from helpers_rag import FakeLibrary, check_promise
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.chat import Chat, Options
from rag.composing.choosing import Limits
from rag.composing.compose import compose
from rag.evidence.units import all_units
from rag.phrases import NO_EVIDENCE
from rag.types import Delta, Done, Found, Outcome, Searching

TEXTS = [
    "Thư viện mở cửa năm 1998 tại phố Hàng Bài. Ban đầu nơi này chỉ có ba phòng đọc.\n\nHiện nay thư viện có 42 nhân viên.",
    "Quy chế nêu bốn nguyên tắc phục vụ:\n\n- lịch sự với bạn đọc\n- đúng giờ mở cửa\n- giữ gìn sách quý\n- không thu phí",
    "Loại thẻ\tThời hạn\tMức phí\nThẻ thường\t12 tháng\t50 nghìn đồng\nThẻ học sinh\t24 tháng\tmiễn phí",
    "Vườn sau nhà trồng nhiều giống hoa hồng. Hoa nở rộ vào mùa xuân.",
]


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary(TEXTS)


def test_the_events_come_in_order_and_end_with_the_answer(library: FakeLibrary) -> None:
    events = list(Chat(library).ask("Thư viện mở cửa năm nào?"))
    assert isinstance(events[0], Searching)
    assert isinstance(events[1], Found)
    assert isinstance(events[-1], Done)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == events[-1].answer.text


def test_a_fact_is_answered_with_its_sentence_and_the_answering_words(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Thư viện mở cửa năm nào?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith("Thư viện mở cửa năm 1998 tại phố Hàng Bài. [1]") or "1998" in answer.text
    assert any("1998" in answer.text[s:e] for c in answer.citations for s, e in c.emphasis)
    check_promise(answer, library.texts)


def test_a_list_stays_a_list(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Bốn nguyên tắc phục vụ là gì?")
    for item in ("lịch sự", "đúng giờ", "giữ gìn", "không thu phí"):
        assert item in answer.text
    check_promise(answer, library.texts)


def test_a_table_row_keeps_its_header(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Thẻ học sinh có thời hạn bao nhiêu tháng?")
    assert "Thẻ học sinh\t24 tháng" in answer.text
    assert "Loại thẻ\tThời hạn" in answer.text
    check_promise(answer, library.texts)


def test_nothing_near_is_said_plainly(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Giá vé máy bay đi Đà Nẵng bao nhiêu?")
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert answer.text == NO_EVIDENCE["vi"]
    assert not answer.citations
    assert Chat(library).answer("zzz", options=Options(lang="en")).text == NO_EVIDENCE["en"]


def test_an_empty_library_has_no_evidence() -> None:
    answer = Chat(FakeLibrary([])).answer("Có gì không?")
    assert (answer.outcome, answer.confidence, answer.hits) == (Outcome.NO_EVIDENCE, 0.0, ())


def test_a_further_sentence_must_be_worth_its_length(library: FakeLibrary) -> None:
    result = library.search("Thư viện mở cửa năm nào?", 8)
    units = all_units(result.hits)
    likely = np.array([5.0 - 3.0 * i for i in range(len(units))], np.float32)
    kept = compose("Thư viện mở cửa năm nào?", result.hits, units, likely, Limits(least=0.03, worth=0.0)).citations
    assert len(kept) == 2, "the third has less than three in a hundred"
    assert len(compose("Thư viện mở cửa năm nào?", result.hits, units, likely, Limits(worth=0.5)).citations) == 1
    alike = np.zeros(len(units), np.float32)
    assert len(compose("Thư viện mở cửa năm nào?", result.hits, units, alike, Limits(worth=0.0)).citations) <= 3


def test_a_row_beside_a_sentence_must_be_likelier_than_another_sentence() -> None:
    library = FakeLibrary(["Thẻ thường có hạn một năm. Thẻ mới phát tại quầy.", TEXTS[2]])
    result = library.search("Thẻ thường có hạn bao lâu?", 8)
    units = all_units(result.hits)

    def shown(best: str, other: str, limits: Limits) -> str:
        given = [5.0 if best in unit.text else 1.0 if other in unit.text else -9.0 for unit in units]
        return compose("Thẻ nào?", result.hits, units, np.array(given, np.float32), limits).text

    row, sentence, further = "Thẻ học sinh", "Thẻ thường có hạn", "Thẻ mới"
    assert further in shown(sentence, further, Limits(row=0.1))
    assert row not in shown(sentence, row, Limits(row=0.1))
    assert row in shown(sentence, row, Limits(row=0.0))
    assert row in shown("Thẻ thường\t", row, Limits(row=0.1)), "beside a row of its table it says what it says"


def test_what_the_best_sentence_points_back_to_counts_more() -> None:
    library = FakeLibrary(["Vườn hồng ở phố Huế. Nơi đây có ba nghìn cây. Cây nở vào mùa xuân."])
    result = library.search("Nơi đây có bao nhiêu cây?", 8)
    units = all_units(result.hits)
    quoted = {
        pointed: {
            citation.quote.split()[0]
            for citation in compose(
                "Bao nhiêu cây?",
                result.hits,
                units,
                np.array([1.0, 4.0, 1.0], np.float32),
                Limits(least=0.06, worth=0.0, pointed_at=pointed),
            ).citations
        }
        for pointed in (1.0, 2.0)
    }
    assert quoted[1.0] == {"Nơi"}
    assert quoted[2.0] == {"Nơi", "Vườn"}


def test_a_line_that_introduces_is_shown_before_what_it_introduces_only() -> None:
    library = FakeLibrary(
        ["Thư viện có bốn tổ. Quy chế nêu như sau:\n\n- đúng giờ\n- lịch sự", "Bạn đọc có hai loại thẻ."]
    )
    result = library.search("Thư viện có mấy tổ?", 8)
    units = all_units(result.hits)
    texts = [unit.text for unit in units]

    def shown(question: str, **scores: float) -> list[str]:
        given = [next((v for name, v in scores.items() if name in text.split()[0].lower()), 0.0) for text in texts]
        found = compose(question, result.hits, units, np.array(given, np.float32), Limits(sentences=2))
        return [citation.quote for citation in found.citations]

    assert shown("Thư viện có mấy tổ?", thư=4, quy=3, bạn=2) == ["Thư viện có bốn tổ.", "Bạn đọc có hai loại thẻ."]
    assert shown("Tổ nào?", quy=4)[1:] == ["- đúng giờ", "- lịch sự"]
    assert shown("Kể tên những việc quy chế nêu", thư=4, quy=3) == [
        "Thư viện có bốn tổ.", "Quy chế nêu như sau:", "- đúng giờ", "- lịch sự",
    ]  # fmt: skip


def test_what_is_said_again_is_left_out_but_a_contradiction_is_shown() -> None:
    texts = [
        "Thư viện thành phố mở cửa năm 1998.",
        "Thư viện thành phố mở cửa năm 2050.",
        "Thư viện thành phố mở cửa năm 1998!",
    ]
    library = FakeLibrary(texts)
    result = library.search("Thư viện thành phố mở cửa năm nào?", 8)
    units = all_units(result.hits)
    text, _, _ = compose("Thư viện?", result.hits, units, np.array([3.0, 2.0, 2.5], np.float32), Limits(worth=0.0))
    assert text.count("1998") == 1
    assert "2050" in text


def test_the_best_sentence_comes_first_and_the_others_in_reading_order(library: FakeLibrary) -> None:
    result = library.search("Thư viện mở cửa năm nào?", 8)
    units = [unit for unit in all_units(result.hits) if unit.hit == 0]
    assert len(units) == 3
    citations = compose(
        "Thư viện?", result.hits, units, np.array([1.0, 1.5, 2.0], np.float32), Limits(worth=0.0)
    ).citations
    assert [citation.start for citation in citations] == [units[2].start, units[0].start, units[1].start]


def test_items_keep_lines_of_their_own() -> None:
    library = FakeLibrary(["Quy chế thư viện. Xem thêm.\n\n- lịch sự với bạn đọc\n- đúng giờ mở cửa"])
    result = library.search("Thư viện mở cửa lúc nào?", 8)
    units = all_units(result.hits)
    likely = np.array([1.0, 1.0, 3.0, 3.1], np.float32)
    text = compose("Thư viện?", result.hits, units, likely, Limits(least=0.0, worth=0.0)).text
    assert text == "- đúng giờ mở cửa\nQuy chế thư viện.\n- lịch sự với bạn đọc [1]"


PIECES = [
    "Thư viện Hàng Bài mở cửa năm {0} và có {1} phòng đọc.",
    "Bà Trần Thu Hà sáng lập nơi này vì bạn đọc cần sách.",
    "Quy chế gồm {1} điều:\n\n- đúng giờ\n- lịch sự [1]\n- không thu phí …",
    "Loại thẻ\tThời hạn\nThẻ thường\t{1} tháng\nThẻ học sinh\t{0}",
    "“Sách là của chung!”, bà nói. (Ảnh: thư viện)",
    "# Giới thiệu\n\n1. Phòng đọc: {1} chỗ; 2. Kho sách: {0} cuốn.",
]
ASKED = [
    "Thư viện mở cửa năm nào?",
    "Ai sáng lập thư viện Hàng Bài?",
    "Thẻ học sinh có thời hạn bao lâu?",
    "Vì sao bà Hà lập thư viện?",
    "Quy chế gồm những điều gì?",
    "Kho sách có bao nhiêu cuốn?",
    "Phòng đọc là gì?",
]


def test_a_thousand_answers_keep_the_promise() -> None:
    random = Random(7)
    answered = 0
    for _ in range(1000):
        pieces = [random.choice(PIECES).format(random.randint(1900, 2030), random.randint(2, 90)) for _ in range(12)]
        gaps = [random.choice((" ", "\n", "\n\n")) for _ in range(4)]
        library = FakeLibrary(["".join(pieces[i] + gaps[j] for j, i in enumerate(range(n, n + 4))) for n in (0, 4, 8)])
        answer = Chat(library).answer(random.choice(ASKED))
        check_promise(answer, library.texts)
        answered += answer.outcome is Outcome.ANSWERED
    assert answered > 500


WORDS = st.sampled_from("thư viện mở cửa năm 1998 có 42 phòng đọc: . ; \n \n\n - [1] … “a” là của bạn\t🙂 A".split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=6), st.lists(WORDS, max_size=8).map(" ".join))
def test_the_promise_holds_for_any_text(texts: list[str], question: str) -> None:
    library = FakeLibrary(texts)
    answer = Chat(library).answer(question)
    check_promise(answer, library.texts)
    assert 0.0 <= answer.confidence <= 1.0
    assert (answer.outcome is Outcome.NO_EVIDENCE) == (not answer.citations)


def test_each_quote_says_how_likely_it_answers(library: FakeLibrary) -> None:
    answer = Chat(library).answer("Thư viện mở cửa năm nào?")
    likely = [citation.likely for citation in answer.citations]
    assert likely[0] == max(likely) > 0.5
    assert all(0 < one <= 1 for one in likely)
    assert sum(likely) <= 1.001


def test_a_table_is_marked_before_the_sentence_that_goes_with_it() -> None:
    text = "Bảng sau ghi giờ mở cửa của thư viện.\n\nNgày\tGiờ mở cửa\nThứ hai\t8 giờ\nThứ ba\t9 giờ"
    library = FakeLibrary([text])
    result = library.search("Thứ ba mở cửa lúc mấy giờ?", 8)
    units = all_units(result.hits)
    given = np.array(
        [3.0 if "9 giờ" in unit.text else 1.0 if "Bảng" in unit.text else -9.0 for unit in units], np.float32
    )
    found = compose("Thứ ba mở cửa lúc mấy giờ?", result.hits, units, given, Limits(least=0.01, worth=0.0))
    assert found.text == "Ngày\tGiờ mở cửa\nThứ ba\t9 giờ [1]\nBảng sau ghi giờ mở cửa của thư viện. [1]"
