"""The bench: generated text that is always the same, figures that say what they measured."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from corpus.vietnamese import is_syllable, syllables
from index.bench import worker
from index.bench.baselines import bm25s_baseline, numpy_baseline
from index.bench.generator import PASSAGE_SYLLABLES, contested_questions, passages, questions
from index.bench.product import CONTESTED
from index.bench.report import table
from index.bench.running import ratios
from index.bench.system import disk_megabytes, peak_megabytes, start_up_seconds
from index.collection import Collection
from index.ingest import text_item
from index.reader.contest import CLOSE


def test_passages_are_the_same_everywhere() -> None:
    texts = list(passages(50))
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    assert digest == hashlib.sha256("\n".join(passages(50)).encode()).hexdigest()
    assert texts == list(islice(passages(200), 50))
    assert texts != list(passages(50, seed=3))
    assert questions(texts, 5) == questions(texts, 5)
    assert contested_questions(5) == contested_questions(5)


def test_passages_look_like_vietnamese() -> None:
    texts = list(passages(300))
    lengths = [len(syllables(text)) for text in texts]
    assert min(lengths) >= PASSAGE_SYLLABLES[0]
    assert max(lengths) <= PASSAGE_SYLLABLES[1] + 1  # the last word may have two syllables
    words = [word for text in texts for word in re.findall(r"[^\W\d]+", text)]
    assert all(is_syllable(word) for word in words)
    counts = Counter(word.lower() for word in words)
    most = counts.most_common(1)[0][1] / len(words)
    assert 0.005 < most < 0.03  # the commonest syllables of real text make up one to two in a hundred
    once = sum(count == 1 for count in counts.values())
    assert once > len(counts) / 10  # and it has a long tail
    assert all((text[0].isupper() or text[0].isdigit()) and text.endswith(".") for text in texts)


def test_questions_ask_for_words_of_the_passages() -> None:
    texts = list(passages(20))
    known = {word for text in texts for word in re.findall(r"\w+", text.lower())}
    for question in questions(texts, 30):
        words = re.findall(r"\w+", question)
        assert question.endswith("?")
        assert len(set(words) & known) >= len(set(words)) / 2


def test_contested_questions_are_read_before_they_are_put_in_order(tmp_path: Path) -> None:
    texts = list(passages(300))
    collection = Collection(tmp_path / "k", create=True)
    collection.add([text_item(f"bai:{n}", "", text, cut=False) for n, text in enumerate(texts)])

    def closeness(questions: list[str]) -> int:
        scores = [[hit.score for hit in collection.search(question).hits] for question in questions]
        return sum(first - second < CLOSE for first, second, *_ in scores)

    assert closeness(contested_questions(20)) >= 10
    assert closeness(questions(texts, 20)) <= 2
    collection.close()


def test_baselines_measure() -> None:
    texts = list(passages(80))
    asked = questions(texts, 10)
    lexical = bm25s_baseline(texts, asked)
    assert lexical["passages_per_second"] > 0
    assert lexical["query_ms"]["p95"] >= lexical["query_ms"]["p50"] > 0
    scan = numpy_baseline(80, 16, 5)
    assert scan["passages_per_second"] is None
    assert scan["query_ms"]["p50"] > 0


def test_what_the_system_says(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"x" * (1 << 20))
    assert disk_megabytes(tmp_path) == 1.0
    peak = peak_megabytes()
    assert peak is None or peak > 10
    assert start_up_seconds(["-c", "pass"], repeats=1) > 0


def latency(value: float) -> dict[str, float]:
    return {"p50": value, "p95": value * 2}


FIGURES = {
    "machine": {"cpus": 2, "python": "3.11", "system": "Linux"},
    "start_up_seconds": {"help": 0.2, "search": 0.7},
    "e5": {
        "passages": 200,
        "encoded_per_second": 5.0,
        "peak_mb": 900.0,
        "sizes": {"1000": {"query_ms": latency(20.0), "faiss_ms": latency(0.1)}},
    },
    "sizes": [
        {
            "passages": 1000,
            "hoidap": {
                "passages_per_second": 500.0,
                "encoded_per_second": 1000.0,
                "query_ms": {"hybrid": latency(10.0), "bm25": latency(1.0), "dense": latency(2.0)},
                "peak_mb": None,
                "disk_mb": 1.5,
                "dimension": 256,
                "question": "?",
            },
            "bm25s": {"passages_per_second": 1000.0, "query_ms": latency(0.5), "peak_mb": 1.0},
            "numpy": {"passages_per_second": None, "query_ms": latency(1.0), "peak_mb": 1.0},
        }
    ],
}


def test_ratios_say_how_many_times_faster() -> None:
    found = ratios(FIGURES["sizes"][0], FIGURES["e5"])
    assert found["encoding over e5"] == 200.0
    assert found["whole indexing over e5's encoding"] == 100.0
    assert found["indexing over bm25s"] == 0.5
    assert found["hybrid query over e5 + faiss"] == 2.0
    assert found["dense query over numpy"] == 0.5
    assert found["bm25 query over bm25s"] == 0.5


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_table_names_every_system(lang: str) -> None:
    row = {**FIGURES["sizes"][0], "ratios": ratios(FIGURES["sizes"][0], FIGURES["e5"])}
    text = table({**FIGURES, "sizes": [row]}, lang)
    for name in ("hoidap hybrid", "hoidap bm25", "bm25s", "numpy scan", "e5-small + faiss", "encoding over e5: 200.0"):
        assert name in text
    assert "None" not in text


def test_a_baseline_that_would_not_fit_is_left_out() -> None:
    row = {**FIGURES["sizes"][0], "bm25s": None}
    found = ratios(row, FIGURES["e5"])
    assert not any("bm25s" in name for name in found)
    assert "bm25s" not in table({**FIGURES, "sizes": [{**row, "ratios": found}]}, "en")


def test_the_product_is_measured_in_its_own_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert worker.main(["product", "--size", "40", "--questions", "5", "--home", str(tmp_path / "nha")]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["passages"] == 40
    assert found["passages_per_second"] > 0
    assert found["encoded_per_second"] > 0
    assert set(found["query_ms"]) == {"hybrid", "fusion", "bm25", "dense", CONTESTED}
    assert found["disk_mb"] > 0
    assert found["dimension"] >= 64
