"""Sections of small made-up documents of every genre, and what holds for any text."""

from __future__ import annotations

import pytest

from corpus.document import Cleaned, Heading, Section
from corpus.outline import outline


def cleaned(*blocks: str, title: str | None = None, **levels: int) -> Cleaned:
    """A cleaned text of ``blocks``; lines that begin with ``#`` marks become declared headings."""
    text, headings = "", []
    for block in blocks:
        level = len(block) - len(block.lstrip("#"))
        line = block.lstrip("# ")
        if level:
            headings.append(Heading(len(text), len(text) + len(line), level))
        text += line + "\n\n"
    return Cleaned(text.rstrip(), (), tuple(headings), title=title)


def found(document: Cleaned) -> list[tuple[tuple[str, ...], str]]:
    """The path of every section with its first words."""
    return [(s.path, document.text[s.start : s.end].split("\n")[0][:12].strip()) for s in outline(document)]


def paths(document: Cleaned) -> list[tuple[str, ...]]:
    return [section.path for section in outline(document)]


def test_declared_headings_nest_by_level_and_the_title_is_none() -> None:
    document = cleaned(
        "# Sổ tay trồng cà phê",
        "Lời dẫn ngắn.",
        "## Chọn đất",
        "Đất bazan là tốt nhất.",
        "### Độ chua",
        "Đo bằng giấy quỳ.",
        "## Chọn giống",
        "Nên dùng giống ghép.",
    )
    assert paths(document) == [(), ("Chọn đất",), ("Chọn đất", "Độ chua"), ("Chọn giống",)]


def test_several_headings_of_the_first_level_are_all_sections() -> None:
    document = cleaned("# Mùa khô", "Tưới đều.", "# Mùa mưa", "Thoát nước.")
    assert paths(document) == [("Mùa khô",), ("Mùa mưa",)]


def test_the_title_may_stand_on_several_declared_lines() -> None:
    document = cleaned(
        "## QUYẾT ĐỊNH", "### Về bảo vệ rừng", "## I – CHUNG CHO CẢ TỈNH", "Câu.", title="Quyết định về bảo vệ rừng"
    )
    assert paths(document) == [(), ("I – Chung cho cả tỉnh",)]


def test_a_resolution() -> None:
    document = cleaned(
        "NGHỊ QUYẾT",
        "Về phát triển làng nghề",
        "I – TÌNH HÌNH",
        "Làng nghề của tỉnh có từ lâu đời.",
        "1- Sau mười năm, các làng nghề đã đổi khác, thu nhập tăng gấp đôi và số hộ nghèo giảm mạnh ở hầu hết các xã.",
        "Nhiều hộ mở xưởng.",
        "2- Tuy vậy, nước thải còn nhiều và chưa có nơi xử lý chung cho cả cụm xã.",
        "II – MỤC TIÊU, QUAN ĐIỂM",
        "1- Mục tiêu",
        "Mỗi huyện có một làng nghề sạch.",
        "2- Quan điểm",
        "Phát triển phải đi cùng giữ gìn, cụ thể:",
        "- Người dân là chủ.\n- Nhà nước hỗ trợ vốn.",
        "III- TỔ CHỨC THỰC HIỆN",
        "1 - Sở Công Thương chủ trì lập kế hoạch hằng năm và báo cáo kết quả với Ủy ban nhân dân tỉnh trước ngày 15.",
        "2 - Các huyện thực hiện theo kế hoạch được giao, bố trí cán bộ theo dõi và tổng kết vào cuối mỗi năm.",
    )
    assert paths(document) == [
        (),
        ("I – Tình hình",),
        ("I – Tình hình", "1- Sau mười năm, các làng nghề đã đổi khác…"),
        ("I – Tình hình", "2- Tuy vậy, nước thải còn nhiều và chưa có nơi xử lý…"),
        ("II – Mục tiêu, quan điểm",),
        ("II – Mục tiêu, quan điểm", "1- Mục tiêu"),
        ("II – Mục tiêu, quan điểm", "2- Quan điểm"),
        ("III- Tổ chức thực hiện",),
        ("III- Tổ chức thực hiện", "1 - Sở Công Thương chủ trì lập kế hoạch hằng năm và báo…"),
        ("III- Tổ chức thực hiện", "2 - Các huyện thực hiện theo kế hoạch được giao…"),
    ]


def test_what_markup_declares_of_a_kind_speaks_for_the_others() -> None:
    document = cleaned(
        "## I – TÌNH HÌNH",
        "1- Sản lượng tăng đều qua các năm, riêng vụ hè thu năm ngoái giảm do hạn hán kéo dài ở vùng hạ lưu.",
        "2- Giá bán còn thấp vì chưa có kho lạnh và đường vào vùng trồng thường ngập trong mùa mưa lũ hằng năm.",
        "## II – NHIỆM VỤ",
        "### 1- Về vốn",
        "Cho vay ưu đãi.",
    )
    assert [len(path) for path in paths(document)] == [1, 2, 2, 1, 2]
    assert paths(document)[-1] == ("II – Nhiệm vụ", "1- Về vốn")


