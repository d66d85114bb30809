"""Answers that we marked in sets that do not mark theirs: how they are read, and that the files are whole."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from corpus.document import Span
from rag.training.marking import MARKED_SETS, VISQA, read_marks
from rag.training.tuning import Asked, read_marked_sets, read_visqa

ROW = re.compile(r"\S+\t\S*\t(-|\d+-\d+(,\d+-\d+)*)")


@pytest.mark.parametrize("name", [VISQA, *MARKED_SETS])
def test_the_files_of_the_code_are_whole(name: str) -> None:
    lines = files("rag.training").joinpath("marks", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert all(ROW.fullmatch(line) for line in lines)
    marks = read_marks(name)
    assert len(marks) == len(lines) > 500
    assert all(start < end for places in marks.values() for start, end in places)
    assert sum(not places for places in marks.values()) < len(marks) / 20


def test_a_question_can_have_several_documents_and_several_places(tmp_path: Path) -> None:
    (tmp_path / "toy.tsv").write_text("q1\td1\t0-3,8-12\nq1\td2\t-\nq2\t\t4-9\n", encoding="utf-8")
    assert read_marks("toy", tmp_path) == {
        ("q1", "d1"): (Span(0, 3), Span(8, 12)),
        ("q1", "d2"): (),
        ("q2", ""): (Span(4, 9),),
    }
    assert Asked("Ai?", ("bà Hà",), "d1", ("d2",)).sources == {"d1", "d2"}
    assert not Asked("Ai?").sources


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sets of two documents, with marks; one question has no mark."""
    told = {("q1", "d1"): (Span(4, 10),), ("q1", "d2"): (Span(0, 6),), ("q2", "d1"): ()}
    for name in MARKED_SETS:
        folder = tmp_path / name
        folder.mkdir()
        texts = {"d1": "Cầu Hà Nam bắc qua sông.", "d2": "Hà Nam có một cây cầu."}
        rows = [json.dumps({"_id": one, "title": "", "text": text}) for one, text in texts.items()]
        (folder / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
        asked = [json.dumps({"_id": one, "text": f"Cầu {one} ở đâu?"}) for one in ("q1", "q2")]
        (folder / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
        (folder / "qrels.tsv").write_text(
            "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t1\nq2\td1\t1\n", encoding="utf-8"
        )
    monkeypatch.setattr("rag.training.tuning.read_marks", lambda name: told)
    return tmp_path


def test_a_set_that_names_documents_gets_its_answers_from_the_marks(marked: Path) -> None:
    found = read_marked_sets(marked)
    assert set(found) == set(MARKED_SETS)
    one = found[MARKED_SETS[0]]
    assert list(one.texts) == ["d1", "d2"]
    assert one.asked == (Asked("Cầu q1 ở đâu?", ("Hà Nam",), "d1", ("d2",)),)


def test_an_answer_worded_anew_is_replaced_by_what_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.training.tuning.read_marks", lambda name: {("7", ""): (Span(4, 9),), ("8", ""): ()})
    rows = [
        {
            "query_id": number,
            "question": "Sông nào?",
            "passage": "Cầu qua sông Lô.",
            "Answer_new": "Cầu bắc qua sông Lô",
        }
        for number in (7, 8, 9)
    ]
    path = tmp_path / "visqa.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert [one.answers for one in read_visqa(path).asked] == [
        ("qua s",),
        ("Cầu bắc qua sông Lô",),
        ("Cầu bắc qua sông Lô",),
    ]
