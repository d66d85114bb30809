"""Answer evaluation: measures against hand-made cases, sets of every shape, and a run over a toy library."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from evaluation_toys import write_jsonl
from helpers_rag import FakeLibrary
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Span
from index.evaluate import page
from index.evaluation.datasets import DatasetError, Notice
from rag.chat import Chat
from rag.evaluation import measures
from rag.evaluation.figures import answer_records, answer_table, figures
from rag.evaluation.html import answer_sections
from rag.evaluation.questions import AnswerSet, read_answers
from rag.evaluation.running import (
    ADVERSARIAL,
    ANSWERABLE,
    TAKEN_OUT,
    WRONG_COLLECTION,
    AnswersEvaluated,
    Plan,
    evaluate_answers,
)
from rag.types import Answer, Citation, Outcome

TEXT = "Thư viện mở cửa năm 1998. Người sáng lập là bà Lan."


def answer_of(*quotes: tuple[str, int], text: str | None = None, emphasis: tuple[Span, ...] = ()) -> Answer:
    """An answer that copies ``quotes`` (words and where they stand in TEXT), with markers between them."""
    said = ""
    citations = []
    for quote, start in quotes:
        at = len(said)
        citations.append(
            Citation(1, at, at + len(quote), "p", "d", "t", "s", (), None, start, start + len(quote), quote, emphasis)
        )
        said += f"{quote} [1]\n\n"
    return Answer("?", "?", Outcome.ANSWERED, 0.9, said if text is None else text, tuple(citations), ())


@dataclass
class ToyOpened:
    library: FakeLibrary
    passages: int
    ids: Mapping[str, str]
    notices: tuple[Notice, ...] = ()

    def text_of(self, document_id: str) -> str:
        return self.library.texts[document_id]


@dataclass
class ToyOpener:
    """Every document of a set is one passage of a fake library."""

    opened: list[str] = field(default_factory=list)

    @contextmanager
    def __call__(self, answers: AnswerSet, split: bool) -> Iterator[ToyOpened]:
        self.opened.append(answers.name)
        library = FakeLibrary([document.text for document in answers.documents])
        ids = {
            document.id: passage.document_id
            for document, passage in zip(answers.documents, library.passages, strict=True)
        }
        yield ToyOpened(library, len(library.passages), ids)


def squad(path: Path, paragraphs: list[tuple[str, list[tuple[str, str]]]]) -> Path:
    data = [
        {
            "title": "t",
            "paragraphs": [
                {
                    "context": context,
                    "qas": [
                        {
                            "id": f"{n}-{m}",
                            "question": question,
                            "answers": [{"text": answer}] if answer else [],
                            "is_impossible": not answer,
                        }
                        for m, (question, answer) in enumerate(asked)
                    ],
                }
                for n, (context, asked) in enumerate(paragraphs)
            ],
        }
    ]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def library_set(tmp_path: Path) -> AnswerSet:
    return read_answers(
        squad(
            tmp_path / "thu-vien.json",
            [
                (TEXT, [("Thư viện mở cửa năm nào?", "1998"), ("Thư viện có mấy tầng hầm?", "")]),
                ("Vườn hoa trồng hoa hồng. Hoa nở vào mùa xuân.", [("Hoa trong vườn nở khi nào?", "mùa xuân")]),
                ("Quán bán cà phê phin. Chủ quán tên là Nguyễn Thị Lan.", [("Chủ quán tên là gì?", "Nguyễn Thị Lan")]),
            ],
        )
    )


@pytest.fixture
def river_set(tmp_path: Path) -> AnswerSet:
    rows = [
        {
            "question": "Sông dài bao nhiêu?",
            "answer": "'40 km'",
            "paragraphs": [{"title": "", "text": "Sông dài 40 km."}],
        },
        {"question": "Ai đào kênh?", "answer": "", "paragraphs": [{"title": "", "text": "Kênh chảy ra biển."}]},
    ]
    return read_answers(write_jsonl(tmp_path / "song.jsonl", rows))


@pytest.mark.parametrize(
    ("text", "answers", "held"),
    [
        ("Mở cửa năm 1998, tại Huế.", ["năm 1998"], True),
        ("Mở cửa năm 1998.", ["19"], False),
        ("HOÀ BÌNH", ["hòa bình"], True),
        ("hòa, bình", ["hòa bình"], True),
        ("bình hòa", ["hòa bình"], False),
        ("gì cũng được", ["", "..."], False),
        ("", ["x"], False),
    ],
)
def test_contains(text: str, answers: list[str], held: bool) -> None:
    assert measures.contains(text, answers) is held


def test_token_f1_is_that_of_the_best_gold_answer() -> None:
    assert measures.token_f1("bà Lan", ["ông Hai", "bà Lan"]) == 1.0
    assert measures.token_f1("bà Lan ở Huế", ["bà Lan"]) == pytest.approx(2 * 2 / (4 + 2))
    assert measures.token_f1("", ["bà Lan"]) == 0.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_auroc_counts_pairs(good: list[float], bad: list[float]) -> None:
    pairs = [1.0 if g > b else 0.5 if g == b else 0.0 for g in good for b in bad]
    assert measures.auroc(good, bad) == pytest.approx(float(np.mean(pairs)))


def test_auroc_of_nothing_is_no_number() -> None:
    assert math.isnan(measures.auroc([], [0.1]))


def test_risk_coverage_walks_from_the_surest() -> None:
    curve = measures.risk_coverage([0.9, 0.1, 0.5, 0.7], [True, False, False, True])
    assert [point.x for point in curve] == [0.25, 0.5, 0.75, 1.0]
    assert [point.y for point in curve] == pytest.approx([0.0, 0.0, 1 / 3, 0.5])
    assert measures.area_under(curve) == pytest.approx((1 / 3 + 0.5) / 4)


def test_reliability_bins() -> None:
    bins = measures.reliability([0.05, 0.95, 0.97, 1.0], [False, True, True, False])
    assert [one.count for one in bins] == [1, 3]
    assert bins[1].answerable == pytest.approx(2 / 3)
    assert measures.calibration_error(bins) == pytest.approx((0.05 + 3 * abs(2.92 / 3 - 2 / 3)) / 4)


def test_the_promise_is_checked_to_the_character() -> None:
    good = answer_of((TEXT[:25], 0), (TEXT[26:], 26))
    assert measures.keeps_promise(good, lambda _: TEXT)
    moved = answer_of((TEXT[:25], 1))
    assert not measures.keeps_promise(moved, lambda _: TEXT)
    added = replace(good, text=good.text + "Tôi nghĩ vậy.")
    assert not measures.keeps_promise(added, lambda _: TEXT)
    other = replace(good, text="x" + good.text[1:])
    assert not measures.keeps_promise(other, lambda _: TEXT)
    assert not measures.keeps_promise(good, lambda _: "văn bản khác")


def test_the_first_sentence_and_the_emphasis() -> None:
    answer = answer_of((TEXT, 0), emphasis=(Span(20, 24),))
    assert measures.first_sentence(answer) == "Thư viện mở cửa năm 1998."
    assert measures.emphasised(answer) == "1998"
    assert measures.sentence_count(answer) == 2


def test_sets_of_every_shape(tmp_path: Path, library_set: AnswerSet, river_set: AnswerSet) -> None:
    assert len(library_set.documents) == 3
    assert [one.answerable for one in library_set.questions] == [True, False, True, True]
    assert river_set.questions[0].answers == ("40 km",)
    assert not river_set.questions[1].answerable
    rows = [{"query_id": n, "passage": "Một đoạn.", "question": f"Câu {n}?", "Answer_new": "đoạn"} for n in range(2)]
    visqa = read_answers(write_jsonl(tmp_path / "visqa.jsonl", rows))
    assert len(visqa.documents) == 1
    own = [{"id": "a", "question": "?", "answers": ["x"], "evidence": [{"document": "d.md", "all_of": ["x"]}]}]
    assert read_answers(write_jsonl(tmp_path / "own.jsonl", own)).outside is not None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "{"),
        ("a.json", "[]"),
        ("a.json", '{"data": [{"paragraphs": [{}]}]}'),
        ("a.jsonl", '{"question": "x"}'),
        ("a.jsonl", "[1]"),
        ("a.jsonl", ""),
        ("a.jsonl", '{"question": "x", "answer": "", "paragraphs": [{"text": "y"}]}'),
        ("a.jsonl", '{"question": "x", "answer": "z", "paragraphs": []}'),
        ("a.txt", "x"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        read_answers(path)
    assert "\n" not in caught.value.vi
    assert "\n" not in caught.value.en


def test_every_kind_of_question_is_asked(library_set: AnswerSet, river_set: AnswerSet) -> None:
    opener = ToyOpener()
    results, notices = evaluate_answers([library_set, river_set], Plan(("hybrid", "bm25")), opener)
    assert not notices
    assert opener.opened == ["thu-vien", "song"]
    assert [(result.dataset, result.retriever) for result in results][:2] == [
        ("thu-vien", "hybrid"),
        ("thu-vien", "bm25"),
    ]
    library = results[0]
    assert {mode: len(library.of(mode)) for mode in (ANSWERABLE, TAKEN_OUT, ADVERSARIAL, WRONG_COLLECTION)} == {
        ANSWERABLE: 3,
        TAKEN_OUT: 3,
        ADVERSARIAL: 1,
        WRONG_COLLECTION: 1,
    }
    assert all(row.kept for result in results for row in result.rows)


def test_the_gold_document_is_out_of_reach_when_taken_out(library_set: AnswerSet) -> None:
    results, _ = evaluate_answers([library_set], Plan(), ToyOpener())
    for row in results[0].of(TAKEN_OUT):
        assert row.from_gold == 0
        assert not row.whole


def test_the_figures_are_those_of_the_rows(library_set: AnswerSet) -> None:
    results, _ = evaluate_answers([library_set], Plan(), ToyOpener())
    rows = results[0].of(ANSWERABLE)
    found = figures(results[0])
    assert found["whole_contains"] == pytest.approx(sum(row.whole for row in rows) / 3, abs=1e-6)
    assert found["refused"] == pytest.approx(sum(not row.answered for row in rows) / 3, abs=1e-6)
    assert found["citations_true"] == 1.0
    assert set(found["unanswerable"]) == {TAKEN_OUT, ADVERSARIAL}
    assert found["sentences_supported"] is None
    record = json.loads(json.dumps(answer_records(results), allow_nan=False))[0]
    assert record["queries"] == 3
    assert "thu-vien" in answer_table(results, "en")


def test_a_chat_that_lies_is_found_out(library_set: AnswerSet) -> None:
    class Liar(Chat):
        def answer(self, *args: object, **kwargs: object) -> Answer:
            honest = super().answer(*args, **kwargs)  # type: ignore[arg-type]
            return replace(honest, text=honest.text + " Theo tôi là vậy.")

    results, _ = evaluate_answers([library_set], Plan(), ToyOpener(), chat_over=Liar)
    assert figures(results[0])["citations_true"] == 0.0


def test_the_report_shows_hostile_text_and_draws(library_set: AnswerSet) -> None:
    results, _ = evaluate_answers([library_set], Plan(), ToyOpener())
    rows = tuple(replace(row, text="<script>alert(1)</script>", whole=False) for row in results[0].rows)
    html = page((), (), "vi", answer_sections([replace(results[0], dataset="<b>x</b>", rows=rows)]))
    assert "<script" not in html
    assert "<b>x" not in html
    assert html.count("<polyline") >= 3
    assert "&lt;script&gt;" in html


def test_an_empty_result_is_reported() -> None:
    empty = AnswersEvaluated("rỗng", 0, 0, "hybrid", "as-is", False, ())
    assert figures(empty)["questions"] == 0
    assert "rỗng" in answer_table([empty])
    assert "rỗng" in answer_sections([empty], "en")
