"""The network that reads a question and a passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.arrays import write_arrays
from index.ranker.second_look import bundled_table
from index.reader import network
from index.reader.network import QUESTION_PLACES, WINDOW, Network, Piece, bundled_network, load_network
from index.reader.shapes import CAPITAL, DIGIT, MARK, SHAPES, shapes_of
from index.reader.windows import LONGEST, MOST_WINDOWS, NOWHERE, likeliest, read, read_units, windows_of

SAID = [
    "Thư viện Hàng Bài do bà Trần Thu Hà sáng lập.",
    "Thư viện mở cửa năm 1998 và có 42 phòng đọc.",
    "Vườn hoa bên cạnh có nhiều cây cổ thụ.",
]


@dataclass(frozen=True)
class ToyTable:
    rows: NDArray[np.int8]
    scales: NDArray[np.float32]

    def token_ids(self, texts: Sequence[str]) -> Sequence[NDArray[np.uint16]]:
        raise NotImplementedError


def piece(*tokens: int) -> Piece:
    return Piece(np.array(tokens, np.uint16), np.zeros(len(tokens), np.uint8))


def told(question: str, texts: Sequence[str]) -> list[float]:
    group = np.zeros(len(texts), np.int64)
    return read(question, texts, group, np.zeros(len(texts), np.float32)).begins.tolist()


@pytest.mark.parametrize(
    ("question", "answered_by"),
    [("Ai sáng lập thư viện Hàng Bài?", 0), ("Thư viện mở cửa năm nào?", 1), ("Có bao nhiêu phòng đọc?", 1)],
)
def test_the_sentence_that_answers_is_the_likeliest(question: str, answered_by: int) -> None:
    assert int(np.argmax(told(question, SAID))) == answered_by


@pytest.mark.parametrize(
    ("question", "words"),
    [("Thư viện Hàng Bài do ai sáng lập?", "Thu Hà"), ("Có bao nhiêu phòng đọc?", "42")],
)
def test_the_words_that_answer_are_found_in_their_sentence(question: str, words: str) -> None:
    found = read(question, SAID, np.zeros(len(SAID), np.int64), np.zeros(len(SAID), np.float32))
    best = int(np.argmax(found.begins))
    start, end = found.words[best]
    assert words in SAID[best][start:end]
    assert SAID[best][start].isalnum()
    assert len(SAID[best][start:end].split()) <= len(words.split()) + 2


@given(st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), min_size=1, max_size=60))
def test_the_likeliest_run_is_the_best_of_all_short_ones(drawn: list[tuple[float, float]]) -> None:
    logits = np.array(drawn, np.float32)
    span = likeliest(logits)
    assert 0 <= span.start < span.end <= min(len(logits), span.start + LONGEST)
    runs = [
        logits[first, 0] + logits[last, 1]
        for first in range(len(logits))
        for last in range(first, min(len(logits), first + LONGEST))
    ]
    assert logits[span.start, 0] + logits[span.end - 1, 1] == max(runs)


def test_what_nothing_answers_is_less_likely_than_nowhere() -> None:
    assert max(told("Thư viện mở cửa năm nào?", SAID)) > 0
    assert max(told("Núi lửa phun trào vì sao?", SAID)) < 0


def test_shapes_are_capitals_digits_and_the_mark_before() -> None:
    text = "Năm 1998 (Hà Nội), thư viện. Mở cửa"
    begins = [text.index(word) for word in ("Năm", "1998", "Hà", "thư", "Mở", "cửa")]
    found = shapes_of(text, np.array(begins))
    assert found.tolist() == [CAPITAL + 3 * MARK, DIGIT, CAPITAL + 2 * MARK, MARK, CAPITAL + 3 * MARK, 0]


@given(st.text(max_size=60))
def test_any_text_has_shapes(text: str) -> None:
    found = shapes_of(text, np.arange(len(text)))
    assert found.shape == (len(text),)
    assert not len(found) or int(found.max()) < SHAPES


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2 * WINDOW)), min_size=1, max_size=40),
)
def test_windows_hold_every_unit_of_one_passage_and_no_more_than_is_read(drawn: list[tuple[int, int]]) -> None:
    drawn.sort(key=lambda one: one[0])
    lengths = [length for _, length in drawn]
    group = np.array([owner for owner, _ in drawn], np.int64)
    windows = windows_of(lengths, group)
    covered = set()
    for window in windows:
        assert window.first < window.last
        assert len(set(group[window.first : window.last].tolist())) == 1
        assert sum(lengths[window.first : window.last]) <= WINDOW or window.last - window.first == 1
        covered.update(range(window.first, window.last))
    assert covered == set(range(len(lengths)))
    assert len(windows) <= 2 * len(lengths)


def test_work_is_bounded_and_what_covers_the_question_is_read_first() -> None:
    units = [piece(*range(5, 5 + WINDOW)) for _ in range(MOST_WINDOWS + 4)]
    covered = np.zeros(len(units), np.float32)
    covered[-1] = 1
    found = read_units(bundled_network(), piece(5, 6, 7), units, np.arange(len(units)), covered)
    read_at_all = found.begins > NOWHERE
    assert int(read_at_all.sum()) == MOST_WINDOWS
    assert bool(read_at_all[-1])
    assert not bool(read_at_all[-2])


def test_units_without_tokens_and_questions_without_words_are_read() -> None:
    assert np.isfinite(told("", SAID)).all()
    assert told("Ai sáng lập?", ["", SAID[0]])[0] == NOWHERE
    assert told("Ai sáng lập?", [""]) == [NOWHERE]


def test_more_than_is_read_at_once_is_refused() -> None:
    reader = bundled_network()
    with pytest.raises(ValueError, match="read at once"):
        reader.logits(piece(*[5] * (QUESTION_PLACES + 1)), [piece(5)])
    with pytest.raises(ValueError, match="read at once"):
        reader.logits(piece(5), [piece(*[5] * (WINDOW + 1))])


@settings(max_examples=20, deadline=None)
@given(st.permutations([piece(5, 9, 30), piece(7), piece(*range(40, 90))]))
def test_windows_do_not_look_at_each_other(windows: list[Piece]) -> None:
    question = piece(9, 41)
    together = bundled_network().logits(question, windows)
    for window, found in zip(windows, together, strict=True):
        np.testing.assert_allclose(found, forgetful().logits(question, [window])[0], atol=2e-4)


def forgetful() -> Network:
    """The bundled network, without what it has read."""
    path = Path(network.__file__).with_name("reader.safetensors")
    return load_network(path, bundled_table())


def test_what_was_just_read_is_remembered_with_its_question(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = forgetful()
    first, second = piece(5, 9, 30), piece(7)
    before = reader.logits(piece(9, 41), [first])[0]
    both = reader.logits(piece(9, 41), [second, first, second])
    np.testing.assert_array_equal(both[1], before)
    np.testing.assert_array_equal(both[0], both[2])
    assert not np.allclose(reader.logits(piece(8, 40), [first])[0], before, atol=1e-3)
    monkeypatch.setattr(network, "_workers", lambda: pytest.fail("read again"))
    np.testing.assert_array_equal(reader.logits(piece(9, 41), [second, first])[0], both[0])


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = forgetful()
    monkeypatch.setattr(network, "REMEMBERED", 2)
    for token in (5, 6, 7):
        reader.logits(piece(9), [piece(token)])
    monkeypatch.setattr(network, "_workers", lambda: pytest.fail("read again"))
    assert len(reader.logits(piece(9), [piece(6), piece(7)])) == 2
    with pytest.raises(pytest.fail.Exception):
        reader.logits(piece(9), [piece(5)])


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    write_arrays(path, {"small": np.zeros((2, 2), np.int8)}, {"format": "reader-0"})
    with pytest.raises(ValueError, match="reader-0"):
        load_network(path, ToyTable(np.zeros((2, 2), np.int8), np.zeros(2, np.float32)))


def test_what_was_trained_is_what_is_read(tmp_path: Path) -> None:
    import torch

    from rag.training.reader.batches import padded
    from rag.training.reader.export import write_network
    from rag.training.reader.model import ReaderModel

    random = np.random.default_rng(3)
    rows = random.integers(-127, 128, (60, 24)).astype(np.int8)
    scales = random.uniform(0.05, 0.2, 60).astype(np.float32)
    torch.manual_seed(3)
    model = ReaderModel(rows.astype(np.float32) * scales[:, None]).eval()
    write_network(model, tmp_path / "reader.safetensors")
    reader: Network = load_network(tmp_path / "reader.safetensors", ToyTable(rows, scales))
    question = Piece(np.array([3, 9, 20], np.uint16), np.array([1, 0, 4], np.uint8))
    windows = [
        Piece(random.integers(1, 60, size).astype(np.uint16), random.integers(0, SHAPES, size).astype(np.uint8))
        for size in (WINDOW, 17, 1)
    ]
    tokens, shapes = padded([(question, window) for window in windows])
    with torch.no_grad():
        wanted = model.spans(torch.from_numpy(tokens).long(), torch.from_numpy(shapes).long()).numpy()
    for row, found in enumerate(reader.logits(question, windows)):
        np.testing.assert_allclose(found, wanted[row, : len(found)], atol=0.05)
