"""What was asked and answered: conversations that are listed, searched, renamed, deleted and continued.

Turns are stored whole, quotes and their places included, so they read the same after documents were re-indexed or
removed. Everything belongs to an owner, and no method reaches what belongs to another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.errors import HoidapError
from corpus.vietnamese import canonical, fold, is_accented, nfc, syllables
from index.readings.courtesy import without_courtesy
from rag.types import Turn
from ui.plain import safe
from ui.turn_json import turn_from_json, turn_to_json
from ui.userdata import UserDataError, database_path, reading, shrink, writing

if TYPE_CHECKING:
    from index.collection import Collection

LOCAL: Final = ""
"""The owner where nobody signs in. No signed-in name is empty."""
TITLE_LENGTH: Final = 120
_QUERY_WORDS = 20


class ConversationError(HoidapError):
    """No such conversation of this owner."""

    def __init__(self) -> None:
        super().__init__(
            "không còn cuộc hỏi đáp này; hãy tải lại danh sách", "there is no such conversation; reload the list"
        )


@dataclass(frozen=True, slots=True)
class Versions:
    """With what a question was answered: the collection and its change counter, its model, the program."""

    collection: str
    counter: int
    model: str
    product: str


def versions(collection: Collection) -> Versions:
    """The versions that stand behind an answer just given: two look-ups, cheap enough for every question."""
    model = collection.store.model()
    named = "" if model is None else f"{model.name} {model.weights[:12]}"
    return Versions(collection.name, collection.store.counter(), named, _product())


def _product() -> str:
    try:
        return version("hoidap")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in the list. Times are ISO 8601, UTC."""

    id: int
    title: str
    created: str
    updated: str
    turns: int


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn with its number, time and versions. ``helpful`` is its thumb, None where none was given."""

    id: int
    asked: str
    turn: Turn
    versions: Versions
    helpful: bool | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A conversation that was found, and the latest question in it that matches ("" when only the title does)."""

    conversation: Conversation
    question: str
    turn: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a turn was stored."""

    conversation: int
    turn: int


_LISTED = "c.id, c.title, c.created, c.updated, (SELECT count(*) FROM turns t WHERE t.conversation = c.id)"


class History:
    """The history at ``path``, or in the user's data folder. Methods raise UserDataError when it cannot be used."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or database_path()

    def add(
        self, owner: str, conversation: int | None, turn: Turn, versions: Versions, replacing: Sequence[int] = ()
    ) -> Kept:
        """Stores a turn at the end of a conversation; None, or one that is gone meanwhile, begins a new one.

        It takes the place of the turns ``replacing`` of the same conversation, but for those that were judged. Where
        nothing else is left, a conversation that was named after its question is named after the new one.
        """
        time = now()
        with writing(self.path) as db:
            if conversation is None or not _owned(db, owner, conversation):
                title = _title(turn.question)
                row = (owner, title, *search_forms(title), time, time)
                cursor = db.execute(
                    "INSERT INTO conversations (owner, title, title_words, title_folded, created, updated) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    row,
                )
                conversation = int(cursor.lastrowid or 0)
            texts = (turn.question, turn.answer.text, *dict.fromkeys(c.title for c in turn.answer.citations))
            forms = search_forms("\n".join(texts))
            cursor = db.execute(
                "INSERT INTO turns (conversation, asked, collection, counter, model, product, words, folded, answer) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    conversation,
                    time,
                    versions.collection,
                    versions.counter,
                    versions.model,
                    versions.product,
                    *forms,
                    turn_to_json(turn),
                ),
            )
            kept = Kept(conversation, int(cursor.lastrowid or 0))
            _take_out(db, kept, replacing, turn.question)
            db.execute("UPDATE conversations SET updated = ? WHERE id = ?", (time, conversation))
            return kept

    def conversations(self, owner: str, *, limit: int = 100, offset: int = 0) -> list[Conversation]:
        """The owner's conversations, the last used one first."""
        with reading(self.path) as db:
            rows = db.execute(
                f"SELECT {_LISTED} FROM conversations c WHERE c.owner = ? "  # noqa: S608
                "ORDER BY c.updated DESC, c.id DESC LIMIT ? OFFSET ?",
                (owner, limit, offset),
            )
            return [Conversation(*row) for row in rows]

    def conversation(self, owner: str, conversation: int) -> Conversation:
        """One conversation. Raises ConversationError."""
        with reading(self.path) as db:
            row = db.execute(
                f"SELECT {_LISTED} FROM conversations c WHERE c.owner = ? AND c.id = ?",  # noqa: S608
                (owner, conversation),
            ).fetchone()
        if row is None:
            raise ConversationError
        return Conversation(*row)

    def turns(self, owner: str, conversation: int) -> list[StoredTurn]:
        """The turns, oldest first. Raises ConversationError."""
        with reading(self.path) as db:
            if not _owned(db, owner, conversation):
                raise ConversationError
            rows = db.execute(
                "SELECT t.id, t.asked, t.answer, t.collection, t.counter, t.model, t.product, f.helpful, f.word "
                "FROM turns t LEFT JOIN feedback f ON f.turn = t.id WHERE t.conversation = ? ORDER BY t.id",
                (conversation,),
            ).fetchall()
        return [
            StoredTurn(
                number,
                asked,
                turn_from_json(answer),
                Versions(*stored),
                None if helpful is None else bool(helpful),
                word or "",
            )
            for number, asked, answer, *stored, helpful, word in rows
        ]

    def search(self, owner: str, query: str, *, limit: int = 50) -> list[Match]:
        """Conversations that hold every word of ``query``, in one turn or in the title; the last used one first.

        A word matches the beginning of a word. Typed with accents it matches only so; typed without, it matches any.
        """
        turns, values = _condition(query, "t.words", "t.folded")
        titles, _ = _condition(query, "c.title_words", "c.title_folded")
        if not values:
            return []
        with reading(self.path) as db:
            rows = db.execute(
                f"SELECT {_LISTED}, found.id, found.answer FROM conversations c LEFT JOIN turns found ON found.id = "  # noqa: S608
                f"(SELECT max(t.id) FROM turns t WHERE t.conversation = c.id AND {turns}) "
                f"WHERE c.owner = ? AND (found.id IS NOT NULL OR ({titles})) "
                "ORDER BY c.updated DESC, c.id DESC LIMIT ?",
                (*values, owner, *values, limit),
            ).fetchall()
        return [
            Match(Conversation(*listed), "" if answer is None else turn_from_json(answer).question, turn)
            for *listed, turn, answer in rows
        ]

    def listed(self, owner: str, query: str, *, limit: int) -> list[Match]:
        """What a list shows, the last used first: conversations that hold ``query``, all of them when it is blank."""
        if query.strip():
            return self.search(owner, query, limit=limit)
        return [Match(one, "", None) for one in self.conversations(owner, limit=limit)]

    def rename(self, owner: str, conversation: int, title: str) -> str:
        """Gives a conversation another title and returns it as it was stored. Raises ConversationError."""
        title = clean_title(title)
        with writing(self.path) as db:
            if not _owned(db, owner, conversation):
                raise ConversationError
            _call(db, conversation, title)
        return title

    def delete(self, owner: str, conversation: int) -> None:
        """Deletes a conversation with its turns and what was thought of them. Raises ConversationError."""
        with writing(self.path) as db:
            if not db.execute("DELETE FROM conversations WHERE owner = ? AND id = ?", (owner, conversation)).rowcount:
                raise ConversationError

    def delete_all(self, owner: str | None) -> int:
        """Deletes every conversation of ``owner`` (None: of everybody); returns how many there were."""
        if not self.path.is_file():
            return 0
        with writing(self.path) as db:
            everybody = owner is None
            count = db.execute("DELETE FROM conversations WHERE ? OR owner = ?", (everybody, owner or LOCAL)).rowcount
        with suppress(UserDataError):  # another program is reading: what was deleted is overwritten all the same
            shrink(self.path)
        return count

    def count(self, owner: str | None) -> tuple[int, int]:
        """The number of conversations and of thumbs of ``owner`` (None: of everybody)."""
        whose = (owner is None, owner or LOCAL)
        with reading(self.path) as db:
            (conversations,) = db.execute("SELECT count(*) FROM conversations WHERE ? OR owner = ?", whose).fetchone()
            (thumbs,) = db.execute(
                "SELECT count(*) FROM feedback f JOIN turns t ON t.id = f.turn "
                "JOIN conversations c ON c.id = t.conversation WHERE ? OR c.owner = ?",
                whose,
            ).fetchone()
        return int(conversations), int(thumbs)


