"""A heading that says what is asked lifts what stands below it; one that says something else does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection
from index.ranker.headings import ALIKE, REFERENCES, WORTH, heading_scores

RULES = """LUẬT THƯ VIỆN

Điều 1. Nghĩa vụ của bạn đọc

1. Giữ gìn sách mượn về, trả đúng ngày đã hẹn, không viết hay vẽ lên sách và không tự ý cho người khác mượn lại sách đó.

2. Giữ trật tự trong phòng đọc, để túi ở tủ ngoài cửa, không mang đồ ăn, đồ uống vào phòng và tắt chuông điện thoại trước khi vào.

Điều 2. Thủ tục cấp thẻ

1. Bạn đọc nộp đơn xin cấp thẻ. Nghĩa vụ của người xin là khai đúng, nộp ảnh và đóng phí một lần cho bạn đọc mới.

2. Thư viện xét đơn trong hai ngày, trả lời bằng thư cho người xin, và hẹn ngày nhận thẻ tại quầy số hai ở tầng một.
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder: Path = tmp_path_factory.mktemp("luat")
    others = "".join(
        f"\nĐiều {number}. {name}\n\n1. {name} do ban quản lý quyết định, công bố ở bảng tin của nhà văn hóa và báo cho phường.\n"
        for number, name in enumerate(
            ("Giờ mở cửa", "Phòng đọc báo", "Kho sách cũ", "Mua sách mới", "Hội đồng chọn sách"), 3
        )
    )
    (folder / "luat.txt").write_text(RULES + others, encoding="utf-8")
    found = Collection(folder / "kho", create=True)
    found.ingest([folder / "luat.txt"])
    return found


@pytest.mark.parametrize("question", ["Nghĩa vụ của bạn đọc là gì?", "nghia vu cua ban doc", "Bạn đọc có nghĩa vụ gì?"])
def test_what_stands_below_the_heading_that_is_asked_for_comes_first(collection: Collection, question: str) -> None:
    hits = collection.search(question).hits
    assert hits[0].passage.section[0] == "Điều 1. Nghĩa vụ của bạn đọc"


def test_a_heading_counts_by_what_it_shares_with_the_question(collection: Collection) -> None:
    from index.ranker.asked import asked

    reading = collection.read("Nghĩa vụ của bạn đọc là gì?")
    terms = asked(reading.searched_as, reading.keys, collection.snapshot().lexical)
    sections = [
        (),
        ("Chương I", "Điều 9. Nghĩa vụ của bạn đọc", "Khoản 2"),
        ("Điều 2. Thủ tục cấp thẻ",),
        ("Nghĩa vụ của bạn đọc và của thư viện",),
    ]
    scores = heading_scores(terms, sections, collection.snapshot().lexical)
    assert scores[0] == scores[2] == 0
    assert scores[1] == pytest.approx(WORTH)
    assert 0 < scores[3] < WORTH
    assert 0 < ALIKE < 1


def test_an_article_that_is_named_counts_like_its_heading(collection: Collection) -> None:
    from index.ranker.asked import asked

    reading = collection.read("Theo Điều 2 thì phí là bao nhiêu?")
    terms = asked(reading.searched_as, reading.keys, collection.snapshot().lexical)
    sections = [
        ("Điều 1. Nghĩa vụ của bạn đọc",),
        ("Điều 2. Thủ tục cấp thẻ", "Khoản 1"),
        ("Chương 2", "Điều 3. Phòng đọc"),
    ]
    assert heading_scores(terms, sections, collection.snapshot().lexical).tolist() == [0, WORTH, 0]


@pytest.mark.parametrize(
    ("question", "loss"),
    [
        ("Nội quy thư viện nêu những gì?", REFERENCES),
        ("Ai viết nội quy?", 0.0),
        ("Tài liệu tham khảo gồm những gì?", 0.0),
    ],
)
def test_lists_of_other_works_go_behind_unless_they_may_answer(
    collection: Collection, question: str, loss: float
) -> None:
    from index.ranker.asked import asked

    reading = collection.read(question)
    terms = asked(reading.searched_as, reading.keys, collection.snapshot().lexical)
    sections = [("Chương I", "Tài liệu tham khảo:"), ("IV. REFERENCES",), ("Kho sách cũ",)]
    scores = heading_scores(terms, sections, collection.snapshot().lexical)
    assert scores[1:].tolist() == [-loss, 0.0]
    assert scores[0] >= -loss
