"""Questions that name a document are asked of it, without its name."""

from __future__ import annotations

import pytest
from helpers_rag import check_promise

from index.collection import Collection
from index.ingest import text_item
from index.types import DocumentInfo
from rag.chat import Chat, Options
from rag.documents.scoped import scope_of
from rag.types import Answer, Outcome, Turn

HEAD = "QUỐC HỘI\n\nLuật số: {number}\n\nLUẬT\n{name}\n\n"
TEA = HEAD.format(number="12/2031/QH19", name="TRỒNG CHÈ") + (
    "Điều 1. Phạm vi điều chỉnh\nLuật này quy định việc trồng, hái và sao chè trên đồi.\n\n"
    "Điều 2. Đối tượng áp dụng\nLuật này áp dụng đối với người trồng chè và chủ lò sao chè.\n\n"
    "Điều 3. Hành vi bị cấm\nTrộn lá khác vào chè; phun thuốc trong mười ngày trước khi hái.\n"
)
POND = HEAD.format(number="07/2030/QH19", name="AO LÀNG") + (
    "Điều 1. Phạm vi điều chỉnh\nLuật này quy định việc đào ao, thả cá và giữ nước của làng.\n\n"
    "Điều 2. Đối tượng áp dụng\nLuật này áp dụng đối với chủ ao và người nuôi cá.\n"
)
NEWS = "Báo làng viết rằng Luật Trồng chè được ký ở đình ngày mồng ba, và mức phạt nặng nhất là mười thúng chè."


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("luat")
    for name, text in (("che.txt", TEA), ("ao.txt", POND)):
        (folder / name).write_text(text, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "che.txt", folder / "ao.txt"])
    found.add([text_item("bao", "Báo làng", NEWS, cut=True)])
    return found


def answered(collection: Collection, question: str, history: list[Turn] | None = None) -> Answer:
    answer = Chat(collection).answer(question, history or ())
    check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})
    return answer


def info(number: str, title: str, code: str = "") -> DocumentInfo:
    return DocumentInfo(number, title, f"/{number}", {"number": code} if code else {}, 1, 1, "", "")


DOCUMENTS = [
    info("chè", "Luật trồng chè", "12/2031/QH19"),
    info("ao", "Luật ao làng", "07/2030/QH19"),
    info("22", "Nghị quyết 22-NQ/TW về hội nhập", "22-NQ/TW"),
    info("35", "Nghị quyết số 35-NQ/TW về đọc sách"),
    info("bài", "Trồng chè trên đồi"),
    info("sổ", "Sổ tay nhân viên 2031"),
]


@pytest.mark.parametrize(
    ("question", "named", "rest"),
    [
        ("Luật Trồng chè quy định phạm vi điều chỉnh thế nào?", "chè", "Phạm vi điều chỉnh thế nào?"),
        ("Đối tượng áp dụng của Luật số 07/2030/QH19 là gì?", "ao", "Đối tượng áp dụng là gì?"),
        ("hành vi bị cấm theo quy định của luật trồng chè", "chè", "Hành vi bị cấm"),
        ("Theo Luật Ao làng thì ai được thả cá?", "ao", "Ai được thả cá?"),
        ("nghi quyet 22 neu may quan diem chi dao?", "22", "May quan diem chi dao?"),
        ("Sáu quan điểm của nghị quyết số 22 là gì?", "22", "Sáu quan điểm là gì?"),
        ("Mục tiêu của Nghị quyết số 22-NQ/TW là gì?", "22", "Mục tiêu là gì?"),
        ("Nghị quyết 35-NQ/TW đề ra mục tiêu gì?", "35", "Mục tiêu gì?"),
        ("mục tiêu của nghị quyết 35 là gì", "35", "Mục tiêu là gì"),
        ("Quan điểm của 35-NQ/TW là gì?", "35", "Quan điểm là gì?"),
        ("Nghị quyết 22 của Bộ Chính trị nêu mục tiêu gì?", "22", "Mục tiêu gì?"),
        ("Nghị quyết 22 của Bộ Chính trị ra ngày nào?", "", ""),
        ("Nghị quyết 22 của Ủy ban Thường vụ Quốc hội nêu mục tiêu gì?", "22", "Mục tiêu gì?"),
        ("Nghị quyết 22 của Uỷ ban Thường vụ Quốc hội nêu mục tiêu gì?", "22", "Mục tiêu gì?"),
        ("nghi quyet 22 cua bo chinh tri ban hanh khi nao", "", ""),
        ("Nghị quyết 35-NQ/TW ban hành ngày nào?", "", ""),
        ("Nghị quyết 35/2015/QH13 đề ra mục tiêu gì?", "", ""),
        ("Hành vi bị cấm (luat ao lang)", "ao", "Hành vi bị cấm"),
        ("Luật Trồng chè số 12/2031/QH19 có đối tượng áp dụng nào?", "chè", "Đối tượng áp dụng nào?"),
        ("Theo sổ tay nhân viên 2031, nghỉ phép mấy ngày?", "sổ", "Nghỉ phép mấy ngày?"),
        ("Luật Trồng chè khác Luật Ao làng ở điểm nào?", "", ""),
        ("Luật trồng chè là gì?", "", ""),
        ("Luật Trồng chè ban hành ngày nào?", "", ""),
        ("Trồng chè trên đồi cần gì?", "", ""),
        ("Mức phạt theo luật giao thông?", "", ""),
        ("", "", ""),
    ],
)
def test_the_name_is_told_from_what_is_asked(question: str, named: str, rest: str) -> None:
    scope = scope_of(question, DOCUMENTS)
    assert (scope.documents[0].id, scope.question) == (named, rest) if scope is not None else not named


