"""The sample corpus: complete by the checklist of facts, ours in wording, correct Vietnamese, sourced throughout."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corpus.document import Loaded
from corpus.loading import load_file
from corpus.splitting import syllables

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpus" / "sample"
DOCUMENTS = sorted(SAMPLE.glob("*.md"))
FACTS = [json.loads(line) for line in (ROOT / "tests/data/sample_facts.jsonl").read_text(encoding="utf-8").splitlines()]
ORIGINALS = ("000", "001", "002", "003", "004")
NAMES_OF_ORIGINALS = (
    "Bộ Chính trị, Nghị quyết số 22-NQ/TW ngày 10/4/2013",
    "Bách khoa toàn thư mở Wikipedia, bài Chủ động, tích cực hội nhập Quốc tế",
    "Vũ Anh Tuấn, tạp chí Chủ nghĩa xã hội - Lý luận và thực tiễn, số 36 (4-2025)",
    "Bài giảng về hội nhập quốc tế (bản trình chiếu)",
)
RUN = 14
NOTE = re.compile(r"\*\((?:Nguồn: |Ghi chú của người biên soạn).*\)\*")
FOREIGN = set(
    "area arab bodin caribbean central clayton common currency custom deutsch eastern economic franc free genoa integration "
    "jean karl market monetary oxford rome total trade union wikipedia".split()
)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def words(text: str) -> list[str]:
    return re.sub(r"[\s\W_]+", " ", unicodedata.normalize("NFC", text)).lower().split()


def runs(text: str, length: int) -> Iterator[str]:
    found = words(text)
    return (" ".join(found[i : i + length]) for i in range(len(found) - length + 1))


@cache
def loaded(name: str) -> Loaded:
    return load_file(SAMPLE / name)


@cache
def section_texts(name: str) -> dict[str, str]:
    """The text of each section of a sample by its heading; what precedes the first one stands under the title."""
    result: dict[str, str] = {}
    document = loaded(name).document
    for section in loaded(name).sections:
        heading = section.path[-1] if section.path else document.title
        result[heading] = result.get(heading, "") + plain(document.text[section.start : section.end]) + " "
    return result


@pytest.fixture(scope="session")
def runs_of_originals(seeds: Path) -> frozenset[str]:
    return frozenset(run for file in seeds.glob("*.txt") for run in runs(file.read_text(encoding="utf-8"), RUN))


def front_matter(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "---"
    head = lines[1 : lines.index("---", 1)]
    return dict(line.split(": ", 1) for line in head)


def by_name(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=path.stem) for path in paths]


def test_there_are_enough_documents_and_words() -> None:
    # A Vietnamese word has about one and a half syllables: some 8,000 words.
    assert len(DOCUMENTS) >= 8
    counts = [syllables(loaded(path.name).document.text) for path in DOCUMENTS]
    assert 8_000 <= sum(counts) <= 14_000
    assert min(counts) >= 300


def test_the_checklist_is_long_and_covers_every_original_and_every_document() -> None:
    assert len(FACTS) >= 200
    assert len({fact["id"] for fact in FACTS}) == len(FACTS)
    assert {fact["source"] for fact in FACTS} == set(ORIGINALS)
    assert {fact["document"] for fact in FACTS} == {path.name for path in DOCUMENTS}
    assert all(fact["all_of"] and all(string.strip() for string in fact["all_of"]) for fact in FACTS)


@pytest.mark.parametrize("path", by_name(DOCUMENTS))
def test_each_fact_stands_in_the_section_that_should_hold_it(path: Path) -> None:
    sections = section_texts(path.name)
    missing = [
        (fact["id"], string)
        for fact in FACTS
        if fact["document"] == path.name
        for string in fact["all_of"]
        if plain(string) not in sections.get(fact["section"], "")
    ]
    assert missing == []


def test_the_numbers_of_each_fact_stand_in_the_original_it_names(seeds: Path) -> None:
    numbers = {
        source: {number.lstrip("0") for number in re.findall(r"\d+", text)}
        for source in ORIGINALS
        for text in [next(seeds.glob(f"{source}_*.txt")).read_text(encoding="utf-8")]
    }
    unknown = [
        (fact["id"], number)
        for fact in FACTS
        for number in re.findall(r"\d+", " ".join(fact["all_of"]))
        if number.lstrip("0") not in numbers[fact["source"]]
    ]
    assert unknown == []


@pytest.mark.parametrize("path", by_name(DOCUMENTS))
def test_front_matter_is_complete(path: Path) -> None:
    head = front_matter(path)
    assert set(head) == {"title", "subject", "sources", "date"}
    assert all(head.values())
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", head["date"])
    assert loaded(path.name).document.title == head["title"]
    sources = head["sources"].split("; ")
    assert all(any(source.startswith(name) for name in NAMES_OF_ORIGINALS) for source in sources)


@pytest.mark.parametrize("path", by_name(DOCUMENTS))
def test_every_section_with_text_names_its_source(path: Path) -> None:
    blocks = re.split(r"^#+ .*$", path.read_text(encoding="utf-8").split("---\n", 2)[2], flags=re.MULTILINE)
    assert [block.strip()[:60] for block in blocks if block.strip() and not NOTE.search(block)] == []


@pytest.mark.parametrize("path", by_name(DOCUMENTS))
def test_sections_have_names_of_their_own(path: Path) -> None:
    headings = [section.path[-1] for section in loaded(path.name).sections if section.path]
    assert len(headings) == len(set(headings)) >= 4


@pytest.mark.parametrize("path", by_name(DOCUMENTS))
def test_the_text_is_composed_accented_vietnamese(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not re.search(r"[\r\t\u00a0\u200b-\u200f\ufeff]|[ \t]$", text, flags=re.MULTILINE)
    assert "<" not in text
    bare = longest = 0
    for word in words(text):
        accented = any(ord(letter) > 127 for letter in word)
        bare = 0 if accented or word.isdigit() or word in FOREIGN else bare + 1
        longest = max(longest, bare)
    assert longest < 6, "a run of words without accents"


@pytest.mark.parametrize("path", by_name(DOCUMENTS))
def test_no_sentence_is_copied_from_the_originals(path: Path, runs_of_originals: frozenset[str]) -> None:
    assert [run for run in runs(path.read_text(encoding="utf-8"), RUN) if run in runs_of_originals] == []
