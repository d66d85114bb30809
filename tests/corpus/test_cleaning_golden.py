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