def test_each_law_answers_for_itself(collection: Collection) -> None:
    for law, said in (("Trồng chè", "sao chè trên đồi"), ("Ao làng", "đào ao, thả cá")):
        answer = answered(collection, f"Phạm vi điều chỉnh của Luật {law} là gì?")
        assert said in answer.citations[0].quote
        assert answer.searched_as == f"Phạm vi điều chỉnh là gì (Luật {law.lower()})"


def test_the_conversation_stays_with_the_law_until_another_is_named(collection: Collection) -> None:
    history: list[Turn] = []
    for question, said in (
        ("Phạm vi điều chỉnh của Luật Trồng chè là gì?", "sao chè trên đồi"),
        ("Còn đối tượng áp dụng?", "chủ lò sao chè"),
        ("Còn Luật Ao làng thì sao?", "người nuôi cá"),
        ("con pham vi dieu chinh?", "đào ao, thả cá"),
    ):
        answer = answered(collection, question, history)
        assert said in answer.citations[0].quote, question
        history.append(Turn(question, answer))


def test_what_the_law_does_not_say_others_may_that_name_it(collection: Collection) -> None:
    answer = answered(collection, "Theo Luật Trồng chè, mức phạt nặng nhất là bao nhiêu?")
    assert answer.outcome is Outcome.NO_EVIDENCE or "mười thúng" in answer.text
    assert (
        answered(collection, "Luật Ao làng có mức phạt nặng nhất là bao nhiêu thúng chè?").outcome
        is Outcome.NO_EVIDENCE
    )


def test_only_ticked_documents_are_named(collection: Collection) -> None:
    pond = next(one.id for one in collection.documents() if one.title == "Luật ao làng")
    answer = Chat(collection).answer(
        "Phạm vi điều chỉnh của Luật Trồng chè là gì?", options=Options(within=frozenset({pond}))
    )
    assert {citation.document_id for citation in answer.citations} <= {pond}


def test_a_thing_that_is_only_named_is_one_of_the_law_at_hand_if_that_speaks_of_it(collection: Collection) -> None:
    history = [Turn("", answered(collection, "Phạm vi điều chỉnh của Luật Ao làng là gì?"))]
    answer = answered(collection, "Đối tượng áp dụng", history)
    assert answer.searched_as == "Đối tượng áp dụng (Luật ao làng)"
    assert "người nuôi cá" in answer.citations[0].quote
    other = answered(collection, "Hành vi bị cấm", history)
    assert "Luật ao làng" not in other.searched_as
    assert "Luật ao làng" not in answered(collection, "Đối tượng áp dụng là ai?", history).searched_as
    assert "Luật ao làng" not in answered(collection, "Đối tượng áp dụng").searched_as
