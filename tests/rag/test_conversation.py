"""Follow-ups are completed from the turns before; questions that stand alone are left alone."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest
from conftest import ROOT
from growth import grows_with_size
from helpers_rag import hit_of, passage_of
from hypothesis import given
from hypothesis import strategies as st

from rag.followups.conversation import complete
from rag.types import Answer, Citation, Outcome, Turn


def turn(question: str, text: str = "", quotes: tuple[str, ...] = ()) -> Turn:
    citations = tuple(Citation(1, 0, 0, "p", "d", "t", "s", (), None, 0, len(q), q, ()) for q in quotes)
    return Turn(question, Answer(question, question, Outcome.ANSWERED, 0.9, text, citations, ()))


@pytest.mark.parametrize(
    ("before", "follow_up", "whole"),
    [
        ("Năm 2019 có bao nhiêu hội viên?", "Còn năm 2020 thì sao?", "Năm 2020 có bao nhiêu hội viên?"),
        ("Đại hội IX nêu gì về đối ngoại?", "Thế còn Đại hội XI?", "Đại hội XI nêu gì về đối ngoại?"),
        (
            "Ban Chỉ đạo quốc gia về hội nhập được lập khi nào?",
            "Ai đứng đầu ban đó?",
            "Ai đứng đầu Ban Chỉ đạo quốc gia về hội nhập?",
        ),
        ("Chủ quyền quốc gia là gì?", "Nó có từ khi nào?", "Chủ quyền quốc gia có từ khi nào?"),
        ("Điều 8, Luật Ao làng", "Khoản 2 quy định gì?", "Khoản 2 Điều 8, Luật Ao làng"),
        ("Điều 8, Luật Ao làng", "diem a", "diem a Điều 8, Luật Ao làng"),
        ("Phạm vi là gì (Luật Ao làng)", "Còn đối tượng áp dụng?", "đối tượng áp dụng là gì (Luật Ao làng)"),
        ("Phạm vi là gì (Luật Ao làng)", "Thế còn Luật Trồng chè?", "Phạm vi là gì (Luật Trồng chè)"),
        ("Phạm vi thế nào (Luật Ao làng)", "Vì sao?", "Vì sao Phạm vi (Luật Ao làng)?"),
        ("Chủ nghĩa khu vực là gì?", "Có những đặc điểm nào?", "Chủ nghĩa khu vực có những đặc điểm nào?"),
        ("Quyền sử dụng đất là gì?", "Ai cấp nó?", "Ai cấp quyền sử dụng đất?"),
        ("How many members joined in 2019?", "What about 2020?", "How many members joined in 2020?"),
        ("Hợp tác xã là gì?", "Thế còn nông trường?", "nông trường là gì?"),
        (
            "Hợp tác xã Hòa Bình trồng bao nhiêu héc ta?",
            "Còn năm 2021?",
            "năm 2021 Hợp tác xã Hòa Bình trồng bao nhiêu héc ta?",
        ),
        ("Tỉnh Lào Cai có mấy huyện?", "Tỉnh Yên Bái thì sao?", "Tỉnh Yên Bái có mấy huyện?"),
        ("UNESCO thành lập năm nào?", "Còn UNICEF?", "UNICEF thành lập năm nào?"),
        ("Dân số của Pháp là bao nhiêu?", "Còn của Đức?", "Dân số của Đức là bao nhiêu?"),
        ("Kho sách cũ có mấy kệ gỗ lớn?", "Còn kệ gỗ nhỏ?", "Kho sách cũ có mấy kệ gỗ nhỏ?"),
        ("Quỹ khuyến học có những hạn chế gì?", "Thế còn thành tựu?", "Quỹ khuyến học có những thành tựu gì?"),
        ("Quỹ khuyến học gồm những ai?", "Nó được lập khi nào?", "Quỹ khuyến học được lập khi nào?"),
        ("Ai đưa ra khái niệm thư viện mở?", "Khái niệm này nghĩa là gì?", "Thư viện mở nghĩa là gì?"),
        ("Ủy ban bầu cử được lập ra để làm gì?", "Gồm những ai?", "Ủy ban bầu cử gồm những ai?"),
        ("Năm 1975 thư viện ở đâu?", "Ai phụ trách năm đó?", "Ai phụ trách năm 1975?"),
        ("nghị quyết 22 ra đời năm nào", "con nghi quyet 07 thi sao", "nghi quyet 07 ra đời năm nào"),
        ("hợp tác xã là gì", "no co tu khi nao", "hợp tác xã co tu khi nao"),
        ("Who heads the National Library?", "When was it founded?", "When was the National Library founded?"),
        ("Điều 15 Luật Thư viện quy định gì?", "Còn Điều 16?", "Điều 16 Luật Thư viện quy định gì?"),
        ("Điều 15 Luật Thư viện quy định gì?", "Khoản 2 thì sao?", "Khoản 2 Điều 15 Luật Thư viện quy định gì?"),
        ("Phí mượn đối với sách cũ là bao nhiêu?", "Còn báo?", "Phí mượn đối với báo là bao nhiêu?"),
        ("Hồ Gươm nằm ở đâu?", "Rộng bao nhiêu?", "Hồ Gươm rộng bao nhiêu?"),
        ("Thư viện tỉnh được lập năm nào?", "Giám đốc là ai?", "Giám đốc của Thư viện tỉnh là ai?"),
        ("Số sách năm 2015 là bao nhiêu?", "Năm 2016?", "Số sách năm 2016 là bao nhiêu?"),
        ("Nguyễn Du sinh năm nào?", "Ông mất năm nào?", "Nguyễn Du mất năm nào?"),
        ("When did the town join the union?", "Why?", "Why did the town join the union?"),
        ("Năm 2019 có bao nhiêu hội viên?", "Cho mình hỏi còn năm 2020 thì sao ạ?", "Năm 2020 có bao nhiêu hội viên?"),
        ("Chủ quyền quốc gia là gì?", "Bạn ơi, nó có từ khi nào vậy ạ?", "Chủ quyền quốc gia có từ khi nào?"),
        ("hợp tác xã là gì", "cho em hoi no co tu khi nao vay a", "hợp tác xã co tu khi nao"),
        ("What is a cooperative?", "Who are its members?", "Who are a cooperative's members?"),
    ],
)
def test_completed(before: str, follow_up: str, whole: str) -> None:
    done = complete(follow_up, [turn(before)])
    assert done.from_history
    assert done.question == whole


def test_bare_question_words_take_the_last_subject() -> None:
    done = complete("Vì sao?", [turn("Thư viện đóng cửa vào ngày nào?")])
    assert done.from_history
    assert "Thư viện đóng cửa" in done.question


def test_an_item_is_found_by_its_number() -> None:
    last = turn("Bốn nguyên tắc là gì?", quotes=("Bốn nguyên tắc:", "- lịch sự với bạn đọc", "- đúng giờ mở cửa"))
    assert complete("Nêu rõ hơn ý thứ hai", [last]).question == "đúng giờ mở cửa"


def test_a_list_inside_a_sentence_is_counted() -> None:
    last = turn(
        "Nội quy nêu gì?", quotes=("Nội quy gồm: i) giữ trật tự; ii) trả sách đúng hẹn; iii) không mang đồ ăn",)
    )
    assert complete("Giải thích thêm điểm thứ ba", [last]).question == "không mang đồ ăn"
    assert complete("y thu hai la gi", [last]).question == "trả sách đúng hẹn"


def test_a_list_goes_on_in_the_passage_behind_the_quote() -> None:
    passage = passage_of("Nội quy gồm: i) giữ trật tự; ii) trả sách đúng hẹn.")
    citation = Citation(1, 0, 0, passage.id, passage.document_id, "t", "s", (), None, 0, 27, passage.text[:27], ())
    answer = Answer("Nội quy?", "Nội quy?", Outcome.ANSWERED, 0.9, "", (citation,), (hit_of(passage),))
    assert complete("Nói rõ hơn ý thứ hai", [Turn("Nội quy?", answer)]).question == "trả sách đúng hẹn"


def test_a_person_is_the_one_the_answer_named() -> None:
    last = turn("Ai viết nội quy?", "Nội quy do Trần Văn Sách viết năm 1998.")
    assert complete("Ông ấy làm nghề gì?", [last]).question == "Trần Văn Sách làm nghề gì?"


def test_offices_and_countries_are_no_persons() -> None:
    last = turn("Bài viết này của ai?", "Đảng Cộng sản Việt Nam và Ban Chấp hành Trung ương")
    whole = complete("Ông ấy làm nghề gì?", [last]).question
    assert whole.startswith("Ông ấy làm nghề gì")
    foreign = turn("Ai viết?", "Bài của Victor Hugo in năm 1862")
    assert complete("Ông ấy làm nghề gì?", [foreign]).question == "Victor Hugo làm nghề gì?"


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    history: list[Turn] = []
    asked = []
    for question in ("Thư viện tỉnh có mấy phòng đọc?", "Còn phòng máy?", "Nó mở cửa khi nào?"):
        whole = complete(question, history).question
        asked.append(whole)
        answer = Answer(question, whole, Outcome.ANSWERED, 0.9, "", (), ())
        history.append(Turn(question, answer))
    assert asked[1] == "Thư viện tỉnh có mấy phòng máy?"
    assert asked[2] == "Thư viện tỉnh mở cửa khi nào?"


def test_questions_of_the_sample_in_any_order_are_left_alone() -> None:
    lines = (ROOT / "corpus" / "sample" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    changed = []
    for seed in range(3):
        random.Random(seed).shuffle(questions)
        for before, question in pairwise(questions):
            done = complete(question, [turn(before)])
            if done.from_history:
                changed.append(f"{before} | {question} -> {done.question}")
    assert len(changed) <= 3, changed


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_is_heard(before: str, question: str) -> None:
    done = complete(question, [turn(before, before, (before,) if before else ())])
    assert done.from_history or done.question == question


@pytest.mark.parametrize("part", ["còn ", "Còn    x", "a", "đó ", "(", "i) ", "thì sao? "])
def test_long_or_odd_questions_take_linear_time(part: str) -> None:
    def follow(size: int) -> None:
        again = part * (size // len(part) + 1)
        complete(again, [turn(again, again, (again,))])

    assert grows_with_size(follow, 10_000)


@pytest.mark.parametrize(
    "question",
    [
        "Lợi ích quốc gia được phân loại thế nào?",
        "Hội nhập kinh tế quốc tế gồm mấy mức độ?",
        "What is national sovereignty?",
        "Trong đó có những nước nào thuộc châu Âu?",
        "Chiến tranh thế giới thứ hai kết thúc khi nào?",
        "Chúng ta cần chuẩn bị gì cho hội nhập?",
        "ASEAN thành lập năm nào và nó có mấy thành viên?",
        "Quần chúng tham gia quản lý thư viện thế nào?",
        "Có bao nhiêu họ thực vật có mạch ở vườn?",
        "Do dự khi chọn sách thì nên làm gì?",
        "Ông Phong lo ngại điều gì ở dịp lễ này?",
        "Những người thợ cũ đã giữ nghề bằng cách họ làm gì?",
        "Bản đồ hành chính gồm những gì?",
        "do ai lanh dao dat nuoc thoi ky nay",
        "",
        "   ",
    ],
)
def test_a_change_of_subject_is_left_alone(question: str) -> None:
    done = complete(question, [turn("Ban Chỉ đạo do ai đứng đầu?")])
    assert not done.from_history
    assert done.question == question


def test_without_history_nothing_is_added() -> None:
    assert complete("Còn năm 2020 thì sao?", []).question == "Còn năm 2020 thì sao?"
