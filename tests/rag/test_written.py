"""The questions written for the reader: how they find their articles again, and that the files are whole."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from rag.training.reader.questions import folds_of
from rag.training.reader.written import SOURCES, read_written

LONG = (
    "Hồ rộng mười hai héc-ta và sâu chừng bảy mét ở giữa, nước hồ xanh quanh năm nhờ tảo, cá trong hồ có nhiều loài và "
    "người quanh vùng sống bằng nghề chài."
)


@pytest.fixture
def train(tmp_path: Path) -> Path:
    """Two entries of an encyclopedia, and no other articles."""
    folder = tmp_path / "train"
    folder.mkdir()
    entries = [
        {"title": "núi", "sections": [{"h": "", "text": "Núi cao 900 m."}]},
        {
            "title": "hồ",
            "sections": [
                {"h": "", "text": f"Hồ ở phía bắc.\n\n{LONG}"},
                {"h": "Liên kết ngoài", "text": "Trang của hồ."},
                {"h": "Lễ hội", "text": "Lễ hội vào tháng ba."},
            ],
        },
    ]
    for file, _ in SOURCES.values():
        with lzma.open(folder / file, "wt", encoding="utf-8") as lines:
            for entry in entries if file.startswith("encyclopedia") else []:
                lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return folder


def written(folder: Path, lines: str) -> Path:
    folder.mkdir()
    for name in SOURCES:
        (folder / f"{name}.tsv").write_text(lines if name == "encyclopedia" else "", encoding="utf-8")
    return folder


def test_answers_are_found_where_they_stand(train: Path, tmp_path: Path) -> None:
    lines = "1.2\tHội hồ tổ chức khi nào?\t11-20\n1.0\tHồ nằm ở đâu?\t5-13\n1.0\tAi đào hồ?\t-\n"
    found = read_written(train, written(tmp_path / "written", lines))["encyclopedia"]
    assert [one.answers for one in found.asked] == [("tháng ba.",), ("phía bắc",), ()]
    assert [one.source for one in found.asked] == ["encyclopedia:1.2", "encyclopedia:1.0", "encyclopedia:1.0"]
    assert found.texts["encyclopedia:1.2"] == "Lễ hội vào tháng ba.", "paragraphs of links are not counted"


def test_long_paragraphs_beside_are_read_and_other_entries_are_not(train: Path, tmp_path: Path) -> None:
    found = read_written(train, written(tmp_path / "written", "1.0\tHồ nằm ở đâu?\t5-13\n"))["encyclopedia"]
    assert list(found.texts) == ["encyclopedia:1.0", "encyclopedia:1.1"]


def test_paragraphs_of_one_article_are_of_one_fold(train: Path, tmp_path: Path) -> None:
    lines = "0.0\tNúi cao bao nhiêu?\t8-13\n1.0\tHồ nằm ở đâu?\t5-13\n"
    folds = folds_of(read_written(train, written(tmp_path / "written", lines))["encyclopedia"])
    assert folds == {"encyclopedia:0.0": 0, "encyclopedia:1.0": 1, "encyclopedia:1.1": 1}


def rows() -> Iterator[tuple[str, str, str, str]]:
    for name in SOURCES:
        text = files("rag.training.reader").joinpath("written", f"{name}.tsv").read_text(encoding="utf-8")
        for line in text.splitlines():
            place, question, answer = line.split("\t")
            yield name, place, question, answer


def test_the_files_of_the_code_are_whole() -> None:
    found = list(rows())
    assert len(found) > 20_000
    for _, place, question, answer in found:
        assert re.fullmatch(r"\d+(\.\d+)?", place)
        assert question == question.strip()
        assert len(question) > 5
        start, dash, end = answer.partition("-")
        assert dash
        assert answer == "-" or 0 <= int(start) < int(end)
    without = sum(answer == "-" for *_, answer in found)
    assert 0.1 < without / len(found) < 0.3


def test_no_question_is_asked_twice_of_one_place() -> None:
    found = [one[:3] for one in rows()]
    assert len(found) == len(set(found))
