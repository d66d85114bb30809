"""Readers of datasets: BEIR folders, SQuAD json, our own jsonl. ``read_dataset`` tells them apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.vietnamese import nfc
from index.evaluation.datasets import (
    Dataset,
    DatasetError,
    Evidence,
    Notice,
    Question,
    QuestionSet,
    SourceDocument,
    empty_notices,
    judged,
    one_line,
    refuse_duplicates,
)
from index.evaluation.trec import read_qrels
from index.types import Query

JUDGEMENTS = ("qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv")
"""Where a BEIR folder may keep its judgements; the first that exists is read."""


def read_dataset(path: Path) -> Dataset | QuestionSet:
    """Reads a BEIR folder, a SQuAD ``.json`` or our own ``.jsonl``. Raises ``DatasetError``."""
    if (path / "corpus.jsonl").is_file():
        return read_beir(path)
    if path.is_file() and path.suffix.lower() == ".json":
        return read_squad(path)
    if path.is_file() and path.suffix.lower() == ".jsonl":
        return read_questions(path)
    where = one_line(str(path), 200)
    if not path.exists():
        raise DatasetError(
            f"{where}: không có tệp hay thư mục này. Hãy kiểm tra lại đường dẫn.",
            f"{where}: there is no such file or folder. Check the path.",
        )
    raise DatasetError(
        f"{where}: không phải tập đánh giá. Cần thư mục BEIR (corpus.jsonl, queries.jsonl, qrels.tsv), tệp SQuAD .json "
        "hoặc tệp câu hỏi .jsonl.",
        f"{where}: not a dataset. Give a BEIR folder (corpus.jsonl, queries.jsonl, qrels.tsv), a SQuAD .json or a "
        ".jsonl of questions.",
    )


def read_beir(folder: Path) -> Dataset:
    """Reads ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` (or ``qrels/test.tsv``)."""
    name = folder.resolve().name
    documents = tuple(
        SourceDocument(_text(row, "_id", where), nfc(_text(row, "title", where, "")), nfc(_text(row, "text", where)))
        for where, row in _rows(folder / "corpus.jsonl")
    )
    refuse_duplicates((document.id for document in documents), f"{name}/corpus.jsonl", "tài liệu", "document")
    queries = [
        Query(_text(row, "_id", where), _text(row, "text", where)) for where, row in _rows(folder / "queries.jsonl")
    ]
    refuse_duplicates((query.id for query in queries), f"{name}/queries.jsonl", "câu hỏi", "query")
    judgements = next((folder / part for part in JUDGEMENTS if (folder / part).is_file()), None)
    if judgements is None:
        raise DatasetError(
            f"{name}: thiếu tệp phán xét. Hãy đặt qrels.tsv hoặc qrels/test.tsv vào thư mục.",
            f"{name}: the judgements are missing. Put qrels.tsv or qrels/test.tsv into the folder.",
        )
    return judged(name, documents, queries, read_qrels(judgements), ())


def read_squad(path: Path) -> Dataset:
    """Reads SQuAD 1.1 or 2.0 json: each paragraph is a document, relevant to the questions asked about it.

    Questions marked ``is_impossible`` have no relevant paragraph; a notice counts them.
    """
    name = path.stem
    where = one_line(path.name, 200)
    articles = _list(_json(path), "data", where)
    documents: list[SourceDocument] = []
    queries: list[Query] = []
    qrels: dict[str, dict[str, int]] = {}
    impossible = 0
    for number, article in enumerate(articles):
        title = nfc(_text(article, "title", where, ""))
        for position, paragraph in enumerate(_list(article, "paragraphs", where)):
            document = SourceDocument(f"{number}-{position}", title, nfc(_text(paragraph, "context", where)))
            documents.append(document)
            for order, asked in enumerate(_list(paragraph, "qas", where)):
                if _field(asked, "is_impossible", where, False) is True:
                    impossible += 1
                    continue
                query = Query(_text(asked, "id", where, f"{document.id}-{order}"), _text(asked, "question", where))
                queries.append(query)
                qrels[query.id] = {document.id: 1}
    refuse_duplicates((query.id for query in queries), where, "câu hỏi", "query")
    notices = [_unanswerable(name, impossible)] if impossible else []
    return judged(name, tuple(documents), queries, qrels, notices)


def read_questions(path: Path) -> QuestionSet:
    """Reads our own jsonl: ``{"id", "question", "answers", "evidence": [{"document", "all_of"}], "answerable"}``."""
    questions: list[Question] = []
    for where, row in _rows(path):
        answerable = _field(row, "answerable", where, True)
        if not isinstance(answerable, bool):
            raise _malformed(where, "answerable", "true/false")
        evidence = tuple(
            Evidence(_text(entry, "document", where), _strings(entry, "all_of", where))
            for entry in _list(row, "evidence", where, [])
        )
        if answerable and not evidence:
            raise DatasetError(
                f"{where}: câu hỏi trả lời được mà không nêu bằng chứng. Hãy thêm evidence hoặc answerable: false.",
                f"{where}: an answerable question without evidence. Add evidence, or answerable: false.",
            )
        answers = _strings(row, "answers", where, ())
        questions.append(
            Question(_text(row, "id", where), _text(row, "question", where), answers, evidence, answerable)
        )
    refuse_duplicates((question.id for question in questions), one_line(path.name, 200), "câu hỏi", "question")
    found = QuestionSet(path.stem, tuple(questions))
    unanswerable = sum(not question.answerable for question in questions)
    notices = [_unanswerable(found.name, unanswerable)] if unanswerable else []
    notices.extend(empty_notices(found.name, found.queries, ()))
    if not found.queries:
        raise DatasetError(
            f"{one_line(path.name, 200)}: không có câu hỏi nào trả lời được, không có gì để xếp hạng.",
            f"{one_line(path.name, 200)}: no answerable question, there is nothing to rank.",
        )
    return QuestionSet(found.name, found.questions, tuple(notices), path.resolve().parent)


def _unanswerable(name: str, count: int) -> Notice:
    return Notice(
        count,
        f"{name}: {count} câu hỏi không có câu trả lời, không tham gia phép đo xếp hạng.",
        f"{name}: {count} unanswerable questions take no part in the ranking figures.",
    )


def _json(path: Path) -> object:
    where = one_line(path.name, 200)
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as exc:
        raise DatasetError(
            f"{where}: không đọc được JSON ({one_line(str(exc))}). Hãy sửa tệp.",
            f"{where}: not readable as JSON ({one_line(str(exc))}). Repair the file.",
        ) from exc


def _rows(path: Path) -> Iterator[tuple[str, object]]:
    """The rows of a jsonl with the place of each for messages. Blank lines are not rows."""
    where = one_line(f"{path.parent.name}/{path.name}", 200)
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield f"{where}:{number}", json.loads(line)
    except FileNotFoundError as exc:
        raise DatasetError(
            f"{where}: thiếu tệp này. Hãy kiểm tra thư mục của tập đánh giá.",
            f"{where}: this file is missing. Check the folder of the dataset.",
        ) from exc
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as exc:
        raise DatasetError(
            f"{where}:{number}: không đọc được dòng JSON ({one_line(str(exc))}). Hãy sửa dòng này.",
            f"{where}:{number}: not a readable JSON line ({one_line(str(exc))}). Repair the line.",
        ) from exc


_REQUIRED = object()


def _field(row: object, key: str, where: str, default: object = _REQUIRED) -> object:
    if not isinstance(row, Mapping):
        raise _malformed(where, key, "object")
    value = row.get(key, default)
    if value is _REQUIRED:
        raise _malformed(where, key, "value")
    return value


def _text(row: object, key: str, where: str, default: object = _REQUIRED) -> str:
    value = _field(row, key, where, default)
    if isinstance(value, int) and not isinstance(value, bool) and key in {"_id", "id"}:
        return str(value)  # some sets number their ids
    if not isinstance(value, str):
        raise _malformed(where, key, "string")
    return value


def _list(row: object, key: str, where: str, default: object = _REQUIRED) -> list[object]:
    value = _field(row, key, where, default)
    if not isinstance(value, list):
        raise _malformed(where, key, "list")
    return value


def _strings(row: object, key: str, where: str, default: object = _REQUIRED) -> tuple[str, ...]:
    value = _field(row, key, where, default)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise _malformed(where, key, "list of strings")
    return tuple(value)


def _malformed(where: str, key: str, kind: str) -> DatasetError:
    return DatasetError(
        f"{where}: trường «{key}» thiếu hoặc sai kiểu (cần {kind}). Hãy sửa dòng này.",
        f"{where}: the field '{key}' is missing or of the wrong kind (need: {kind}). Repair it.",
    )
