"""Cleaning what came out of a PDF, on small made-up texts: what a person would read."""

from __future__ import annotations

from corpus.cleaning import clean

ARTICLE = """
 CHUYỆN LÀNG VÀ CHUYỆN NGHỀ

                                        TẠP CHÍ LÀNG NGHỀ VIỆT, Số 7 (3-2031) 12

NGHỀ LÀM NÓN CỦA LÀNG

CHUÔNG THỜI NAY:
VÀI ĐIỀU CẦN NÓI THÊM

TS LÊ THỊ NÓN
 Viện Nghiên cứu Lá

♦ Tóm tắt: Nón làng Chuông có từ lâu đời và được bán đi khắp nơi trong nước. Bài này kể lại
cách làm và những điều cần giữ gìn.
♦ Từ khóa: nón lá; làng nghề.

Ngày nhận: 01-02-2031         Ngày duyệt đăng: 03-04-2031

1. Những điều đã biết về nghề

làm nón của làng Chuông

thời trước
Thứ nhất, về lá và khung nón
Lá lấy từ rừng về, phơi ba nắng rồi là cho

phẳng bằng lưỡi cày nung nóng. Bà cụ Nghĩa
Hưng kể: “lá trắng thì nón mới
đẹp”1. Khung nón có mười sáu vòng, vòng nào
cũng phải tròn; thợ giỏi nhất của làng
 ngày nào cũng vót được cả trăm vòng2. Làng
theo chuẩn 4.0 và bán sang nhóm G7, mỗi năm
thu “hơn hai tỷ đồng”3, theo lời của

Hội làng nghề và của người bán ở chợ nón họp
sáu phiên một tháng.

Thứ hai, về người làm nón
Một là, người già dạy trẻ. Các cụ nói: i) tay
phải đều; ii) mắt phải tinh.
 i) Trẻ con học từ năm lên bảy tuổi và lớn lên
cùng với nón❒
"""


def test_an_article_from_a_pdf() -> None:
    cleaned = clean(ARTICLE)
    assert cleaned.title == "NGHỀ LÀM NÓN CỦA LÀNG CHUÔNG THỜI NAY: VÀI ĐIỀU CẦN NÓI THÊM"
    assert cleaned.metadata == {
        "author": "TS LÊ THỊ NÓN",
        "journal": "TẠP CHÍ LÀNG NGHỀ VIỆT",
        "issue": "Số 7 (3-2031)",
        "rubric": "CHUYỆN LÀNG VÀ CHUYỆN NGHỀ",
        "keywords": "nón lá; làng nghề",
        "received": "01-02-2031",
        "accepted": "03-04-2031",
        "date": "03-04-2031",
    }
    assert cleaned.text.split("\n\n") == [
        "NGHỀ LÀM NÓN CỦA LÀNG CHUÔNG THỜI NAY: VÀI ĐIỀU CẦN NÓI THÊM",
        "TS LÊ THỊ NÓN",
        "Viện Nghiên cứu Lá",
        "Tóm tắt: Nón làng Chuông có từ lâu đời và được bán đi khắp nơi trong nước. Bài này kể lại cách làm và những"
        " điều cần giữ gìn.",
        "Từ khóa: nón lá; làng nghề.",
        "Ngày nhận: 01-02-2031 Ngày duyệt đăng: 03-04-2031",
        "1. Những điều đã biết về nghề làm nón của làng Chuông thời trước",
        "Thứ nhất, về lá và khung nón",
        "Lá lấy từ rừng về, phơi ba nắng rồi là cho phẳng bằng lưỡi cày nung nóng. Bà cụ Nghĩa Hưng kể: “lá trắng thì"
        " nón mới đẹp”. Khung nón có mười sáu vòng, vòng nào cũng phải tròn; thợ giỏi nhất của làng ngày nào cũng vót"
        " được cả trăm vòng. Làng theo chuẩn 4.0 và bán sang nhóm G7, mỗi năm thu “hơn hai tỷ đồng”, theo lời của Hội"
        " làng nghề và của người bán ở chợ nón họp sáu phiên một tháng.",
        "Thứ hai, về người làm nón",
        "Một là, người già dạy trẻ. Các cụ nói: i) tay phải đều; ii) mắt phải tinh.",
        "i) Trẻ con học từ năm lên bảy tuổi và lớn lên cùng với nón",
    ]


SLIDES = """ 1.1. Chè là gì?

CHÈ XANH

\uf045“Chè là cây

lá xanh quanh năm (trồng

nhiều ở trung du)”

\uf0d8 Ba loại chè chính:

\uf0a7 chè xanh: uống hằng

ngày

\uf0a7 1890: đồn điền chè đầu tiên

\uf0a7 Hội Chè với hơn

30 nước và 11

HTX tham gia



1.2.Phân biệt TX và TĐ

Tiêu chí TX TĐ

Màu nước Xanh tươi
Đỏ sậm

(như hổ phách)

Cách làm

lá chè

Không ủ Có ủ



Ban quản lý
Trưởng ban:\x20

Ông Trà

Phó ban:

Bà Lá

+ Nơi trồng:

+ Mùa hái:

+ Người hái: phụ nữ

trên đồi cao

vào tháng ba
"""


def test_slides_from_a_pdf() -> None:
    cleaned = clean(SLIDES)
    assert cleaned.text == (
        "1.1. Chè là gì?\n\nCHÈ XANH\n\n“Chè là cây lá xanh quanh năm (trồng nhiều ở trung du)”\n\n"
        "Ba loại chè chính:\nchè xanh: uống hằng ngày\n1890: đồn điền chè đầu tiên\n"
        "Hội Chè với hơn 30 nước và 11 HTX tham gia\n\n"
        "1.2.Phân biệt TX và TĐ\n\n"
        "Tiêu chí\tTX\tTĐ\nMàu nước\tXanh tươi\tĐỏ sậm (như hổ phách)\nCách làm lá chè\tKhông ủ\tCó ủ\n\n"
        "Ban quản lý\nTrưởng ban: Ông Trà\nPhó ban: Bà Lá\n"
        "+ Nơi trồng:\n+ Mùa hái:\n+ Người hái: phụ nữ\ntrên đồi cao\nvào tháng ba"
    )


def test_a_table_that_does_not_come_out_even_stays_lines() -> None:
    uneven = SLIDES.replace("Không ủ Có ủ", "Không ủ")
    assert "\t" not in clean(uneven).text
    assert "Tiêu chí TX TĐ" in clean(uneven).text
