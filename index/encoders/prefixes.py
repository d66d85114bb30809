"""What a model wants written before a question and before a passage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_E5_TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
_BGE_ENGLISH = "Represent this sentence for searching relevant passages: "
_BGE_CHINESE = "为这个句子生成表示以用于检索相关文章："
_QUERY_PROMPTS = ("query", "s2p_query", "retrieval.query")
_PASSAGE_PROMPTS = ("passage", "document", "corpus", "retrieval.passage")


class Prefixes(NamedTuple):
    """Put before each question and each passage."""

    query: str = ""
    passage: str = ""


def prefixes_for(name: str, prompts: Mapping[str, str | None]) -> Prefixes:
    """The prefixes that the model's own ``prompts`` state, or else those its family was trained with.

    ``name`` is a hub name or the name of a folder; families are told by its last part.
    """
    query = next((prompts[key] for key in _QUERY_PROMPTS if prompts.get(key)), None)
    passage = next((prompts[key] for key in _PASSAGE_PROMPTS if prompts.get(key)), None)
    if query or passage:
        return Prefixes(query or "", passage or "")
    words = re.split(r"[^a-z0-9.]+", re.split(r"[/\\]", name.rstrip("/\\"))[-1].lower())
    if "e5" in words:
        return Prefixes(_E5_TASK) if "instruct" in words else Prefixes("query: ", "passage: ")
    if "bge" in words and "m3" not in words:
        if "zh" in words:
            return Prefixes(_BGE_CHINESE)
        if "en" in words:
            return Prefixes(_BGE_ENGLISH)
    return Prefixes()
