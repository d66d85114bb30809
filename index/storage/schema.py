"""The tables of a collection. The database is the truth; every other file is derived from it."""

from __future__ import annotations

from typing import Final

FORMAT: Final = 2
"""Raised whenever the tables or the meaning of a column change. The columns of ``documents`` keep their names, so that
any version can be rebuilt from the text stored by an earlier one."""

# Wide columns stand last: SQLite then reads the narrow ones without touching the pages of the wide ones.
STATEMENTS: Final = (
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE documents (
    number INTEGER PRIMARY KEY,          -- in the order of adding
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    metadata TEXT NOT NULL,              -- JSON object of strings
    digest TEXT NOT NULL,                -- sha256 of the file
    added TEXT NOT NULL,                 -- ISO 8601, UTC
    cut INTEGER NOT NULL,                -- 0: the whole text is one passage, indexed as it is
    length INTEGER NOT NULL,             -- of text, in code points
    passages INTEGER NOT NULL,
    sections TEXT NOT NULL,              -- JSON [[path, start, end], ...]
    page_starts TEXT NOT NULL,           -- JSON [start, ...]
    text TEXT NOT NULL,                  -- cleaned: what every offset counts in
    runs BLOB NOT NULL,                  -- int64 triples (text_start, decoded_start, length)
    decoded BLOB NOT NULL                -- UTF-8, deflated
)""",
    """CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    page INTEGER,
    content BLOB NOT NULL,               -- names model and encoded text: unchanged text is never encoded twice
    scale REAL NOT NULL,                 -- vector = scale * int8s
    vector BLOB NOT NULL,
    section TEXT NOT NULL,               -- JSON list
    text TEXT NOT NULL,                  -- repeated here: reaching into a long document is slow
    sentences BLOB NOT NULL,             -- uint32 triples: start and end in the passage, tokens up to the end
    tokens BLOB NOT NULL                 -- uint16 ids of the bundled model, sentence by sentence; empty for other models
)""",
    "CREATE INDEX passages_document ON passages(document)",
    "CREATE INDEX passages_content ON passages(content)",
    """CREATE TABLE abbreviations (
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    count INTEGER NOT NULL,
    defined INTEGER NOT NULL,            -- 1: the text itself explains it
    PRIMARY KEY (short, long)
) WITHOUT ROWID""",
)
TABLES: Final = ("abbreviations", "passages", "documents", "settings")
"""In the order in which they can be dropped."""
