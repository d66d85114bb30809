"""Questions with gold answers, and the documents they are asked about.

Read from SQuAD 1.1 or 2.0 json, our own jsonl, and two shapes of jsonl that bring their passages in every row:
``{"question", "answer", "paragraphs": [{"title", "text"}]}`` (an empty answer means that there is none) and
``{"question", "passage", "Answer_new"}``.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.vietnamese import nfc
from index.evaluation.datasets import DatasetError, Evidence, QuestionSet, SourceDocument, one_line
from index.evaluation.readers import read_questions


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and what answers it. ``source`` is the id of its document in the set; empty for our own jsonl, whose
    ``evidence`` names documents elsewhere."""

    id: str
    text: str
    answers: tuple[str, ...]
    source: str = ""
    evidence: tuple[Evidence, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Questions and their documents; ``outside`` holds our own questions where the documents lie elsewhere."""

    name: str
    documents: tuple[SourceDocument, ...]
    questions: tuple[GoldQuestion, ...]
    outside: QuestionSet | None = None


def read_answers(path: Path) -> AnswerSet:
    """Reads one file of questions with gold answers. Raises ``DatasetError``."""
    where = one_line(path.name, 200)
    if not path.is_file() or path.suffix.lower() not in {".json", ".jsonl"}:
        raise DatasetError(
            f"{where}: --answers cần tệp SQuAD .json hoặc tệp câu hỏi .jsonl có câu trả lời mẫu.",
            f"{where}: --answers needs a SQuAD .json or a .jsonl of questions with gold answers.",
        )
    try:
        found = _squad(path) if path.suffix.lower() == ".json" else _jsonl(path)
    except (
        OSError,
        UnicodeDecodeError,
        json.JSONDecodeError,
        RecursionError,
        LookupError,
        TypeError,
        AttributeError,
    ) as exc:
        raise DatasetError(
            f"{where}: không đọc được ({type(exc).__name__}: {one_line(str(exc))}). Hãy kiểm tra định dạng của tệp.",
            f"{where}: not readable ({type(exc).__name__}: {one_line(str(exc))}). Check the format of the file.",
        ) from exc
    if not any(question.answerable and question.answers for question in found.questions):
        raise DatasetError(
            f"{where}: không có câu hỏi nào có câu trả lời mẫu.", f"{where}: no question has a gold answer."
        )
    return found


class _Shelf:
    """Documents by their text: a passage that many rows bring is one document."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], SourceDocument] = {}

    def put(self, title: str, text: str) -> str:
        key = nfc(title), nfc(text)
        return self.documents.setdefault(key, SourceDocument(str(len(self.documents)), *key)).id


def _squad(path: Path) -> AnswerSet:
    shelf = _Shelf()
    questions: list[GoldQuestion] = []
    for article in json.loads(path.read_text(encoding="utf-8-sig"))["data"]:
        for paragraph in article["paragraphs"]:
            source = shelf.put(article.get("title", ""), paragraph["context"])
            for asked in paragraph["qas"]:
                answers = tuple(str(answer["text"]) for answer in asked.get("answers", ()))
                possible = bool(answers) and asked.get("is_impossible") is not True
                questions.append(
                    GoldQuestion(str(len(questions)), str(asked["question"]), answers, source, answerable=possible)
                )
    return AnswerSet(path.stem, tuple(shelf.documents.values()), tuple(questions))


def _jsonl(path: Path) -> AnswerSet:
    rows = list(_rows(path))
    if rows and "evidence" in rows[0]:
        return _own(path)
    shelf = _Shelf()
    questions: list[GoldQuestion] = []
    for row in rows:
        if "paragraphs" in row:
            first = row["paragraphs"][0]
            source, answers = shelf.put(first.get("title", ""), first["text"]), _unquoted(row["answer"])
        else:
            source, answers = shelf.put("", row["passage"]), (str(row["Answer_new"]),)
        questions.append(
            GoldQuestion(str(len(questions)), str(row["question"]), answers, source, answerable=bool(answers))
        )
    return AnswerSet(path.stem, tuple(shelf.documents.values()), tuple(questions))


def _own(path: Path) -> AnswerSet:
    read = read_questions(path)
    questions = tuple(
        GoldQuestion(one.id, one.text, one.answers, "", one.evidence, one.answerable) for one in read.questions
    )
    return AnswerSet(read.name, (), questions, read)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            yield json.loads(line)


def _unquoted(written: object) -> tuple[str, ...]:
    """The answer of a row: plain, or written as a quoted literal ("'năm 1975'")."""
    text = str(written or "").strip()
    if text[:1] in {"'", '"'} and text[-1:] == text[:1]:
        try:
            text = str(ast.literal_eval(text))
        except (ValueError, SyntaxError):
            text = text[1:-1]
    return (text,) if text.strip() else ()
