"""The five originals, read as a person would read them; short phrases only, the texts are not ours to keep."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from cleaning_promises import check

from corpus.document import Cleaned, Loaded
from corpus.loading import load_file


@cache
def loaded(seeds: Path, number: str) -> Loaded:
    return load_file(next(seeds.glob(f"{number}_*.txt")))


def lines(seeds: Path, number: str) -> list[str]:
    return loaded(seeds, number).document.text.split("\n")


def starts(seeds: Path, number: str, beginning: str) -> str:
    """The one line that begins so."""
    found = [line for line in lines(seeds, number) if line.startswith(beginning)]
    assert found, beginning
    return found[0]


@pytest.mark.seeds
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_promises_hold_for_the_originals(seeds: Path, number: str) -> None:
    found = loaded(seeds, number)
    document = found.document
    check(found.decoded, Cleaned(document.text, found.runs, (), found.page_starts, document.title, document.metadata))
    kept = sum(run.length for run in found.runs)
    assert kept > 0.93 * sum(not character.isspace() for character in found.decoded)


@pytest.mark.seeds
def test_plain_paragraphs_lose_nothing(seeds: Path) -> None:
    found = loaded(seeds, "000")
    assert found.document.text.split() == found.decoded.split()
    assert found.document.text.count("\n\n") == found.decoded.strip().count("\n")
    assert found.document.title == "Chủ động, tích cực hội nhập Quốc tế"


@pytest.mark.seeds
def test_the_wiki_page(seeds: Path) -> None:
    text = loaded(seeds, "001").document.text
    for chrome in ("[sửa", "Bước tới", "Bách khoa toàn thư", "loạt bài về", "[1]", "[2]", "^"):
        assert chrome not in text
    assert loaded(seeds, "001").document.title == "Chủ động, tích cực hội nhập Quốc tế"
    found = {section.path[-1] for section in loaded(seeds, "001").sections if section.path}
    assert {"Bối cảnh", "Lịch sử", "Quan điểm chỉ đạo", "Ngoại giao kinh tế", "Tham khảo"} <= found
    numbered = [line for line in lines(seeds, "001") if re.match(r"\d\. ", line)]
    assert len(numbered) == 8 + 2
    assert sum(line.startswith("• ") for line in lines(seeds, "001")) == 19


@pytest.mark.seeds
def test_the_resolution(seeds: Path) -> None:
    text = loaded(seeds, "002").document.text
    assert "*" not in text
    assert "\\" not in text
    assert "____" not in text
    assert loaded(seeds, "002").document.title.lower() == "nghị quyết về hội nhập quốc tế"
    for heading in ("I – TÌNH HÌNH", "1- Mục tiêu", "2- Quan điểm chỉ đạo", "IV- TỔ CHỨC THỰC HIỆN"):
        assert heading in lines(seeds, "002")
    for run_in in ("1- Việc thực hiện", "3- Thời gian tới", "2 – Về hội nhập", "5- Về văn hóa"):
        assert len(starts(seeds, "002", run_in)) > 150
    assert sum(line.startswith("- ") for line in lines(seeds, "002")) == 6
    assert starts(seeds, "002", "Đại hội lần thứ IX").endswith("Tổ chức Thương mại thế giới”.")


@pytest.mark.seeds
def test_the_article(seeds: Path) -> None:
    document = loaded(seeds, "003").document
    for gone in ("♦", "❒", "LÝ LUẬN VÀ THỰC TIỄN", "MÔ HÌNH VÀ CON ĐƯỜNG", "(4-2025) 35"):
        assert gone not in document.text
    assert not re.search(r"[”\"…]\d|[a-zạ-ỹ]\d{1,2}[.,;]", document.text)
    for kept in ("công nghiệp 4.0", "2021-2030", "(6-1992)", "05 nguyên tắc", "Ngày nhận: 15-11-2024"):
        assert kept in document.text
    for joined in (
        "mục tiêu cao nhất”. Đặc biệt",
        "khẳng định: “Toàn bộ",
        "cộng đồng quốc tế.",
        "tại Đại hội VI của Đảng",
    ):
        assert joined in document.text
    for heading in (
        "Thứ nhất, về mục tiêu đối ngoại",
        "Thứ nhất: Những vấn đề đặt ra",
        "Thứ sáu, phương hướng hoạt động đối ngoại chủ yếu",
    ):
        assert heading in lines(seeds, "003")
    assert starts(seeds, "003", "1. Những giá trị").endswith("thời kỳ đổi mới")
    assert starts(seeds, "003", "2. Những vấn đề").endswith("Cộng sản Việt Nam")
    assert document.title.lower().startswith("đường lối đối ngoại của đảng")
    assert " thời kỳ đổi mới: những" in document.title.lower()
    assert document.title.lower().endswith("bổ sung, hoàn thiện")
    assert document.metadata["author"] == "ThS VŨ ANH TUẤN"
    assert document.metadata["date"] == "15-04-2025"
    assert document.metadata["issue"] == "Số 36 (4-2025)"
    assert len([line for line in lines(seeds, "003") if line]) == 37


@pytest.mark.seeds
def test_the_slides(seeds: Path) -> None:
    text = loaded(seeds, "004").document.text
    assert not re.search("[\ue000-\uf8ff]", text)
    for heading in (
        "1.1.1. Hội nhập Quốc tế là gì?",
        "a/Hợp tác quốc tế",
        "1.3.1. Thời kì cận đại",
        "1.2. Phân loại Hội nhập quốc tế",
    ):
        assert heading in lines(seeds, "004")
    rows = [line.split("\t") for line in lines(seeds, "004") if "\t" in line]
    assert [len(row) for row in rows] == [3] * 8 + [2] + [3] * 2
    assert rows[0] == ["Tiêu chí", "HTQT", "HNQT"]
    assert rows[6] == ["Điều kiện", "Thường dễ dàng hơn", "Điều kiện nhất định"]
    assert rows[-1] == ["Hành động", "Mang tính áp đặt", "Mang tính chủ đích"]
    for year in ("1576: ", "1648: ", "1945: IMF", "1967: ASEAN", "15/11/2020: ", "27/9/2019: ", "Cuối 1980s: "):
        starts(seeds, "004", year)
    for whole in (
        "Phó trưởng BCĐ: Phó Thủ tướng",
        "Chủ động & tích cực HNKTQT",
        "71 nước công nhận VN là nền KTTT; thực thi 11 FTA (2019)",
        "Ban Chỉ đạo quốc gia về HNQT",
        "sự tương tác hòa bình (bạo lực bị loại trừ)",
    ):
        assert whole in lines(seeds, "004")
    quotes = [line for line in lines(seeds, "004") if line.count("“") != line.count("”")]
    assert len(quotes) == 4  # two quotations that the slides themselves break into items
    assert loaded(seeds, "004").document.title.lower() == "hội nhập quốc tế"


@pytest.mark.seeds
@pytest.mark.parametrize("number", ["002", "003", "004"])
def test_no_sentence_is_torn(seeds: Path, number: str) -> None:
    """No line begins with a small letter after one that ended in the middle of a sentence."""
    torn = [
        (before[-30:], line[:30])
        for before, line in zip(lines(seeds, number), lines(seeds, number)[1:], strict=False)
        if line[:1].islower() and not re.match(r"[ivx]+\)|[a-z]/", line) and before and before[-1] not in ".:;…”"
    ]
    allowed = 3 if number == "004" else 0  # values that stand apart from their labels in file order
    assert len(torn) <= allowed, torn
