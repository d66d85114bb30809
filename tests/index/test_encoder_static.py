"""The light path against sentence-transformers, on the bundled model and on hostile text."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ModelUnavailable
from index.encoder import BUNDLED, bundled_folder, load_encoder
from index.encoders.static import StaticEncoder

TEXTS = [
    "Hội nhập quốc tế là gì?",
    "Nghị quyết số 22-NQ/TW về hội nhập quốc tế (2013).\nPhương châm: chủ động, tích cực.",
    "International integration, and the role of the United Nations",
    "hoà bình và thuỷ điện",
    "Kyrgyzstan 123456789 xyzzyq",
    "  nhiều   khoảng\ttrắng \r\n ở giữa ",
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    bundled = load_encoder(None)
    assert isinstance(bundled, StaticEncoder)
    return bundled


@pytest.fixture(scope="module")
def reference():
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(bundled_folder()), device="cpu", local_files_only=True)


def test_equal_vectors_on_both_paths(encoder, reference):
    ours, theirs = encoder.encode_passages(TEXTS), reference.encode(TEXTS)
    assert (ours * theirs).sum(axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_empty_and_unknown_text_is_zero_on_both_paths(encoder, reference):
    texts = ["", "   \n", "⿰⿱", "?!…"]
    for vectors in (encoder.encode_queries(texts), reference.encode(texts)):
        assert not vectors.any()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_unit_vector_or_zeros(encoder, text):
    vectors = encoder.encode_queries([text])
    assert np.isfinite(vectors).all()
    length = float(np.linalg.norm(vectors[0]))
    assert length == 0 or length == pytest.approx(1, abs=1e-4)


def test_lone_surrogates_are_no_crash(encoder):
    assert encoder.encode_queries(["hội nhập \ud800 quốc tế"])[0].any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà bình", "hòa bình"),
        ("Uỷ ban nhân dân", "ủy ban nhân dân"),
        ("khoẻ mạnh", "KHỎE MẠNH"),
        ("Chính phủ", unicodedata.normalize("NFD", "Chính phủ")),
        ("quốc tế", "quốc\u00a0tế"),
    ],
)
def test_spellings_of_one_text_are_one_vector(encoder, one, other):
    left, right = encoder.encode_queries([one, other])
    assert left == pytest.approx(right, abs=1e-6)
    assert [ids.tolist() for ids in encoder.token_ids([one])] == [ids.tolist() for ids in encoder.token_ids([other])]


def test_vietnamese_words_are_units(encoder):
    assert len(encoder.token_ids(["hội nhập quốc tế"])[0]) == 2


def test_token_ids_rebuild_the_vector(encoder):
    text = TEXTS[1]
    (ids,) = encoder.token_ids([text])
    assert ids.dtype == np.uint16
    total = encoder.scales[ids] @ encoder.rows[ids].astype(np.float32)
    assert total / np.linalg.norm(total) == pytest.approx(encoder.encode_passages([text])[0], abs=1e-5)


def test_texts_are_taken_apart_once_for_vectors_and_units(encoder):
    texts = ["Đầu đề\nCâu một ngắn. Câu hai dài hơn;  thế thôi…\nDòng mới", "", "\u2603", *TEXTS]
    vectors, units = encoder.encode_units(texts)
    assert np.array_equal(vectors, encoder.encode_passages(texts))
    parts = [units.ids[a:b].tolist() for a, b in pairwise(units.starts)]
    assert parts == [ids.tolist() for ids in encoder.token_ids(texts)]
    begins = units.begins[: units.starts[1]].tolist()
    assert begins == sorted(begins)
    assert units.ids[: units.starts[1]][np.array(begins) >= 6].tolist() == encoder.token_ids([texts[0][6:]])[0].tolist()


def test_batches_do_not_change_vectors(encoder):
    texts = [f"{text} {number}" for number in range(400) for text in TEXTS]
    whole = encoder.encode_passages(texts)
    assert np.array_equal(whole[::97], np.concatenate([encoder.encode_passages([text]) for text in texts[::97]]))


def test_meaning_beats_chance_in_both_languages(encoder):
    questions = ["thủ đô của nước Pháp", "thuế thu nhập doanh nghiệp", "how to treat high blood pressure"]
    passages = [
        "Paris là thành phố lớn nhất và là trung tâm chính trị của Pháp.",
        "Công ty phải nộp thuế trên phần lợi nhuận của mình.",
        "Bệnh nhân cao huyết áp cần điều trị bằng thuốc và ăn nhạt.",
    ]
    scores = encoder.encode_queries(questions) @ encoder.encode_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_progress_counts_all_passages():
    seen: list[tuple[int, int]] = []
    encoder = load_encoder(BUNDLED, progress=lambda done, total: seen.append((done, total)))
    encoder.encode_passages(["một"] * 1500)
    assert seen == [(1024, 1500), (1500, 1500)]


def test_size_and_identity(encoder):
    folder = bundled_folder()
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 25_000_000
    assert encoder.identity.name == BUNDLED
    assert encoder.identity.dimension == encoder.rows.shape[1]
    assert len(encoder.rows) <= 65_535
    assert (encoder.identity.query_prefix, encoder.identity.passage_prefix) == ("", "")


def test_a_copied_folder_has_the_same_weights_by_the_light_path(encoder, tmp_path: Path):
    copy = tmp_path / "mô hình"
    shutil.copytree(bundled_folder(), copy)
    other = load_encoder(str(copy))
    assert isinstance(other, StaticEncoder)
    assert other.identity.weights == encoder.identity.weights
    tokenizer = copy / "tokenizer.json"
    changed = json.loads(tokenizer.read_text(encoding="utf-8"))
    changed["model"]["vocab"][-1][1] -= 1
    tokenizer.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    assert load_encoder(str(copy)).identity.weights != encoder.identity.weights


@pytest.mark.parametrize("damage", ["cut weights", "cut tokenizer"])
def test_a_damaged_model_is_one_clear_error(tmp_path: Path, damage: str):
    copy = tmp_path / "model"
    shutil.copytree(bundled_folder(), copy)
    victim = copy / ("model.safetensors" if damage == "cut weights" else "tokenizer.json")
    victim.write_bytes(victim.read_bytes()[:5000])
    with pytest.raises(ModelUnavailable) as caught:
        load_encoder(str(copy))
    assert "\n" not in caught.value.vi + caught.value.en


def test_the_light_path_imports_neither_torch_nor_transformers():
    code = (
        "import sys; from index.encoder import load_encoder; load_encoder(None).encode_queries(['hội nhập']);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'scipy', 'gradio') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
