"""The tables of a collection. The database is the truth; every other file is derived from it."""

from __future__ import annotations

from typing import Final

FORMAT: Final = 1
"""Raised whenever the tables or the meaning of a column change."""

TABLES: Final = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,          -- in the order of adding
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    metadata TEXT NOT NULL,              -- JSON object of strings
    digest TEXT NOT NULL,                -- sha256 of the file
    added TEXT NOT NULL,                 -- ISO 8601, UTC
    text TEXT NOT NULL,                  -- cleaned: what every offset counts in
    decoded TEXT NOT NULL,
    runs BLOB NOT NULL,                  -- int64 triples (text_start, decoded_start, length)
    sections TEXT NOT NULL,              -- JSON [[path, start, end], ...]
    page_starts TEXT NOT NULL            -- JSON [start, ...]
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    section TEXT NOT NULL,               -- JSON list
    page INTEGER,
    content TEXT NOT NULL,               -- sha256 of the text that is encoded: unchanged text is never encoded twice
    tokens BLOB NOT NULL,                -- uint16 ids of the bundled model's tokenizer, empty for other models
    sentences BLOB NOT NULL,             -- uint32 pairs, relative to start
    scale REAL NOT NULL,                 -- vector = scale * int8s
    vector BLOB NOT NULL
);
CREATE INDEX passages_document ON passages(document);
CREATE INDEX passages_content ON passages(content);
CREATE TABLE abbreviations (
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    count INTEGER NOT NULL,
    defined INTEGER NOT NULL,            -- 1: the text itself explains it
    PRIMARY KEY (short, long)
) WITHOUT ROWID;
"""
