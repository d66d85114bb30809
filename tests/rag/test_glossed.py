"""Evidence for a question that was put into the passages' language word by word."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from helpers_rag import FakeLibrary

from corpus.document import Span
from index.reader.windows import Told
from rag.evidence.confidence import confidence
from rag.evidence.reading import read_passages

TEXTS = ["Thư viện mở cửa năm 1998 tại phố Hàng Bài.", "Vườn trồng nhiều giống hoa hồng."]
QUESTION = "When was the library opened?"


def test_units_are_weighed_by_the_gloss() -> None:
    library = FakeLibrary(TEXTS)
    found = replace(library.search("thư viện vườn", 2), question=QUESTION, searched_as=QUESTION)
    plain, glossed = (read_passages(library, one) for one in (found, replace(found, from_english=True)))
    held = [reading.evidence.matrix.column("coverage").max() for reading in (plain, glossed) if reading.evidence.matrix]
    assert held[0] == 0 < held[1]
    assert glossed.evidence.glossed > plain.evidence.glossed
    assert "1998" in glossed.units[int(np.argmax(glossed.scores))].text
    assert confidence(glossed) > confidence(plain)


def test_two_wordings_of_a_question_are_read_half_and_half() -> None:
    first = Told(*(np.array([value, 0.0], np.float32) for value in (1.0, 2.0, 3.0)), (Span(1, 2), Span(0, 0)))
    second = Told(*(np.array([value, 4.0], np.float32) for value in (3.0, 2.0, -3.0)), (Span(5, 9), Span(3, 4)))
    both = first.mean(second)
    assert [both.begins.tolist(), both.at_best.tolist(), both.ends.tolist()] == [[2, 2], [2, 2], [0, 2]]
    assert both.words == (Span(1, 2), Span(3, 4))