def test_a_statute() -> None:
    document = cleaned(
        "LUẬT THƯ VIỆN LÀNG",
        "Phần thứ nhất\nNHỮNG QUY ĐỊNH CHUNG",
        "Chương I\nPHẠM VI",
        "Điều 1. Phạm vi điều chỉnh",
        "Luật này quy định về thư viện ở làng.",
        "Điều 2. Giải thích từ ngữ",
        "Trong Luật này, các từ dưới đây được hiểu như sau:",
        "1. Thư viện làng là nơi giữ sách của cả làng.\n2. Bạn đọc là người mượn sách.",
        "Chương II\nBẠN ĐỌC",
        "Mục 1. QUYỀN CỦA BẠN ĐỌC",
        "Điều 3. Mượn sách",
        "1. Bạn đọc được mượn:",
        "a) sách in;\nb) sách nói.",
        "2. Mỗi lần mượn không quá năm cuốn.",
        "Điều 4. Luật này có hiệu lực từ ngày được thông qua và thay thế mọi quy ước cũ của làng.",
    )
    part, general, readers = "Phần thứ nhất. Những quy định chung", "Chương I. Phạm vi", "Chương II. Bạn đọc"
    rights, borrowing = "Mục 1. Quyền của bạn đọc", "Điều 3. Mượn sách"
    words = "Điều 2. Giải thích từ ngữ"
    assert paths(document) == [
        (),
        (part,),
        (part, general),
        (part, general, "Điều 1. Phạm vi điều chỉnh"),
        (part, general, words),
        (part, general, words, "Khoản 1"),
        (part, general, words, "Khoản 2"),
        (part, readers),
        (part, readers, rights),
        (part, readers, rights, borrowing),
        (part, readers, rights, borrowing, "Khoản 1"),
        (part, readers, rights, borrowing, "Khoản 1", "Điểm a"),
        (part, readers, rights, borrowing, "Khoản 1", "Điểm b"),
        (part, readers, rights, borrowing, "Khoản 2"),
        (part, readers, rights, "Điều 4"),
    ]


def test_a_section_that_appears_only_in_the_second_chapter_is_still_above_its_articles() -> None:
    document = cleaned(
        "Chương I\nCHUNG",
        "Điều 1. A",
        "Câu.",
        "Chương II\nRIÊNG",
        "Mục 1\nMỘT",
        "Điều 2. B",
        "Câu.",
        "Mục 2\nHAI",
        "Điều 3. C",
    )
    assert [len(path) for path in paths(document)] == [1, 2, 1, 2, 3, 2, 3]


def test_points_run_on_from_h_to_i() -> None:
    letters = [f"{letter}) giấy tờ thứ {number};" for number, letter in enumerate("abcdđeghik", start=1)]
    document = cleaned("Điều 1. Hồ sơ", "1. Hồ sơ gồm:\n" + "\n".join(letters), "Điều 2. Khác", "Câu.")
    assert [path[-1] for path in paths(document)][2:-1] == [f"Điểm {letter}" for letter in "abcdđeghik"]


def test_an_article() -> None:
    document = cleaned(
        "BÀN VỀ NƯỚC SẠCH",
        "Tóm tắt: bài viết bàn về nước.",
        "1. Thực trạng",
        "Thứ nhất, về nguồn nước",
        "Giếng khoan cạn dần, gồm: i) giếng ở đồi; ii) giếng ở bãi.",
        "Thứ hai, về đường ống",
        "Một là, ống cũ bị gỉ và rò rỉ ở nhiều đoạn, nhất là đoạn qua chợ.",
        "Hai là, áp lực nước yếu vào giờ cao điểm nên các nhà ở cuối làng không có nước.",
        "2. Kiến nghị",
        "Thứ nhất: Việc cần làm ngay",
        "Thay ống.",
        "Thứ hai: Việc lâu dài",
        "Trồng rừng đầu nguồn.",
    )
    one, two = "1. Thực trạng", "2. Kiến nghị"
    assert paths(document) == [
        (),
        (one,),
        (one, "Thứ nhất, về nguồn nước"),
        (one, "Thứ hai, về đường ống"),
        (one, "Thứ hai, về đường ống", "Một là, ống cũ bị gỉ và rò rỉ ở nhiều đoạn…"),
        (one, "Thứ hai, về đường ống", "Hai là, áp lực nước yếu vào giờ cao điểm nên các nhà ở…"),
        (two,),
        (two, "Thứ nhất: Việc cần làm ngay"),
        (two, "Thứ hai: Việc lâu dài"),
    ]


def test_slides() -> None:
    document = cleaned(
        "2.1.1. Thủy triều là gì?",
        "Nước dâng rồi rút",
        "2.1.2.Các khái niệm",
        "a/Triều cường\nNước cao nhất",
        "1. Mặt trăng;\n2. Mặt trời;",
        "b/Triều kém\nNước thấp nhất",
        "2.2. Phân loại",
        "a/Theo ngày\nb/Theo tháng",
        "2.2.1. Nhật triều",
        "Mỗi ngày một lần",
    )
    assert paths(document) == [
        ("2.1.1. Thủy triều là gì?",),
        ("2.1.2. Các khái niệm",),
        ("2.1.2. Các khái niệm", "a/ Triều cường"),
        ("2.1.2. Các khái niệm", "b/ Triều kém"),
        ("2.2. Phân loại",),
        ("2.2. Phân loại", "2.2.1. Nhật triều"),
    ]