def _owned(db: sqlite3.Connection, owner: str, conversation: int) -> bool:
    return (
        db.execute("SELECT 1 FROM conversations WHERE owner = ? AND id = ?", (owner, conversation)).fetchone()
        is not None
    )


def _take_out(db: sqlite3.Connection, kept: Kept, replaced: Sequence[int], question: str) -> None:
    """Removes turns that ``kept``, asked as ``question``, replaces; only of its conversation, and none that was judged."""
    gone = []
    for number in replaced:
        row = db.execute(
            "SELECT answer FROM turns WHERE id = ? AND conversation = ? AND id NOT IN (SELECT turn FROM feedback)",
            (number, kept.conversation),
        ).fetchone()
        if row is not None:
            gone.append(_title(turn_from_json(row[0]).question))
            db.execute("DELETE FROM turns WHERE id = ?", (number,))
    if not gone:
        return
    alone = not db.execute(
        "SELECT 1 FROM turns WHERE conversation = ? AND id <> ?", (kept.conversation, kept.turn)
    ).fetchone()
    (title,) = db.execute("SELECT title FROM conversations WHERE id = ?", (kept.conversation,)).fetchone()
    if alone and title in gone:
        _call(db, kept.conversation, _title(question))


def _call(db: sqlite3.Connection, conversation: int, title: str) -> None:
    """Gives a conversation a title."""
    db.execute(
        "UPDATE conversations SET title = ?, title_words = ?, title_folded = ? WHERE id = ?",
        (title, *search_forms(title), conversation),
    )


def now() -> str:
    """The time as it is stored: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _title(question: str) -> str:
    """What a conversation that begins with a question is called: the question without the words meant for a person."""
    asked = without_courtesy(nfc(question)).strip()
    return clean_title(asked if asked == nfc(question).strip() else asked[:1].upper() + asked[1:])


def clean_title(text: str) -> str:
    """A title of one line: control characters out, white space collapsed, at most 120 characters, never empty."""
    flat = " ".join(safe(nfc(text)).split())
    if len(flat) > TITLE_LENGTH:
        flat = flat[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip() + "…"
    return flat or "…"


def search_forms(text: str) -> tuple[str, str]:
    """The words of ``text`` as they are compared, a space before each: in canonical spelling, and without accents."""
    words = syllables(canonical(text))
    return "".join(f" {word}" for word in words), "".join(f" {fold(word)}" for word in words)


def _condition(query: str, words: str, folded: str) -> tuple[str, list[str]]:
    """SQL that holds where every word of ``query`` begins a word; the values are bound, never part of it."""
    typed = syllables(canonical(query))[:_QUERY_WORDS]
    tests: Sequence[str] = [f"instr({words if is_accented(word) else folded}, ?) > 0" for word in typed]
    return " AND ".join(tests) or "0", [f" {word}" for word in typed]
