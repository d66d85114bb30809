"""Other models: folders and hub names through sentence-transformers, on tiny models made here."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index.encoder import load_encoder
from index.encoders.prefixes import Prefixes, prefixes_for
from index.encoders.transformer import TransformerEncoder

WORDS = ["hội", "nhập", "quốc", "tế", "là", "gì", "query", "passage", ":", "?", "kinh", "."]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A one-layer transformer of 16 dimensions with random weights, without a Normalize module."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    raw = tmp_path_factory.mktemp("raw")
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(raw)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(raw)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    SentenceTransformer(modules=[Transformer(str(raw)), Pooling(16)], device="cpu").save(str(folder))
    return folder


def copy_as(tiny: Path, parent: Path, name: str) -> str:
    shutil.copytree(tiny, parent / name)
    return str(parent / name)


def test_vectors_are_those_of_sentence_transformers_at_unit_length(tiny):
    from sentence_transformers import SentenceTransformer

    texts = ["hội nhập quốc tế", "là gì ?", "kinh tế là gì", "hội " * 40]
    encoder = load_encoder(str(tiny))
    assert isinstance(encoder, TransformerEncoder)
    expected = SentenceTransformer(str(tiny), device="cpu", local_files_only=True).encode(
        texts, normalize_embeddings=True
    )
    assert encoder.encode_passages(texts) == pytest.approx(expected, abs=1e-5)
    assert np.linalg.norm(encoder.encode_queries(texts), axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert encoder.identity.dimension == 16
    assert encoder.identity.name == str(tiny.resolve())


def test_blank_text_is_zero_and_no_text_is_empty(tiny):
    encoder = load_encoder(str(tiny))
    assert not encoder.encode_passages(["", "  \n"]).any()
    assert encoder.encode_passages([]).shape == (0, 16)


def test_e5_prefixes_reach_the_model(tiny, tmp_path):
    plain, prefixed = load_encoder(str(tiny)), load_encoder(copy_as(tiny, tmp_path, "multilingual-e5-small"))
    identity = prefixed.identity
    assert (identity.query_prefix, identity.passage_prefix) == ("query: ", "passage: ")
    assert identity.weights == plain.identity.weights
    assert prefixed.encode_queries(["hội nhập"]) == pytest.approx(plain.encode_queries(["query: hội nhập"]), abs=1e-6)
    assert prefixed.encode_passages(["hội"]) == pytest.approx(plain.encode_passages(["passage: hội"]), abs=1e-6)


def test_the_models_own_prompts_come_before_its_family(tiny, tmp_path):
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "my-e5"
    model = SentenceTransformer(str(tiny), device="cpu", local_files_only=True)
    model.prompts = {"query": "hội : ", "document": "kinh : "}
    model.default_prompt_name = "query"
    model.save(str(folder))
    encoder, plain = load_encoder(str(folder)), load_encoder(str(tiny))
    assert (encoder.identity.query_prefix, encoder.identity.passage_prefix) == ("hội : ", "kinh : ")
    assert encoder.encode_passages(["tế"]) == pytest.approx(plain.encode_passages(["kinh : tế"]), abs=1e-6)


@pytest.mark.parametrize(
    ("name", "prompts", "expected"),
    [
        ("intfloat/multilingual-e5-small", {}, Prefixes("query: ", "passage: ")),
        ("BAAI/bge-m3", {}, Prefixes()),
        ("BAAI/bge-base-en-v1.5", {}, Prefixes("Represent this sentence for searching relevant passages: ", "")),
        ("keepitreal/vietnamese-sbert", {"query": "", "document": ""}, Prefixes()),
        ("x/any", {"query": "tìm: "}, Prefixes("tìm: ", "")),
        (r"C:\models\e5-base", {}, Prefixes("query: ", "passage: ")),
        ("someone/life5", {}, Prefixes()),
    ],
)
def test_prefixes(name, prompts, expected):
    assert prefixes_for(name, prompts) == expected


def test_instruct_models_have_a_task_before_the_question_only():
    prefixes = prefixes_for("intfloat/multilingual-e5-large-instruct", {})
    assert prefixes.query.endswith("Query: ")
    assert prefixes.passage == ""


def test_other_weights_are_another_identity(tiny, tmp_path):
    folder = copy_as(tiny, tmp_path, "other")
    weights = next(Path(folder).glob("*.safetensors"))
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert load_encoder(folder).identity.weights != load_encoder(str(tiny)).identity.weights


def test_progress_is_told_of_every_passage(tiny):
    seen: list[tuple[int, int]] = []
    load_encoder(str(tiny), progress=lambda done, total: seen.append((done, total))).encode_passages(["hội"] * 150)
    assert seen[-1] == (150, 150)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-small", "no-such-model"])
def test_a_name_that_is_not_here_is_one_clear_error_without_a_network(name, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ModelUnavailable) as caught:
        load_encoder(name)
    assert name in caught.value.vi
    assert "--model" in caught.value.en
    assert "\n" not in caught.value.vi + caught.value.en


@pytest.mark.parametrize("name", ["./không/có", "../../etc/passwd", "a/b/c", "-x", "", "https://example.org/model"])
def test_a_path_that_is_not_there_is_refused_before_anything_is_loaded(name):
    with pytest.raises(ModelUnavailable):
        load_encoder(name) if name else load_encoder("./" + name + "nowhere")


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("không phải mô hình", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match=r"modules\.json"):
        load_encoder(str(tmp_path))


def test_a_damaged_folder_is_one_clear_error(tiny, tmp_path):
    folder = copy_as(tiny, tmp_path, "damaged")
    next(Path(folder).glob("*.safetensors")).write_bytes(b"nothing")
    with pytest.raises(ModelUnavailable) as caught:
        load_encoder(folder)
    assert "\n" not in caught.value.vi + caught.value.en
