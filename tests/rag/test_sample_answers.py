"""Short questions as anyone would put to the sample documents, some about things that are not in them."""

from __future__ import annotations

from contextlib import closing

import pytest
from conftest import ROOT

from index.sample import open_sample
from rag.chat import Chat
from rag.types import Outcome

ABSENT = (
    "EVFTA có hiệu lực khi nào?",
    "CPTPP là gì",
    "NATO là gì?",
    "RCEP gồm những nước nào?",
    "Thủ đô của Pháp là gì?",
    "Bitcoin là gì?",
    "Blockchain hoạt động như thế nào?",
    "Facebook do ai sáng lập?",
    "Messi ghi bao nhiêu bàn thắng?",
    "Covid-19 bắt đầu từ đâu?",
    "What is the capital of Mongolia?",
    "How tall is Mount Everest?",
    "Who painted the Mona Lisa?",
)
PRESENT = {
    "ASEAN ra đời năm nào?": "1967",
    "ASEAN thành lập năm nào?": "1967",
    "APEC ra đời khi nào?": "1989",
    "WTO ra đời khi nào?": "1/1995",
    "WTO là gì?": "Tổ chức Thương mại thế giới",
    "UNESCO là gì?": "UNESCO",
    "In which year was ASEAN founded?": "1967",
    "When was Resolution 22 issued?": "10/4/2013",
    "What is international integration?": "bậc phát triển cao của hợp tác quốc tế",
}
SHOWN = "nghi quyet 22 ban hanh ngay nao"
IN_OWN_WORDS = {
    "nước bé sức yếu thì có cửa nào để được thế giới nể hơn sức mình không": "vươn tới vị thế cao hơn phần thực lực",
    "Đại hội XIII có nói gì về chuyện đừng bỏ hết trứng vào một giỏ khi buôn bán không": "không để lệ thuộc vào một thị trường",
}
"""What the README promises of questions that share hardly a word with the answer."""


@pytest.mark.usefixtures("home")
def test_what_the_documents_hold_is_answered_and_what_they_do_not_is_not() -> None:
    with closing(open_sample()) as collection:
        chat = Chat(collection)
        told = [question for question in ABSENT if chat.answer(question).outcome is Outcome.ANSWERED]
        assert told == []
        answers = {question: chat.answer(question) for question in PRESENT}
    assert [q for q, answer in answers.items() if answer.outcome is Outcome.NO_EVIDENCE] == []
    assert [q for q, answer in answers.items() if PRESENT[q] not in answer.text] == []


@pytest.mark.usefixtures("home")
def test_the_readme_shows_what_is_answered() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    with closing(open_sample()) as collection:
        chat = Chat(collection)
        shown = chat.answer(SHOWN).text
        answers = {question: chat.answer(question).text for question in IN_OWN_WORDS}
    assert f'$ hoidap ask "{SHOWN}"' in readme
    assert " ".join(shown.split()) in readme
    assert [question for question in IN_OWN_WORDS if f"`{question}`" not in readme] == []
    assert [question for question, answer in answers.items() if IN_OWN_WORDS[question] not in answer] == []
