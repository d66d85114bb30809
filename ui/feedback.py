"""Thumbs: what people thought of answers, and the questions for ``hoidap eval`` that are made of them.

A thumb belongs to a stored turn, which holds question, answer, quotes, hits and versions; deleting the conversation
deletes it. A thumb up says that the quotes answer the question: they become its evidence. A thumb up on "the documents
do not say" makes an unanswerable question. A thumb down says neither where the answer stands nor that there is none, so
it makes no question; ``hoidap feedback list`` shows it to whoever wants to write the evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus.document import file_name
from corpus.errors import HoidapError
from index.evaluation.datasets import Evidence
from index.evaluation.judging import holds, plain
from rag.followups.conversation import complete
from rag.types import Answer, Citation, Outcome, Turn
from ui.history import Versions, now
from ui.turn_json import turn_from_json
from ui.userdata import database_path, reading, writing

WORD_LENGTH: Final = 2000
EVIDENCE_WORDS: Final = 16
"""A string of evidence has at most this many words: short enough to stand in one passage however documents are cut."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer. ``question`` is whole, with what a follow-up left to the conversation."""

    turn_id: int
    owner: str
    given: str
    helpful: bool
    word: str
    question: str
    turn: Turn
    versions: Versions


@dataclass(frozen=True, slots=True)
class Exported:
    """Rows of our own jsonl, and how many opinions made none: thumbs down, and quotes that no passage holds whole."""

    rows: tuple[dict[str, Any], ...]
    down: int
    unusable: int

    @property
    def text(self) -> str:
        """The jsonl."""
        return "".join(_line(row) for row in self.rows)


class Feedback:
    """The thumbs in the history at ``path``, or in the user's data folder. Methods raise UserDataError."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or database_path()

    def give(self, owner: str, turn: int, *, helpful: bool, word: str = "") -> None:
        """Stores a thumb on a stored turn, in the place of an earlier one. Raises HoidapError when the turn is gone."""
        with writing(self.path) as db:
            rows = db.execute(
                "SELECT t.id, t.answer FROM turns t JOIN conversations c ON c.id = t.conversation "
                "WHERE c.owner = ? AND t.id <= ? AND t.conversation = (SELECT conversation FROM turns WHERE id = ?) "
                "ORDER BY t.id",
                (owner, turn, turn),
            ).fetchall()
            if not rows:
                raise HoidapError(
                    "câu trả lời này không còn trong lịch sử; hãy hỏi lại",
                    "this answer is no longer in the history; ask again",
                )
            turns = [turn_from_json(answer) for _, answer in rows]
            question = complete(turns[-1].question, turns[:-1]).question
            row = (turn, helpful, _storable(word)[:WORD_LENGTH], _storable(question), now())
            db.execute("REPLACE INTO feedback (turn, helpful, word, question, given) VALUES (?, ?, ?, ?, ?)", row)

    def take_back(self, owner: str, turn: int) -> None:
        """Removes a thumb; none there is none to remove."""
        with writing(self.path) as db:
            db.execute(
                "DELETE FROM feedback WHERE turn = ? AND turn IN (SELECT t.id FROM turns t "
                "JOIN conversations c ON c.id = t.conversation WHERE c.owner = ?)",
                (turn, owner),
            )

    def opinions(self, collection: str | None = None) -> list[Opinion]:
        """All opinions of everybody, oldest first; only those on answers from ``collection`` when it is given."""
        with reading(self.path) as db:
            rows = db.execute(
                "SELECT f.turn, c.owner, f.given, f.helpful, f.word, f.question, t.answer, "
                "t.collection, t.counter, t.model, t.product FROM feedback f JOIN turns t ON t.id = f.turn "
                "JOIN conversations c ON c.id = t.conversation WHERE ? OR t.collection = ? ORDER BY f.given, f.turn",
                (collection is None, collection),
            ).fetchall()
        return [
            Opinion(turn, owner, given, bool(helpful), word, question, turn_from_json(answer), Versions(*stored))
            for turn, owner, given, helpful, word, question, answer, *stored in rows
        ]


def exported(opinions: Iterable[Opinion]) -> Exported:
    """Questions for ``hoidap eval``. Of several thumbs up on one question the latest counts."""
    rows: dict[str, dict[str, Any]] = {}
    down = unusable = 0
    for opinion in opinions:
        answer = opinion.turn.answer
        answered = answer.outcome is Outcome.ANSWERED
        evidence = list(_evidence(answer))
        if not opinion.helpful:
            down += 1
        elif answered and not evidence:
            unusable += 1
        else:
            key = plain(opinion.question)
            rows.pop(key, None)
            rows[key] = {
                "id": f"feedback-{opinion.turn_id}",
                "question": opinion.question,
                "answers": _answers(answer) if answered else [],
                "evidence": [{"document": one.document, "all_of": list(one.all_of)} for one in evidence],
                "answerable": answered,
            }
    return Exported(tuple(rows.values()), down, unusable)


def opinion_json(opinion: Opinion) -> dict[str, Any]:
    """An opinion with everything stored of it, for ``feedback list --json``."""
    from ui.json_output import answer_json

    return {
        "id": f"feedback-{opinion.turn_id}",
        "owner": opinion.owner,
        "given": opinion.given,
        "helpful": opinion.helpful,
        "word": opinion.word,
        "question": opinion.question,
        "collection": opinion.versions.collection,
        "counter": opinion.versions.counter,
        "model": opinion.versions.model,
        "product": opinion.versions.product,
        "answer": answer_json(opinion.turn.answer),
    }


def _evidence(answer: Answer) -> Iterator[Evidence]:
    """For each cited passage what was quoted of it, as strings that really stand in it."""
    if answer.outcome is not Outcome.ANSWERED:
        return
    texts = {hit.passage.id: plain(hit.passage.text) for hit in answer.hits}
    quoted: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        quoted.setdefault(citation.passage_id, []).append(citation)
    for passage, citations in quoted.items():
        document = file_name(citations[0].source) or citations[0].title
        strings = dict.fromkeys(_short(citation) for citation in citations)
        whole = Evidence(document, tuple(string for string in strings if string))
        if whole.all_of and holds(texts.get(passage, ""), whole):
            yield whole


def _answers(answer: Answer) -> list[str]:
    """The answering words where they were marked, else the quotes, shortened."""
    marked = [answer.text[start:end].strip() for citation in answer.citations for start, end in citation.emphasis]
    return list(dict.fromkeys(filter(None, marked or [_short(citation) for citation in answer.citations])))


def _short(citation: Citation) -> str:
    """At most 16 words of one line of the quote, those around the answering words where they are marked."""
    quote = citation.quote
    at = next((start - citation.answer_start for start, _ in citation.emphasis), 0)
    if not 0 <= at < len(quote):
        at = 0
    lines: Sequence[str] = quote.split("\n")
    for line in lines:
        if at <= len(line) and line.strip():
            break
        at = max(at - len(line) - 1, 0)
    words = line.split()
    before = len(line[:at].split())
    first = max(min(before - EVIDENCE_WORDS // 2, len(words) - EVIDENCE_WORDS), 0)
    return " ".join(words[first : first + EVIDENCE_WORDS])


def _storable(text: str) -> str:
    """Text that any program can read back: no halves of surrogate pairs, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _line(row: dict[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # an odd file name: as escapes it is read back the same
        text = json.dumps(row)
    return text + "\n"
