"""The kind of answer a question asks for, and where a text holds it."""

from __future__ import annotations

import pytest

from rag.evidence.kinds import Kind, holders, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Nghị quyết được ban hành khi nào?", Kind.DATE),
        ("Hội nghị họp vào năm nào", Kind.DATE),
        ("Có bao nhiêu nước tham gia?", Kind.NUMBER),
        ("Dự án kéo dài mấy năm?", Kind.NUMBER),
        ("Ai đứng đầu ban này?", Kind.PERSON),
        ("Trụ sở đặt ở đâu?", Kind.PLACE),
        ("Chủ quyền quốc gia là gì?", Kind.DEFINITION),
        ("Vì sao phải đổi mới?", Kind.REASON),
        ("Bốn nguyên tắc đối ngoại là gì?", Kind.LIST),
        ("Những nước nào đã ký?", Kind.LIST),
        ("Việt Nam có phải thành viên không?", Kind.YES_NO),
        ("When was it signed?", Kind.DATE),
        ("How many members are there?", Kind.NUMBER),
        ("Who introduced the term?", Kind.PERSON),
        ("Nói về quan hệ với châu Phi", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_kind_of(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("text", "kind", "held"),
    [
        ("Ban hành ngày 10/4/2013 tại Hà Nội", Kind.DATE, "10/4/2013"),
        ("Được nêu lần đầu năm 1576.", Kind.DATE, "năm 1576"),
        ("Quan hệ với 189 nước", Kind.NUMBER, "189"),
        ("Học giả Jean Bodin nêu ra", Kind.PERSON, "Jean Bodin"),
        ("Nhờ vậy mà thành công", Kind.REASON, "Nhờ"),
    ],
)
def test_holders_finds_the_thing(text: str, kind: Kind, held: str) -> None:
    assert held in [text[start:end].strip() for start, end in holders(text, kind)]


def test_holders_is_silent_where_there_is_nothing() -> None:
    assert not holders("không có con số nào ở đây", Kind.DATE)
    assert not holders("İstanbul 1999", Kind.DATE), "a text whose lower case has another length is left alone"


def test_a_year_is_no_count() -> None:
    text = "Hết năm 2020 có 189 nước"
    assert [text[start:end].strip() for start, end in holders(text, Kind.NUMBER)] == ["189"]
