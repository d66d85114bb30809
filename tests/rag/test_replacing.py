"""Follow-ups that name another field, another owner, another side or nothing but a name; who is counted; the main content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.followups.conversation import complete
from rag.followups.mentions import counted
from rag.followups.replacing import what_about
from rag.types import Answer, Outcome, Turn
from rag.wording import Wording


def turn(question: str) -> Turn:
    return Turn(question, Answer(question, question, Outcome.ANSWERED, 0.9, "", (), ()))


def whole(before: str, follow_up: str) -> str:
    """The follow-up made whole; "" where it is left alone."""
    done = complete(follow_up, [turn(before)])
    return done.question if done.from_history else ""


SIDE = "Hạn chế về kinh tế của làng là gì?"
BARE_SIDE = "han che ve kinh te cua lang la gi"


@pytest.mark.parametrize(
    ("before", "follow_up", "completed"),
    [
        (SIDE, "Còn về văn hóa?", "Hạn chế về văn hóa của làng là gì?"),
        (SIDE, "Về văn hóa thì sao?", "Hạn chế về văn hóa của làng là gì?"),
        (SIDE, "Thế còn văn hóa - xã hội?", "Hạn chế về văn hóa - xã hội của làng là gì?"),
        (SIDE, "Còn trong lĩnh vực giáo dục thì sao?", "Hạn chế về giáo dục của làng là gì?"),
        (SIDE, "Thế về mặt y tế thì sao?", "Hạn chế về y tế của làng là gì?"),
        (BARE_SIDE, "con ve van hoa", "han che ve van hoa cua lang la gi"),
        (BARE_SIDE, "the con linh vuc giao duc thi sao", "han che ve giao duc cua lang la gi"),
        (BARE_SIDE, "ve mat y te thi sao", "han che ve y te cua lang la gi"),
        (
            "Làng đạt kết quả gì về kinh tế và văn hóa?",
            "Còn quốc phòng, an ninh?",
            "Làng đạt kết quả gì về quốc phòng, an ninh?",
        ),
        ("Hội kinh tế làng bàn gì về kinh tế?", "Còn về du lịch?", "Hội kinh tế làng bàn gì về du lịch?"),
        ("Hạn chế về kinh tế (Nghị quyết về đắp đê)", "Còn về y tế?", "Hạn chế về y tế (Nghị quyết về đắp đê)"),
    ],
)
def test_another_field_takes_the_place_of_the_last(before: str, follow_up: str, completed: str) -> None:
    assert whole(before, follow_up) == completed


@pytest.mark.parametrize(
    ("before", "follow_up"),
    [(SIDE, "Còn cán bộ văn hóa?"), (SIDE, "Còn văn hóa các xóm?"), ("Hạn chế của làng là gì?", "Còn văn hóa?")],
)
def test_a_thing_that_only_has_a_field_in_it_takes_the_place_of_none(before: str, follow_up: str) -> None:
    assert "về" not in whole(before, follow_up)
    assert whole(before, follow_up)


@pytest.mark.parametrize(
    ("before", "follow_up", "completed"),
    [
        ("Phiên chợ là gì?", "Còn của làng Tây?", "Phiên chợ của làng Tây là gì?"),
        ("Giờ họp chợ là mấy giờ?", "Thế còn của làng Tây?", "Giờ họp chợ của làng Tây là mấy giờ?"),
        ("Mức phí là bao nhiêu?", "Còn đối với trẻ em?", "Mức phí đối với trẻ em là bao nhiêu?"),
        ("muc phi la bao nhieu", "con doi voi tre em", "muc phi doi voi tre em la bao nhieu"),
        ("phi muon sach la bao nhieu", "con cua thu vien tinh", "phi muon sach cua thu vien tinh la bao nhieu"),
        ("Dân số của Lào là bao nhiêu?", "Còn của Thái Lan?", "Dân số của Thái Lan là bao nhiêu?"),
        (
            "Phí mượn sách của thư viện làng là bao nhiêu?",
            "Còn của thư viện tỉnh?",
            "Phí mượn sách của thư viện tỉnh là bao nhiêu?",
        ),
    ],
)
def test_an_owner_stands_behind_the_subject_or_for_another(before: str, follow_up: str, completed: str) -> None:
    assert whole(before, follow_up) == completed


@pytest.mark.parametrize(
    ("before", "follow_up", "completed"),
    [
        ("Làng có những kết quả gì?", "hạn chế?", "Làng có những hạn chế gì?"),
        ("Kết quả của chợ là gì?", "Nguyên nhân?", "Nguyên nhân của chợ là gì?"),
        ("Ưu điểm của chợ là gì?", "Nhược điểm", "Nhược điểm của chợ là gì?"),
        ("ket qua cua cho la gi", "han che?", "han che cua cho la gi"),
        ("uu diem cua cho la gi", "nhuoc diem", "nhuoc diem cua cho la gi"),
        ("Làng có mấy xóm?", "Hạn chế?", ""),
        ("Kết quả của chợ là gì?", "Hạn chế của ao?", ""),
    ],
)
def test_a_side_alone_is_another_side_of_the_same(before: str, follow_up: str, completed: str) -> None:
    assert whole(before, follow_up) == completed


@pytest.mark.parametrize(
    ("before", "follow_up", "completed"),
    [
        ("Lào có mấy tỉnh?", "Thế Campuchia?", "Campuchia có mấy tỉnh?"),
        ("Lào có mấy tỉnh?", "Vậy Thái Lan?", "Thái Lan có mấy tỉnh?"),
        ("Cầu Rạch Sỏi dài bao nhiêu?", "Thế Cầu Cái Sơn?", "Cầu Cái Sơn dài bao nhiêu?"),
        ("lào có mấy tỉnh", "the Campuchia?", "Campuchia có mấy tỉnh"),
        ("Lào có mấy tỉnh?", "Thế giới?", ""),
        ("Lào có mấy tỉnh?", "Thế Vận hội?", ""),
        ("Lào có mấy tỉnh?", "Thế nước láng giềng?", ""),
    ],
)
def test_a_name_alone_is_asked_the_same(before: str, follow_up: str, completed: str) -> None:
    assert whole(before, follow_up) == completed


@pytest.mark.parametrize(
    ("before", "follow_up", "completed"),
    [
        ("Vì sao phải nộp phí?", "Với trẻ em thì sao?", "Vì sao phải nộp phí với trẻ em?"),
        ("Ai được miễn phí?", "Trong mùa lũ thì sao?", "Ai được miễn phí trong mùa lũ?"),
    ],
)
def test_what_is_joined_on_goes_on_in_small_letters(before: str, follow_up: str, completed: str) -> None:
    assert whole(before, follow_up) == completed


COUNTED = "Hội đồng làng có mấy ủy viên thường trực?"


@pytest.mark.parametrize(
    ("before", "follow_up", "completed"),
    [
        (COUNTED, "Gồm những ai?", "ủy viên thường trực của Hội đồng làng gồm những ai?"),
        ("Hội đồng làng có bao nhiêu ủy viên?", "Là những ai?", "ủy viên của Hội đồng làng là những ai?"),
        ("Làng Đông có mấy xóm", "Bao gồm những gì?", "xóm của Làng Đông bao gồm những gì?"),
        (COUNTED, "Ra đời khi nào?", "Hội đồng làng ra đời khi nào?"),
        ("Hội đồng làng có nhiệm vụ gì?", "Gồm những ai?", "Hội đồng làng gồm những ai?"),
        ("Hội đồng làng được lập khi nào?", "Gồm những ai?", "Hội đồng làng gồm những ai?"),
    ],
)
def test_who_they_are_asks_of_those_that_were_counted(before: str, follow_up: str, completed: str) -> None:
    assert whole(before, follow_up) == completed


def test_who_they_are_is_heard_without_accents() -> None:
    done = whole("hoi dong lang co may uy vien", "gom nhung ai")
    assert done.startswith("uy vien ")
    assert done.endswith(" hoi dong lang gom nhung ai")


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (COUNTED, "ủy viên thường trực"),
        ("hoi dong lang co bao nhieu uy vien", "uy vien"),
        ("Hội đồng làng có tất cả mấy ủy viên?", "ủy viên"),
        ("Hội đồng làng có mấy ủy viên, bầu năm nào?", ""),
        ("Hội đồng làng có nhiệm vụ gì?", ""),
        ("Có mấy?", ""),
        ("", ""),
    ],
)
def test_what_a_question_wants_counted(question: str, what: str) -> None:
    assert counted(Wording.of(question)) == what


@pytest.mark.parametrize("what", ["Nội dung", "Nội dung chính", "Nội dung chủ yếu", "Nội dung cơ bản"])
@pytest.mark.parametrize("thing", ["Hương ước làng", "Quy ước xóm Đông"])
def test_the_main_content_is_that_of_the_last_thing(what: str, thing: str) -> None:
    assert whole(f"{thing} ra đời khi nào?", f"{what} là gì?") == f"{what} của {thing} là gì?"


FIELDS = ["kinh tế", "văn hóa", "giáo dục", "y tế", "du lịch", "an ninh"]


@given(st.permutations(FIELDS), st.sampled_from(["Còn", "Thế còn", "Vậy còn"]))
def test_fields_there_and_back_are_the_same_question(fields: list[str], opening: str) -> None:
    old, new, *_ = fields
    first = Wording.of(f"Hạn chế về {old} của làng là gì?")
    second = what_about(Wording.of(f"{opening} về {new}?"), first)
    assert second == f"Hạn chế về {new} của làng là gì?"
    assert what_about(Wording.of(f"{opening} {old}?"), Wording.of(second)) == first.text


WORDS = "thế vậy còn về của đối với kinh tế văn hóa Lào Thái hạn chế kết quả có mấy là gì ai gồm những , ?".split()


@given(
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
)
def test_any_words_are_heard_and_make_words_of_both(before: str, asked: str) -> None:
    found = what_about(Wording.of(asked), Wording.of(before))
    if found is not None:
        assert {word.strip(",?").lower() for word in found.split()} <= {
            word.strip(",?").lower() for word in f"{before} {asked}".split()
        }
