"""What people say that is no question gets a friendly word of ours, and nothing that could be a question does."""

from __future__ import annotations

import pytest
from helpers_rag import FakeLibrary

from rag.chat import Chat, Options
from rag.phrases import REPLIES, Reply, is_reply
from rag.smalltalk import heard
from rag.types import Outcome, Turn


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("Xin chào", Reply.GREETING),
        ("chào bạn nhé!", Reply.GREETING),
        ("xin chao", Reply.GREETING),
        ("Hi there", Reply.GREETING),
        ("Cảm ơn bạn rất nhiều ạ.", Reply.THANKS),
        ("cam on ban", Reply.THANKS),
        ("thank you so much", Reply.THANKS),
        ("Tạm biệt", Reply.FAREWELL),
        ("Bạn là ai?", Reply.ABOUT),
        ("ban lam duoc gi", Reply.ABOUT),
        ("Bạn có thể giúp gì cho tôi?", Reply.ABOUT),
        ("help", Reply.ABOUT),
        ("Có những tài liệu nào?", Reply.DOCUMENTS),
        ("which documents do you have?", Reply.DOCUMENTS),
    ],
)
def test_what_is_no_question_is_heard(said: str, reply: Reply) -> None:
    assert heard(said) is reply


@pytest.mark.parametrize(
    "said",
    [
        "",
        "cháo",
        "Chào mào là chim gì?",
        "Xin chào, hội nhập là gì?",
        "Cảm ơn ai trong lời nói đầu?",
        "Ai là chủ tịch?",
        "Bạn là đối tác tin cậy nghĩa là gì?",
        "Có những tài liệu nào về ASEAN?",
        "giúp đỡ lẫn nhau",
        "chào " * 20,
    ],
)
def test_what_may_be_a_question_is_asked(said: str) -> None:
    assert heard(said) is None


def test_a_reply_is_no_answer_and_searches_nothing() -> None:
    library = FakeLibrary(["Xin chào là lời nói đầu tiên."])
    answer = Chat(library).answer("Xin chào")
    assert (answer.outcome, answer.text, answer.hits) == (Outcome.NO_EVIDENCE, REPLIES[Reply.GREETING]["vi"], ())
    assert library.asked == []
    assert is_reply(answer.text)
    assert Chat(library).answer("thanks", options=Options(lang="en")).text == REPLIES[Reply.THANKS]["en"]
    assert Chat(library).answer("Xin chào", options=Options(exact=True)).outcome is Outcome.ANSWERED


def test_a_follow_up_goes_past_what_was_no_question() -> None:
    library = FakeLibrary(["Thư viện mở cửa năm 1998. Năm 2004 thư viện dời về phố Huế."])
    first = Turn("Thư viện mở cửa năm nào?", Chat(library).answer("Thư viện mở cửa năm nào?"))
    thanks = Turn("cảm ơn", Chat(library).answer("cảm ơn"))
    library.asked.clear()
    Chat(library).answer("Còn năm 2004 thì sao?", [first, thanks])
    Chat(library).answer("Còn năm 2004 thì sao?", [first])
    assert library.asked[0] == library.asked[1] != "Còn năm 2004 thì sao?"
