"""Questions to ask next, made of the headings near the passage that an answer was copied from. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.document import Section
from corpus.headings import unnumbered
from rag.types import Answer, Outcome
from ui.strings import Words

NEAR: Final = 4
"""Sections looked at on each side of the one that answered."""

_ASKS = re.compile(
    r"(?:vì sao|tại sao|vì đâu|thế nào|khi nào|bao giờ|ai là|có mấy|why|how|when|who|what)\b", re.IGNORECASE
)
_LOOKED_AT, _OF_EACH = 8, 2  # headings of a document, and how many of them are offered
_SHORTEST, _LONGEST = 3, 10  # in words: shorter says too little, longer is a sentence


def topic_of(section: Section) -> str:
    """The heading of a section as a subject to ask about, or "" when it makes none."""
    heading = section.path[-1] if section.path else ""
    topic = unnumbered(heading).strip(" .:;–-")
    name, colon, rest = topic.partition(":")
    if colon:  # "Số đối tác: hai nguồn": the name, or what follows where the name is only a label
        topic = name.rstrip() if len(name.split()) >= _SHORTEST else rest.lstrip()
    words = topic.split()
    if not _SHORTEST <= len(words) <= _LONGEST or topic.endswith("?"):
        return ""
    named = words[0][1:2].isupper() or words[1][:1].isupper()  # "GDP …", "Việt Nam …"
    return topic if named else topic[0].lower() + topic[1:]


def topics_of(documents: Sequence[Sequence[Section]]) -> Iterator[str]:
    """Subjects to ask about, the first of each document, then the second ones: those that no other document has, such as
    "phạm vi điều chỉnh"."""
    own = [list(dict.fromkeys(filter(None, map(topic_of, sections))))[:_LOOKED_AT] for sections in documents]
    often = Counter(topic.casefold() for topics in own for topic in topics)
    telling = [[topic for topic in topics if often[topic.casefold()] == 1] for topics in own]
    for place in range(_OF_EACH):
        yield from (topics[place] for topics in telling if place < len(topics))


def question_about(topic: str, t: Words) -> str:
    """A question on ``topic``; a heading that asks is the question itself."""
    if _ASKS.match(topic):
        return f"{topic[0].upper()}{topic[1:]}?"
    return t("example_question", topic=topic)


def next_questions(
    answer: Answer, sections: Sequence[Section], asked: Sequence[str], t: Words
) -> Iterator[tuple[str, Section]]:
    """Questions about the sections around the first citation, the nearest first, each with the section it is about.

    ``sections`` are those of the document that is cited first. Nothing is asked about what was quoted, and nothing twice.
    """
    if answer.outcome is not Outcome.ANSWERED or not answer.citations:
        return
    first = answer.citations[0]
    here = next((i for i, section in enumerate(sections) if section.start <= first.start < section.end), None)
    if here is None:
        return
    known = {question.strip().casefold() for question in asked}
    quoted = {citation.section for citation in answer.citations} | {sections[here].path}
    for step in range(1, NEAR + 1):
        for i in (here + step, here - step):  # what follows comes first
            if not 0 <= i < len(sections) or sections[i].path in quoted:
                continue
            topic = topic_of(sections[i])
            question = question_about(topic, t)
            if topic and question.casefold() not in known:
                known.add(question.casefold())
                yield question, sections[i]
