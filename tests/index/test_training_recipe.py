"""The recipe on generated text: the same bytes twice, a checkpoint taken up, and a model that has learnt."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UsageError
from index.encoder import load_encoder
from index.training.__main__ import main
from index.training.batches import Batch
from index.training.run import Settings, train

THINGS = ["cầu", "đường", "trường", "sách", "thuyền", "vườn", "chợ", "đình", "hồ", "tháp"]
PLACES = [
    "bắc ninh",
    "hà nam",
    "đồng nai",
    "lâm đồng",
    "cà mau",
    "sơn la",
    "phú yên",
    "tây ninh",
    "yên bái",
    "hoà bình",
]
ENGLISH = ["bridge", "road", "school", "book", "boat", "garden", "market", "temple", "lake", "tower"]


def write_data(folder: Path) -> None:
    """300 articles, each about one thing in one place, and the sentence pairs that name the things."""
    folder.mkdir()
    with lzma.open(folder / "news.jsonl.xz", "wt", encoding="utf-8") as file:
        for number in range(300):
            thing, place = THINGS[number % 10], PLACES[number // 10 % 10]
            row = {
                "title": f"{thing} ở {place}",
                "sapo": f"Người dân {place} nói về {thing} của mình năm {2000 + number}.",
                "body": f"Tại {place}, {thing} được sửa lại. Công việc kéo dài {number} ngày.\nMọi người rất vui.",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with lzma.open(folder / "parallel_en_vi.tsv.xz", "wt", encoding="utf-8") as file:
        for number in range(200):
            english, thing = ENGLISH[number % 10], THINGS[number % 10]
            file.write(f"A\tmade\tThe {english} has number {number}.\tCái {thing} mang số {number}.\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("training") / "data"
    write_data(folder)
    return folder


def run(data: Path, out: Path, *more: str) -> Path:
    sizes = ["--units", "400", "--compounds", "40", "--dimension", "32", "--batch", "64", "--steps", "90"]
    assert main(["--data", str(data), "--out", str(out), "--threads", "1", *sizes, *more]) == 0
    return out


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory) -> Path:
    return run(data, tmp_path_factory.mktemp("first"))


def test_two_runs_give_the_same_bytes(data, trained, tmp_path):
    again = run(data, tmp_path)
    for name in ("model.safetensors", "tokenizer.json", "modules.json", "config_sentence_transformers.json"):
        assert (again / name).read_bytes() == (trained / name).read_bytes(), name


def test_another_seed_gives_other_weights(data, trained, tmp_path):
    other = run(data, tmp_path, "--seed", "1")
    assert (other / "model.safetensors").read_bytes() != (trained / "model.safetensors").read_bytes()


def test_the_model_has_learnt_words_and_translations(trained):
    encoder = load_encoder(str(trained))
    passages = encoder.encode_passages([f"Cái {thing} được sửa lại." for thing in THINGS])
    for questions in ([f"{thing} ở đâu" for thing in THINGS], [f"the {word}" for word in ENGLISH]):
        best = (encoder.encode_queries(questions) @ passages.T).argmax(axis=1)
        assert (best == np.arange(10)).sum() >= 9


def test_a_run_goes_on_from_a_trained_model(data, trained, tmp_path):
    further = run(data, tmp_path, "--start", str(trained), "--peak", "0.001", "--steps", "1")
    one, other = (load_encoder(str(folder)).encode_queries(["cầu ở bắc ninh"]) for folder in (trained, further))
    assert float((one * other).sum()) > 0.9


def test_a_start_of_another_shape_is_refused(data, trained, tmp_path):
    with pytest.raises(UsageError, match="--start"):
        run(data, tmp_path, "--start", str(trained), "--dimension", "16")


def test_a_folder_without_training_text_is_refused(tmp_path):
    with pytest.raises(UsageError, match="--data"):
        run(tmp_path, tmp_path / "out")


def random_batch(step: int) -> Batch:
    rng = np.random.default_rng(step)
    texts = [rng.integers(2, 50, size=6).astype(np.uint16) for _ in range(32)]
    return Batch("question", [text[:2] for text in texts[:16]], texts[:16])


def test_an_interrupted_run_ends_in_the_same_table(tmp_path):
    start = np.random.default_rng(5).standard_normal((50, 8)).astype(np.float32)
    settings = Settings(dimension=8, steps=20, size=16, threads=1, checkpoint_every=5)

    def interrupted(step: int, _kind: str, _loss: float) -> None:
        if step == 13:
            raise KeyboardInterrupt

    (tmp_path / "whole").mkdir()
    whole = train(start.copy(), random_batch, settings, tmp_path / "whole", lambda *_: None)
    with pytest.raises(KeyboardInterrupt):
        train(start.copy(), random_batch, settings, tmp_path, interrupted)
    steps: list[int] = []
    resumed = train(start.copy(), random_batch, settings, tmp_path, lambda step, *_: steps.append(step))
    assert steps[0] == 11
    assert np.array_equal(resumed, whole)


def test_the_written_gradient_is_that_of_the_cross_entropy():
    import torch

    from index.training.run import _contrast

    torch.manual_seed(3)
    q, p = (torch.nn.functional.normalize(torch.randn(9, 5), dim=1).requires_grad_() for _ in range(2))
    scores, own = q @ p.T / 0.05, torch.arange(9)
    expected = (torch.nn.functional.cross_entropy(scores, own) + torch.nn.functional.cross_entropy(scores.T, own)) / 2
    expected.backward()
    loss, gradient = _contrast(q.detach(), p.detach(), 0.05)
    assert loss == pytest.approx(float(expected.detach()), rel=1e-5)
    assert torch.allclose(gradient, torch.cat([q.grad, p.grad]), atol=1e-6)
