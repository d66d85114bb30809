"""The optional cross-encoder: a tiny one made here, by folder; names that are not here; and what it does to a search."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from toys import Backwards, ToyEncoder, write_stories

from corpus.document import Passage, passage_id
from corpus.errors import ModelUnavailable
from index.collection import Collection
from index.reranking import DEPTH, CrossEncoderReranker, Reranked, text_of
from index.types import Hit, Reranker

WORDS = ["thư", "viện", "mở", "cửa", "năm", "hoa", "hồng", "cà", "phê", "1998", "?", "."]


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A one-layer BERT of 16 dimensions with random weights, which scores a question and a passage."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(3)
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", [("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        num_labels=labels,
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():  # random weights of the usual size say nearly the same of everything
        model.classifier.weight *= 200
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("reranker"))


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.ingest([write_stories(tmp_path / "docs")])
    yield made
    made.close()


def hit(text: str, rank: int, title: str = "") -> Hit:
    key = f"{rank:016d}"
    return Hit(Passage(passage_id(key, 0, len(text)), key, text, 0, len(text), (), None), title, key, 9.0 - rank, rank)


def test_the_order_is_that_of_the_model(tiny: Path) -> None:
    from sentence_transformers import CrossEncoder

    texts = ["thư viện mở cửa năm 1998 .", "hoa hồng", "cà phê", "thư viện", "hoa hồng mở năm ?", "không có từ nào"]
    hits = [hit(text, rank) for rank, text in enumerate(texts, 1)]
    question = "thư viện mở cửa năm ?"
    ranked = CrossEncoderReranker(str(tiny)).rerank(question, hits)
    scores = CrossEncoder(str(tiny), device="cpu", local_files_only=True).predict([(question, text) for text in texts])
    assert len({round(float(score), 6) for score in scores}) == len(texts), "the model tells the passages apart"
    assert [one.passage.text for one in ranked] == [texts[i] for i in np.argsort(-scores)]
    assert [one.score for one in ranked] == pytest.approx(sorted(map(float, scores), reverse=True), abs=1e-5)
    assert [one.rank for one in ranked] == list(range(1, len(texts) + 1))
    assert {one.passage.id for one in ranked} == {one.passage.id for one in hits}


def test_hits_beyond_the_depth_follow_as_they_were_and_scores_fall(tiny: Path) -> None:
    hits = [hit("thư viện " * (rank % 3 + 1), rank) for rank in range(1, DEPTH + 11)]
    ranked = CrossEncoderReranker(str(tiny)).rerank("thư viện", hits)
    assert [one.passage.id for one in ranked[DEPTH:]] == [one.passage.id for one in hits[DEPTH:]]
    assert all(a.score > b.score for a, b in pairwise(ranked))
    assert CrossEncoderReranker(str(tiny)).rerank("thư viện", []) == []


def test_title_and_headings_are_read_with_the_passage() -> None:
    assert text_of(hit("Mở cửa năm 1998.", 1, "Thư viện")) == "Thư viện\nMở cửa năm 1998."
    assert text_of(hit("Thư viện mở cửa.", 1, "Thư viện")) == "Thư viện mở cửa."


def test_the_seam_is_the_protocol(tiny: Path) -> None:
    rerankers: list[Reranker] = [CrossEncoderReranker(str(tiny)), Backwards()]
    assert all(callable(one.rerank) for one in rerankers)


def test_the_best_of_hybrid_are_reordered_and_nothing_else_changes(collection: Collection) -> None:
    question = "thu vien mo cua nam nao"
    plain = collection.search(question)
    backwards = Backwards()
    ranked = Reranked(collection, backwards).search(question)
    assert [one.passage for one in ranked.hits] == [one.passage for one in reversed(plain.hits)]
    assert backwards.asked == [plain.searched_as], "the question as it was understood"
    assert {**ranked.milliseconds}.keys() == {*plain.milliseconds, "rerank"}
    few = Reranked(collection, backwards).search(question, 1)
    assert [one.passage for one in few.hits] == [plain.hits[-1].passage], "more are read than are shown"
    for retriever in ("bm25", "dense", "fusion"):
        told = len(backwards.asked)
        same = Reranked(collection, backwards).search(question, retriever=retriever)
        assert same.hits == collection.search(question, retriever=retriever).hits
        assert len(backwards.asked) == told


@pytest.mark.parametrize(("lang", "said"), [("vi", "trước đó đứng thứ"), ("en", "before that it was number")])
def test_the_reasons_say_where_a_hit_stood_before(collection: Collection, lang: str, said: str) -> None:
    hits = Reranked(collection, Backwards()).search("thư viện mở cửa năm nào", explain=lang).hits
    assert hits[0].reasons[0].endswith(f"{said} {len(hits)}")
    assert all(len(one.reasons) > 1 for one in hits)


@pytest.mark.parametrize("name", ["./không/có", "../../etc/passwd", "a/b/c", "-x", "", "https://example.org/model"])
def test_a_path_that_is_not_there_is_refused_at_once(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="--reranker"):
        CrossEncoderReranker(name or "./nowhere")


def test_what_is_no_model_is_one_clear_error(tmp_path: Path, tiny: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"config\.json"):
        CrossEncoderReranker(str(tmp_path))
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.json").write_text("{", encoding="utf-8")
    two = make_cross_encoder(tmp_path / "two", labels=2)
    for folder, why in ((broken, "không nạp được"), (two, "2 nhãn")):
        lazy = CrossEncoderReranker(str(folder))
        with pytest.raises(ModelUnavailable, match=why) as caught:
            lazy.rerank("thư viện", [hit("hoa", 1)])
        assert "\n" not in caught.value.vi + caught.value.en


@pytest.mark.parametrize("name", ["BAAI/bge-reranker-v2-m3", "no-such-model"])
def test_a_name_that_is_not_here_is_one_clear_error_without_a_network(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ModelUnavailable) as caught:
        CrossEncoderReranker(name).rerank("thư viện", [hit("hoa", 1)])
    assert name in caught.value.vi
    assert "--reranker" in caught.value.en
    assert "\n" not in caught.value.vi + caught.value.en


WATCHED = (
    "import sys; from pathlib import Path; from tests.ui.served_ui import watch; watch(Path(sys.argv[1]))\n"
    "from ui.cli import main\nsys.exit(main(sys.argv[2:]))\n"
)


def test_a_folder_is_used_from_the_command_line_and_asks_nobody(tiny: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    env = {**os.environ, "HOIDAP_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    env.pop("HF_HUB_OFFLINE", None)
    docs = write_stories(tmp_path / "docs")
    subprocess.run([sys.executable, "-m", "ui.cli", "index", str(docs)], cwd=ROOT, env=env, check=True, timeout=200)
    command = ["search", "thư viện mở cửa năm nào", "--reranker", str(tiny), "--explain", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(log), *command],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    hits = json.loads(done.stdout)["hits"]
    assert len(hits) == 3
    assert all(hit["reasons"][0].startswith("mô hình xếp lại chấm") for hit in hits)
    assert log.read_text(encoding="utf-8") == "", "it turned to another machine"
