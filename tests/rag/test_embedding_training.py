"""The table goes on to learn from written questions, a thesaurus and translations."""

from __future__ import annotations

import json
import lzma
import unicodedata
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from helpers_training import toy_texts, toy_written
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.training.embedding.pairs import SHORTEST, Asked, Draw
from rag.training.embedding.run import Settings, go_on

SMALL = Settings(steps=60, rate=0.05, questions=16, close=8, pairs=8, parts=4, close_parts=4, threads=1)


def ids(*numbers: int) -> NDArray[np.uint16]:
    return np.array(numbers, np.uint16)


@given(
    length=st.integers(1, 300),
    begin=st.integers(0, 299),
    size=st.integers(1, 40),
    most=st.integers(SHORTEST, 200),
    seed=st.integers(0, 9),
)
def test_a_stretch_holds_the_answer_and_is_not_too_long(
    length: int, begin: int, size: int, most: int, seed: int
) -> None:
    begin = min(begin, length - 1)
    end = min(begin + size, length)
    asked = Asked(ids(1), np.arange(length, dtype=np.uint16), begin, end, "a")
    found = asked.stretch(np.random.default_rng(seed), most).tolist()
    assert len(found) <= most
    assert found == list(range(found[0], found[0] + len(found))), "one run of the text"
    if end - begin <= most:
        assert set(range(begin, end)) <= set(found)


def test_no_two_questions_of_a_batch_are_over_one_text_and_each_kind_has_its_share() -> None:
    kinds = [
        (share, [Asked(ids(2), ids(3), 0, 1, f"{kind}{n}") for n in range(400)])
        for kind, share in (("a", 0.2), ("b", 0.1))
    ]
    drawn = Draw(kinds, [], np.random.default_rng(0)).questions(12)
    sources = [one.source for one in drawn]
    assert len(set(sources)) == len(sources) <= 12
    assert 7 <= sum(source[0] == "a" for source in sources) <= 8
    assert len(Draw([(1.0, kinds[0][1][:3]), (1.0, [])], [], np.random.default_rng(0)).questions(12)) == 3


def test_parts_of_a_sentence_are_asked_of_its_translation_and_what_stands_beside() -> None:
    sentences = [(ids(*range(10 * n, 10 * n + 8)), ids(*range(1000 + 10 * n, 1000 + 10 * n + 5))) for n in range(30)]
    for seed in range(6):
        for one in Draw([], sentences, np.random.default_rng(seed)).parts(8):
            own = one.text[one.begin : one.end].tolist()
            sides = {tuple(side.tolist()): other.tolist() for pair in sentences for side, other in (pair, pair[::-1])}
            whole = sides[tuple(own)]
            assert set(one.question.tolist()) <= set(whole)
            assert len(one.text) == 3 * len(own)


def test_words_that_mean_the_same_come_together_and_no_unit_stays_none() -> None:
    random = np.random.default_rng(1)
    table = random.normal(size=(120, 16)).astype(np.float32)
    table[:2] = 0
    words = [(ids(2 + n), ids(32 + n)) for n in range(30)]
    asked = [Asked(ids(2 + n, 62), ids(92, 32 + n, 93), 1, 2, str(n)) for n in range(25)]
    sentences = [(ids(2 + n, 3 + n, 4 + n), ids(70 + n, 71 + n)) for n in range(20)]

    def likeness(rows: NDArray[np.float32]) -> float:
        unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        return float(np.mean([unit[left[0]] @ unit[right[0]] for left, right in words]))

    found = go_on(table, [(0.5, asked), (0.5, [])], [words, words[:9]], sentences, SMALL)
    assert likeness(found) > likeness(table) + 0.2
    assert not found[:2].any()
    assert np.isfinite(found).all()
    np.testing.assert_array_equal(found, go_on(table, [(0.5, asked), (0.5, [])], [words, words[:9]], sentences, SMALL))


def test_the_thesaurus_is_whole() -> None:
    lines = files("rag.training.embedding").joinpath("thesaurus.tsv").read_text(encoding="utf-8").splitlines()
    left = [line.split("\t")[0] for line in lines]
    assert len(lines) > 8_000
    assert len(set(left)) == len(left)
    for line in lines:
        said, told = line.split("\t")
        sides = [said, *told.split("|")]
        assert all(side and side == side.strip() == unicodedata.normalize("NFC", side) for side in sides), line
        assert len(set(sides)) == len(sides), line


@pytest.fixture
def train(tmp_path: Path) -> Path:
    toy_texts(tmp_path / "train")
    with lzma.open(tmp_path / "train" / "parallel_en_vi.tsv.xz", "wt", encoding="utf-8") as lines:
        for n in range(80):
            lines.write(f"a\tb\tMarket number {n} opens early today\tChợ số {n} hôm nay mở cửa sớm\n")
    return tmp_path / "train"


def test_the_command_writes_a_model_of_the_same_units(train: Path, tmp_path: Path) -> None:
    from index.encoder import bundled_folder
    from index.encoders.static import StaticEncoder
    from rag.training.embedding.__main__ import main

    written = toy_written(tmp_path / "written")
    given = ["--data", str(train), "--out", str(tmp_path / "model"), "--written", str(written)]
    assert main([*given, "--steps", "2", "--threads", "1"]) == 0
    before, after = (StaticEncoder(folder, "x") for folder in (bundled_folder(), tmp_path / "model"))
    assert before.unit_texts() == after.unit_texts()
    assert before.identity.weights != after.identity.weights
    assert after.rows.shape == before.rows.shape


def test_only_english_units_may_move(train: Path, tmp_path: Path) -> None:
    from index.encoder import bundled_folder
    from index.encoders.static import StaticEncoder
    from rag.training.embedding.__main__ import main

    given = [
        "--data",
        str(train),
        "--out",
        str(tmp_path / "model"),
        "--written",
        str(toy_written(tmp_path / "written")),
    ]
    assert main([*given, "--english", "--steps", "2", "--threads", "1"]) == 0
    before, after = (StaticEncoder(folder, "x") for folder in (bundled_folder(), tmp_path / "model"))
    for text, same in (("hôm nay chợ mở cửa sớm", True), ("market opens early", False)):
        first, second = (one.encode_queries([text]) for one in (before, after))
        assert np.allclose(first, second, atol=1e-6) == same


def test_the_held_back_questions_are_a_question_set(train: Path, tmp_path: Path) -> None:
    from index.evaluation.readers import read_beir
    from rag.training.embedding.held import main
    from rag.training.reader.written import EVERYDAY, LEARNT, UNREAD

    out = tmp_path / "held"
    given = ["--data", str(train), "--out", str(out), "--written", str(toy_written(tmp_path / "written"))]
    assert main(given) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(["everyday", *UNREAD])
    for name in UNREAD:
        whole = read_beir(out / name)
        assert len(whole.queries) > len(whole.documents) / 2, "not only a fold"
    found = read_beir(out / "everyday")
    kinds = sum(name.startswith(EVERYDAY) for name in LEARNT)
    assert len(found.documents) == 18 * kinds
    assert 0 < len(found.queries) < 18 * kinds / 2, "a fifth, and only those that have an answer"
    documents = {document.id for document in found.documents}
    assert all(set(judged) <= documents for judged in found.qrels.values())
    assert json.loads((out / "everyday" / "queries.jsonl").read_text(encoding="utf-8").splitlines()[0])[
        "text"
    ].startswith("Chợ số")
