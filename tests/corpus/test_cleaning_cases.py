"""Cleaning, one trouble at a time, on small made-up texts."""

from __future__ import annotations

import pytest

from corpus.cleaning import clean


def test_page_furniture_goes_from_the_middle_of_sentences() -> None:
    crops = ["xoài", "ổi", "mít", "chuối", "cam"]
    pages = [
        f"Tạp chí Cây và Hoa, số {4 + number}\nTrang {number}\n\nhái {crop} đem ra chợ bán cho khách, rồi dùng tiền ấy mua\n"
        f"giống {crop} mới về trồng ở mảnh đất bên sông, nơi phù sa\ncòn nhiều; mùa sau lại\n"
        for number, crop in enumerate(crops, start=1)
    ]
    cleaned = clean("\f".join(pages))
    assert "Trang" not in cleaned.text
    assert "Tạp chí" not in cleaned.text
    assert "\n" not in cleaned.text
    assert [cleaned.text[start : start + 12].split()[1] for start in cleaned.page_starts] == crops


def test_lines_that_merely_repeat_stay() -> None:
    text = "".join(f"Phiên {n}\n\nChủ tọa: bà Lan\n\nHọp lần {n}, đủ người.\n\n" for n in (3, 9, 11, 30))
    assert clean(text).text.count("Chủ tọa: bà Lan") == 4


def test_a_mail_keeps_its_greeting_list_and_signature() -> None:
    text = (
        "Chào các anh chị,\n\nTuần tới công ty tổ chức đi thăm nhà máy ở Bình\nDương, xe chạy lúc bảy giờ sáng tại cổng. Mọi\n"
        "người nhớ mang giày.\n\nCần mang:\n- giày và mũ\n- nước uống, sổ ghi chép và một chiếc máy ảnh\n"
        "  còn tốt\n\nTrân trọng,\nLan\n"
    )
    assert clean(text).text.split("\n\n") == [
        "Chào các anh chị,",
        "Tuần tới công ty tổ chức đi thăm nhà máy ở Bình Dương, xe chạy lúc bảy giờ sáng tại cổng. Mọi người nhớ mang"
        " giày.",
        "Cần mang:",
        "- giày và mũ\n- nước uống, sổ ghi chép và một chiếc máy ảnh còn tốt",
        "Trân trọng,",
        "Lan",
    ]


def test_verse_keeps_its_lines_and_stanzas() -> None:
    text = "Gió qua bến nước\nThuyền nằm đợi trăng\n\nTrăng lên đầu núi\nCá quẫy ngoài giăng\n"
    assert clean(text).text == text.strip()


def test_columns_set_with_tabs_become_rows() -> None:
    text = "Giá rau\nTên\tGiá\nCà chua\t20.000\nCải   bẹ\t15.000\nHết bảng."
    assert clean(text).text == "Giá rau\n\nTên\tGiá\nCà chua\t20.000\nCải bẹ\t15.000\n\nHết bảng."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Trăng “rơi xuống giếng”1. Sách mới2 ra, đọc…3 và “khen”4.",
            "Trăng “rơi xuống giếng”. Sách mới ra, đọc… và “khen”.",
        ),
        ("Khí CO2, nhóm G7, ca F0, vitamin B12, cao 3,5 m2.", "Khí CO2, nhóm G7, ca F0, vitamin B12, cao 3,5 m2."),
        ("Chú thích¹ và nữa², rộng 5 km².", "Chú thích và nữa, rộng 5 km²."),
        ("Khí hậu ấm lên v.v..1. Rồi mưa to”2.", "Khí hậu ấm lên v.v.. Rồi mưa to”."),
        ("Đợt7 và lần9 không theo thứ tự nào.", "Đợt7 và lần9 không theo thứ tự nào."),
    ],
)
def test_note_numbers_go_and_real_numbers_stay(text: str, expected: str) -> None:
    assert clean(text).text == expected


def test_invisible_characters_and_uneven_spaces() -> None:
    assert clean("\ufeffTrà\u200b\u00ad đá \u00a0 mát\u200e.\r\n").text == "Trà đá mát."


def test_nothing_gives_nothing() -> None:
    assert clean("").text == clean(" \n\f \n").text == ""


def test_double_spacing_changes_nothing() -> None:
    prose = (
        "Lá lấy từ rừng về, phơi ba nắng rồi là cho phẳng\nbằng lưỡi cày nung nóng trên bếp than, lâu lâu lại\n"
        "lật. Người làng Chuông ở huyện Thanh Oai làm nghề\nnày từ nhiều đời nay, nhà nào cũng có vài người làm\n"
        "được trọn một chiếc nón.\nKhung nón do thợ riêng vót từ nứa già, mười sáu vòng\ntròn đều nhau.\n"
    )
    double = clean(prose.replace("\n", "\n\n")).text
    assert double == clean(prose).text
    assert double.count("\n\n") == 1


def test_the_items_of_a_wrapped_list_follow_each_other() -> None:
    text = (
        "Muốn làm nón cho đẹp thì người thợ cần phải nhớ mấy\nđiều sau đây:\n\n- lá phải phơi đủ ba nắng rồi mới được đem\n"
        "  là phẳng\n- khung phải tròn đều, vòng nào ra vòng nấy, không\n  được méo\n- chỉ khâu phải nhỏ\n"
    )
    assert clean(text).text.split("\n")[2:] == [
        "- lá phải phơi đủ ba nắng rồi mới được đem là phẳng",
        "- khung phải tròn đều, vòng nào ra vòng nấy, không được méo",
        "- chỉ khâu phải nhỏ",
    ]
