"""Passages: exact spans, nothing lost, whole paragraphs of one section, sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Cleaned, Document, Passage, Section
from corpus.outline import outline
from corpus.splitting import Sizes, split, syllables


def passages(text: str, sizes: Sizes | None = None, page_starts: Sequence[int] = ()) -> tuple[Passage, ...]:
    return split(Document("d" * 16, "t", text, "s"), outline(Cleaned(text, ())), page_starts, sizes)


def words(count: int, word: str = "từ") -> str:
    return " ".join([word] * (count - 1)) + f" {word}."


def paragraphs(*counts: int) -> str:
    return "\n\n".join(words(count) for count in counts)


def check(text: str, found: Sequence[Passage], sizes: Sizes | None = None) -> None:
    sizes = sizes or Sizes()
    at = 0
    for passage in found:
        assert passage.id == f"{passage.document_id}:{passage.start}-{passage.end}"
        assert text[passage.start : passage.end] == passage.text == passage.text.rstrip() != ""
        assert passage.text.lstrip("\t") == passage.text.lstrip()  # the empty cells that a row begins with
        assert passage.start >= at
        assert not text[at : passage.start].strip()
        assert syllables(passage.text) <= sizes.hard_maximum
        at = passage.end
    assert not text[at:].strip()


def test_syllables() -> None:
    assert syllables("Nước Việt Nam có 63 tỉnh, thành phố.") == 8
    assert syllables("kinh tế - xã hội") == 5
    assert syllables("") == 0
    assert syllables("x" * 800) == 100
    assert syllables("=" * 80) == 10


def test_short_paragraphs_are_packed_evenly() -> None:
    found = passages(paragraphs(*[30] * 20))
    assert {syllables(passage.text) for passage in found} <= {90, 120, 150}
    assert all(passage.text.endswith(".") for passage in found)


def test_a_paragraph_up_to_the_hard_maximum_stays_whole() -> None:
    text = paragraphs(80, 290, 100)
    assert [syllables(p.text) for p in passages(text)] == [80, 290, 100]


def test_a_longer_paragraph_is_cut_at_sentences() -> None:
    text = " ".join(words(25) for _ in range(20))
    found = passages(text)
    check(text, found)
    assert len(found) > 1
    assert all(passage.text.endswith(".") and syllables(passage.text) % 25 == 0 for passage in found)
    assert all(60 <= syllables(passage.text) <= 220 for passage in found)


def test_a_longer_enumeration_is_cut_between_its_items() -> None:
    items = "; ".join(f"{n}) {' '.join(['từ'] * 69)}" for n in ("i", "ii", "iii", "iv", "v"))
    found = passages("Có năm việc, gồm: " + items + ".")
    assert len(found) > 1
    assert all(re.match(r"[ivx]+\) ", passage.text) for passage in found[1:])


def test_a_monster_sentence_is_cut_at_clauses_and_a_monster_word_by_length() -> None:
    text = ", ".join(" ".join(["từ"] * 50) for _ in range(20))
    found = passages(text)
    check(text, found)
    assert all(passage.text.endswith(",") for passage in found[:-1])
    for blob in ("a" * 50_000, "=" * 50_000, "漢" * 5_000, "từ " * 5_000):
        check(blob, passages(blob))


def test_a_heading_goes_with_its_text() -> None:
    text = "\n\n".join(
        ["I – MỞ RA", "1- Một", paragraphs(280), "2- Hai", paragraphs(400), "II – KHÉP LẠI", words(40, "Câu")]
    )
    found = passages(text)
    check(text, found)
    starts = [passage.text.split("\n")[0] for passage in found if not passage.text.startswith("từ")]
    assert starts == ["I – MỞ RA", "2- Hai", "II – KHÉP LẠI"]
    assert all("từ" in passage.text or "Câu" in passage.text for passage in found)
    assert found[0].section == ("I – Mở ra", "1- Một")
    assert {passage.section for passage in found[1:-1]} == {("I – Mở ra", "2- Hai")}


def test_an_introduction_goes_with_its_list() -> None:
    items = "\n".join(f"- {words(40)}" for _ in range(6))
    found = passages(f"{words(100)}\n\nCó sáu việc như sau:\n\n{items}")
    assert next(p for p in found if "như sau:" in p.text).text.startswith("Có sáu việc như sau:\n\n- từ")


def test_clauses_are_packed_under_their_article() -> None:
    text = "\n\n".join(
        f"Điều {n}. Việc thứ {n}\n\n1. {words(25)}\n2. {words(30)}\n3. {words(90)}\n4. {words(28)}" for n in (1, 2, 3)
    )
    found = passages(text)
    check(text, found)
    assert [p.section for p in found if "Việc thứ 2" in p.text] == [("Điều 2. Việc thứ 2",)]
    assert all(len({line for line in p.text.split("\n") if line.startswith("Điều")}) <= 1 for p in found)
    assert all(syllables(p.text) >= 60 for p in found)


def test_an_article_of_its_own_stands_alone() -> None:
    text = "\n\n".join(f"Điều {n}. Việc thứ {n}\n\n{words(35)}" for n in range(1, 6))
    assert [p.section[-1] for p in passages(text)] == [f"Điều {n}. Việc thứ {n}" for n in range(1, 6)]


def test_scraps_are_joined_to_a_sibling() -> None:
    text = "\n\n".join(f"Điều {n}. Việc thứ {n}\n\nBãi bỏ." for n in range(1, 9))
    found = passages("Chương I\nCHUNG CHO CẢ LÀNG\n\n" + text)
    assert [p.section for p in found] == [("Chương I. Chung cho cả làng",)]
    deeper = "\n\n".join(f"Điều {n}. Việc thứ {n}\n\n1. Gồm:\na) mở;\nb) đóng." for n in range(1, 21))
    assert len(passages(deeper)) <= 4


def test_the_path_is_that_of_the_greater_part() -> None:
    text = "NGHỊ QUYẾT\n\nI – MỞ RA\n\n" + words(100) + "\n\nII – KHÉP LẠI\n\n" + words(100)
    assert [p.section for p in passages(text)] == [("I – Mở ra",), ("II – Khép lại",)]


def test_a_table_keeps_together_and_its_header_with_the_first_rows() -> None:
    rows = "\n".join(f"Huyện {n}\t{n * 7} ha\t{words(10)}" for n in range(12))
    small = passages(f"{words(120)}\n\nTên\tDiện tích\tGhi chú\n{rows}\n\n{words(120)}")
    assert next(p for p in small if "Huyện 0" in p.text).text.startswith("Tên\t")
    assert "Huyện 11" in next(p for p in small if "Huyện 0" in p.text).text
    many = "\n".join(f"Huyện {n}\t{n * 7} ha\t{words(10)}" for n in range(60))
    large = passages(f"Tên\tDiện tích\tGhi chú\n{many}")
    check(f"Tên\tDiện tích\tGhi chú\n{many}", large)
    assert large[0].text.startswith("Tên\tDiện tích\tGhi chú\nHuyện 0")
    assert all(p.text.count("\t") == 2 * len(p.text.split("\n")) for p in large)


def test_pages() -> None:
    text = paragraphs(100, 100, 100)
    second = text.index("\n\n") + 2
    assert [p.page for p in passages(text)] == [None] * 3
    assert [p.page for p in passages(text, page_starts=(0, second))] == [1, 2, 2]
    assert [p.page for p in passages(text, page_starts=(0, second + 5))] == [1, 1, 2]


def test_sizes_are_parameters() -> None:
    text = paragraphs(*[20] * 50)
    small = Sizes(minimum=20, target=40, maximum=60, hard_maximum=80, fragment=10)
    found = passages(text, small)
    check(text, found, small)
    assert 35 <= median(syllables(p.text) for p in found) <= 60
    with pytest.raises(ValueError, match="rise"):
        Sizes(minimum=100, target=50)


def test_no_sections_and_no_text() -> None:
    assert split(Document("d", "t", "", "s"), ()) == ()
    assert split(Document("d", "t", " \n\n ", "s"), (Section((), 0, 4),)) == ()
    (only,) = split(Document("d", "t", " một hai ", "s"), ())
    assert (only.start, only.end, only.text) == (1, 8, "một hai")


_LINES = st.sampled_from(
    ["I – MỞ RA", "II – KHÉP LẠI", "1- Một", "2- Hai", "1. a", "2. b", "Điều 1. Một", "Điều 2. Hai", "Chương I", "a) mục",
     "b) mục",      "Gồm:", "- ý", "Kết luận", "x\ty\tz", "\u00a0", "\u200b", "a\x1cb\x1dc\x1ed\x1f", "a\x0bb", "…", "— — — —",
     "漢字" * 40,
     "w" * 700, words(5), words(40), words(130), words(290), words(320), " ".join([words(20)] * 30), "từ, " * 700, "=" * 900]
)  # fmt: skip
_SIZES = st.sampled_from([Sizes(), Sizes(10, 20, 40, 50, 5), Sizes(1, 1, 1, 1, 1), Sizes(60, 120, 220, 220, 30)])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\n\n", "\n \n\n"])), max_size=25), _SIZES)
def test_any_document_is_covered_in_order(lines: list[tuple[str, str]], sizes: Sizes) -> None:
    text = "".join(line + gap for line, gap in lines)
    check(text, passages(text, sizes), sizes)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.lists(st.integers(1, 399), max_size=6), _SIZES)
def test_any_text_with_any_sections_is_covered(text: str, cuts: list[int], sizes: Sizes) -> None:
    bounds = [0, *sorted({cut for cut in cuts if cut < len(text)}), len(text)]
    sections = [Section((f"{n % 3}",) * (n % 4), a, b) for n, (a, b) in enumerate(pairwise(bounds))]
    check(text, split(Document("d", "t", text, "s"), sections, sizes=sizes), sizes)


def test_a_title_goes_with_the_first_text_however_deep() -> None:
    text = "NGHỊ QUYẾT\n\nI – MỞ RA\n\n1- Về việc một\n\n" + words(100) + "\n\n2- Về việc hai\n\n" + words(100)
    assert [p.section for p in passages(text)] == [("I – Mở ra", "1- Về việc một"), ("I – Mở ra", "2- Về việc hai")]