def test_a_numbered_list_opens_no_sections() -> None:
    items = "\n".join(f"{number}. Làm tốt việc thứ {number}." for number in range(1, 9))
    assert paths(cleaned("Có tám việc như sau:", items, "Hết.")) == [()]
    apart = [f"{number}. Việc ngắn {number}." for number in range(1, 5)]
    assert paths(cleaned("Bốn việc:", *apart, "Hết.")) == [()]
    statement = [
        f"{number}) một điều khoản khá dài về việc giữ gìn đường làng ngõ xóm sạch sẽ quanh năm;" for number in (1, 2)
    ]
    assert paths(cleaned("Gồm:", *statement)) == [()]


@pytest.mark.parametrize(
    "intruder", ["5. Số năm lạc vào đây.", "b) lạc loài", "Ba là con số đẹp.", "VII. Bảy", "9- Chín"]
)
def test_a_lone_number_swallows_nothing(intruder: str) -> None:
    document = cleaned("I – MỞ RA", "Câu đầu.", intruder, "Câu sau.", "II – KHÉP LẠI", "Câu cuối.")
    assert paths(document) == [("I – Mở ra",), ("II – Khép lại",)]


def test_levels_come_from_the_document() -> None:
    letters_outside = cleaned(
        "A - MỞ RỘNG",
        "1) Đường",
        "Rộng hơn.",
        "2) Cầu",
        "Dài hơn.",
        "B - THU HẸP",
        "1) Chợ",
        "Nhỏ lại.",
        "2) Bến",
        "Gọn lại.",
    )
    assert [len(path) for path in paths(letters_outside)] == [1, 2, 2, 1, 2, 2]
    romans_inside = cleaned(
        "1. Đồi", "I. Thông", "Cây thông.", "II. Keo", "Cây keo.", "2. Bãi", "I. Ngô", "Cây ngô.", "II. Lạc", "Cây lạc."
    )
    assert [len(path) for path in paths(romans_inside)] == [1, 2, 2, 1, 2, 2]


def test_a_list_of_contents_is_none() -> None:
    contents = "Chương I. Mở đầu..........3\nChương II. Kết thúc..........9"
    assert paths(cleaned(contents, "Chương I. Mở đầu", "Câu.", "Chương II. Kết thúc", "Câu.")) == [
        (),
        ("Chương I. Mở đầu",),
        ("Chương II. Kết thúc",),
    ]


def test_standing_headings_close_the_numbered_ones() -> None:
    document = cleaned(
        "MỞ ĐẦU", "Câu.", "I. Thân", "Câu.", "II. Bài", "Câu.", "KẾT LUẬN", "Câu.", "Tài liệu tham khảo", "Sách."
    )
    assert [path[0] for path in paths(document)] == ["Mở đầu", "I. Thân", "II. Bài", "Kết luận", "Tài liệu tham khảo"]


def test_capitals_are_headings_only_where_nothing_else_is() -> None:
    document = cleaned("BÁO CÁO NĂM", "Câu.", "SẢN LƯỢNG LÚA", "Lúa tốt.", "SẢN LƯỢNG CÁ", "Cá nhiều.")
    assert paths(document) == [(), ("Sản lượng lúa",), ("Sản lượng cá",)]


def test_capitals_take_the_case_of_the_text() -> None:
    document = cleaned(
        "I – QUAN HỆ VIỆT NAM VÀ ASEAN",
        "Trong những năm qua, nước Việt Nam cùng các nước trong ASEAN có quan hệ tốt.",
        "II – PHẦN KẾT",
        "Câu.",
    )
    assert paths(document)[0] == ("I – Quan hệ Việt Nam và ASEAN",)


def test_a_heading_is_no_evidence_for_its_own_case() -> None:
    document = cleaned("Chương I NHỮNG QUY ĐỊNH CHUNG", "Câu.", "Chương II ĐIỀU KHOẢN CUỐI", "Câu.")
    assert paths(document) == [("Chương I. Những quy định chung",), ("Chương II. Điều khoản cuối",)]


def test_rows_of_a_table_open_no_sections() -> None:
    assert paths(cleaned("1.\tLúa\t5\n2.\tNgô\t6", "I.\tCá\nII.\tTôm")) == [()]


def test_a_reference_in_a_sentence_is_no_heading() -> None:
    document = cleaned("Điều 1. Mở", "Câu.", "Điều 1 của Luật này không áp dụng cho trẻ em.", "Điều 2. Đóng", "Câu.")
    assert paths(document) == [("Điều 1. Mở",), ("Điều 2. Đóng",)]


def test_empty_and_plain_texts() -> None:
    assert outline(Cleaned("", ())) == ()
    assert outline(Cleaned("Chỉ một câu.", ())) == (Section((), 0, 12),)
