"""Hostile text stays text, wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Section, Span
from corpus.errors import UnreadableFile
from index.widening import Widened
from rag.types import Answer, Outcome
from tests.ui.examples_ui import answered, exchange, hit, info, location, view
from tests.ui.markup_ui import Node, parsed
from tests.ui.payloads_ui import PAYLOADS, payloads
from ui.cards import sources
from ui.history import Conversation, Match
from ui.library_view import adding_html, collections_list, library, scope
from ui.markup import esc
from ui.panels.past import finding, past
from ui.render import Exchange, Stage, Wide, conversation
from ui.service import Adding, CollectionEntry
from ui.shelf import notice
from ui.strings import Words
from ui.viewer import viewer

T = Words("vi")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TAGS = {
    "a", "article", "b", "bdi", "button", "details", "div", "form", "h2", "h3", "header", "i", "input", "label", "li",
    "mark", "nav", "p", "path", "section", "span", "strong", "summary", "sup", "svg", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "autocomplete", "class", "d", "for", "href", "id", "maxlength", "name", "placeholder", "rel", "role", "style", "tabindex",
    "target", "title", "type", "value", "viewbox",
}  # fmt: skip
ADDRESS = re.compile(r"#(src|turn)-[0-9-]+|original/mac-dinh/[0-9a-f]{16}")


def check(markup: str) -> Node:
    """Only our own elements and attributes, links inside the page or to a file by its id, no style but a width."""
    root = parsed(markup)
    for node in root.all():
        assert node.tag in TAGS, node.tag
        for name, value in node.attributes.items():
            assert name in ATTRIBUTES or name.startswith(("data-", "aria-")), name
            assert name != "href" or ADDRESS.fullmatch(value), value
            assert name != "style" or (value.startswith("width:") and value.endswith("%")), value
    harmful = {"\u2028", "\u2029", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    assert not harmful & set(markup)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n" for c in markup)
    return root


def seen(text: str) -> str:
    """``text`` as the page may show it: without white space, and without what ``esc`` replaces."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs") and c not in "\u2028\u2029")
    return "".join("".join(c for c in kept if not ("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069")).split())


def shown(root: Node) -> str:
    return seen(root.text()).replace("\ufffd", "")


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 60


@given(st.text(st.characters()))
def test_escaped_text_reads_back_as_itself(text: str) -> None:
    back = parsed(f"<p>{esc(text)}</p>").text()
    assert len(back) == len(text)
    for ours, theirs in zip(back, text, strict=True):
        assert ours in (theirs, "\ufffd") or (theirs == "\r" and ours == " ")


@given(st.text(st.characters()))
def test_escaped_text_cannot_leave_an_attribute(text: str) -> None:
    node = parsed(f'<p title="{esc(text)}" id="x">y</p>').all("p")[0]
    assert set(node.attributes) == {"title", "id"}
    assert len(node.attributes["title"]) == len(text)


@pytest.mark.parametrize("text", payloads())
def test_a_question_stays_text(text: str) -> None:
    exchanges = [
        Exchange(text),
        Exchange(text, Stage.ANSWERING, partial=text),
        Exchange(text, Stage.FAILED, error=text),
    ]
    root = check(conversation(exchanges, (), T))
    assert all(seen(text).startswith(seen(q.text())) for q in root.all(css="q") if "\ufffd" not in q.text())
    assert shown(root).count(seen(text)) >= 4
    assert seen(text) in shown(check(conversation((), [text], T)))
    listed = past(
        [Match(Conversation(1, text, NOW.isoformat(), NOW.isoformat(), 2), text + "?", 1)], [*exchanges, *exchanges], T,
        current=1, shown=9, wanted=text, now=NOW,
    )  # fmt: skip
    assert shown(check(listed)).count(seen(text)) >= 5
    assert check(finding(T, text)).all("input")[0].attributes["name"] == "words"


@pytest.mark.parametrize("text", payloads())
def test_a_document_stays_text_in_answers_cards_and_viewer(text: str) -> None:
    body = f"Trước {text} sau"
    found = hit(body, title=text, section=(text, text), also_in=(location(text, (text,)),), reasons=(text,))
    answer = answered(found, body, question=text)
    talk = check(conversation([exchange(answer)], (), T))
    assert seen(text) in shown(talk.all(css="a")[0])
    cards = check(sources([exchange(answer)], T))
    assert shown(cards).count(seen(text)) >= 5
    assert seen(body) in "".join(shown(mark) for mark in cards.all("mark"))
    wide = (Wide(1, 1, Widened(found.passage, text + body + text, 10 - len(text), 10 + len(body) + len(text)), False),)
    around = check(sources([replace(exchange(answer), wide=wide)], T))
    assert shown(around).count(seen(text)) >= 7
    document = replace(view(body, (Section((text,), 0, len(body)),), title=text), original="mac-dinh")
    opened = check(viewer(document, Span(0, len(body)), answer, 1, T))
    assert seen(body) in shown(opened)


@pytest.mark.parametrize("text", payloads())
def test_names_and_refusals_stay_text(text: str) -> None:
    refused = [UnreadableFile(text, text, text)]
    for markup in (
        library([info(text)], (), T),
        scope([info(text)], T),
        collections_list([CollectionEntry("a", text)], CollectionEntry("b", "B"), T),
        collections_list([], CollectionEntry("b", text), T),
        adding_html(Adding(1, 2, text), refused, T, finished=False),
        adding_html(Adding(2, 2, text), refused, T, finished=True),
        notice(text, bad=True),
    ):
        assert seen(text) in shown(check(markup))


@pytest.mark.parametrize("text", payloads())
def test_a_word_about_an_answer_stays_text(text: str) -> None:
    judged = replace(exchange(answered(hit("Trước sau"), "Trước sau")), kept=7, helpful=False, word=text)
    root = check(conversation([judged], (), T))
    assert seen(text) in shown(root.all(css="judged")[0])
    assert seen(text) == seen(root.all("input")[0].attributes["value"]).replace("\ufffd", "")


@pytest.mark.parametrize("text", payloads())
def test_what_is_read_into_a_question_stays_text(text: str) -> None:
    answer = Answer("q", text, Outcome.NO_EVIDENCE, 0.1, text, (), (hit(text or "x"),))
    assert shown(check(conversation([exchange(answer)], (), T))).count(seen(text)) >= 2
    check(sources([exchange(answer)], T))
