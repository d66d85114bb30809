"""The outline, passages and duplicates of the five originals, where they are at hand."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from corpus.document import Loaded, Passage
from corpus.duplicates import Candidate, collapse, contains, paragraphs
from corpus.loading import load_file
from corpus.sentences import sentences
from corpus.splitting import Sizes, split, syllables

pytestmark = pytest.mark.seeds
NAMES = ("000", "001", "002", "003", "004")


@pytest.fixture(scope="module")
def loaded(seeds: Path) -> dict[str, Loaded]:
    return {path.name[:3]: load_file(path) for path in sorted(seeds.glob("*.txt"))}


def passages(document: Loaded) -> tuple[Passage, ...]:
    return split(document.document, document.sections, document.page_starts)


@pytest.mark.parametrize("name", NAMES)
def test_sections_passages_and_sentences_cover_the_text(loaded: dict[str, Loaded], name: str) -> None:
    text = loaded[name].document.text
    whole = "".join(text.split())
    assert "".join("".join(text[s.start : s.end].split()) for s in loaded[name].sections) == whole
    assert "".join("".join(text[a:b].split()) for a, b in sentences(text)) == whole
    found = passages(loaded[name])
    assert "".join("".join(passage.text.split()) for passage in found) == whole
    for passage in found:
        assert text[passage.start : passage.end] == passage.text
        assert syllables(passage.text) <= Sizes().hard_maximum


def test_passages_have_the_sizes_that_retrieval_wants(loaded: dict[str, Loaded]) -> None:
    sizes = sorted(syllables(passage.text) for name in NAMES for passage in passages(loaded[name]))
    assert 100 <= median(sizes) <= 140
    assert sum(60 <= size <= 220 for size in sizes) >= 0.9 * len(sizes)
    assert sizes[0] >= 25


def test_no_passage_is_only_a_heading(loaded: dict[str, Loaded]) -> None:
    for name in NAMES:
        for passage in passages(loaded[name]):
            lines = [line for line in passage.text.split("\n") if line.strip()]
            assert any(syllables(line) > 12 for line in lines) or len(lines) > 2, passage.text


def has(document: Loaded, *path: str) -> bool:
    """Whether a section's path has these beginnings, one a step."""
    return any(
        len(section.path) == len(path)
        and all(step.casefold().startswith(start.casefold()) for step, start in zip(section.path, path, strict=True))
        for section in document.sections
    )


def test_the_wiki_page(loaded: dict[str, Loaded]) -> None:
    page = loaded["001"]
    for heading in ("Bối cảnh", "Lịch sử", "Thực hiện", "Ngoại giao chính trị", "Ngoại giao văn hóa", "Tham khảo"):
        assert any(section.path[-1:] == (heading,) for section in page.sections), heading
    assert not any(step[:2] in {"1.", "2.", "8."} for section in page.sections for step in section.path)


def test_the_resolution(loaded: dict[str, Loaded]) -> None:
    resolution = loaded["002"]
    for part, items in (("I –", 3), ("II –", 2), ("III-", 5), ("IV-", 3)):
        assert has(resolution, part)
        for number in range(1, items + 1):
            assert has(resolution, part, f"{number}-") or has(resolution, part, f"{number} "), (part, number)
        assert not has(resolution, part, f"{items + 1}-")
    assert has(resolution, "II – Mục tiêu, quan điểm chỉ đạo", "2- Quan điểm chỉ đạo")


def test_the_article(loaded: dict[str, Loaded]) -> None:
    article = loaded["003"]
    for word in ("nhất", "hai", "ba", "tư", "năm", "sáu"):
        assert has(article, "1. Những giá trị cốt lõi", f"Thứ {word}"), word
    assert has(article, "1. Những giá trị cốt lõi", "Thứ sáu", "Hai là")
    for word in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám"):
        assert has(article, "2. Những vấn đề đặt ra", "Thứ hai", f"{word} là"), word
    assert has(article, "2. Những vấn đề đặt ra", "Thứ nhất", "iii)")


def test_the_slides(loaded: dict[str, Loaded]) -> None:
    slides = loaded["004"]
    for heading in ("1.1.1.", "1.1.2.", "1.2.", "1.3.", "1.4.", "1.5."):
        assert has(slides, heading), heading
    for letter in "abcde":
        assert has(slides, "1.1.2.", f"{letter}/"), letter
    assert has(slides, "1.3.", "1.3.2.", "(4)")
    assert has(slides, "1.5.", "1.5.3.", "b/")


def test_the_viewpoints_are_recognised_in_three_documents(loaded: dict[str, Loaded]) -> None:
    """The paragraph of viewpoints stands in both shapes of the wiki page and in the resolution."""
    found = []
    for name in ("000", "001", "002"):
        for passage in passages(loaded[name]):
            if "quan hệ lớn được tổng kết" in passage.text:
                paragraph = next(
                    passage.text[a:b] for a, b in paragraphs(passage.text) if "được tổng kết" in passage.text[a:b]
                )
                found.append(Candidate(passage, paragraph))
    assert len(found) == 3
    for one in found:
        for two in found:
            assert contains(one.paragraph, two.passage.text) >= 0.8
    (kept,) = collapse(found)
    assert kept.also_in == (1, 2)
