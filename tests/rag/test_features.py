"""What sentences show about answering a question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from helpers_rag import FakeLibrary
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.evidence.confidence import (
    CONFIDENCE_NAMES,
    MEANING_NAMES,
    UNHEARD_CONFIDENCE,
    confidence,
    confidence_features,
    meaning_columns,
)
from rag.evidence.features import QUESTION
from rag.evidence.reading import Evidence, gather, read_passages

TEXTS = [
    "Bà Trần Thu Hà sáng lập thư viện Hàng Bài. Bà mất năm 2003. Nơi này mở cửa năm 1998 và có 42 phòng đọc.",
    "Vườn hoa Hàng Bài có nhiều cây. Vườn mở cửa buổi sáng.",
]


def shown(question: str, texts: list[str] | None = None) -> Evidence:
    library = FakeLibrary(TEXTS if texts is None else texts)
    return gather(library, library.search(question, 8))


def column(evidence: Evidence, name: str) -> dict[str, float]:
    assert evidence.matrix is not None
    return {
        unit.text: float(value)
        for unit, value in zip(evidence.units, evidence.matrix.column(name).tolist(), strict=True)
    }


def test_a_sentence_is_seen_with_what_stands_before_it() -> None:
    evidence = shown("Thư viện Hàng Bài mở cửa năm nào?")
    alone, before = column(evidence, "coverage"), column(evidence, "coverage_before")
    third = "Nơi này mở cửa năm 1998 và có 42 phòng đọc."
    assert alone[third] < before[third]
    assert before[third] == pytest.approx(max(before.values()))


def test_a_thing_of_the_form_asked_for_counts_only_when_the_question_does_not_hold_it() -> None:
    fits = column(shown("Thư viện Hàng Bài mở cửa năm nào?"), "fits")
    assert fits["Bà mất năm 2003."] == 1.0
    assert fits["Bà Trần Thu Hà sáng lập thư viện Hàng Bài."] == 0.0
    again = column(shown("Thư viện có gì mới năm 2003, khi nào?"), "fits")
    assert again["Bà mất năm 2003."] == 0.0


def test_a_number_beside_what_is_counted() -> None:
    beside = column(shown("Thư viện có bao nhiêu phòng đọc?"), "focus_number")
    assert beside["Nơi này mở cửa năm 1998 và có 42 phòng đọc."] == 1.0
    assert beside["Vườn mở cửa buổi sáng."] == 0.0


def test_the_words_before_the_asking_word_and_something_new_behind_them() -> None:
    lead = column(shown("Nơi này mở cửa năm nào?"), "lead_new")
    assert lead["Nơi này mở cửa năm 1998 và có 42 phòng đọc."] == 4.0
    assert lead["Vườn mở cửa buổi sáng."] == 0.0, "the run must end with the word before the asking word"


def test_scores_of_any_scale_give_the_same_features() -> None:
    library = FakeLibrary(TEXTS)
    result = library.search("Vườn hoa mở cửa khi nào?", 8)
    louder = replace(result, hits=tuple(replace(hit, score=hit.score * 40) for hit in result.hits))
    one, other = gather(library, result).matrix, gather(library, louder).matrix
    assert one is not None
    assert other is not None
    np.testing.assert_allclose(one.values, other.values, rtol=1e-4, atol=1e-5)


def test_a_term_that_no_passage_names_is_not_defined_there() -> None:
    library = FakeLibrary(["Kho mở là nơi bạn đọc tự lấy sách. Bạn đọc quý kho mở.", "Sách quý để ở kho đóng."])

    def sure(question: str) -> float:
        return confidence(read_passages(library, library.search(question, 8)))

    assert sure("Kho mở là gì?") > UNHEARD_CONFIDENCE
    assert sure("Bạn kho là gì?") <= UNHEARD_CONFIDENCE
    assert sure("Sách bạn đọc để ở kho nào?") > UNHEARD_CONFIDENCE


def test_a_year_or_number_that_no_passage_has_is_not_answered_for() -> None:
    texts = ["Kho mở có từ năm 1998, theo Quyết định 12/QĐ-TTg của Đại hội XIII.", "Sách quý để ở kho đóng."]

    def sure(question: str, titles: list[tuple[str, ...]] | None = None) -> float:
        library = FakeLibrary(texts, titles)
        return confidence(read_passages(library, library.search(question, 8)))

    for held, absent in (("năm 1998", "năm 2003"), ("Đại hội XIII", "Đại hội XIV"), ("12/QĐ-TTg", "13/QĐ-TTg")):
        assert sure(f"Kho mở có từ {held} ở đâu?") > UNHEARD_CONFIDENCE
        assert sure(f"Kho mở có từ {absent} ở đâu?") <= UNHEARD_CONFIDENCE
    assert sure("Kho mở có gì năm 2003?", [("Báo cáo năm 2003",), ()]) > UNHEARD_CONFIDENCE


def test_nothing_found_is_no_confidence() -> None:
    library = FakeLibrary([])
    assert confidence(read_passages(library, library.search("gì thế?", 8))) == 0.0


WORDS = st.sampled_from(
    "thư viện mở cửa năm 1998 có 42 phòng đọc: . ; \n \n\n - [1] … “a” là vì ai nào gì\t🙂 A Hà ? (".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=30).map(" ".join), max_size=4), st.lists(WORDS, max_size=8).map(" ".join))
def test_any_text_gives_finite_numbers(texts: list[str], question: str) -> None:
    evidence = shown(question, texts)
    if evidence.matrix is None:
        assert not evidence.units
        return
    values = evidence.matrix.values
    assert values.shape == (len(evidence.units), len(evidence.matrix.names))
    assert np.isfinite(values).all()
    same = [i for i, name in enumerate(evidence.matrix.names) if name.startswith(QUESTION)]
    assert (values[:, same] == values[0, same]).all()
    row = confidence_features(evidence.matrix, values[:, 0])
    assert row.shape == (len(CONFIDENCE_NAMES),)
    assert np.isfinite(row).all()
    assert meaning_columns(row[None]).shape == (1, len(MEANING_NAMES))
