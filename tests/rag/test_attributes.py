"""Attributes that are asked for by a word of their own: where none of the passages has one, nobody tells."""

from __future__ import annotations

import pytest
from helpers_rag import FakeLibrary

from rag.chat import Chat
from rag.evidence.attributes import untold
from rag.types import Outcome

FOUNDED = "Trần Văn Mộc lập Thư viện làng Đông năm 1952 và giữ chìa khóa cho đến cuối đời."


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Trần Văn Mộc sinh năm nào?", FOUNDED, True),
        ("Trần Văn Mộc sinh năm nào?", "Trần Văn Mộc sinh ngày 2/9/1921 tại làng Đông.", False),
        ("Trần Văn Mộc sinh năm nào?", "Trần Văn Mộc (1921 - 1990) lập thư viện.", False),
        ("Trần Văn Mộc sinh năm nào?", "Việc này làm nảy sinh nhiều tranh cãi.", True),
        ("Trần Văn Mộc qua đời khi nào?", FOUNDED, True),
        ("Trần Văn Mộc qua đời khi nào?", "Ông Mộc mất năm 1990.", False),
        ("Trụ sở của hội đặt ở đâu?", "Hội có năm trăm người.", True),
        ("Trụ sở của hội đặt ở đâu?", "Văn phòng của hội ở làng Đông.", False),
        ("Thủ đô của nước ấy là gì?", "Nước ấy có mười tỉnh.", True),
        ("Diện tích của làng là bao nhiêu?", "Làng rộng hai cây số vuông.", False),
        ("Diện tích của làng là bao nhiêu?", "Làng có 300 hộ.", True),
        ("Sổ ấy có bao nhiêu trang?", "Sổ ghi việc mượn trả.", True),
        ("Thư viện mở cửa năm nào?", FOUNDED, False),
        ("Hội có bao nhiêu phần trăm là phụ nữ?", "Hội có năm trăm người.", True),
        ("Hội có bao nhiêu phần trăm là phụ nữ?", "Phụ nữ chiếm 40% số hội viên.", False),
        ("Hội có bao nhiêu phần trăm là phụ nữ?", "Phụ nữ chiếm quá nửa.", False),
        ("Hội thu bao nhiêu tiền?", "Hội họp ở đình.", True),
        ("Hội thu bao nhiêu tiền?", "Mỗi người góp 30.000 đồng.", False),
        ("Làng xếp thứ mấy?", "Làng có ba giếng.", True),
        ("Làng xếp thứ mấy?", "Làng về nhì.", False),
        ("Hội họp mấy lần mỗi tháng?", "Trưởng hội là ông Mộc.", True),
        ("Bao lâu họp một lần?", "Cứ mỗi rằm lại họp.", False),
        ("Trần Văn Mộc viết trong cuốn sách nào?", "Trần Văn Mộc sao chè.", True),
        ("Trần Văn Mộc viết trong cuốn sách nào?", "Trần Văn Mộc ghi việc ấy vào gia phả, một tập mỏng.", False),
        ("Trần Văn Mộc dạy ở trường đại học nào?", FOUNDED, True),
        ("Trần Văn Mộc lấy ai?", FOUNDED, True),
        ("Vợ của Trần Văn Mộc tên là gì?", "Ông Mộc cưới Lê Thị Sen.", False),
        ("Số điện thoại của hội là gì?", "Hội họp ở đình.", True),
        ("Cờ của hội màu gì?", "Cờ của hội may bằng lụa.", True),
        ("Cờ của hội màu gì?", "Cờ của hội nền xanh.", False),
    ],
)
def test_an_attribute_is_told_by_a_word_for_it(question: str, text: str, missing: bool) -> None:
    assert untold(question, [text]) is missing


def test_one_passage_that_has_the_word_is_enough() -> None:
    assert not untold("Trụ sở của hội ở đâu?", [FOUNDED, "Trụ sở ở làng Đông."])


def test_what_is_not_told_is_not_answered() -> None:
    chat = Chat(FakeLibrary([FOUNDED, "Thư viện làng Đông mở cửa sáu ngày mỗi tuần."]))
    assert chat.answer("Trần Văn Mộc lập thư viện năm nào?").outcome is Outcome.ANSWERED
    assert chat.answer("Trần Văn Mộc sinh năm nào?").outcome is Outcome.NO_EVIDENCE
