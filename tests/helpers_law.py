"""A small statute of ours, and a collection of it and another document."""

from __future__ import annotations

from pathlib import Path

from index.collection import Collection

LAW = """HỘI ĐỒNG LÀNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Luật số: 12/2031/QH19

LUẬT
THƯ VIỆN LÀNG

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
Luật này quy định về việc lập, giữ và mở thư viện của làng cho mọi người dân, theo quy định tại Điều 2 của Luật này.

Điều 2. Giờ mở cửa
1. Thư viện mở cửa từ tám giờ sáng đến chín giờ tối, cả tuần.
2. Ngày lễ thì mở như sau:
a) Phòng đọc báo mở buổi sáng;
b) Phòng mượn sách đóng cửa cả ngày.
3. Hội đồng làng quyết định giờ mở cửa vào mùa lụt.

Chương II
BẠN ĐỌC

Điều 3. Thẻ bạn đọc
Mỗi người được cấp một thẻ, có giá trị hai năm kể từ ngày cấp.
"""


def law_collection(folder: Path) -> Collection:
    """Both documents, in ``folder``."""
    (folder / "luat.txt").write_text(LAW, encoding="utf-8")
    (folder / "vuon.md").write_text(
        "# Vườn rau\n\nRau muống cần tưới hai lần mỗi ngày, vào sáng sớm và chiều.", "utf-8"
    )
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "luat.txt", folder / "vuon.md"])
    return found
