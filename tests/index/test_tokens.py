"""Late interaction over the tokens of passages: against a naive reckoning, on disk, and as the dense channel uses it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from toys import ToyEncoder

from index.arrays import DamagedArraysError, write_arrays
from index.collection import Collection
from index.ingest import text_item
from index.tokens import BLOCK, SPREAD, TokenIndex
from index.types import Encoder

Passages = st.lists(st.lists(st.integers(0, 29), max_size=60), min_size=1, max_size=6)


class ToyTable:
    """Thirty tokens with random vectors of five values."""

    def __init__(self) -> None:
        rng = np.random.default_rng(5)
        self.rows = rng.integers(-127, 128, (30, 5)).astype(np.int8)
        self.scales = rng.uniform(0.001, 0.02, 30).astype(np.float32)

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.uint16]]:
        return [np.array([int(word) for word in text.split()], np.uint16) for text in texts]

    def vector(self, token: int) -> NDArray[np.float32]:
        return self.rows[token].astype(np.float32) * self.scales[token]


TABLE = ToyTable()


def made_of(passages: Sequence[Sequence[int]]) -> TokenIndex:
    return TokenIndex.build([np.array(passage, np.uint16) for passage in passages])


def naive(asked: Sequence[int], passage: Sequence[int]) -> float:
    """The same number by loops over tokens."""
    own = [TABLE.vector(token) for token in asked]
    strength = [float(np.linalg.norm(vector)) for vector in own]
    whole = sum(own) / np.linalg.norm(sum(own))
    number = -(-len(passage) // BLOCK)
    cuts = [BLOCK * i for i in range(number)] + [len(passage)]
    stretches = [passage[cuts[i] : cuts[min(i + 2, number)]] for i in range(number)]

    def covered(tokens: Sequence[int]) -> float:
        total = 0.0
        for vector, weight in zip(own, strength, strict=True):
            cosines = [vector @ TABLE.vector(t) / weight / np.linalg.norm(TABLE.vector(t)) for t in tokens]
            total += weight * max(0.0, *cosines) ** 3
        return total / sum(strength)

    def direct(tokens: Sequence[int]) -> float:
        vectors = [TABLE.vector(token) for token in tokens]
        squares = sum(float(v @ v) for v in vectors)
        lengths = sum(float(np.linalg.norm(v)) for v in vectors)
        return float(sum(vectors) @ whole) / (squares + SPREAD * max(lengths**2 - squares, 0)) ** 0.5

    return max(map(direct, stretches)) + 2 * max(map(covered, stretches)) + covered(passage)


@given(st.lists(st.integers(0, 29), min_size=1, max_size=8), Passages)
def test_nearness_equals_a_naive_reckoning(asked: list[int], passages: list[list[int]]) -> None:
    positions = np.arange(len(passages))[::-1].copy()
    found = made_of(passages).nearness(TABLE, np.array(asked, np.uint16), positions)
    expected = [naive(asked, passages[i]) if passages[i] else 0.0 for i in positions]
    assert found == pytest.approx(expected, abs=2e-4)


@given(Passages, st.randoms(use_true_random=False))
def test_a_passage_s_nearness_does_not_depend_on_the_others(passages: list[list[int]], random) -> None:
    index, asked = made_of(passages), np.array([3, 4], np.uint16)
    together = index.nearness(TABLE, asked, np.arange(len(passages)))
    chosen = random.randrange(len(passages))
    assert index.nearness(TABLE, asked, np.array([chosen]))[0] == pytest.approx(float(together[chosen]), abs=1e-5)


def test_a_question_without_tokens_is_near_to_nothing() -> None:
    assert not made_of([[1, 2]]).nearness(TABLE, np.zeros(0, np.uint16), np.array([0])).any()


def test_a_stretch_that_says_it_beats_the_same_words_far_apart() -> None:
    filler = [7] * BLOCK
    near = made_of([[1, 2, *filler, *filler, *filler], [1, *filler, *filler, *filler, 2]])
    together, apart = near.nearness(TABLE, np.array([1, 2], np.uint16), np.array([0, 1]))
    assert together > apart


def test_on_disk(tmp_path: Path) -> None:
    passages = [[1, 2, 3], [], [4]]
    path = tmp_path / "tokens.bin"
    made_of(passages).save(path)
    loaded = TokenIndex.load(path)
    assert [loaded.of(i).tolist() for i in range(len(loaded))] == passages
    write_arrays(path, {"tokens": np.zeros(1, np.uint16)}, {"version": "0"})
    with pytest.raises(DamagedArraysError):
        TokenIndex.load(path)


def test_no_passages() -> None:
    assert len(TokenIndex.build([])) == 0


FILLER = (
    "Sáng nay trời nhiều mây, gió nhẹ, nhiệt độ trung bình hai mươi lăm độ. Chợ hoa đông khách, giá rau ổn định. "
    "Đội bóng phường thắng ba bàn, khán giả vỗ tay. Thư viện nhận thêm sách thiếu nhi, mở cửa đến chín giờ tối. "
)


def added(tmp_path: Path, encoder: Encoder | None = None) -> Collection:
    collection = Collection(tmp_path / "bo", create=True, encoder=encoder)
    texts = {
        "dai": FILLER * 3 + "Bà Lê Thị Mơ được bầu làm chủ tịch hội làm vườn. " + FILLER * 3,
        "vuon": "Làm vườn là thú vui của nhiều người. Hội hè ở quê thường vào mùa xuân, có chủ tịch xã đến dự.",
        "khac": FILLER * 2,
    }
    collection.add([text_item(f"upload:{name}", name, text, cut=False) for name, text in texts.items()])
    return collection


def test_the_dense_channel_finds_a_sentence_in_a_long_passage(tmp_path: Path) -> None:
    hits = added(tmp_path).search("ai được bầu làm chủ tịch hội làm vườn", retriever="dense", collapse=False).hits
    assert hits[0].title == "dai"
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_a_model_without_tokens_ranks_by_its_vectors_alone(tmp_path: Path) -> None:
    encoder, question = ToyEncoder(), "chủ tịch hội làm vườn"
    hits = added(tmp_path, encoder).search(question, retriever="dense", collapse=False).hits
    asked = encoder.encode_queries([question])[0]
    for hit in hits:
        # stored in eight bits
        assert hit.score == pytest.approx(float(encoder.encode_queries([hit.passage.text])[0] @ asked), abs=0.02)
