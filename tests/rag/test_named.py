"""Whoever asks who it is reads the name before "ông"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from helpers_rag import hit_of, passage_of
from numpy.typing import NDArray

from rag.composing.compose import compose
from rag.composing.named import named_first
from rag.evidence.units import Unit, all_units

LIFE = (
    "Trần Minh Khôi (sinh năm 1950) là một kỹ sư. Ông quê ở Nam Định. Ông là người vẽ ra cầu Rạch Sỏi. "
    "Cầu Rạch Sỏi dài 300 mét."
)
DREW = "Ông là người vẽ ra cầu Rạch Sỏi."


def best_after(question: str, text: str, best: str) -> str:
    """The first unit once the sentence ``best`` has won."""
    units = all_units([hit_of(passage_of(text))])
    return units[int(np.argmax(named_first(question, units, scores_of(units, best))))].text


def scores_of(units: Sequence[Unit], best: str) -> NDArray[np.float32]:
    return np.array([3.0 if unit.text == best else 0.0 for unit in units], np.float32)


@pytest.mark.parametrize(
    "question",
    [
        "Ai là người vẽ ra cầu Rạch Sỏi?",
        "ai vẽ ra cầu rạch sỏi",
        "Cầu Rạch Sỏi do ai vẽ ra?",
        "Người nào vẽ ra cầu Rạch Sỏi?",
        "Cầu Rạch Sỏi do kỹ sư nào vẽ, do người nào vẽ?",
        "Tác giả cầu Rạch Sỏi",
        "Who drew the bridge Rạch Sỏi?",
    ],
)
def test_the_sentence_that_names_comes_first(question: str) -> None:
    assert best_after(question, LIFE, DREW) == "Trần Minh Khôi (sinh năm 1950) là một kỹ sư."


@pytest.mark.parametrize(
    "question",
    [
        "Ông vẽ ra cầu nào?",
        "Trần Minh Khôi vẽ ra cầu nào?",
        "Ai là thầy của Trần Minh Khôi?",
        "Cầu nào được vẽ ra năm nào?",
    ],
)
def test_whoever_knows_the_name_reads_the_answer_first(question: str) -> None:
    assert best_after(question, LIFE, DREW) == DREW


@pytest.mark.parametrize(
    "best",
    [
        "Con trưởng ông là Trần Hải Đăng.",
        "Ông Trần Hải Đăng nối nghiệp.",
        "Cô và chồng cùng nối nghiệp.",
        "Năm 1990, Trần Hải Đăng nối nghiệp.",
    ],
)
def test_a_sentence_that_names_someone_itself_stays_first(best: str) -> None:
    text = f"Trần Minh Khôi là một kỹ sư. {best}"
    assert best_after("Ai nối nghiệp nghề vẽ cầu?", text, best) == best


def test_only_sentences_close_before_it_and_of_its_passage_name() -> None:
    far = "Trần Minh Khôi là một kỹ sư. " + "Trời hôm ấy mưa rất to. " * 5 + DREW
    assert best_after("Ai vẽ ra cầu Rạch Sỏi?", far, DREW) == DREW
    hits = [hit_of(passage_of("Trần Minh Khôi là một kỹ sư.")), hit_of(passage_of(DREW, 100), 2)]
    units = all_units(hits)
    scores = scores_of(units, DREW)
    assert named_first("Ai vẽ ra cầu Rạch Sỏi?", units, scores) is scores


def test_the_answer_reads_in_order() -> None:
    hits = [hit_of(passage_of(LIFE))]
    units = all_units(hits)
    answer = compose("Ai là người vẽ ra cầu Rạch Sỏi?", hits, units, scores_of(units, DREW))
    assert answer.text.index("Trần Minh Khôi (sinh năm 1950) là một kỹ sư.") == 0 < answer.text.index(DREW)
    first = answer.citations[0]
    assert "Trần Minh Khôi" in [answer.text[start:end] for start, end in first.emphasis]
