"""Parts of a document under headings that name what is asked for, headings below a heading, tables that are lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers_parts import Outlined, Piece, part, said
from helpers_rag import check_promise
from hypothesis import given, settings
from hypothesis import strategies as st

from index.collection import Collection
from rag.chat import Chat
from rag.composing.subheaded import MOST, below, parts_asked

TRADE, DIRT, ORDER = "2. Hạn chế về buôn bán", "2. Hạn chế về vệ sinh", "1. Hạn chế về trật tự"
TOLD = {
    TRADE: "Sạp hàng còn chật, người mua phải đứng ra đường. Cân của nhiều sạp không đúng.",
    DIRT: "Cống sau chợ hay tắc khi mưa lớn. Nước rửa cá chảy ra lối đi.",
    ORDER: "Xe thồ đỗ kín cổng chợ vào phiên chính.",
}
MARKET = Outlined(
    "Chợ làng Đông",
    part("I. Mở đầu", "Chợ làng Đông họp sáu phiên mỗi tháng, bán rau, cá và vải."),
    part("1. Kết quả về buôn bán", "Người bán đông gấp đôi năm trước.", "II. Buôn bán"),
    part(TRADE, TOLD[TRADE], "II. Buôn bán"),
    part("1. Kết quả về vệ sinh", "Rác được gom hai lần mỗi phiên.", "III. Vệ sinh"),
    part(DIRT, TOLD[DIRT], "III. Vệ sinh"),
    part(ORDER, TOLD[ORDER], "IV. Trật tự"),
)


def parts(*headings: str) -> str:
    return "\n\n".join(f"{heading}\n\n{TOLD[heading]}" for heading in headings)


@pytest.mark.parametrize(
    "question",
    [
        "Hạn chế của chợ làng Đông?",
        "Hạn chế của chợ làng Đông là gì?",
        "Nhược điểm của chợ làng Đông là gì?",
        "Chợ làng Đông có những yếu kém nào?",
        "Hãy nêu các bất cập của chợ làng Đông",
    ],
)
def test_all_parts_that_are_asked_for_stand_under_their_headings(question: str) -> None:
    assert said(MARKET, question) == parts(TRADE, DIRT, ORDER)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Hạn chế về vệ sinh của chợ làng Đông?", DIRT),
        ("Hạn chế về buôn bán là gì?", TRADE),
        ("Điểm yếu về trật tự là gì?", ORDER),
    ],
)
def test_a_field_that_is_named_is_shown_alone(question: str, heading: str) -> None:
    assert said(MARKET, question) == parts(heading)


@pytest.mark.parametrize("question", ["Kết quả của chợ làng Đông?", "Thành tựu của chợ làng Đông là gì?"])
def test_parts_of_another_kind_are_left_out(question: str) -> None:
    text = said(MARKET, question)
    assert [line for line in text.split("\n") if line[:1].isdigit()] == [
        "1. Kết quả về buôn bán",
        "1. Kết quả về vệ sinh",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Chợ làng Đông họp mấy phiên mỗi tháng?",
        "Vì sao chợ làng Đông bị hạn chế về vệ sinh?",
        "Ai nêu hạn chế của chợ làng Đông?",
    ],
)
def test_other_questions_are_answered_with_sentences(question: str) -> None:
    assert "2. Hạn chế" not in said(MARKET, question)


@pytest.mark.parametrize(("count", "shown"), [(MOST, True), (MOST + 1, False)])
def test_more_parts_than_anybody_wants_to_see_are_not_shown_so(count: int, shown: bool) -> None:
    things = "rau cá vải gạo muối nồi chiếu".split()[:count]
    many = Outlined("Chợ làng Đông", *(part(f"Hạn chế về {thing}", f"Việc bán {thing} chưa xong.") for thing in things))
    assert said(many, "Hạn chế của chợ làng Đông?").count("Hạn chế về") == (count if shown else 0)
    assert said(many, "Hạn chế về muối?") == "Hạn chế về muối\n\nViệc bán muối chưa xong."


LINES = Outlined(
    "Chợ làng Đông",
    part(
        "1. Phiên chính",
        "Phiên chính họp ngày rằm.\n\nKết quả:\n\n- bán hết rau trước trưa\n- gom rác hai lần\n\n"
        "Hạn chế:\n\n- sạp hàng chật\n- cống hay tắc",
    ),
    part("2. Phiên xép", "Phiên xép họp ngày mồng mười.\n\nKết quả:\n\n- người mua không phải chờ"),
)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Kết quả của phiên chính?", "Kết quả:\n\n- bán hết rau trước trưa\n- gom rác hai lần"),
        ("Thành tựu của phiên xép là gì?", "Kết quả:\n\n- người mua không phải chờ"),
        ("Nhược điểm của phiên chính là gì?", "Hạn chế:\n\n- sạp hàng chật\n- cống hay tắc"),
        (
            "Kết quả của chợ làng Đông?",
            "Kết quả:\n\n- bán hết rau trước trưa\n- gom rác hai lần\n\nKết quả:\n\n- người mua không phải chờ",
        ),
    ],
)
def test_lines_below_a_heading_name_parts_too(question: str, text: str) -> None:
    assert said(LINES, question) == text


STREET = "Chợ, ao và đình làng Đông"
PLACES = Outlined(
    STREET,
    part("Ba đặc trưng của ao", "1. Nước trong quanh năm.\n2. Bờ lát đá ong.\n3. Sen nở vào hè.", STREET),
    part(
        "Đặc điểm chung của chợ",
        "Theo sổ của đình, chợ có các đặc trưng:\n\n- Mục đích: bán rau và cá.\n- Kết quả: ai cũng no.\n- Chỗ ngồi: dưới gốc đa.",
        STREET,
    ),
)


@pytest.mark.parametrize("question", ["Chợ có những đặc điểm gì?", "Đặc trưng của chợ là gì?"])
def test_a_title_that_names_several_things_does_not_make_the_parts_of_one_those_of_another(question: str) -> None:
    assert said(PLACES, question) == (
        "Đặc điểm chung của chợ\n\n- Mục đích: bán rau và cá.\n- Kết quả: ai cũng no.\n- Chỗ ngồi: dưới gốc đa."
    )


def test_the_parts_of_something_else_that_the_title_names_are_none() -> None:
    document = PLACES.passages[0].document_id
    assert parts_asked("Đặc điểm của đình?", STREET, document, PLACES.following) == []
    assert [one.named for one in parts_asked("Đặc điểm của ao?", STREET, document, PLACES.following)] == [True]


def test_who_speaks_of_his_own_country_means_the_one_that_is_named() -> None:
    library = Outlined("Nghề chè ở Việt Nam", part("Hạn chế về máy móc", "Lò sao còn chạy bằng củi."))
    assert said(library, "Nghề chè nước ta có hạn chế gì?") == "Hạn chế về máy móc\n\nLò sao còn chạy bằng củi."


def test_a_note_is_left_out_of_a_part() -> None:
    library = Outlined("Chợ làng Đông", part("Hạn chế", "Sạp hàng chật.\n\n(Theo sổ của đình)\n\nCống hay tắc."))
    assert said(library, "Hạn chế của chợ làng Đông?") == "Hạn chế\n\nSạp hàng chật. … Cống hay tắc."


def test_a_line_that_only_begins_and_ends_in_brackets_is_no_note() -> None:
    library = Outlined("Chợ làng Đông", part("Hạn chế", "(Nhiều) sạp hàng chật (và tối)\n\nCống hay tắc."))
    assert "sạp hàng chật (và tối)" in said(library, "Hạn chế của chợ làng Đông?")


def test_a_long_part_is_shown_by_its_beginning() -> None:
    told = " ".join(f"Sạp số {number} còn chật." for number in range(1, 40))
    text = said(Outlined("Chợ làng Đông", part("Hạn chế về buôn bán", told)), "Hạn chế của chợ làng Đông?")
    assert text.startswith("Hạn chế về buôn bán\n\nSạp số 1 còn chật. Sạp số 2 còn chật.")
    assert text.endswith("\n…")
    assert "Sạp số 30" not in text


def test_what_the_title_says_need_not_be_said_again_and_what_nothing_says_must() -> None:
    def headings(question: str, title: str) -> list[str]:
        found = parts_asked(question, title, MARKET.passages[0].document_id, MARKET.following)
        return [one.passage.section[-1] for one in found]

    assert headings("Hạn chế của chợ làng Đông?", "Chợ làng Đông") == [TRADE, DIRT, ORDER]
    assert headings("Hạn chế của chợ làng Đông?", "Sổ ghi") == []
    assert headings("Hạn chế của chợ làng Tây?", "Chợ làng Đông") == []
    assert headings("Hạn chế về vệ sinh của chợ?", "Sổ ghi chợ") == [DIRT]
    assert headings("Hạn chế về vệ sinh?", "Vệ sinh của chợ làng Đông") == [DIRT], "a heading says it best"
    assert headings("Chợ làng Đông?", "Chợ làng Đông") == []


def test_parts_of_a_file_are_found_typed_without_accents_as_well(tmp_path: Path) -> None:
    long = " ".join(["Ông trưởng làng kể chuyện phiên chợ và ghi vào sổ lớn của đình cho con cháu."] * 6)
    blocks = ["# Chợ làng Đông"]
    for name in ("Buôn bán", "Vệ sinh"):
        for what in ("Kết quả", "Hạn chế"):
            blocks += [f"## {what} về {name.lower()}", f"{name} có điều đáng kể ra đây trước hết. {long}"]
    (tmp_path / "cho.md").write_text("\n\n".join(blocks), "utf-8")
    collection = Collection(tmp_path / "kho", create=True)
    collection.ingest([tmp_path / "cho.md"])
    for question in ("Nhược điểm của chợ làng Đông là gì?", "nhuoc diem cua cho lang dong la gi"):
        answer = Chat(collection).answer(question)
        quotes = [one.quote for one in answer.citations if one.quote.startswith(("Hạn chế", "Kết quả"))]
        assert quotes == ["Hạn chế về buôn bán", "Hạn chế về vệ sinh"]
        check_promise(answer, {one.id: collection.loaded(one.id).document.text for one in collection.documents()})


STEPS = ["Gỡ gáy cũ", "Khâu lại chỉ", "Bọc bìa vải", "Phơi nơi mát"]
DONE = ["Dùng dao mỏng mà lách.", "Chỉ gai bền hơn chỉ bông.", "Vải thô giữ được lâu.", "Nắng làm giấy giòn."]


def repairs(head: str, first: str, title: str = "Sổ tay thư viện làng") -> Outlined:
    steps = (part(step, done, head) for step, done in zip(STEPS, DONE, strict=True))
    return Outlined(title, part(head, first), *steps, part("Giờ mở cửa", "Thư viện mở cửa từ sáng đến tối."))


PLAIN = "Người giữ kho nắm vững các bước sửa sách cũ."
POINTING = "Kinh nghiệm của người giữ kho được trình bày trong {count} mục dưới đây."


@pytest.mark.parametrize(
    ("head", "first", "question", "shown"),
    [
        ("Ba bước sửa sách cũ", PLAIN, "Ba bước sửa sách cũ là gì?", 3),
        ("Hai bước sửa sách cũ", PLAIN, "Có những bước sửa sách cũ nào?", 2),
        ("Các bước sửa sách cũ", PLAIN, "Kể tên các bước sửa sách cũ", 4),
        ("Các bước sửa sách cũ của thư viện làng", PLAIN, "Có những bước sửa sách cũ nào?", 4),
        ("Các bước sửa sách cũ của nhà in tỉnh", PLAIN, "Có những bước sửa sách cũ nào?", 0),
        ("Việc của kho", PLAIN, "Có những bước sửa sách cũ nào?", 0),
        ("Việc của kho", POINTING.format(count="ba"), "Người giữ kho có những kinh nghiệm nào?", 3),
        ("Việc của kho", POINTING.format(count="các"), "Kinh nghiệm của người giữ kho gồm những gì?", 4),
        ("Việc của kho", POINTING.format(count="ba"), "Các kinh nghiệm của người giữ kho khác nhau thế nào?", 0),
        ("Ba bước sửa sách cũ", PLAIN, "Ai nắm vững các bước sửa sách?", 0),
    ],
)
def test_headings_below_the_one_that_counts_them_are_listed(head: str, first: str, question: str, shown: int) -> None:
    text = said(repairs(head, first), question)
    assert [line[2:] for line in text.split("\n") if line.startswith("- ")] == STEPS[:shown]
    assert first in text


def test_headings_are_looked_for_right_below_and_no_further() -> None:
    library = Outlined(
        "Sổ tay",
        part("Sửa sách", "Có mấy bước."),
        part("Gỡ gáy", "Lách dao.", "Sửa sách"),
        part("Dao mỏng", "Mài trước.", "Sửa sách", "Gỡ gáy"),
        Piece(("Sửa sách", "Gỡ gáy"), "Gáy giấy thì ngâm nước."),
        part("Khâu chỉ", "Chỉ gai.", "Sửa sách"),
        part("Giờ mở cửa", "Cả tuần."),
        part("Bọc bìa", "Vải thô.", "Sửa sách"),
    )
    found = below(library.passages[0], 1, library.following)
    assert [item.text for item in found] == ["Gỡ gáy", "Khâu chỉ"]
    assert [item.text for item in below(library.passages[1], 2, library.following)] == ["Dao mỏng"]


HEADER = "Thẻ\tHạn dùng\tPhí làm thẻ"
ROWS = [
    "Thẻ thường\tmột năm\tnăm nghìn đồng",
    "Thẻ học sinh\thai năm\tmiễn phí",
    "Thẻ gia đình\tba năm\tmười nghìn đồng",
]
CARDS = Outlined(
    "Sổ tay thư viện làng",
    Piece(("Thẻ",), "Thư viện làng cấp thẻ cho mọi người dân.\n\n" + "\n".join([HEADER, *ROWS])),
    Piece(("Giờ mở cửa",), "Thư viện mở cửa từ sáng đến tối."),
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Liệt kê các thẻ và phí làm thẻ", ROWS),
        ("Các thẻ có hạn dùng và phí làm thẻ ra sao?", ROWS),
        ("Thẻ học sinh có phí làm thẻ bao nhiêu?", ROWS[1:2]),
        ("Hạn dùng của thẻ gia đình là gì?", ROWS[2:]),
    ],
)
def test_a_list_is_the_whole_table_and_one_row_that_row(question: str, rows: list[str]) -> None:
    assert said(CARDS, question) == "\n".join([HEADER, *rows])


def test_a_list_question_that_one_row_answers_best_is_not_the_whole_table() -> None:
    text = said(CARDS, "Kể tên phí làm thẻ học sinh")
    assert text.startswith(f"{HEADER}\n{ROWS[1]}\n")
    assert not set(ROWS) <= set(text.splitlines())


HEADINGS = (
    "Hạn chế về rau",
    "Hạn chế",
    "2. Kết quả của chợ",
    "Ba bước",
    "I. Chợ",
    "Nguyên nhân …",
    "Hạn chế về cá thu và cá …",
)
TEXTS = (
    "Rau úa.",
    "Hạn chế:\n\n- rau\n- cá",
    "Kết quả:",
    "(Theo sổ chợ)",
    "Rau\tCá\nmột\thai",
    "Trong ba mục dưới đây:",
    "",
)
ASKED = ("Hạn chế của chợ?", "Các bước là gì?", "Kết quả về rau?", "Nguyên nhân?", "Những hạn chế nào của chợ rau?")


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(HEADINGS), max_size=3), st.sampled_from(TEXTS), st.booleans()), max_size=9
    ),
    st.sampled_from(ASKED),
    st.sampled_from(["Chợ", "Hạn chế", "Rau", ""]),
)
def test_any_outline_keeps_the_promise(pieces: list[tuple[list[str], str, bool]], question: str, title: str) -> None:
    told = [
        Piece(tuple(section), f"{section[-1]}\n\n{text}" if section and headed else text)
        for section, text, headed in pieces
    ]
    text = said(Outlined(title, *told), question)
    assert text == text.strip()
