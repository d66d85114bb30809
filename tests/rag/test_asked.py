"""A question read for its answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.evidence.asked import Asked, Form, exact_in, read


def idf(terms: Sequence[str]) -> NDArray[np.float32]:
    """Longer words are rarer; what nobody wrote is rarest."""
    return np.array([9.0 if term == "\0" else min(float(len(term)), 8.0) for term in terms], np.float32)


def named(asked: Asked, terms: Sequence[int]) -> list[str]:
    return [asked.terms[term] for term in terms]


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Thư viện mở cửa năm nào?", Form.DATE),
        ("Ca mổ kéo dài bao lâu?", Form.DURATION),
        ("Bao nhiêu phần trăm dân số biết chữ?", Form.PERCENT),
        ("Dự án tốn bao nhiêu tiền?", Form.MONEY),
        ("Ngọn tháp cao bao nhiêu?", Form.SIZE),
        ("Có mấy người tham gia?", Form.COUNT),
        ("Tại sao tàu chậm?", Form.REASON),
        ("Con đập được xây để làm gì?", Form.PURPOSE),
        ("Thuốc tác động như thế nào?", Form.MANNER),
        ("Ai sáng lập thư viện?", Form.PERSON),
        ("Bệnh nhân nằm ở bệnh viện nào?", Form.PLACE),
        ("Giải thưởng ấy tên là gì?", Form.NAME),
        ("Những việc nào đã làm xong?", Form.LIST),
        ("Lạm phát là gì?", Form.DEFINITION),
        ("Bệnh nào dễ lây nhất?", Form.WHICH),
        ("Vỏ nho có tác dụng gì?", Form.WHAT),
        ("Kể về vườn hoa", Form.OTHER),
        ("How long does it take?", Form.DURATION),
    ],
)
def test_the_form_asked_for(question: str, form: Form) -> None:
    assert read(question, idf).form is form


def test_the_words_beside_the_asking_word() -> None:
    asked = read("Dewhurs hiến thận ở bệnh viện nào của Houston?", idf)
    assert named(asked, asked.focus) == ["bệnh", "viện"]
    assert named(asked, asked.left) == ["ở", "bệnh", "viện"]
    assert named(asked, asked.right) == ["của", "houston"]
    assert asked.lead == ("thận", "ở", "bệnh", "viện")
    assert "nào" not in asked.terms
    assert named(asked, np.flatnonzero(asked.is_name).tolist()) == ["houston"], "the first word is capitalised anyhow"


@pytest.mark.parametrize(("first", "found"), [("EVFTA", ["evfta"]), ("YouTube", ["youtube"]), ("Hiệp", []), ("A", [])])
def test_the_first_word_is_a_name_where_it_has_another_capital(first: str, found: list[str]) -> None:
    asked = read(f"{first} có hiệu lực khi nào?", idf)
    assert named(asked, np.flatnonzero(asked.is_name).tolist()) == found


def test_a_question_in_the_language_of_the_documents_is_not_strange_whatever_it_asks_about() -> None:
    def of_documents(terms: Sequence[str]) -> NDArray[np.float32]:
        little = {"là": 0.5, "gì": 3.0, "có": 0.7, "hiệu": 4.0, "lực": 3.0, "khi": 2.0, "nào": 3.0}
        return np.array([little.get(term, 8.0) for term in terms], np.float32)

    assert read("Bitcoin là gì?", of_documents).strangeness < 0.75
    assert read("EVFTA có hiệu lực khi nào?", of_documents).strangeness < 0.75
    assert read("What is a customs union?", of_documents).strangeness == pytest.approx(1.0)


def test_a_name_that_the_documents_do_not_hold_is_unheard_of() -> None:
    def of_documents(terms: Sequence[str]) -> NDArray[np.float32]:
        return np.array([3.0 if term in {"asean", "lập", "thành", "wto"} else 8.0 for term in terms], np.float32)

    alone = read("EVFTA thành lập khi nào?", of_documents)
    assert alone.unheard == pytest.approx(alone.share[alone.place["evfta"]])
    assert alone.unheard > 0.5
    assert read("ASEAN thành lập năm nào?", of_documents).unheard == 0.0
    assert read("Hiệp hội này thành lập năm nào?", of_documents).unheard == 0.0, "no name"
    both = read("ASEAN, EVFTA, WTO, RCEP?", of_documents)
    assert both.unheard == pytest.approx(both.share[both.place["evfta"]]), "the heaviest of them, not their sum"


def test_common_words_that_a_dozen_documents_do_not_hold_weigh_less_than_names() -> None:
    def weights(passages: int) -> dict[str, float]:
        unknown = float(np.log(2 * passages))
        asked = read("Những chuyện gì xảy ra ở Brexit?", lambda terms: np.full(len(terms), unknown, np.float32))
        return dict(zip(asked.terms, asked.idf.tolist(), strict=True))

    few, many = weights(50), weights(1_000_000)
    assert few["chuyện"] < 0.8 * few["brexit"]
    assert many["chuyện"] > 0.7 * many["brexit"], "where there are many passages they tell themselves"
    assert few["brexit"] == max(few.values())


def test_what_is_counted_follows_the_asking_word() -> None:
    asked = read("Năm 2019 có bao nhiêu trường hợp nhiễm?", idf)
    assert named(asked, asked.focus) == ["trường", "hợp"]
    assert named(asked, np.flatnonzero(asked.is_number).tolist()) == ["2019"]


def test_words_near_the_asking_word_weigh_more() -> None:
    asked = read("Bảy người già hỏi bảo tàng nào?", idf)
    near = dict(zip(asked.terms, asked.near.tolist(), strict=True))
    assert near["tàng"] > near["người"]


@given(st.text(max_size=120))
def test_anything_is_read(question: str) -> None:
    asked = read(question, idf)
    count = len(asked.terms)
    assert count >= 1
    assert len(set(asked.terms)) == count
    assert asked.share.shape == asked.near.shape == asked.is_name.shape == asked.is_number.shape == (count,)
    assert 0.0 <= asked.known_share <= 1.0 + 1e-6
    assert 0.0 <= asked.strangeness <= 1.0 + 1e-6
    assert 0.0 <= asked.unheard <= 1.0 + 1e-6
    assert float(asked.share.sum()) == pytest.approx(1.0, abs=1e-4) or not asked.idf.any()
    assert all(0 <= term < count for term in (*asked.left, *asked.right, *asked.focus))


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Năm 2013 có gì?", {"2013"}),
        ("Từ 2005-2006 và ngày 10/4/1999", {"2005", "2006", "1999"}),
        ("Đại hội XIV và Đại hội VII", {"xiv", "vii"}),
        ("Ông Vi và bà Xi ở nhà số 12, cao 3000 mét", set()),
        ("Nghị quyết 22/NQ-TW", {"22nqtw"}),
        ("Nghị quyết số 22-nq/tw", {"22nqtw"}),
        ("", set()),
    ],
)
def test_what_must_be_as_it_is_written(text: str, exact: set[str]) -> None:
    assert set(exact_in(text)) == exact
