"""Cleaning, shape by shape, on small made-up texts: what a person would read."""

from __future__ import annotations

from corpus.cleaning import Form, clean
from corpus.document import Cleaned

WIKI = """Bước tới nội dung

Bánh tráng phơi sương

Bách khoa toàn thư mở Wikipedia
Bài này nằm trong loạt bài về:
Ẩm thực
Tây Ninh

Bánh tráng phơi sương là món ăn của vùng Trảng Bàng.[1][2] Người ta nướng bánh rồi phơi\
 qua đêm, nhờ vậy bánh dẻo và xốp, ăn với rau rừng, thịt luộc và nước mắm chua ngọt.

Cách làm

[sửa | sửa mã nguồn]

Bánh có hai lớp[cần dẫn nguồn] và được tráng bằng tay.

 1. Ngâm gạo
 2. Xay bột

Nơi bán[sửa | sửa mã nguồn]
 • Trảng Bàng
 • Gò Dầu

Tham khảo

[sửa | sửa mã nguồn]
 1. ^ Sổ tay món ngon, 2030
 2. ^ a b Chuyện bếp
"""


def headings(cleaned: Cleaned) -> list[tuple[str, int]]:
    return [(cleaned.text[heading.start : heading.end], heading.level) for heading in cleaned.headings]


def test_a_dump_of_a_wiki_page() -> None:
    cleaned = clean(WIKI)
    assert cleaned.title == "Bánh tráng phơi sương"
    assert headings(cleaned) == [("Bánh tráng phơi sương", 1), ("Cách làm", 2), ("Nơi bán", 2), ("Tham khảo", 2)]
    assert cleaned.text == (
        "Bánh tráng phơi sương\n\n"
        "Bánh tráng phơi sương là món ăn của vùng Trảng Bàng. Người ta nướng bánh rồi phơi\
 qua đêm, nhờ vậy bánh dẻo và"
        " xốp, ăn với rau rừng, thịt luộc và nước mắm chua ngọt.\n\n"
        "Cách làm\n\nBánh có hai lớp và được tráng bằng tay.\n\n1. Ngâm gạo\n2. Xay bột\n\n"
        "Nơi bán\n\n• Trảng Bàng\n• Gò Dầu\n\nTham khảo\n\n1. Sổ tay món ngon, 2030\n2. Chuyện bếp"
    )


RESOLUTION = """**NGHỊ QUYẾT**

**Về trồng cây ven đường**

**__________**

**I – TÌNH HÌNH**

**1-** Mấy năm qua cây ven đường của xã ta đã được trồng thêm nhiều.

Nhiều đoạn đường có bóng mát, người đi bộ và học sinh đều
vui; chim cũng về nhiều hơn trước.

2- Thời gian tới, nắng nóng còn
kéo dài.

**II- NHIỆM VỤ**

**1- Việc cần làm**

\\- Ươm cây giống ngay từ
đầu năm.

\\- Giao mỗi thôn một đoạn đường.
"""


def test_a_resolution_kept_as_markdown_in_a_text_file() -> None:
    cleaned = clean(RESOLUTION)
    assert cleaned.title == "Nghị quyết về trồng cây ven đường"
    assert [text for text, _ in headings(cleaned)] == [
        "NGHỊ QUYẾT",
        "Về trồng cây ven đường",
        "I – TÌNH HÌNH",
        "II- NHIỆM VỤ",
        "1- Việc cần làm",
    ]
    assert cleaned.text == (
        "NGHỊ QUYẾT\n\nVề trồng cây ven đường\n\nI – TÌNH HÌNH\n\n"
        "1- Mấy năm qua cây ven đường của xã ta đã được trồng thêm nhiều.\n\n"
        "Nhiều đoạn đường có bóng mát, người đi bộ và học sinh đều vui; chim cũng về nhiều hơn trước.\n\n"
        "2- Thời gian tới, nắng nóng còn kéo dài.\n\n"
        "II- NHIỆM VỤ\n\n1- Việc cần làm\n\n- Ươm cây giống ngay từ đầu năm.\n- Giao mỗi thôn một đoạn đường."
    )


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


MARKDOWN = """---
title: "Sổ tay làm vườn"
author: Lê Văn Cây
tags: [vườn, rau]
sources:
  - sách cũ
  - lời kể
---
# Sổ tay

Giới thiệu *ngắn* về **vườn** và `đất`, xem [trang chủ](http://vi.du/a_b).
Dòng này nối
vào trên.

## Đất ##

- mục một
  nối tiếp
- mục hai \\* có sao

1. cuốc đất
2. gieo hạt

| Cây | Mùa |
|-----|:---:|
| Cà chua | **xuân** |
| Cải | thu \\| đông |

Kiểu cũ
-------

```
x = a * b
```

> Lời dặn
> hai dòng

***

![ảnh](a.png) Cuối <b>đậm</b> <!-- ẩn --> 2*3*4, ten_bien.[^1]
"""


def test_markdown() -> None:
    cleaned = clean(MARKDOWN, form=Form.MARKDOWN)
    assert cleaned.title == "Sổ tay làm vườn"
    assert cleaned.metadata == {"author": "Lê Văn Cây", "tags": "vườn; rau", "sources": "sách cũ; lời kể"}
    assert headings(cleaned) == [("Sổ tay", 1), ("Đất", 2), ("Kiểu cũ", 2)]
    assert cleaned.text == (
        "Sổ tay\n\nGiới thiệu ngắn về vườn và đất, xem trang chủ. Dòng này nối vào trên.\n\n"
        "Đất\n\n- mục một nối tiếp\n- mục hai * có sao\n\n1. cuốc đất\n2. gieo hạt\n\n"
        "Cây\tMùa\nCà chua\txuân\nCải\tthu | đông\n\nKiểu cũ\n\nx = a * b\n\nLời dặn hai dòng\n\n"
        "Cuối đậm 2*3*4, ten_bien."
    )


LAW = """QUỐC HỘI
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Luật số: 99/2031/QH20

LUẬT
TRỒNG RAU SẠCH
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này nói về việc trồng, thu hoạch, vận chuyển và
bán rau sạch trong cả nước, kể cả các vườn rau của
trường học, theo Điều 9 của luật cũ.
Điều 2. Giải thích từ ngữ
Các từ ngữ dưới đây được hiểu như sau:
1. Rau sạch là rau trồng không dùng hóa chất cấm theo
danh mục do Bộ ban hành và được kiểm tra hằng
năm.
2. Vườn rau gồm:
a) Vườn nhà;
b) Vườn trường.
"""


def test_a_law_that_is_hard_wrapped() -> None:
    cleaned = clean(LAW)
    assert cleaned.title == "LUẬT TRỒNG RAU SẠCH"
    assert cleaned.metadata == {"number": "99/2031/QH20"}
    assert [line for line in cleaned.text.split("\n") if line] == [
        "QUỐC HỘI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Luật số: 99/2031/QH20",
        "LUẬT",
        "TRỒNG RAU SẠCH",
        "Chương I",
        "NHỮNG QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi điều chỉnh",
        "Luật này nói về việc trồng, thu hoạch, vận chuyển và bán rau sạch trong cả nước, kể cả các vườn rau của trường"
        " học, theo Điều 9 của luật cũ.",
        "Điều 2. Giải thích từ ngữ",
        "Các từ ngữ dưới đây được hiểu như sau:",
        "1. Rau sạch là rau trồng không dùng hóa chất cấm theo danh mục do Bộ ban hành và được kiểm tra hằng năm.",
        "2. Vườn rau gồm:",
        "a) Vườn nhà;",
        "b) Vườn trường.",
    ]
